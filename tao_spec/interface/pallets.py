"""The modelled pallets of the runtime, by name and index, in the order in which their hooks run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pallet:
    """A pallet: its name, which is also its storage prefix, and its index in calls, events and errors."""

    name: str
    index: int


SYSTEM = Pallet("System", 0)
BALANCES = Pallet("Balances", 5)
SUBTENSOR = Pallet("SubtensorModule", 7)
TRIUMVIRATE = Pallet("Triumvirate", 8)
TRIUMVIRATE_MEMBERS = Pallet("TriumvirateMembers", 9)
SENATE_MEMBERS = Pallet("SenateMembers", 10)
UTILITY = Pallet("Utility", 11)
SUDO = Pallet("Sudo", 12)
MULTISIG = Pallet("Multisig", 13)
PREIMAGE = Pallet("Preimage", 14)
SCHEDULER = Pallet("Scheduler", 15)
PROXY = Pallet("Proxy", 16)
REGISTRY = Pallet("Registry", 17)
COMMITMENTS = Pallet("Commitments", 18)
ADMIN_UTILS = Pallet("AdminUtils", 19)
SAFE_MODE = Pallet("SafeMode", 20)
DRAND = Pallet("Drand", 26)
CROWDLOAN = Pallet("Crowdloan", 27)
SWAP = Pallet("Swap", 28)

TIMESTAMP = Pallet("Timestamp", 2)
GRANDPA = Pallet("Grandpa", 4)

PALLETS = (
    SYSTEM,
    TIMESTAMP,
    GRANDPA,
    BALANCES,
    SUBTENSOR,
    TRIUMVIRATE,
    TRIUMVIRATE_MEMBERS,
    SENATE_MEMBERS,
    UTILITY,
    SUDO,
    MULTISIG,
    PREIMAGE,
    SCHEDULER,
    PROXY,
    REGISTRY,
    COMMITMENTS,
    ADMIN_UTILS,
    SAFE_MODE,
    DRAND,
    CROWDLOAN,
    SWAP,
)
