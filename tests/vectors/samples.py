"""Small vectors of each kind, written out."""

import copy

KEY = "0x" + "26" * 32
OTHER = "0x" + "27" * 40
ACCOUNT = "0x" + "aa" * 32
ROOT = "0x" + "bb" * 32

OUTCOME = {
    "result": "ok",
    "events": [{"pallet": "System", "name": "Remarked", "encoded": "0x01ff"}],
    "changes": {KEY: "0x02", OTHER: None},
    "root": ROOT,
}
CALL_STEP = {
    "call": {
        "pallet": "SubtensorModule",
        "name": "add_stake",
        "args": {"hotkey": ACCOUNT, "amount": "18446744073709551615"},
    },
    "encoded": "0x0702",
    "origin": {"signed": ACCOUNT},
    **OUTCOME,
}
REFUSED_STEP = {
    "encoded": "0x0702",
    "origin": "none",
    "result": {"module": {"pallet": "SubtensorModule", "error": "AmountTooLow", "index": 7, "code": 83}},
    "events": [],
    "changes": {},
}
BLOCKS_STEP = {"blocks": 3, "result": "ok", "events": [], "changes": {KEY: "0x03"}}
TRANSITION = {
    "format": "tao-vector/1",
    "id": "stake/add/sample",
    "revision": 306,
    "description": "A sample.",
    "rules": ["STAKE-3"],
    "producer": {"name": "subtensor", "version": "v3.2.6"},
    "pre": {KEY: "0x01", OTHER: "0x"},
    "steps": [CALL_STEP, REFUSED_STEP, BLOCKS_STEP],
}
FUNCTION = {
    "format": "tao-function-vector/1",
    "function": "fixed.I96F32.saturating_mul",
    "revision": 306,
    "cases": [
        {"args": ["1", "2"], "result": "2"},
        {"args": ["1", "0"], "result": None},
        {"args": [["1"], "0"], "result": {"error": "panic"}},
        {"args": [[1, 2]], "result": [3, "4"]},
    ],
}
GENESIS = {
    "format": "tao-genesis/1",
    "id": "genesis/sample",
    "revision": 306,
    "description": "A sample.",
    "producer": {"name": "subtensor", "version": "v3.2.6"},
    "config": {"balances": {"balances": [["5F", 10]]}},
    "state": {KEY: "0x01"},
    "root": ROOT,
}
ALL = (TRANSITION, FUNCTION, GENESIS)


def changed(sample, *path, to):
    """A copy of a sample with one place changed; a `to` of ... takes the key away."""
    data = copy.deepcopy(sample)
    place = data
    for part in path[:-1]:
        place = place[part]
    if to is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return data
