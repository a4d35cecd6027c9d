"""Selections as who reads the portfolio has them: the systems as they are now, drafts, runs, and what was decided."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.access import READ_SYSTEMS, reads_all_costs
from chefforum.modules.it_costs.queries.by_system import (
    ASKED,
    costs_of_systems,
    how_well_known,
    systems_in_register,
    years_with_costs,
)
from chefforum.web import danish

from ..access import KEEP, READ
from ..models import SelectedSystem, SelectionDecision, SelectionDraft, SelectionRun
from ..rules.departments import department_of
from ..rules.selection import Overlap, Settings, SystemThen, criticality_of
from ..rules.selection_shown import RunShown, show
from .overlaps import groups_said_to_overlap


class SelectionNotFound(LookupError):
    """There is no such draft or run."""


@dataclass(frozen=True)
class DecidedNow:
    """The list that counts: those that are in, and those that were taken out by hand."""

    decision: SelectionDecision
    chosen: tuple[SelectedSystem, ...]
    taken_out: tuple[SelectedSystem, ...]


def systems_then(*, actor: Actor, settings: Settings, on: dt.date) -> list[SystemThen]:
    """Every system in the register as it is now, by name. Raises AccessDenied for who does not read all costs."""
    costs = costs_of_systems(actor=actor, year=settings.year)
    known, tree = how_well_known(actor=actor), tree_on(on)
    found = []
    for one in systems_in_register(actor=actor):
        if one.kind != "system" and not settings.with_installations:
            continue
        department, cost = department_of(tree, one.owner_unit_id), costs.get(one.pk)
        found.append(
            SystemThen(
                id=str(one.pk),
                name=one.name,
                kind=one.kind,
                department_id=str(department.id) if department else "",
                department=department.name if department else "",
                vendor=one.vendor.name if one.vendor else "",
                type=one.business_type or one.family,
                users=middle(one.users_low, one.users_high),
                cost_oere=cost.amount_oere if cost else None,
                cost_origin=cost.origin.value if cost else "",
                criticality=criticality_of(socially=one.is_socially_critical, business=one.is_business_critical),
                vulnerable="" if one.serves_vulnerable == "unknown" else one.serves_vulnerable,
                evidence=round(100 * sum(known.get(one.pk, (0, 0))) / (2 * len(ASKED))),
            )
        )
    return found


def said_overlaps(*, actor: Actor, settings: Settings, names: Mapping[str, str]) -> list[Overlap]:
    """Systems of `names` (id → name) that people say do the same, as they are asked for; none where they make no
    difference. One query."""
    if not settings.said_overlaps:
        return []
    groups = groups_said_to_overlap(actor=actor, there={UUID(key) for key in names})
    found = [sorted(map(str, group), key=lambda key: (names[key].casefold(), key)) for group in groups]
    told = [
        Overlap(danish.listed(names[key] for key in group), settings.said_overlaps, tuple(group), is_said=True)
        for group in found
    ]
    return sorted(told, key=lambda one: one.name.casefold())


def middle(low: int | None, high: int | None) -> int | None:
    """Between the least and the most, or the one that is known."""
    there = [one for one in (low, high) if one is not None]
    return sum(there) // len(there) if there else None


def usual_settings(*, on: dt.date) -> Settings:
    """What a first draft asks: the newest year before this one that has costs. Three queries."""
    years = [year for year in years_with_costs() if year < on.year]
    return Settings(year=years[-1] if years else on.year - 1, seed=on.year)


def years_offered() -> list[int]:
    return list(years_with_costs())


def departments_with_systems(*, actor: Actor, tree: OrganisationTree) -> list[tuple[str, str]]:
    """Id and name of each department that answers for a system, by name. One query."""
    found = {}
    for one in systems_in_register(actor=actor):
        department = department_of(tree, one.owner_unit_id)
        if department is not None:
            found[str(department.id)] = department.name
    return sorted(found.items(), key=lambda one: one[1])


def types_in_use(*, actor: Actor) -> list[str]:
    """What systems are counted as: their business type, or else their family. One query."""
    return sorted({one.business_type or one.family for one in systems_in_register(actor=actor)} - {""})


def names_of_systems(*, actor: Actor) -> dict[str, str]:
    """Id and name of each system in the register, two of a name told apart. One query."""
    return told_apart({str(one.pk): one.name for one in systems_in_register(actor=actor)})


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Two of a name have a piece of their id."""
    counts = Counter(names.values())
    return {key: name if counts[name] == 1 else f"{name} ({key[:8]})" for key, name in names.items()}


def list_runs(*, actor: Actor) -> list[SelectionRun]:
    """Newest first, without the systems as they were. One query. Raises AccessDenied."""
    READ.require(actor)
    return list(SelectionRun.objects.defer("systems").select_related("person"))


def list_drafts(*, actor: Actor) -> list[SelectionDraft]:
    """Those that are not thrown away, newest first; the coordinator's alone. One query."""
    if not KEEP.allows(actor):
        return []
    rows = SelectionDraft.objects.filter(removed_at__isnull=True)
    return list(rows.select_related("person", "made_from").defer("made_from__systems", "made_from__result"))


def find_draft(*, actor: Actor, draft_id: UUID) -> SelectionDraft:
    """Raises AccessDenied, SelectionNotFound. One query."""
    KEEP.require(actor)
    found = SelectionDraft.objects.filter(pk=draft_id, removed_at__isnull=True).first()
    if found is None:
        raise SelectionNotFound(draft_id)
    return found


def find_run(*, actor: Actor, run_id: UUID) -> SelectionRun:
    """Raises AccessDenied, SelectionNotFound. One query."""
    READ.require(actor)
    found = SelectionRun.objects.select_related("person", "draft").filter(pk=run_id).first()
    if found is None:
        raise SelectionNotFound(run_id)
    return found


def shown(*, actor: Actor, run: SelectionRun, with_costs: bool = True) -> RunShown:
    """The run as the actor may see it: what costs entered is there for who reads all costs, where it is asked for."""
    return show(
        settings=Settings.from_json(run.settings),
        systems=[SystemThen(**one) for one in run.systems],
        result=run.result,
        with_costs=with_costs and reads_all_costs(actor),
    )


def decided_now(*, actor: Actor) -> DecidedNow | None:
    """Everybody sees it. Two queries. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = SelectionDecision.objects.filter(is_current=True).select_related("run", "person")
    found = rows.defer("run__systems", "run__result").first()
    if found is None:
        return None
    systems = list(found.systems.select_related("system__vendor", "system__owner_unit").order_by("system__name"))
    return DecidedNow(found, tuple(one for one in systems if one.is_in), tuple(one for one in systems if not one.is_in))


def list_decisions(*, actor: Actor) -> list[SelectionDecision]:
    """Newest first. One query. Raises AccessDenied."""
    READ.require(actor)
    rows = SelectionDecision.objects.select_related("run", "person")
    return list(rows.defer("run__systems", "run__result", "run__settings"))


def selected_row(*, system_id: UUID) -> SelectedSystem | None:
    """Of the list that counts; None where the system is not on it. One query."""
    rows = SelectedSystem.objects.filter(system=system_id, is_in=True, decision__is_current=True)
    return rows.select_related("decision").first()


def selected_ids(*, actor: Actor) -> Collection[UUID]:
    """One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    return set(
        SelectedSystem.objects.filter(is_in=True, decision__is_current=True)
        .order_by("pk")
        .values_list("system_id", flat=True)
    )
