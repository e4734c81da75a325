"""Subnets: their registration, their start, their end, their symbols, and the errors of whoever needs one."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.identifiers import AccountId, BlockHeight, BlockNumber, NetUid
from tao_spec.arithmetic.integers import U16, U32, U64
from tao_spec.interface.errors import ModuleError
from tao_spec.interface.messages import Call, Event
from tao_spec.interface.pallets import SUBTENSOR
from tao_spec.interface.serving import SubnetIdentityV3


class RegisterNetwork(Call, pallet=SUBTENSOR, index=59, name="register_network"):
    """Register a subnet, with a hotkey of its owner."""

    hotkey: AccountId


class DissolveNetwork(Call, pallet=SUBTENSOR, index=61, name="dissolve_network"):
    """Root: dissolve a subnet of this owner."""

    coldkey: AccountId
    netuid: NetUid


class ScheduleDissolveNetwork(Call, pallet=SUBTENSOR, index=74, name="schedule_dissolve_network"):
    """Always refused."""

    netuid: NetUid


class RegisterNetworkWithIdentity(Call, pallet=SUBTENSOR, index=79, name="register_network_with_identity"):
    """Register a subnet and say what it is."""

    hotkey: AccountId
    identity: SubnetIdentityV3 | None


class StartCall(Call, pallet=SUBTENSOR, index=92, name="start_call"):
    """Start the emission of a subnet; its owner signs."""

    netuid: NetUid


class UpdateSymbol(Call, pallet=SUBTENSOR, index=112, name="update_symbol"):
    """Choose the symbol of a subnet's alpha; its owner signs."""

    netuid: NetUid
    symbol: bytes


class NetworkAdded(Event, pallet=SUBTENSOR, index=0):
    """A subnet was registered, priced by this mechanism."""

    netuid: NetUid
    mechanism: U16


class NetworkRemoved(Event, pallet=SUBTENSOR, index=1):
    """A subnet was dissolved."""

    netuid: NetUid


class NetworkRateLimitSet(Event, pallet=SUBTENSOR, index=55):
    """The blocks between two registrations of subnets were set."""

    rate_limit: U64


class NetworkImmunityPeriodSet(Event, pallet=SUBTENSOR, index=56):
    """The immunity of subnets was set."""

    immunity_period: U64


class NetworkMinLockCostSet(Event, pallet=SUBTENSOR, index=57):
    """The least cost of a subnet was set."""

    min_lock_cost: TaoBalance


class NetworkLockCostReductionIntervalSet(Event, pallet=SUBTENSOR, index=58):
    """The blocks in which the cost of a subnet falls were set."""

    interval: U64


class DissolveNetworkScheduled(Event, pallet=SUBTENSOR, index=74, named=True):
    """Never emitted."""

    account: AccountId
    netuid: NetUid
    execution_block: BlockNumber


class DissolveNetworkScheduleDurationSet(Event, pallet=SUBTENSOR, index=76):
    """The blocks before a subnet is dissolved were set."""

    duration: U32


class SubnetOwnerHotkeySet(Event, pallet=SUBTENSOR, index=87):
    """The hotkey of the subnet's owner was set."""

    netuid: NetUid
    hotkey: AccountId


class FirstEmissionBlockNumberSet(Event, pallet=SUBTENSOR, index=88):
    """A subnet was started and takes part in emission from this block on."""

    netuid: NetUid
    block: BlockHeight


class SymbolUpdated(Event, pallet=SUBTENSOR, index=98, named=True):
    """A subnet has a new symbol."""

    netuid: NetUid
    symbol: bytes


class SubnetsError(ModuleError, pallet=SUBTENSOR):
    """An error about subnets."""


class SubNetworkDoesNotExist(SubnetsError, code=0):
    """There is no such subnet; registration, weights, children, recycling and dissolution say so."""


class RootNetworkDoesNotExist(SubnetsError, code=1):
    """Root is no subnet of this chain."""


class NetworkTxRateLimitExceeded(SubnetsError, code=33):
    """The last subnet was registered too short a time ago."""


class NotSubnetOwner(SubnetsError, code=42):
    """The account does not own the subnet."""


class AllNetworksInImmunity(SubnetsError, code=45):
    """Never raised."""


class MechanismDoesNotExist(SubnetsError, code=74):
    """A subnet can be registered with mechanism 1 only."""


class SubnetNotExists(SubnetsError, code=76):
    """There is no such subnet; stake operations say so."""


class CallDisabled(SubnetsError, code=87):
    """The call is always refused."""


class FirstEmissionBlockNumberAlreadySet(SubnetsError, code=88):
    """The subnet was started already."""


class NeedWaitingMoreBlocksToStarCall(SubnetsError, code=89):
    """The subnet is too young to be started. The misspelling is the chain's."""


class SubtokenDisabled(SubnetsError, code=94):
    """The subnet was not started yet."""


class SymbolDoesNotExist(SubnetsError, code=109):
    """The symbol is none of the list."""


class SymbolAlreadyInUse(SubnetsError, code=110):
    """Another subnet has the symbol."""
