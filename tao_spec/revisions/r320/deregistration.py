"""The coming and going of subnets: registration, the limit, pruning, and what a subnet leaves."""

from __future__ import annotations

from tao_spec.transition.revision import ReplacedRules

RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
