"""Who belongs to the triumvirate and to the senate, who is prime, and what the collective makes of it."""

from __future__ import annotations

from conformance.governance.scenes import chamber, in_order
from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import Id, Raw, Remark
from tao_spec.interface.governance.collective import SetMembers
from tao_spec.interface.governance.membership import (
    AddSenator,
    AddTriumvir,
    ChangeSenatorKey,
    ChangeTriumvirKey,
    ClearPrimeSenator,
    ClearPrimeTriumvir,
    RemoveSenator,
    RemoveTriumvir,
    ResetSenate,
    ResetTriumvirate,
    SetPrimeSenator,
    SetPrimeTriumvir,
    SwapSenator,
    SwapTriumvir,
)
from tao_spec.vectors.cases import Builder, Trace, case, nobody, root

NOBODY = Raw(b"")


@case(rules=["GOV-10", "MEMBER-1"], errors=["AlreadyMember", "TooManyMembers", "BadOrigin", "CannotLookup"])
def triumvir_joins(build: Builder) -> Trace:
    """Three may belong to the triumvirate; the fourth is refused, but first whoever belongs to it already."""
    names = [build.name(name) for name in ("one", "two", "three", "four")]
    alice = build.account("alice", tao(1))
    for name in names[:3]:
        yield root(AddTriumvir(Id(name)))
    yield root(AddTriumvir(Id(names[0])))
    yield root(AddTriumvir(Id(names[3])))
    yield root(AddTriumvir(NOBODY))
    yield alice.signs(AddTriumvir(NOBODY))


@case(rules=["GOV-10", "MEMBER-11"], errors=["AlreadyMember", "TooManyMembers", "BadOrigin", "CannotLookup"])
def senator_joins(build: Builder) -> Trace:
    """Twelve may belong to the senate, and the collective does not hear of them."""
    chamber(build, senators=11)
    last, surplus = build.name("last"), build.name("surplus")
    yield root(AddSenator(Id(last)))
    yield root(AddSenator(Id(last)))
    yield root(AddSenator(Id(surplus)))
    yield root(AddSenator(NOBODY))
    yield nobody(AddSenator(Id(surplus)))


@case(rules=["GOV-4", "GOV-11", "MEMBER-2", "MEMBER-12"], errors=["NotMember", "BadOrigin", "CannotLookup"])
def leave(build: Builder) -> Trace:
    """A member leaves, down to the last; whoever is none cannot."""
    scene = chamber(build, triumvirs=2, senators=1)
    for triumvir in scene.triumvirs:
        yield root(RemoveTriumvir(Id(triumvir.account)))
    yield root(RemoveTriumvir(Id(scene.triumvirs[0].account)))
    yield root(RemoveSenator(Id(scene.senators[0].account)))
    yield root(RemoveSenator(Id(scene.senators[0].account)))
    yield root(RemoveTriumvir(NOBODY))
    yield root(RemoveSenator(NOBODY))
    yield scene.triumvirs[0].signs(RemoveTriumvir(NOBODY))
    yield scene.triumvirs[0].signs(RemoveSenator(NOBODY))


@case(rules=["GOV-12", "MEMBER-3", "MEMBER-13"], errors=["NotMember", "AlreadyMember", "BadOrigin", "CannotLookup"])
def swapped(build: Builder) -> Trace:
    """One account takes another's place; its own place it takes untold, even if it has none."""
    scene = chamber(build)
    stranger = build.name("stranger")
    for call, (one, other) in (
        (SwapTriumvir, (scene.triumvirs[0].account, scene.triumvirs[1].account)),
        (SwapSenator, (scene.senators[0].account, scene.senators[1].account)),
    ):
        yield root(call(Id(one), Id(other)))
        yield root(call(Id(stranger), Id(other)))
        yield root(call(Id(stranger), Id(stranger)))
        yield root(call(Id(one), Id(one)))
        yield root(call(Id(one), Id(stranger)))
        yield root(call(NOBODY, Id(one)))
        yield root(call(Id(other), NOBODY))
        yield scene.triumvirs[2].signs(call(Id(other), Id(one)))


@case(rules=["GOV-13", "MEMBER-4", "MEMBER-14"], errors=["TooManyMembers", "BadOrigin"])
def replaced(build: Builder) -> Trace:
    """All are replaced, in whatever order they are named: as many as there may be, not one more, or none at all."""
    scene = chamber(build)
    names = [build.name(f"new {i}") for i in range(13)]
    backwards = in_order(names)[::-1]
    yield root(ResetTriumvirate(backwards[:3]))
    yield root(ResetTriumvirate(backwards[:4]))
    yield root(ResetSenate(backwards[:12]))
    yield root(ResetSenate(backwards))
    yield scene.triumvirs[0].signs(ResetTriumvirate(()))
    yield scene.triumvirs[0].signs(ResetSenate(()))
    yield root(ResetTriumvirate(()))
    yield root(ResetSenate(()))


