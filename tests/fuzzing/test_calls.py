from __future__ import annotations

import random
from collections import Counter

from tao_spec.fuzz.calls import Calls, calls_by_domain, domain_names, domain_of
from tao_spec.fuzz.corpus import genesis
from tao_spec.fuzz.stock import Stock
from tao_spec.interface.accounts.balances import Burn
from tao_spec.interface.accounts.system import Remark
from tao_spec.revisions.r306 import R306
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import DISPATCHABLES
from tao_spec.vectors.format import Signed
from tao_spec.vectors.machine import decode_state, nests_within

STATE = decode_state(genesis(R306).state)


def calls(seed=1, examples=(), weights=None):
    return Calls(random.Random(seed), Chain(STATE, R306), Stock(STATE), list(examples), weights or {})


def test_every_answered_call_has_a_domain_and_can_be_drawn():
    table = calls_by_domain(R306.interface)
    assert sum(map(len, table.values())) == sum(call in DISPATCHABLES for call in R306.interface.calls)
    assert set(table) < set(domain_names(306))


def test_domains_are_drawn_by_weight():
    drawn = calls(weights={"stake": 3.0, "serving": 1.0})
    told = Counter(domain_of(DISPATCHABLES[type(drawn.draw()[0])]) for _ in range(400))
    assert set(told) == {"stake", "serving"} and told["stake"] > 2 * told["serving"]


def test_all_origins_come():
    drawn = calls()
    origins = [drawn.draw()[1] for _ in range(300)]
    assert {"root", "none"} < set(origins) and sum(isinstance(origin, Signed) for origin in origins) > 150


def test_calls_nest_but_not_without_end():
    drawn = calls(2, weights={"accounts": 1.0})
    made = [drawn.draw()[0] for _ in range(400)]
    assert not all(nests_within(call, 1) for call in made)
    assert all(nests_within(call, 16) for call in made)


def test_a_changed_call_differs_in_one_argument_or_in_its_origin():
    drawn = calls()
    call, origin = Remark(b"hello"), "root"
    changed = [drawn.changed(call, origin) for _ in range(50)]
    assert all(type(made) is Remark for made, _ in changed)
    assert all(made == call or who == origin for made, who in changed)
    assert len({made for made, _ in changed}) > 5 and len({who for _, who in changed}) > 1


def test_examples_come_again_with_their_arguments():
    example = (Burn(type(R306.constants.existential_deposit)(123_456_789), True), "none")
    drawn = calls(examples=[example])
    made = [drawn.draw() for _ in range(200)]
    assert example in made
    assert any(type(call) is Burn and call != example[0] for call, _ in made)
