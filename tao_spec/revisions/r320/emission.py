"""Emission: what owners mine, injections, automatic stakes, and the burn of child keys."""

from __future__ import annotations

from tao_spec.transition.revision import ReplacedRules

RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
