"""The calls of System that the modelled state can answer."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import H256
from tao_spec.interface.accounts import system as interface
from tao_spec.interface.accounts.system import Remarked
from tao_spec.state.chain_state import declaration_of
from tao_spec.storage.hashers import blake2_256
from tao_spec.storage.scale import ScaleError
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import Origin, ensure_root, ensure_signed
from tao_spec.transition.rules import Unsupported, rule


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


@rule("ACC-82", call=interface.SetStorage)
def set_storage(chain: Chain, origin: Origin, items: tuple[tuple[bytes, bytes], ...]) -> None:
    """Write values under raw keys, one after the other and past every rule; it is not told.

    Raises:
        BadOrigin: only root may.
        Unsupported: a key is of no item of the modelled state, or a value is none of the item's.
    """
    ensure_root(origin)
    for key, value in items:
        _write(chain, key, value)


def _write(chain: Chain, key: bytes, value: bytes) -> None:
    item = declaration_of(key)
    if item is None:
        raise Unsupported(f"the key 0x{key.hex():.80} is of no modelled storage item")
    try:
        item.decode_key(key)
        chain.store.write(key, item.codec, item.codec.decode_all(value))
    except ScaleError as error:
        raise Unsupported(f"what is written to {item.title} does not decode: {error}") from None
