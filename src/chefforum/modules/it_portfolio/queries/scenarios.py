"""Scenarios as the actor may read them: everybody sees what is thought of, who reads all costs sees what it saves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F

from chefforum.calc.consolidation import Case, Outcome
from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.access import READ_SYSTEMS, reads_all_costs
from chefforum.modules.it_costs.queries.comparing import Needer, names_of, needed_by

from ..models import ConsolidationScenario, ScenarioStatusChange, ScenarioVersion
from ..rules.scenario_words import changes_between
from ..rules.scenarios import (
    STATUS_NAMES,
    Chosen,
    Guess,
    ScenarioFacts,
    ScenarioStatus,
    Sum,
    added_up,
    collision,
    facts_from_json,
    outcomes_of,
    what_is_missing,
)

ORDER = (ScenarioStatus.DECIDED, ScenarioStatus.EXAMINED, ScenarioStatus.IDEA, ScenarioStatus.REJECTED)


class ScenarioNotFound(LookupError):
    """There is no such scenario, or no such version of it."""


@dataclass(frozen=True)
class ScenarioTold:
    """A scenario as it stands. `outcomes` None: something is `missing`, or the actor does not read all costs; `facts`
    are then without kroner. `status_reason` and the like are None or "" until somebody has said something."""

    id: UUID
    facts: ScenarioFacts
    version: int
    status: str
    status_number: int
    status_reason: str
    status_at: dt.datetime | None
    status_by: str
    changed_at: dt.datetime
    names: Mapping[UUID, str]
    missing: tuple[str, ...]
    outcomes: Mapping[Case, Outcome] | None

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def status_name(self) -> str:
        return STATUS_NAMES[ScenarioStatus(self.status)]

    @property
    def retired(self) -> tuple[str, ...]:
        return tuple(self.names.get(one, "") for one in self.facts.retired_ids)

    @property
    def kept(self) -> str:
        return self.names.get(self.facts.kept_id, "") if self.facts.kept_id else ""

    @property
    def likely(self) -> Outcome | None:
        return self.outcomes[Case.LIKELY] if self.outcomes else None

    @property
    def cautious(self) -> Outcome | None:
        return self.outcomes[Case.CAUTIOUS] if self.outcomes else None

    @property
    def hopeful(self) -> Outcome | None:
        return self.outcomes[Case.HOPEFUL] if self.outcomes else None


@dataclass(frozen=True)
class VersionTold:
    """`changes`: title, before and after; empty for who does not read all costs, and for the first."""

    number: int
    at: dt.datetime
    who: str
    of_number: int | None
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ScenarioOnPage:
    """With its history, what needs what is given up and is not given up itself, and decided ones that collide."""

    told: ScenarioTold
    versions: tuple[VersionTold, ...]
    statuses: tuple[ScenarioStatusChange, ...]
    needers: tuple[Needer, ...]
    collisions: tuple[tuple[UUID, str], ...]


def list_scenarios(*, actor: Actor, statuses: Collection[str] = ()) -> list[ScenarioTold]:
    """Of those statuses (none: all): decided ones first, then by day of change and name. Three queries at most. Raises
    AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = ScenarioVersion.objects.filter(number=F("scenario__version")).select_related("scenario")
    if statuses:
        rows = rows.filter(scenario__status__in=list(statuses))
    found = _told(actor, list(rows.order_by("scenario__name", "scenario_id")))
    return sorted(found, key=lambda one: (ORDER.index(ScenarioStatus(one.status)), one.facts.moves_on or dt.date.max))


def decided_scenarios(*, actor: Actor) -> list[ScenarioTold]:
    """Those that are decided, in the order that they happen. Three queries. Raises AccessDenied."""
    return list_scenarios(actor=actor, statuses=[ScenarioStatus.DECIDED.value])


def sum_of(told: Iterable[ScenarioTold]) -> Sum:
    """What they save together, no system counted twice. No query."""
    scenarios = list(told)
    names = {key: name for one in scenarios for key, name in one.names.items()}
    return added_up([Chosen(one.id, one.name, one.facts, one.outcomes) for one in scenarios], names)


