"""Scenarios and items of the plan can be found by everybody who works here: names and why, never what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.services import index, remove

from .models import ConsolidationScenario, PlanItem, ScenarioVersion

SCENARIOS = "it_portfolio.scenario"
PLAN_ITEMS = "it_portfolio.plan_item"


def scenarios() -> Iterator[SearchEntry]:
    """Every scenario as it stands."""
    rows = ScenarioVersion.objects.filter(number=F("scenario__version")).select_related("scenario")
    return (_scenario(one.scenario, one.facts["why"]) for one in rows.iterator(chunk_size=1000))


def index_scenario(row: ConsolidationScenario, why: str) -> None:
    """As it is now. In the transaction that changes it."""
    index(entries=[_scenario(row, why)])


def plan_items() -> Iterator[SearchEntry]:
    """Every item in the plan. What is taken out is not found."""
    return (_plan_item(one) for one in _in_the_plan().iterator(chunk_size=1000))


def index_items(item_ids: Iterable[UUID]) -> None:
    """As they are now. In the transaction that changes them."""
    wanted = set(item_ids)
    found = list(_in_the_plan().filter(pk__in=wanted))
    index(entries=[_plan_item(one) for one in found])
    if gone := wanted - {one.pk for one in found}:
        remove(kind=PLAN_ITEMS, object_ids=[str(one) for one in gone])


def _in_the_plan() -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(removed_at__isnull=True)


def _scenario(row: ConsolidationScenario, why: str) -> SearchEntry:
    url = reverse("it_portfolio:scenario", args=[row.pk])
    return SearchEntry(kind=SCENARIOS, object_id=row.pk, url=url, title=row.name, body=why)


def _plan_item(one: PlanItem) -> SearchEntry:
    url = reverse("it_portfolio:plan_item", args=[one.pk])
    return SearchEntry(kind=PLAN_ITEMS, object_id=one.pk, url=url, title=one.title, body=one.why)
