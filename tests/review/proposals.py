"""Proposals for the tests; `FILE` names this file for the command."""

from __future__ import annotations

from pathlib import Path

from tao_spec.revisions.r306 import R306
from tao_spec.transition.emission.payout import pay_miners

FILE = Path(__file__)


def pay_nobody(chain, netuid, earnings):
    """Let what miners earn vanish."""


def divide_by_nothing(chain, netuid, earnings):
    """Fail as a careless proposal does."""
    return 1 // 0


SAME = R306.replace(name="same", description="Nothing is changed.")
UNPAID = R306.replace(name="unpaid", description="Miners are not paid.", rules={pay_miners: pay_nobody})
CARELESS = R306.replace(name="careless", description="It fails.", rules={pay_miners: divide_by_nothing})
COUNTED = R306.replace(name="counted", description="KNOWN-40 is closed.", close=frozenset({"KNOWN-40"}))
NUMBER = 7
