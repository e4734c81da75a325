"""Where it is kept when limited operations were last done."""

from __future__ import annotations

from tao_spec.transition.revision import ReplacedRules

RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
