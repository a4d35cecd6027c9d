"""Scenarios of consolidation can be found by everybody who works here: their names and why, never what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, QuerySet
from django.urls import reverse

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.services import index, remove

from .models import ConsolidationScenario, PlanItem, ScenarioVersion

SCENARIOS = "it_portfolio.scenario"


def scenarios() -> Iterator[SearchEntry]:
    """Every scenario as it stands."""
    rows = ScenarioVersion.objects.filter(number=F("scenario__version")).select_related("scenario")
    return (_entry(one.scenario, one.facts["why"]) for one in rows.iterator(chunk_size=1000))


def index_scenario(row: ConsolidationScenario, why: str) -> None:
    """As it is now. In the transaction that changes it."""
    index(entries=[_entry(row, why)])


def _entry(row: ConsolidationScenario, why: str) -> SearchEntry:
    return SearchEntry(
        kind=SCENARIOS,
        object_id=row.pk,
        url=reverse("it_portfolio:scenario", args=[row.pk]),
        title=row.name,
        body=why,
    )


"""Items of the plan can be found by everybody who works here, without kroner. What is taken out is not found."""


from uuid import UUID

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