def find_scenario(*, actor: Actor, scenario_id: UUID) -> ScenarioTold:
    """Three queries. Raises ScenarioNotFound, AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = ScenarioVersion.objects.filter(scenario=scenario_id, number=F("scenario__version"))
    found = _told(actor, list(rows.select_related("scenario")))
    if not found:
        raise ScenarioNotFound(scenario_id)
    return found[0]


def scenario_on_page(*, actor: Actor, scenario_id: UUID) -> ScenarioOnPage:
    """Ten queries at most. Raises ScenarioNotFound, AccessDenied."""
    told = find_scenario(actor=actor, scenario_id=scenario_id)
    retired = told.facts.retired_ids
    needers = [one for one in needed_by(actor=actor, system_ids=retired) if one.id not in retired]
    others = [one for one in decided_scenarios(actor=actor) if one.id != scenario_id]
    names = {key: name for one in (told, *others) for key, name in one.names.items()}
    colliding = [(one.id, collision(told.facts, one.facts, names)) for one in others]
    statuses = ScenarioStatusChange.objects.filter(scenario=scenario_id).select_related("person")
    return ScenarioOnPage(
        told=told,
        versions=_versions(actor, scenario_id),
        statuses=tuple(statuses.order_by("-number")),
        needers=tuple(needers),
        collisions=tuple(one for one in colliding if one[1]),
    )


def facts_of_version(*, actor: Actor, scenario_id: UUID, number: int) -> ScenarioFacts:
    """One query. Raises ScenarioNotFound, AccessDenied."""
    READ_SYSTEMS.require(actor)
    row = ScenarioVersion.objects.filter(scenario=scenario_id, number=number).first()
    if row is None:
        raise ScenarioNotFound(scenario_id, number)
    return _seen(actor, facts_from_json(row.facts))


def _seen(actor: Actor, facts: ScenarioFacts) -> ScenarioFacts:
    if reads_all_costs(actor):
        return facts
    retired = tuple(replace(one, run=Guess()) for one in facts.retired)
    return replace(facts, retired=retired, price=Guess(), migration=Guess())


def _told(actor: Actor, rows: list[ScenarioVersion]) -> list[ScenarioTold]:
    facts = {one.scenario_id: facts_from_json(one.facts) for one in rows}
    names = names_of(actor=actor, system_ids={key for one in facts.values() for key in one.system_ids})
    changes = ScenarioStatusChange.objects.filter(scenario__in=list(facts), number=F("scenario__status_number"))
    statuses = {one.scenario_id: one for one in changes.select_related("person")}
    return [_one(actor, row.scenario, facts[row.scenario_id], statuses.get(row.scenario_id), names) for row in rows]


def _one(
    actor: Actor,
    row: ConsolidationScenario,
    facts: ScenarioFacts,
    status: ScenarioStatusChange | None,
    names: Mapping[UUID, str],
) -> ScenarioTold:
    own = {key: names[key] for key in facts.system_ids if key in names}
    return ScenarioTold(
        id=row.pk,
        facts=_seen(actor, facts),
        version=row.version,
        status=row.status,
        status_number=row.status_number,
        status_reason=status.reason if status else "",
        status_at=status.at if status else None,
        status_by=(status.person.name if status.person else "Kommandolinjen") if status else "",
        changed_at=row.changed_at,
        names=own,
        missing=what_is_missing(facts, own),
        outcomes=outcomes_of(facts) if reads_all_costs(actor) else None,
    )


def _versions(actor: Actor, scenario_id: UUID) -> tuple[VersionTold, ...]:
    rows = list(ScenarioVersion.objects.filter(scenario=scenario_id).select_related("person").order_by("number"))
    facts = [facts_from_json(one.facts) for one in rows]
    names = names_of(actor=actor, system_ids={key for one in facts for key in one.system_ids})
    is_seen, told = reads_all_costs(actor), []
    for place, row in enumerate(rows):
        changes = changes_between(facts[place - 1], facts[place], names) if place and is_seen else ()
        who = row.person.name if row.person else "Kommandolinjen"
        told.append(VersionTold(row.number, row.at, who, row.of_number, changes))
    return tuple(reversed(told))
