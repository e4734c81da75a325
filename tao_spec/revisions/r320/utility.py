"""Calls that make calls: one instead of another, and under another origin."""

from __future__ import annotations

from tao_spec.transition.revision import ReplacedRules

RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
