"""Accounts can be found by code and name, by those who read the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.rules import role_key
from chefforum.kernel.search.services import index

from .access import READERS
from .models import Account

KIND = "ledger.account"
AUDIENCE = frozenset(role_key(role) for role in READERS)


def entries() -> Iterator[SearchEntry]:
    """Every account there is."""
    return (_entry(account) for account in Account.objects.iterator(chunk_size=1000))


def index_accounts(accounts: Iterable[Account]) -> None:
    """In the transaction that changes them."""
    index(entries=[_entry(account) for account in accounts])


def _entry(account: Account) -> SearchEntry:
    return SearchEntry(
        kind=KIND,
        object_id=str(account.pk),
        url=f"{reverse('ledger:accounts')}?q={account.code}",
        title=f"Konto {account.code} {account.name}".strip(),
        body=account.code,
        audience=AUDIENCE,
    )
