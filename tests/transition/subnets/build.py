"""Chains on which subnets are founded and dissolved."""

from __future__ import annotations

from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.arithmetic.identifiers import AccountId, NetUid
from tao_spec.arithmetic.integers import U64
from tao_spec.state.accounts import AccountData, AccountInfo
from tao_spec.transition.accounts.ledger import increase_issuance
from tao_spec.transition.accounts.references import add_provider
from tao_spec.transition.chain import Chain
from tests.transition.chains import account, closing, genesis

OWNER, OTHER, HOTKEY, SECOND_HOTKEY = (account(number) for number in (1, 2, 3, 4))
SECOND = NetUid(2)
LEAST = tao(1_000)


def endow(chain: Chain, who: AccountId, free: int) -> None:
    """Give an account TAO, in rao, which counts as issued."""
    add_provider(chain, who)
    info = chain.accounts.account[who]
    data = AccountData(TaoBalance(free))
    chain.accounts.account[who] = AccountInfo(info.nonce, info.consumers, info.providers, info.sufficients, data)
    increase_issuance(chain, TaoBalance(free))


def founding(number: int = 1_000, *closed: str, free: int = tao(100_000)) -> Chain:
    """A chain at a height, with deviations closed, on which an owner with TAO may found a subnet in every block."""
    chain = genesis(number, closing(*closed))
    endow(chain, OWNER, free)
    chain.subnets.network_rate_limit.value = U64(0)
    chain.commit()
    return chain
