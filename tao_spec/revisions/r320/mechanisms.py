"""Mechanisms: weights, commitments, bonds, incentives and epochs by mechanism, and the split of emission among them."""

from __future__ import annotations

from tao_spec.transition.revision import ReplacedRules

RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
