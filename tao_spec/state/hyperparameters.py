"""Hyperparameters: what AdminUtils itself remembers; each of them is in the state of the domain that it governs."""

from __future__ import annotations

from tao_spec.interface.hyperparameters import PrecompileEnum
from tao_spec.interface.pallets import ADMIN_UTILS
from tao_spec.storage.hashers import Blake2_128Concat
from tao_spec.storage.items import Domain, StorageMap


class HyperparametersState(Domain):
    """The storage of AdminUtils."""

    precompile_enable = StorageMap(
        ADMIN_UTILS.name,
        "PrecompileEnable",
        Blake2_128Concat(PrecompileEnum),
        bool,
        True,
        "Whether the chain answers this contract of its EVM.",
    )
