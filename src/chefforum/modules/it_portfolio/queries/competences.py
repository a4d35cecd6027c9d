"""What systems need of people held against how many can, as the actor may see it; and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate
from chefforum.modules.it_costs.access import may_write_system
from chefforum.modules.it_costs.queries.law_facts import SystemFactsRow, law_facts

from ..access import READ_COMPETENCES, may_answer, may_count, units_of_competences
from ..models import Competence, CompetenceHeld, CompetenceNeed, KeyPerson, UpskillingStep
from ..rules.competences import LEVEL_NAMES, Gap, Held, Standing, StepState, gap_of, worst


class CompetenceNotFound(LookupError):
    """There is no such thing, or the actor may not know of it."""


@dataclass(frozen=True)
class NeedRow:
    """A system's need, held against everybody who can: how many, never who."""

    need: CompetenceNeed
    system: SystemFactsRow
    gap: Gap

    @property
    def level(self) -> str:
        return LEVEL_NAMES[self.need.level]


@dataclass(frozen=True)
class CompetenceRow:
    """`gap`: of the systems that the actor sees; None where none of them needs it. `steps`: those not ended."""

    competence: Competence
    needs: tuple[NeedRow, ...]
    gap: Gap | None
    steps: int

    @property
    def standing(self) -> Standing | None:
        return self.gap.standing if self.gap else None


@dataclass(frozen=True)
class UnitRow:
    """What the systems that a unit answers for need, held against those who can in it and below: competences by how
    they stand."""

    unit: UnitOnDate
    counts: Mapping[Standing, int]


@dataclass(frozen=True)
class Overview:
    rows: tuple[CompetenceRow, ...]
    units: tuple[UnitRow, ...]
    standings: Mapping[Standing, int]

    @property
    def singles(self) -> list[CompetenceRow]:
        return [one for one in self.rows if one.gap is not None and one.gap.is_single]


def _systems(actor: Actor, on: dt.date) -> dict[UUID, SystemFactsRow]:
    """One query. Raises AccessDenied for who has no part in it."""
    found = law_facts(on=on, units=units_of_competences(actor), owner_id=actor.person_id)
    if not found and not READ_COMPETENCES.allows(actor):
        raise AccessDenied("Du har ikke adgang til at se kompetencer. Det har ledere, it-ansvarlige og systemejere.")
    return {one.id: one for one in found}


def overview(*, actor: Actor, on: dt.date, tree: OrganisationTree, unit_id: UUID | None = None) -> Overview:
    """Worst first; with `unit_id` the systems of the unit and below, held against those who can there. Five queries.
    Raises AccessDenied."""
    systems = _systems(actor, on)
    within = tree.below([unit_id]) if unit_id else None
    if within is not None:
        systems = {key: one for key, one in systems.items() if one.unit_id in within}
    held, needs = _held(), _needs(systems)
    steps = Counter(
        UpskillingStep.objects.filter(removed_at__isnull=True, state__in=(StepState.PLANNED, StepState.UNDER_WAY))
        .order_by()
        .values_list("competence_id", flat=True)
    )
    rows = {
        one.pk: _row(one, needs[one.pk], held[one.pk], systems, steps=steps[one.pk], units=within)
        for one in Competence.objects.all()
        if needs[one.pk] or READ_COMPETENCES.allows(actor)
    }
    gaps = {key: one.gap for key, one in rows.items() if one.gap is not None}
    order = [*worst(gaps), *(key for key in rows if key not in gaps)]
    return Overview(
        rows=tuple(rows[key] for key in order),
        units=tuple(_by_unit(actor, tree, needs, held, systems)),
        standings=Counter(one.standing for one in gaps.values()),
    )


def _held() -> Mapping[UUID, list[Held]]:
    found: dict[UUID, list[Held]] = defaultdict(list)
    rows = CompetenceHeld.objects.order_by("pk").values_list("competence_id", "unit_id", "level", "persons")
    for competence_id, unit_id, level, persons in rows:
        found[competence_id].append(Held(unit_id, level, persons))
    return found


