"""How it stands with what laws ask: for many systems in three queries, one of them, and what was answered before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.law_facts import SystemFactsRow, law_facts
from chefforum.modules.it_costs.rules.kinds import SOURCE_NAMES, Source
from chefforum.web import danish

from ..access import READ_ALL_COMPLIANCE, READ_COMPLIANCE, may_answer, may_see_compliance, units_of_compliance
from ..models import ComplianceAnswer
from ..rules.compliance import Cell, Said, Status, cells_of, counts_of
from ..rules.requirements import BY_LAW, Facts, Law


class SystemNotFound(LookupError):
    """There is no such system, or the actor may not know how it stands."""


@dataclass(frozen=True)
class Row:
    """A system with every requirement, in order."""

    system: SystemFactsRow
    unit: str
    facts: Facts
    cells: tuple[Cell, ...]
    persons: Mapping[str, Said]  # what people answered, by requirement

    def of(self, law: Law | str) -> tuple[Cell, ...]:
        return tuple(one for one in self.cells if one.requirement.law == law)

    def cell(self, code: str) -> Cell:
        return next(one for one in self.cells if one.requirement.code == code)

    @property
    def lacking(self) -> int:
        return sum(one.is_lacking for one in self.cells)

    @property
    def differs(self) -> bool:
        return any(one.differs for one in self.cells)


@dataclass(frozen=True)
class Chosen:
    """What the matrix is narrowed to; empty is everything that the actor sees."""

    words: str = ""
    law: str = ""
    unit_id: UUID | None = None  # and all below
    status: str = ""
    critical: str = ""  # ja, nej, ved_ikke
    is_overdue: bool = False
    differs: bool = False


def matrix(*, actor: Actor, on: dt.date, tree: OrganisationTree) -> list[Row]:
    """Every system that the actor sees requirements of, by name. Two queries. Raises AccessDenied for who sees none."""
    owner_id = actor.person_id
    found = law_facts(on=on, units=units_of_compliance(actor), owner_id=owner_id)
    if not found and not READ_COMPLIANCE.allows(actor):
        raise AccessDenied("Du har ikke adgang til at se, om lovkrav er opfyldt. Det har systemets ejer.")
    said = _answers([one.id for one in found] if units_of_compliance(actor) is not None else None)
    return [_row(one, said, on=on, tree=tree) for one in found]


def whole_matrix(*, actor: Actor, on: dt.date, tree: OrganisationTree) -> list[Row]:
    """Of all systems. Raises AccessDenied for who does not see all."""
    READ_ALL_COMPLIANCE.require(actor)
    return matrix(actor=actor, on=on, tree=tree)


def one_system(*, actor: Actor, system_id: UUID, on: dt.date, tree: OrganisationTree) -> Row:
    """Two queries. Raises SystemNotFound."""
    found = next(iter(law_facts(on=on, units=None, system_id=system_id)), None)
    if found is None or not may_see_compliance(actor, owner_id=found.owner_id, unit_id=found.unit_id):
        raise SystemNotFound(system_id)
    return _row(found, _answers([system_id]), on=on, tree=tree)


def answerable(actor: Actor, row: Row) -> bool:
    return may_answer(actor, owner_id=row.system.owner_id, unit_id=row.system.unit_id)


SaidBySystem = Mapping[UUID, tuple[dict[str, Said], dict[str, Said]]]


def _answers(systems: Sequence[UUID] | None) -> SaidBySystem:
    """By system: what persons say and what sources say, by requirement. One query."""
    rows = ComplianceAnswer.objects.filter(is_current=True)
    if systems is not None:
        rows = rows.filter(system__in=systems)
    found: dict[UUID, tuple[dict[str, Said], dict[str, Said]]] = defaultdict(lambda: ({}, {}))
    columns = ("system_id", "requirement", "is_of_source", *_SAID, "person__name")
    for system_id, code, is_of_source, *said, name in rows.values_list(*columns):
        found[system_id][is_of_source][code] = _said(said, name)
    return found


_SAID = (
    "status",
    "choice",
    "ground",
    "checked_on",
    "valid_until",
    "source",
    "at",
    "settled_at",
)


def _said(values: Sequence[Any], name: str | None) -> Said:
    """`values`: in the order of _SAID."""
    known = dict(zip(_SAID, values, strict=True))
    return Said(by=who_says(known["source"], name), **known)


def who_says(source: str, name: str | None) -> str:
    if source in (Source.HAND.value, Source.FILE.value):
        who = name or "Kommandolinjen"
        return f"{who}, fil" if source == Source.FILE else who
    return SOURCE_NAMES[Source(source)]


def said_of(answer: ComplianceAnswer) -> Said:
    """As a value. The person is to be there already."""
    name = answer.person.name if answer.person else None
    return _said([getattr(answer, field) for field in _SAID], name)


def _row(system: SystemFactsRow, said: SaidBySystem, *, on: dt.date, tree: OrganisationTree) -> Row:
    persons, sources = said.get(system.id, ({}, {}))
    facts = Facts(
        kind=system.kind,
        personal_data=system.personal_data,
        uses_ai=system.uses_ai,
        is_business_critical=system.is_business_critical,
        is_socially_critical=system.is_socially_critical,
        has_owner=system.owner_id is not None,
        has_contract=system.has_contract,
    )
    unit = tree.unit(system.unit_id) if system.unit_id else None
    return Row(system, unit.name if unit else "", facts, cells_of(facts, persons, sources, on=on), persons)


def facts_with_choices(row: Row) -> Facts:
    """What rules ask, with what was chosen in the answers that stand. No query."""
    return replace(row.facts, chosen={one.requirement.code: one.choice for one in row.cells if one.choice})


def narrowed(rows: Sequence[Row], *, chosen: Chosen, tree: OrganisationTree) -> list[Row]:
    """Those that fit; a status is looked for in the chosen law alone. No query."""
    units = tree.below([chosen.unit_id]) if chosen.unit_id else None
    words = chosen.words.casefold().split()
    critical = {"ja": True, "nej": False, "ved_ikke": None}

    def fits(row: Row) -> bool:
        cells = row.of(chosen.law) if chosen.law else row.cells
        text = f"{row.system.name} {row.system.vendor}".casefold()
        return (
            all(word in text for word in words)
            and (units is None or row.system.unit_id in units)
            and (chosen.critical not in critical or row.facts.is_critical is critical[chosen.critical])
            and (not chosen.status or any(one.status == chosen.status for one in cells))
            and (not chosen.is_overdue or any(one.is_overdue for one in cells))
            and (not chosen.differs or any(one.differs for one in cells))
        )

    return [row for row in rows if fits(row)]


def counts_by_law(rows: Sequence[Row]) -> dict[Law, dict[Status, int]]:
    """No query."""
    return {law: counts_of(cell for row in rows for cell in row.of(law)) for law in BY_LAW}


@dataclass(frozen=True)
class Told:
    """An answer of before, or of now, as the history has it."""

    answer: ComplianceAnswer
    said: Said

    @property
    def when(self) -> str:
        return danish.moment(self.answer.at)


def history_of(*, system_id: UUID, code: str = "") -> list[Told]:
    """The newest first, undone ones too. The caller has asked whether the system may be seen. One query."""
    rows = ComplianceAnswer.objects.filter(system=system_id).select_related("person")
    if code:
        rows = rows.filter(requirement=code)
    return [Told(one, said_of(one)) for one in rows.order_by("-at", "-pk")]


def undoable(*, actor: Actor, at: dt.datetime) -> ComplianceAnswer | None:
    """What the actor wrote last, within a day, where it still holds. One query."""
    if actor.person_id is None:
        return None
    rows = ComplianceAnswer.objects.filter(
        person=actor.person_id, is_of_source=False, undone_at__isnull=True, at__gt=at - dt.timedelta(days=1)
    )
    newest = rows.select_related("system").order_by("-at", "-pk").first()
    return newest if newest is not None and newest.is_current else None


def state_of_answers() -> list[tuple[object, ...]]:
    """What people answered, for the fingerprint of an import. One query."""
    rows = ComplianceAnswer.objects.filter(is_current=True, is_of_source=False).order_by("system", "requirement")
    return list(rows.values_list("system", "requirement", "pk"))
