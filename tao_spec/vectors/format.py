"""The three kinds of vector, version 1, as frozen types: read from JSON with precise errors, written back unchanged.

A key that the format does not name is kept in `extra` and written back: whoever added it finds it again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias, cast

from tao_spec.vectors import schemas
from tao_spec.vectors.text import MAX_DEPTH, Json, VectorError, depth_exceeds, shown

TRANSITION: Final = "tao-vector/1"
FUNCTION: Final = "tao-function-vector/1"
GENESIS: Final = "tao-genesis/1"

SCHEMAS: Final = {TRANSITION: "transition-vector", FUNCTION: "function-vector", GENESIS: "genesis-vector"}

Extra: TypeAlias = Mapping[str, Json]
State: TypeAlias = Mapping[str, str]
"""From raw storage key to raw SCALE value, both as `0x` hex."""
Changes: TypeAlias = Mapping[str, "str | None"]
"""From raw storage key to its new value, or None where it was deleted."""
Result: TypeAlias = "str | Mapping[str, Json]"
"""`"ok"`, the name of a dispatch error, or an object of one key such as `{"module": …}`."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The origin of a call that an account signed.

    Args:
        account: the account's 32 bytes as `0x` hex.
    """

    account: str


Origin: TypeAlias = Literal["root", "none"] | Signed


@dataclass(frozen=True, slots=True)
class Call:
    """A call by name, with its arguments as the format writes them."""

    pallet: str
    name: str
    args: Mapping[str, Json]
    extra: Extra = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The call as people write it: `SubtensorModule.add_stake`."""
        return f"{self.pallet}.{self.name}"

    def to_json(self) -> dict[str, Json]:
        """The call as the format writes it."""
        return {"pallet": self.pallet, "name": self.name, "args": dict(self.args), **_sorted(self.extra)}


@dataclass(frozen=True, slots=True)
class Event:
    """An event: what decides is the pallet and `encoded`, its SCALE inside the pallet."""

    pallet: str
    name: str
    encoded: str
    extra: Extra = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The event as people write it: `SubtensorModule.StakeAdded`."""
        return f"{self.pallet}.{self.name}"

    def to_json(self) -> dict[str, Json]:
        """The event as the format writes it."""
        return {"pallet": self.pallet, "name": self.name, "encoded": self.encoded, **_sorted(self.extra)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What must come of a step.

    Args:
        result: `"ok"` or the dispatch error.
        events: the events, in order.
        changes: every key whose value differs after the step.
        root: the state root after the step, where the vector gives one.
    """

    result: Result
    events: tuple[Event, ...] = ()
    changes: Changes = field(default_factory=dict)
    root: str | None = None

    def to_json(self) -> dict[str, Json]:
        """The outcome as the format writes it, the changes in the order of their keys."""
        data: dict[str, Json] = {
            "result": self.result if isinstance(self.result, str) else dict(self.result),
            "events": [event.to_json() for event in self.events],
            "changes": dict(sorted(self.changes.items())),
        }
        return data if self.root is None else data | {"root": self.root}


@dataclass(frozen=True, slots=True)
class CallStep:
    """A step that dispatches a call; where `call` and `encoded` both stand, `encoded` decides."""

    origin: Origin
    outcome: Outcome
    call: Call | None = None
    encoded: str | None = None
    extra: Extra = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The step in a few words."""
        return self.call.label if self.call else "encoded call"

    def action(self) -> dict[str, Json]:
        """What a client is asked to do: the step without what must come of it."""
        data: dict[str, Json] = {} if self.call is None else {"call": self.call.to_json()}
        if self.encoded is not None:
            data["encoded"] = self.encoded
        data["origin"] = {"signed": self.origin.account} if isinstance(self.origin, Signed) else self.origin
        return data

    def to_json(self) -> dict[str, Json]:
        """The step as the format writes it."""
        return {**self.action(), **self.outcome.to_json(), **_sorted(self.extra)}


@dataclass(frozen=True, slots=True)
class BlocksStep:
    """A step that advances the chain by a number of blocks."""

    blocks: int
    outcome: Outcome
    extra: Extra = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The step in a few words."""
        return f"{self.blocks} block{'' if self.blocks == 1 else 's'}"

    def action(self) -> dict[str, Json]:
        """What a client is asked to do: the step without what must come of it."""
        return {"blocks": self.blocks}

    def to_json(self) -> dict[str, Json]:
        """The step as the format writes it."""
        return {**self.action(), **self.outcome.to_json(), **_sorted(self.extra)}


Step: TypeAlias = CallStep | BlocksStep


