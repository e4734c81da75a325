"""What the cases of governance begin with: a triumvirate, a senate whose hotkeys have owners, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

from tao_spec.arithmetic.currency import tao
from tao_spec.arithmetic.identifiers import H256, AccountId, BlockNumber
from tao_spec.arithmetic.integers import U32, U64
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.governance.collective import Close, Propose
from tao_spec.interface.governance.senate import Vote
from tao_spec.interface.messages import Call
from tao_spec.interface.runtime import declared_interface
from tao_spec.storage.hashers import blake2_256
from tao_spec.vectors.cases import Actor, Builder, Dispatched, root

NOW = 1_000
"""The block in which a case begins."""

MOTION_DURATION = 3_600
"""A vote lasts so many blocks at least."""

ANY_WEIGHT = Weight(U64(2**64 - 1), U64(2**64 - 1))
ANY_LENGTH = U32(2**32 - 1)


def encode(call: Call) -> bytes:
    """The SCALE bytes of a call."""
    return declared_interface().encode_call(call)


def hash_of(call: Call) -> H256:
    """The hash of a call, by which a motion is named."""
    return H256(blake2_256(encode(call)))


@dataclass(frozen=True)
class Senator(Actor):
    """A hotkey of the senate, and its owner, who votes with it."""

    owner: Actor

    def votes(self, call: Call, approve: bool, index: int = 0) -> Dispatched:
        """The owner votes on the motion of a call."""
        return self.owner.signs(Vote(self.account, hash_of(call), U32(index), approve))

    def aye(self, call: Call, index: int = 0) -> Dispatched:
        """The owner votes aye."""
        return self.votes(call, approve=True, index=index)

    def nay(self, call: Call, index: int = 0) -> Dispatched:
        """The owner votes nay."""
        return self.votes(call, approve=False, index=index)


@dataclass(frozen=True)
class Chamber:
    """A triumvirate and a senate, each in order."""

    triumvirs: tuple[Actor, ...]
    senators: tuple[Senator, ...]

    def proposes(
        self, call: Call, duration: int = MOTION_DURATION, length: int = ANY_LENGTH, who: int = 0
    ) -> Dispatched:
        """A triumvir puts a call to the vote."""
        return self.triumvirs[who].signs(Propose(call, U32(length), BlockNumber(duration)))


def closes(call: Call, index: int = 0, weight: Weight = ANY_WEIGHT, length: int = ANY_LENGTH) -> Dispatched:
    """Root closes the vote on the motion of a call."""
    return root(Close(hash_of(call), U32(index), weight, U32(length)))


def in_order(accounts: list[AccountId]) -> tuple[AccountId, ...]:
    """Accounts as lists of members keep them."""
    return tuple(sorted(accounts))


def senator(build: Builder, name: str) -> Senator:
    """A hotkey with an owner; it is no member yet."""
    owner = build.account(f"owner of {name}", tao(10))
    hotkey = build.name(name)
    build.chain.keys.owner[hotkey] = owner.account
    return Senator(hotkey, owner)


def chamber(build: Builder, triumvirs: int = 3, senators: int = 3) -> Chamber:
    """So many triumvirs and senators, as root would have set them."""
    governance = build.chain.governance
    three = sorted((build.account(f"triumvir {i}", tao(1_000)) for i in range(triumvirs)), key=lambda one: one.account)
    senate = sorted((senator(build, f"senator {i}") for i in range(senators)), key=lambda one: one.account)
    governance.triumvirate_members.value = governance.members.value = tuple(one.account for one in three)
    governance.senate_members.value = tuple(one.account for one in senate)
    return Chamber(tuple(three), tuple(senate))