@case(rules=["GOV-13", "GOV-11", "MEMBER-4", "MEMBER-14"])
def named_twice(build: Builder) -> Trace:
    """An account that is named twice has two seats, and leaves them one by one (KNOWN-163)."""
    scene = chamber(build)
    one, other = scene.triumvirs[0].account, scene.triumvirs[1].account
    yield root(ResetTriumvirate((one, other, one)))
    yield root(RemoveTriumvir(Id(one)))
    yield root(ResetTriumvirate((one, one)))
    yield root(ResetTriumvirate((one,)))
    senators = tuple(senator.account for senator in scene.senators)
    yield root(ResetSenate((senators[0], *senators)))


@case(rules=["GOV-14", "MEMBER-5", "MEMBER-15"], errors=["NotMember", "AlreadyMember", "BadOrigin", "CannotLookup"])
def change_their_key(build: Builder) -> Trace:
    """A member puts another account in its place; being prime passes on."""
    scene = chamber(build)
    stranger = build.account("stranger", tao(1))
    for call, prime, members in (
        (ChangeTriumvirKey, SetPrimeTriumvir, scene.triumvirs),
        (ChangeSenatorKey, SetPrimeSenator, scene.senators),
    ):
        yield root(prime(Id(members[0].account)))
        yield members[0].signs(call(Id(members[1].account)))
        yield members[0].signs(call(Id(members[0].account)))
        yield members[0].signs(call(Id(build.name(f"{call.PALLET.name}, new"))))
        yield members[0].signs(call(Id(stranger.account)))
        yield stranger.signs(call(Id(stranger.account)))
        yield stranger.signs(call(NOBODY))
        yield root(call(Id(stranger.account)))


@case(
    rules=["GOV-15", "GOV-16", "MEMBER-6", "MEMBER-7", "MEMBER-16", "MEMBER-17"],
    errors=["NotMember", "BadOrigin", "CannotLookup"],
)
def prime(build: Builder) -> Trace:
    """A member is made prime and unmade; the collective has the same prime as the triumvirate, and none of the senate."""
    scene = chamber(build)
    for set_prime, clear_prime, members in (
        (SetPrimeTriumvir, ClearPrimeTriumvir, scene.triumvirs),
        (SetPrimeSenator, ClearPrimeSenator, scene.senators),
    ):
        yield root(set_prime(Id(members[0].account)))
        yield root(set_prime(Id(members[1].account)))
        yield root(set_prime(Id(build.name("stranger"))))
        yield root(set_prime(NOBODY))
        yield members[0].signs(set_prime(Id(members[0].account)))
        yield members[0].signs(clear_prime())
        yield root(clear_prime())
        yield root(clear_prime())


@case(rules=["GOV-4", "GOV-5", "GOV-11", "GOV-12", "GOV-13"])
def prime_stays(build: Builder) -> Trace:
    """Whoever stays a member stays prime when others leave; with the prime's own place the list has none."""
    scene = chamber(build)
    first, second, third = (triumvir.account for triumvir in scene.triumvirs)
    yield root(SetPrimeTriumvir(Id(second)))
    yield root(RemoveTriumvir(Id(first)))
    yield root(SwapTriumvir(Id(third), Id(first)))
    yield root(ResetTriumvirate((second, third)))
    yield root(SwapTriumvir(Id(second), Id(first)))
    yield root(SetPrimeTriumvir(Id(first)))
    yield root(ResetTriumvirate((second,)))
    senators = [senator.account for senator in scene.senators]
    yield root(SetPrimeSenator(Id(senators[1])))
    yield root(RemoveSenator(Id(senators[0])))
    yield root(RemoveSenator(Id(senators[1])))


@case(rules=["GOV-10", "GOV-14"])
def prime_is_forgotten(build: Builder) -> Trace:
    """When a triumvir joins, or another changes its key, the collective forgets its prime; the list does not (KNOWN-161)."""
    scene = chamber(build, triumvirs=2)
    first, second = scene.triumvirs
    yield root(SetPrimeTriumvir(Id(first.account)))
    yield root(AddTriumvir(Id(build.name("third"))))
    yield root(SetPrimeTriumvir(Id(first.account)))
    yield second.signs(ChangeTriumvirKey(Id(build.name("second, new"))))
    yield first.signs(Remark(b"still prime"))


@case(rules=["GOV-30"], errors=["BadOrigin"])
def not_by_the_collective(build: Builder) -> Trace:
    """Nobody replaces the members of the collective itself, not even root."""
    scene = chamber(build)
    call = SetMembers((scene.triumvirs[0].account,), None, U32(3))
    yield root(call)
    yield scene.triumvirs[0].signs(call)
    yield nobody(call)
