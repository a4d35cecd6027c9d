"""Items of the plan can be found by everybody who works here, without kroner. What is taken out is not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.services import index, remove

from .models import PlanItem

PLAN_ITEMS = "it_portfolio.plan_item"


def plan_items() -> Iterator[SearchEntry]:
    """Every item in the plan."""
    return (_entry(one) for one in _items().iterator(chunk_size=1000))


def index_items(item_ids: Iterable[UUID]) -> None:
    """As they are now. In the transaction that changes them."""
    wanted = set(item_ids)
    found = list(_items().filter(pk__in=wanted))
    index(entries=[_entry(one) for one in found])
    if gone := wanted - {one.pk for one in found}:
        remove(kind=PLAN_ITEMS, object_ids=[str(one) for one in gone])


def _items() -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(removed_at__isnull=True)


def _entry(one: PlanItem) -> SearchEntry:
    url = reverse("it_portfolio:plan_item", args=[one.pk])
    return SearchEntry(kind=PLAN_ITEMS, object_id=one.pk, url=url, title=one.title, body=one.why)
