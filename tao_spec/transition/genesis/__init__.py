"""Genesis: the state of block 0, from the chain's genesis JSON."""

from tao_spec.transition.genesis.build import build_genesis
from tao_spec.transition.genesis.config import GenesisError
from tao_spec.transition.genesis.snapshot import genesis_config_from_snapshot

__all__ = ["GenesisError", "build_genesis", "genesis_config_from_snapshot"]
