"""The month through which the ledger is closed, and what is loaded."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Min, QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.reading.queries import once

from ..access import READ_LEDGER
from ..models import Extract, LedgerClosing
from ..rules.words import ExtractState, Table


def closed_through() -> int | None:
    """The last closed month (yyyymm); None where none is. One query, once in a reading. Everybody may know it."""
    return once("closed_through", LedgerClosing.objects.values_list("closed_through", flat=True).first)


def closed_through_at(at: dt.datetime) -> int | None:
    """The last month that was closed at the time; None where none was. One query."""
    return LedgerClosing.objects.filter(closed_at__lt=at).values_list("closed_through", flat=True).first()


def first_period() -> int | None:
    """The first month (yyyymm) that anything is posted in; None where nothing is loaded. One query."""
    loaded = Extract.objects.filter(table=Table.POSTINGS.value, state=ExtractState.LOADED.value)
    found: int | None = loaded.aggregate(first=Min("first_period"))["first"]
    return found


def loaded_now() -> tuple[UUID, ...]:
    """The extracts of every table that are read now, in order of their ids: what a forecast is made from. One query."""
    return tuple(Extract.objects.filter(state=ExtractState.LOADED.value).order_by("pk").values_list("pk", flat=True))


def closings(*, actor: Actor) -> QuerySet[LedgerClosing]:
    """Every closing and reopening, newest first."""
    READ_LEDGER.require(actor)
    return LedgerClosing.objects.select_related("closed_by")
