"""What owners and root may set, and when: the window before an epoch, limits, bounds, and the trimming of neurons."""

from __future__ import annotations

from tao_spec.transition.revision import ReplacedRules

RULES: ReplacedRules = {}
"""The rules of the base that are replaced here."""
