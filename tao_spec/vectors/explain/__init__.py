"""What a vector shows, in words and tables: calls, results and changes; who got what in a block; how an epoch was computed."""

from tao_spec.vectors.explain.vectors import SHOWN_CASES, explain

__all__ = ["SHOWN_CASES", "explain"]
