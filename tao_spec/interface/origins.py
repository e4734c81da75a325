"""Who makes a call, as a value: the origins that a call can be told to take on and that a scheduled call keeps."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U32
from tao_spec.storage.scale import Variant


class SystemOrigin(Variant):
    """The origins that every chain has."""


class Root(SystemOrigin, index=0):
    """The chain itself, which may do everything."""


class Signed(SystemOrigin, index=1):
    """An account that signed."""

    account: AccountId


class Nobody(SystemOrigin, index=2, name="None"):
    """Nobody: a call that a block author puts in unsigned."""


class TriumvirateOrigin(Variant):
    """The origins that the triumvirate gives."""


class Members(TriumvirateOrigin, index=0):
    """So many of its members agreed."""

    ayes: U32
    members: U32


class Member(TriumvirateOrigin, index=1):
    """One of its members acts alone."""

    account: AccountId


class Phantom(TriumvirateOrigin, index=2, name="_Phantom"):
    """Nobody ever has this origin."""


class OriginCaller(Variant):
    """Any origin of the runtime."""

    origin: SystemOrigin | TriumvirateOrigin


class FromSystem(OriginCaller, index=0, name="system"):
    """An origin that every chain has."""

    origin: SystemOrigin


class FromTriumvirate(OriginCaller, index=8, name="Triumvirate"):
    """An origin that the triumvirate gives."""

    origin: TriumvirateOrigin
