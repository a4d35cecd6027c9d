"""Scenarios of consolidation can be found by everybody who works here: their names and why, never what they cost."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.services import index

from .models import ConsolidationScenario, ScenarioVersion

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
