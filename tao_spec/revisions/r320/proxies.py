"""Proxies: deposits made anew, and a type that passes nothing any more."""

from __future__ import annotations

from tao_spec.transition.revision import ReplacedRules

RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