@dataclass(frozen=True, slots=True)
class Producer:
    """Who made a vector."""

    name: str
    version: str
    extra: Extra = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """The producer as the format writes it."""
        return {"name": self.name, "version": self.version, **_sorted(self.extra)}


@dataclass(frozen=True, slots=True)
class TransitionVector:
    """A state, steps from it, and what must come of each.

    Args:
        id: the vector's name; its first part is the domain.
        revision: the `spec_version` of the runtime.
        description: one sentence: what it shows.
        rules: the rules of the specification that it exercises.
        pre: the state before the first step.
    """

    id: str
    revision: int
    description: str
    rules: tuple[str, ...]
    producer: Producer
    pre: State
    steps: tuple[Step, ...]
    extra: Extra = field(default_factory=dict)
    kind: Literal["transition"] = field(default="transition", init=False)

    @property
    def domain(self) -> str:
        """The first part of the name."""
        return self.id.split("/")[0].split(".")[0]

    def to_json(self) -> dict[str, Json]:
        """The vector as the format writes it, maps of the state in the order of their keys."""
        return {
            "format": TRANSITION,
            "id": self.id,
            "revision": self.revision,
            "description": self.description,
            "rules": list(self.rules),
            "producer": self.producer.to_json(),
            "pre": dict(sorted(self.pre.items())),
            "steps": [step.to_json() for step in self.steps],
            **_sorted(self.extra),
        }


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a pure function; a result of None is that of a checked function that has none."""

    args: tuple[Json, ...]
    result: Json
    extra: Extra = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """The case as the format writes it."""
        return {"args": list(self.args), "result": self.result, **_sorted(self.extra)}


@dataclass(frozen=True, slots=True)
class FunctionVector:
    """Cases of one pure function, such as `fixed.I96F32.saturating_mul`."""

    function: str
    revision: int
    cases: tuple[Case, ...]
    extra: Extra = field(default_factory=dict)
    kind: Literal["function"] = field(default="function", init=False)

    @property
    def id(self) -> str:
        """The vector's name: its key `id` where it has one, or else the function's."""
        name = self.extra.get("id")
        return name if isinstance(name, str) and name else self.function

    @property
    def domain(self) -> str:
        """The first part of the name."""
        return self.id.split("/")[0].split(".")[0]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it exercises: its key `rules` where it has one."""
        rules = self.extra.get("rules")
        return tuple(rule for rule in rules if isinstance(rule, str)) if isinstance(rules, list) else ()

    def to_json(self) -> dict[str, Json]:
        """The vector as the format writes it."""
        return {
            "format": FUNCTION,
            "function": self.function,
            "revision": self.revision,
            "cases": [case.to_json() for case in self.cases],
            **_sorted(self.extra),
        }


