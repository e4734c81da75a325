"""The calls of System that the modelled state can answer."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256
from tao_spec.interface.accounts import system as interface
from tao_spec.interface.accounts.system import Remarked
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_signed
from tao_spec.transition.rules import rule


@rule("ACC-80", call=interface.Remark)
def remark(chain: Chain, origin: Origin, remark: bytes) -> None:
    """Say something; anybody may, even nobody, and nothing comes of it."""


@rule("ACC-81", call=interface.RemarkWithEvent)
def remark_with_event(chain: Chain, origin: Origin, remark: bytes) -> None:
    """Say something, of which an event keeps the Blake2b hash.

    Raises:
        BadOrigin: an account must sign.
    """
    sender = ensure_signed(origin)
    chain.emit(Remarked(sender, H256(blake2_256(remark))))
