"""The month through which the ledger is closed."""

from __future__ import annotations

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import READ_LEDGER
from ..models import LedgerClosing


def closed_through() -> int | None:
    """The last closed month (yyyymm); None where none is. One query. Everybody may know it."""
    return LedgerClosing.objects.values_list("closed_through", flat=True).first()


def closings(*, actor: Actor) -> QuerySet[LedgerClosing]:
    """Every closing and reopening, newest first."""
    READ_LEDGER.require(actor)
    return LedgerClosing.objects.select_related("closed_by")