@dataclass(frozen=True, slots=True)
class GenesisVector:
    """A genesis configuration and the state that it gives.

    Args:
        config: the chain's genesis JSON; what is absent has the chain's default.
        state: every key that it must give.
        root: the state root after one `System.remark` at block 0.
    """

    id: str
    revision: int
    description: str
    config: Mapping[str, Json]
    state: State
    root: str
    producer: Producer | None = None
    extra: Extra = field(default_factory=dict)
    kind: Literal["genesis"] = field(default="genesis", init=False)

    @property
    def domain(self) -> str:
        """The first part of the name."""
        return self.id.split("/")[0].split(".")[0]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it exercises: its key `rules` where it has one."""
        rules = self.extra.get("rules")
        return tuple(rule for rule in rules if isinstance(rule, str)) if isinstance(rules, list) else ()

    def to_json(self) -> dict[str, Json]:
        """The vector as the format writes it, the state in the order of its keys."""
        return {
            "format": GENESIS,
            "id": self.id,
            "revision": self.revision,
            "description": self.description,
            **({} if self.producer is None else {"producer": self.producer.to_json()}),
            "config": dict(self.config),
            "state": dict(sorted(self.state.items())),
            "root": self.root,
            **_sorted(self.extra),
        }


Vector: TypeAlias = TransitionVector | FunctionVector | GenesisVector


def parse_vector(data: Json) -> Vector:
    """A vector of any kind from its JSON.

    Raises:
        VectorError: the value is no vector of version 1.
    """
    if not isinstance(data, dict):
        raise VectorError(f"found {shown(data)}", "give a vector: an object with the key `format`", "$")
    name = data.get("format")
    if not isinstance(name, str) or name not in SCHEMAS:
        what = f"the format is {shown(name)}" if "format" in data else 'the key "format" is missing'
        raise VectorError(what, f"this version reads {TRANSITION}, {FUNCTION} and {GENESIS}", "$.format")
    schemas.check(data, SCHEMAS[name])
    _check_depth(data)
    return _PARSERS[name](data)


def module_error(result: Result) -> str | None:
    """The error of a pallet that a result names, as `SubtensorModule.AmountTooLow`; None for any other result."""
    inner = result.get("module") if isinstance(result, Mapping) else None
    return f"{inner['pallet']}.{inner['error']}" if isinstance(inner, Mapping) else None


def _check_depth(data: Mapping[str, Json]) -> None:
    """What the schema leaves free must not nest without end; maps of the state hold text and are passed over."""
    for key, value in data.items():
        if key not in ("pre", "state") and depth_exceeds(value):
            what = f"values lie more than {MAX_DEPTH} deep inside one another"
            raise VectorError(what, f"nest at most {MAX_DEPTH} levels", schemas.json_path([key]))


def _transition(data: Mapping[str, Any]) -> TransitionVector:
    """A transition vector from JSON that its schema accepts."""
    return TransitionVector(
        id=data["id"],
        revision=data["revision"],
        description=data["description"],
        rules=tuple(data["rules"]),
        producer=_producer(data["producer"]),
        pre=data["pre"],
        steps=tuple(_step(step) for step in data["steps"]),
        extra=_rest(data, _TRANSITION_KEYS),
    )


def _function(data: Mapping[str, Any]) -> FunctionVector:
    """A function vector from JSON that its schema accepts."""
    cases = tuple(Case(tuple(case["args"]), case["result"], _rest(case, _CASE_KEYS)) for case in data["cases"])
    return FunctionVector(data["function"], data["revision"], cases, _rest(data, _FUNCTION_KEYS))


def _genesis(data: Mapping[str, Any]) -> GenesisVector:
    """A genesis vector from JSON that its schema accepts."""
    return GenesisVector(
        id=data["id"],
        revision=data["revision"],
        description=data["description"],
        config=data["config"],
        state=data["state"],
        root=data["root"],
        producer=_producer(data["producer"]) if "producer" in data else None,
        extra=_rest(data, _GENESIS_KEYS),
    )


def _producer(data: Mapping[str, Any]) -> Producer:
    """A producer from JSON that its schema accepts."""
    return Producer(data["name"], data["version"], _rest(data, _PRODUCER_KEYS))


def _step(data: Mapping[str, Any]) -> Step:
    """A step from JSON that its schema accepts."""
    events = tuple(
        Event(event["pallet"], event["name"], event["encoded"], _rest(event, _EVENT_KEYS)) for event in data["events"]
    )
    outcome = Outcome(data["result"], events, data["changes"], data.get("root"))
    extra = _rest(data, _STEP_KEYS)
    if "blocks" in data:
        return BlocksStep(data["blocks"], outcome, extra)
    origin = data["origin"]
    return CallStep(
        origin=cast(Origin, origin) if isinstance(origin, str) else Signed(origin["signed"]),
        outcome=outcome,
        call=_call(data["call"]) if "call" in data else None,
        encoded=data.get("encoded"),
        extra=extra,
    )


def _call(data: Mapping[str, Any]) -> Call:
    """A call from JSON that its schema accepts."""
    return Call(data["pallet"], data["name"], data["args"], _rest(data, _CALL_KEYS))


def _rest(data: Mapping[str, Json], known: Collection[str]) -> dict[str, Json]:
    """The keys that the format does not name."""
    return {key: data[key] for key in data.keys() - known}


def _sorted(extra: Extra) -> dict[str, Json]:
    """Such keys in their order by name."""
    return dict(sorted(extra.items()))


_TRANSITION_KEYS: Final = frozenset(
    {"format", "id", "revision", "description", "rules", "producer", "pre", "steps"},
)
_FUNCTION_KEYS: Final = frozenset({"format", "function", "revision", "cases"})
_GENESIS_KEYS: Final = frozenset({"format", "id", "revision", "description", "producer", "config", "state", "root"})
_CASE_KEYS: Final = frozenset({"args", "result"})
_PRODUCER_KEYS: Final = frozenset({"name", "version"})
_EVENT_KEYS: Final = frozenset({"pallet", "name", "encoded"})
_CALL_KEYS: Final = frozenset({"pallet", "name", "args"})
_STEP_KEYS: Final = frozenset({"call", "encoded", "origin", "blocks", "result", "events", "changes", "root"})
_PARSERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Vector]]] = {
    TRANSITION: _transition,
    FUNCTION: _function,
    GENESIS: _genesis,
}
