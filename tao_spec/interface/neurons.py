"""Neurons: registration by burning TAO, by work and on root, and the parameters that govern it."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, NetUid, Uid
from tao_spec.arithmetic.integers import U16, U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SUBTENSOR


class Register(Call, pallet=SUBTENSOR, index=6, name="register"):
    """Register a neuron by work; the hotkey signs."""

    netuid: NetUid
    block_number: BlockHeight
    nonce: U64
    work: bytes
    hotkey: AccountId
    coldkey: AccountId


class BurnedRegister(Call, pallet=SUBTENSOR, index=7, name="burned_register"):
    """Register a neuron by burning TAO; the coldkey signs."""

    netuid: NetUid
    hotkey: AccountId


class FaucetCall(Call, pallet=SUBTENSOR, index=60, name="faucet"):
    """Always refused: the faucet of test networks."""

    block_number: BlockHeight
    nonce: U64
    work: bytes


class RootRegister(Call, pallet=SUBTENSOR, index=62, name="root_register"):
    """Register a hotkey on root."""

    hotkey: AccountId


class NeuronRegistered(Event, pallet=SUBTENSOR, index=6):
    """A hotkey became a neuron."""

    netuid: NetUid
    uid: Uid
    hotkey: AccountId


class BulkNeuronsRegistered(Event, pallet=SUBTENSOR, index=7):
    """Never emitted."""

    netuid: NetUid
    count: U16


class BulkBalancesSet(Event, pallet=SUBTENSOR, index=8):
    """Never emitted."""

    first: U16
    second: U16


class MaxAllowedUidsSet(Event, pallet=SUBTENSOR, index=9):
    """How many neurons the subnet may have was set."""

    netuid: NetUid
    max_allowed_uids: U16


class DifficultySet(Event, pallet=SUBTENSOR, index=11):
    """The difficulty of the work was set."""

    netuid: NetUid
    difficulty: U64


class AdjustmentIntervalSet(Event, pallet=SUBTENSOR, index=12):
    """The blocks between two adjustments were set."""

    netuid: NetUid
    adjustment_interval: U16


class RegistrationPerIntervalSet(Event, pallet=SUBTENSOR, index=13):
    """The target of registrations in an interval was set."""

    netuid: NetUid
    target: U16


class MaxRegistrationsPerBlockSet(Event, pallet=SUBTENSOR, index=14):
    """How many registrations a block may hold was set."""

    netuid: NetUid
    max_registrations: U16


class ImmunityPeriodSet(Event, pallet=SUBTENSOR, index=23):
    """The immunity of neurons was set."""

    netuid: NetUid
    immunity_period: U16


class MinDifficultySet(Event, pallet=SUBTENSOR, index=33):
    """The least difficulty was set."""

    netuid: NetUid
    min_difficulty: U64


class MaxDifficultySet(Event, pallet=SUBTENSOR, index=34):
    """The greatest difficulty was set."""

    netuid: NetUid
    max_difficulty: U64


class BurnSet(Event, pallet=SUBTENSOR, index=36):
    """Never emitted."""

    netuid: NetUid
    burn: TaoBalance


class MaxBurnSet(Event, pallet=SUBTENSOR, index=37):
    """The greatest cost of a registration was set."""

    netuid: NetUid
    max_burn: TaoBalance


class MinBurnSet(Event, pallet=SUBTENSOR, index=38):
    """The least cost of a registration was set."""

    netuid: NetUid
    min_burn: TaoBalance


class RegistrationAllowed(Event, pallet=SUBTENSOR, index=46):
    """Registration by burning was allowed or forbidden."""

    netuid: NetUid
    allowed: bool


class PowRegistrationAllowed(Event, pallet=SUBTENSOR, index=47):
    """Registration by work was allowed or forbidden."""

    netuid: NetUid
    allowed: bool


class RAORecycledForRegistrationSet(Event, pallet=SUBTENSOR, index=49):
    """What registrations have cost was set."""

    netuid: NetUid
    amount: TaoBalance


class AdjustmentAlphaSet(Event, pallet=SUBTENSOR, index=52):
    """The weight of the old value in an adjustment was set."""

    netuid: NetUid
    adjustment_alpha: U64


class Faucet(Event, pallet=SUBTENSOR, index=53):
    """The faucet gave TAO; never emitted where it is closed."""

    coldkey: AccountId
    amount: U64


class NeuronsError(ModuleError, pallet=SUBTENSOR):
    """An error about neurons."""


class HotKeyNotRegisteredInSubNet(NeuronsError, code=5):
    """The hotkey is no neuron of the subnet."""


class TooManyRegistrationsThisBlock(NeuronsError, code=21):
    """The block holds as many registrations as it may."""


class HotKeyAlreadyRegisteredInSubNet(NeuronsError, code=22):
    """The hotkey is registered already: in the subnet; anywhere, for a swap; in the senate, to join that."""


class InvalidWorkBlock(NeuronsError, code=24):
    """The work names a block to come, or one three or more back."""


class InvalidDifficulty(NeuronsError, code=25):
    """The work does not reach the difficulty."""


class InvalidSeal(NeuronsError, code=26):
    """The work is not that of this block, nonce and hotkey."""


class SubNetRegistrationDisabled(NeuronsError, code=37):
    """The subnet does not register neurons in this way."""


class TooManyRegistrationsThisInterval(NeuronsError, code=38):
    """The interval holds three times the target of registrations."""


class TransactorAccountShouldBeHotKey(NeuronsError, code=39):
    """Another account signed than the hotkey that did the work."""


class FaucetDisabled(NeuronsError, code=41):
    """There is no faucet."""


class RegistrationNotPermittedOnRootSubnet(NeuronsError, code=43):
    """On root nothing is registered in this way, and there are no children."""


class StakeTooLowForRoot(NeuronsError, code=44):
    """Root is full, and nobody there has less stake; likewise the senate."""


class NoNeuronIdAvailable(NeuronsError, code=49):
    """The subnet may have no neurons at all."""


class InvalidValue(NeuronsError, code=114):
    """The value is out of its range."""