def _needs(systems: Mapping[UUID, SystemFactsRow]) -> Mapping[UUID, list[CompetenceNeed]]:
    found: dict[UUID, list[CompetenceNeed]] = defaultdict(list)
    for one in CompetenceNeed.objects.order_by("pk"):
        if one.system_id in systems:
            found[one.competence_id].append(one)
    return found


def _row(
    competence: Competence,
    needs: Sequence[CompetenceNeed],
    held: Sequence[Held],
    systems: Mapping[UUID, SystemFactsRow],
    *,
    steps: int = 0,
    units: frozenset[UUID] | None = None,
) -> CompetenceRow:
    told = [
        NeedRow(one, systems[one.system_id], gap_of([(one.level, one.persons)], held, units=units)) for one in needs
    ]
    gap = gap_of([(one.level, one.persons) for one in needs], held, units=units) if needs else None
    return CompetenceRow(competence, tuple(sorted(told, key=lambda one: one.system.name)), gap, steps)


def _by_unit(
    actor: Actor,
    tree: OrganisationTree,
    needs: Mapping[UUID, list[CompetenceNeed]],
    held: Mapping[UUID, list[Held]],
    systems: Mapping[UUID, SystemFactsRow],
) -> Iterable[UnitRow]:
    for unit in _shown_units(actor, tree):
        below = tree.below([unit.id])
        counts: Counter[Standing] = Counter()
        for competence_id, rows in needs.items():
            own = [(one.level, one.persons) for one in rows if systems[one.system_id].unit_id in below]
            if own:
                counts[gap_of(own, held[competence_id], units=below).standing] += 1
        if counts:
            yield UnitRow(unit, counts)


def _shown_units(actor: Actor, tree: OrganisationTree) -> list[UnitOnDate]:
    """Departments; for who sees some units alone the uppermost of them."""
    units = units_of_competences(actor)
    if units is not None:
        return [unit for _, unit in tree.walk() if unit.id in units and unit.parent not in units]
    tops = tree.children(None)
    return [child for top in tops for child in tree.children(top.id)] or list(tops)


@dataclass(frozen=True)
class CompetencePage:
    """`held`: numbers of the units that the actor sees; `totals`: how many at least at each level, in all the house
    (None: nobody has said). `key_persons`: those that the actor may know of."""

    row: CompetenceRow
    held: tuple[tuple[CompetenceHeld, str], ...]
    totals: tuple[tuple[str, int | None], ...]
    key_persons: tuple[KeyPerson, ...]
    steps: tuple[UpskillingStep, ...]
    writable_needs: tuple[NeedRow, ...]


def competence_page(*, actor: Actor, competence_id: UUID, on: dt.date, tree: OrganisationTree) -> CompetencePage:
    """Six queries. Raises CompetenceNotFound, AccessDenied."""
    systems = _systems(actor, on)
    competence = Competence.objects.filter(pk=competence_id).first()
    if competence is None:
        raise CompetenceNotFound(competence_id)
    needs = [one for one in CompetenceNeed.objects.filter(competence=competence_id) if one.system_id in systems]
    if not needs and not READ_COMPETENCES.allows(actor):
        raise CompetenceNotFound(competence_id)
    rows = list(CompetenceHeld.objects.filter(competence=competence_id).select_related("person"))
    held = [Held(one.unit_id, one.level, one.persons) for one in rows]
    row = _row(competence, needs, held, systems)
    named = KeyPerson.objects.filter(need__in=needs).select_related("named", "need", "person")
    own = {
        one.need.pk: may_answer(actor, owner_id=one.system.owner_id, unit_id=one.system.unit_id) for one in row.needs
    }
    steps = UpskillingStep.objects.filter(competence=competence_id, removed_at__isnull=True)
    units = units_of_competences(actor)
    names = {unit.id: unit.name for unit in tree.units}
    return CompetencePage(
        row=row,
        held=tuple(
            (one, names.get(one.unit_id, "Nedlagt enhed")) for one in rows if units is None or one.unit_id in units
        ),
        totals=tuple(
            (name, sum(one.persons for one in held if one.level >= level) if held else None)
            for level, name in LEVEL_NAMES.items()
        ),
        key_persons=tuple(
            one
            for one in named
            if own[one.need_id] or (actor.person_id is not None and one.named_id == actor.person_id)
        ),
        steps=tuple(one for one in steps if units is None or one.unit_id is None or one.unit_id in units),
        writable_needs=tuple(one for one in row.needs if own[one.need.pk]),
    )


