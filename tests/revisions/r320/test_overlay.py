"""The revision is an overlay: it holds differences alone, each in one place, each of the shape of what it replaces."""

import inspect
from collections import Counter
from pathlib import Path

import pytest

import tao_spec
from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320, THEMES
from tao_spec.revisions.r320.state import R320State
from tao_spec.state.chain_state import declaration_of
from tao_spec.state.subnets import SetSNOwnerHotkey, SubnetsState
from tao_spec.transition.rules import REPLACEABLE, RULES, base_of

PACKAGE = Path(tao_spec.__file__).parent
R320_PACKAGE = "tao_spec.revisions.r320"
REPLACED = [(base, new) for theme in THEMES for base, new in theme.RULES.items()]


def count_lines(folder: Path) -> int:
    """The lines of code under a folder, without those that are empty."""
    return sum(bool(line.strip()) for path in folder.rglob("*.py") for line in path.read_text().splitlines())


def parameters(function):
    signature = inspect.signature(inspect.unwrap(function))
    return [parameter.name.lstrip("_") for parameter in signature.parameters.values()]


def test_no_rule_is_replaced_twice():
    assert [base for base, count in Counter(base for base, _ in REPLACED).items() if count > 1] == []
    assert dict(R320.replaced) == dict(REPLACED)


@pytest.mark.parametrize(("base", "new"), REPLACED, ids=lambda rule: rule.__name__)
def test_a_replacement_takes_what_the_rule_of_the_base_takes(base, new):
    assert parameters(new) == parameters(base)
    assert R320.in_force(base) is new
    assert R306.in_force(base) is REPLACEABLE[base] is base_of(base)


def test_what_the_revision_states_stands_in_its_package_under_its_numbers():
    stated = [rule for rule in RULES if rule.function.__module__.startswith(R320_PACKAGE)]
    assert {rule.id.partition("-")[0] for rule in stated} == {"R320"}
    assert {new.__module__.startswith(R320_PACKAGE) for _, new in REPLACED} == {True}
    assert [id for id, count in Counter(rule.id for rule in stated).items() if count > 1] == []


def test_the_overlay_is_small(capsys):
    overlay, base = count_lines(PACKAGE / "revisions" / "r320"), count_lines(PACKAGE / "transition")
    with capsys.disabled():
        print(f"\nrevision 320: {overlay:,} lines over {base:,} of the base, {overlay / base:.0%}")
    assert overlay < base / 4


def test_keys_that_only_the_revision_can_read_are_found():
    item, base = R320State.last_rate_limited_block, SubnetsState.last_rate_limited_block
    own = base.encode_key((SetSNOwnerHotkey(1),))
    assert declaration_of(own) is base
    assert declaration_of(item.prefix + b"\2") is item
    assert declaration_of(item.prefix + b"\xff") is base


def test_what_is_forgotten_is_no_item_of_the_revision():
    assert R320.removed_items == {"SubtensorModule.NetworkModality", "SubtensorModule.NetworkLastRegistered"}
    assert R306.removed_items == frozenset()
