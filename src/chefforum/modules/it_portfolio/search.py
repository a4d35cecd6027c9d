"""Scenarios, items of the plan and the list of chosen systems can be found by everybody who works here, never what they
cost. Competences are found by the roles that read them; an owner, who reads those that own systems need, goes by the
system."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.search.registry import SearchEntry
from chefforum.kernel.search.rules.audience import role_key
from chefforum.kernel.search.services import index, remove

from .access import READERS
from .models import Competence, ConsolidationScenario, PlanItem, ScenarioVersion, SelectionDecision

SCENARIOS = "it_portfolio.scenario"
PLAN_ITEMS = "it_portfolio.plan_item"
SELECTED, COMPETENCES = "it_portfolio.selected", "it_portfolio.competence"


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


def selected() -> Iterator[SearchEntry]:
    """The list that counts, where there is one."""
    return (_selected(one) for one in SelectionDecision.objects.filter(is_current=True).select_related("run"))


def selected_naming(system_ids: Collection[str]) -> Iterator[SearchEntry]:
    """The list that counts, where one of the systems is on it."""
    wanted = [UUID(one) for one in system_ids]
    named = SelectionDecision.objects.filter(systems__system__in=wanted, systems__is_in=True, is_current=True)
    return (_selected(one) for one in named.select_related("run").distinct())


def index_selected(decision: SelectionDecision) -> None:
    """The list that counts now, or one that has ended. In the transaction that decides it."""
    if decision.is_current:
        index(entries=[_selected(decision)])
    else:
        remove(kind=SELECTED, object_ids=[decision.pk])


def competences() -> Iterator[SearchEntry]:
    """The whole catalogue."""
    return (_competence(one) for one in Competence.objects.iterator(chunk_size=1000))


def index_competences(found: Iterable[Competence]) -> None:
    """As they are now. In the transaction that changes them."""
    index(entries=[_competence(one) for one in found])


def unindex_competence(competence_id: UUID) -> None:
    """In the transaction that takes it away."""
    remove(kind=COMPETENCES, object_ids=[competence_id])


def _selected(one: SelectionDecision) -> SearchEntry:
    names = one.systems.filter(is_in=True).order_by("system__name").values_list("system__name", flat=True)
    return SearchEntry(
        kind=SELECTED,
        object_id=one.pk,
        url=reverse("it_portfolio:chosen"),
        title=f"De udvalgte systemer: {one.run.title}",
        body="\n".join((*names, one.note)),
        date=timezone.localdate(one.decided_at),
    )


def _competence(one: Competence) -> SearchEntry:
    return SearchEntry(
        kind=COMPETENCES,
        object_id=one.pk,
        url=reverse("it_portfolio:competence", args=[one.pk]),
        title=one.name,
        body="\n".join(filter(None, (one.code, one.about))),
        audience=frozenset(role_key(role) for role in READERS),
    )


def _in_the_plan() -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(removed_at__isnull=True)


def _scenario(row: ConsolidationScenario, why: str) -> SearchEntry:
    url = reverse("it_portfolio:scenario", args=[row.pk])
    return SearchEntry(kind=SCENARIOS, object_id=row.pk, url=url, title=row.name, body=why)


def _plan_item(one: PlanItem) -> SearchEntry:
    url = reverse("it_portfolio:plan_item", args=[one.pk])
    return SearchEntry(kind=PLAN_ITEMS, object_id=one.pk, url=url, title=one.title, body=one.why)
