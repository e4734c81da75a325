"""What the present block emits, for the issuance that stands, and the trace that asking for it leaves.

Source: upstream's `pallets/subtensor/src/coinbase/block_emission.rs`.
"""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance
from tao_spec.arithmetic.integers import U64
from tao_spec.transition.chain import Chain
from tao_spec.transition.emission.block_emission import LogarithmCalculationFailed, compute_block_emission
from tao_spec.transition.rules import rule


@rule("EMIT-4")
def get_block_emission_for_issuance(chain: Chain, issuance: U64) -> U64:
    """What a block emits for an issuance, of TAO or of a subnet's alpha; asking stores the answer as `BlockEmission`.

    The item is meant for TAO only (KNOWN-2). From the total supply on nothing is emitted, and nothing stored (KNOWN-3).

    Args:
        issuance: in rao.

    Returns:
        Rao a block; zero where the rule has no answer.
    """
    if issuance >= chain.constants.total_supply:
        return U64(0)
    try:
        emission = U64(chain.revision.in_force(compute_block_emission)(TaoBalance(issuance)))
    except LogarithmCalculationFailed:
        return U64(0)
    if chain.deviates("KNOWN-2"):
        _store_block_emission(chain, emission)
    return emission


@rule("EMIT-5")
def get_block_emission(chain: Chain) -> U64:
    """The TAO that the present block emits, in rao, for the total issuance of the network."""
    issuance = chain.emission.total_issuance.value
    emission = get_block_emission_for_issuance(chain, issuance)
    is_over = issuance >= chain.constants.total_supply
    forgets = chain.deviates("KNOWN-3") if is_over else chain.deviates("KNOWN-2")
    if not forgets:
        _store_block_emission(chain, emission)
    return emission


def _store_block_emission(chain: Chain, emission: U64) -> None:
    """Store what was computed, where it differs from what is there."""
    if chain.emission.block_emission.value != emission:
        chain.emission.block_emission.value = emission
