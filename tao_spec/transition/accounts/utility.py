"""Several calls in one, and calls under another origin."""

from __future__ import annotations

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U16, U32
from tao_spec.interface.accounts import utility as interface
from tao_spec.interface.accounts.system import Weight
from tao_spec.interface.accounts.utility import (
    BatchAll,
    BatchCompleted,
    BatchCompletedWithErrors,
    BatchInterrupted,
    DispatchedAs,
    ItemCompleted,
    ItemFailed,
    TooManyCalls,
)
from tao_spec.interface.errors import BadOrigin, DispatchError
from tao_spec.interface.messages import Call
from tao_spec.interface.origins import FromSystem, FromTriumvirate, Nobody, OriginCaller, Signed
from tao_spec.storage.hashers import blake2_256
from tao_spec.transition import dispatch as dispatching
from tao_spec.transition.chain import Chain
from tao_spec.transition.origin import ROOT, Caller, Origin, ensure_root, ensure_signed, is_root
from tao_spec.transition.rules import Unsupported, rule