def find_competence(*, competence_id: UUID) -> Competence:
    """One query. Raises CompetenceNotFound."""
    found = Competence.objects.filter(pk=competence_id).first()
    if found is None:
        raise CompetenceNotFound(competence_id)
    return found


def systems_to_need(*, actor: Actor, on: dt.date) -> list[tuple[UUID, str]]:
    """Those whose needs the actor says. One query."""
    found = law_facts(on=on, units=units_of_competences(actor), owner_id=actor.person_id)
    return [(one.id, one.name) for one in found if may_answer(actor, owner_id=one.owner_id, unit_id=one.unit_id)]


def units_to_count(actor: Actor, tree: OrganisationTree) -> list[tuple[UUID, str]]:
    """Units that the actor says numbers of. No query."""
    return [(unit.id, f"{'– ' * depth}{unit.name}") for depth, unit in tree.walk() if may_count(actor, unit.id)]


@dataclass(frozen=True)
class StepRow:
    step: UpskillingStep
    unit: str
    is_late: bool
    may_write: bool


def list_steps(*, actor: Actor, on: dt.date, tree: OrganisationTree, state: str = "") -> list[StepRow]:
    """The plan: the next first, what is ended last. One query, and one for who has no role. Raises AccessDenied."""
    READ_COMPETENCES.require(actor)
    units = units_of_competences(actor)
    names = {unit.id: unit.name for unit in tree.units}
    rows = UpskillingStep.objects.filter(removed_at__isnull=True).select_related("competence")
    if state:
        rows = rows.filter(state=state)
    ended = (StepState.DONE.value, StepState.DROPPED.value)
    found = [
        StepRow(
            step=one,
            unit=names.get(one.unit_id, "Nedlagt enhed") if one.unit_id else "Hele kommunen",
            is_late=one.due_on is not None and one.due_on < on and one.state not in ended,
            may_write=may_write_system(actor, one.unit_id),
        )
        for one in rows
        if units is None or one.unit_id is None or one.unit_id in units
    ]
    return sorted(found, key=lambda one: (one.step.state in ended, one.step.due_on or dt.date.max, one.step.text))


def find_step(*, actor: Actor, step_id: UUID) -> UpskillingStep:
    """One that the actor writes. One query. Raises CompetenceNotFound, AccessDenied."""
    found = UpskillingStep.objects.select_related("competence").filter(pk=step_id, removed_at__isnull=True).first()
    units = units_of_competences(actor)
    if found is None or not (units is None or found.unit_id is None or found.unit_id in units):
        raise CompetenceNotFound(step_id)
    if not may_write_system(actor, found.unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre det skridt.")
    return found


def competences_to_choose() -> list[tuple[UUID, str]]:
    """One query."""
    return [(one.pk, f"{one.name} ({one.code})") for one in Competence.objects.all()]


def competences_by_code() -> dict[str, Competence]:
    """In small letters. One query."""
    return {one.code.casefold(): one for one in Competence.objects.all()}


def state_of_competences() -> list[object]:
    """For the fingerprint of an import. Three queries."""
    return [
        list(Competence.objects.order_by("pk").values_list("pk", "code", "name")),
        list(CompetenceNeed.objects.order_by("pk").values_list("competence", "system", "level", "persons")),
        list(CompetenceHeld.objects.order_by("pk").values_list("competence", "unit", "level", "persons")),
    ]
