"""Why an account exists: providers let it be, consumers need it to be, sufficients let it be without a balance.

An account is stored as long as it has a provider or a sufficient. Its last provider cannot go while a consumer needs it.
"""

from __future__ import annotations

from dataclasses import replace

from tao_spec.arithmetic.identifiers import AccountId
from tao_spec.arithmetic.integers import U32
from tao_spec.interface.accounts.system import KilledAccount, NewAccount
from tao_spec.interface.errors import ConsumerRemaining, NoProviders, TooManyConsumers
from tao_spec.transition.chain import Chain
from tao_spec.transition.rules import rule

ONE = U32(1)


@rule("ACC-1")
def add_provider(chain: Chain, who: AccountId) -> None:
    """Count a reason for an account to exist; the first one creates it."""
    info = chain.accounts.account[who]
    is_created = not info.providers and not info.sufficients
    chain.accounts.account[who] = replace(info, providers=info.providers.saturating_add(ONE))
    if is_created:
        chain.emit(NewAccount(who))


@rule("ACC-2")
def remove_provider(chain: Chain, who: AccountId) -> None:
    """Drop a reason for an account to exist; with the last one it dies.

    Dropping a provider that was never counted drops the last one; an account that does not exist stays so.

    Raises:
        ConsumerRemaining: it is the last provider, and something still needs the account.
    """
    info = chain.accounts.account.get(who)
    if info is None:
        return
    is_last = info.providers <= 1
    # An account that something needs keeps its last provider.
    if is_last and info.consumers:
        raise ConsumerRemaining
    if is_last and not info.sufficients:
        _kill(chain, who)
    else:
        chain.accounts.account[who] = replace(info, providers=info.providers.saturating_sub(ONE))


@rule("ACC-3")
def add_consumer(chain: Chain, who: AccountId) -> None:
    """Count something that needs an account to exist.

    Raises:
        NoProviders: nothing lets the account exist.
        TooManyConsumers: 16 things need it already.
    """
    info = chain.accounts.account[who]
    if not info.providers:
        raise NoProviders
    if info.consumers >= chain.constants.max_consumers:
        raise TooManyConsumers
    chain.accounts.account[who] = replace(info, consumers=info.consumers.saturating_add(ONE))


@rule("ACC-4")
def remove_consumer(chain: Chain, who: AccountId) -> None:
    """Drop something that needed an account; one that was never counted changes nothing.

    Even then the record is written, so that an account that does not exist leaves an empty one behind.
    """
    info = chain.accounts.account[who]
    chain.accounts.account[who] = replace(info, consumers=info.consumers.saturating_sub(ONE))


@rule("ACC-5")
def add_sufficient(chain: Chain, who: AccountId) -> None:
    """Count a reason for an account to exist without a balance; the first one creates it."""
    info = chain.accounts.account[who]
    is_created = not info.providers and not info.sufficients
    chain.accounts.account[who] = replace(info, sufficients=info.sufficients.saturating_add(ONE))
    if is_created:
        chain.emit(NewAccount(who))


@rule("ACC-6")
def remove_sufficient(chain: Chain, who: AccountId) -> None:
    """Drop a reason for an account to exist without a balance; with the last reason of all it dies."""
    info = chain.accounts.account.get(who)
    if info is None:
        return
    if info.sufficients <= 1 and not info.providers:
        _kill(chain, who)
    else:
        chain.accounts.account[who] = replace(info, sufficients=info.sufficients.saturating_sub(ONE))


@rule("ACC-7")
def can_remove_provider(chain: Chain, who: AccountId) -> bool:
    """Whether an account may lose a provider: nothing needs it, or another provider remains."""
    info = chain.accounts.account[who]
    return not info.consumers or info.providers > 1


def _kill(chain: Chain, who: AccountId) -> None:
    del chain.accounts.account[who]
    chain.emit(KilledAccount(who))
