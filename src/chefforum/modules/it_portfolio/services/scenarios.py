"""Scenarios of consolidation are made, changed version by version, and decided; what anybody wrote is kept."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.modules.it_costs.queries.comparing import systems_to_compare, terms_of
from chefforum.modules.it_costs.queries.run_costs import newest_run_costs
from chefforum.modules.it_costs.rules.contracts import months_after
from chefforum.web.once import AlreadyMade

from ..access import KEEP
from ..models import ConsolidationScenario, ScenarioStatusChange, ScenarioSystem, ScenarioVersion
from ..queries.scenarios import ScenarioNotFound, decided_scenarios
from ..rules.scenario_proposals import Terms, proposed_moved, proposed_paid_until, proposed_run
from ..rules.scenarios import (
    MOST_REASON,
    Guess,
    RetiredFacts,
    ScenarioFacts,
    ScenarioPart,
    ScenarioStatus,
    WrongScenario,
    check_scenario,
    collision,
    facts_from_json,
    with_systems,
)
from ..search import index_scenario

KIND = "it_scenario"
MONTHS_AHEAD = 6
CHANGED_MEANWHILE = (
    "En anden har ændret det, siden du åbnede siden. Intet er gemt. Åbn det i et andet vindue, og se, hvad der står nu."
)


@transaction.atomic
def make_scenario(
    *,
    actor: Actor,
    name: str,
    why: str,
    kept_id: UUID | None,
    retired_ids: Sequence[UUID],
    at: dt.datetime,
    on: dt.date,
    scenario_id: UUID | None = None,
) -> ConsolidationScenario:
    """An idea, with what costs, contracts and the register say of its systems. It is thought to happen at a turn of
    the year, at least half a year from now. Raises WrongScenario, AccessDenied, and AlreadyMade where `scenario_id` is
    taken."""
    KEEP.require(actor)
    retired, moved = _proposed(actor, retired_ids, on)
    facts = ScenarioFacts(
        name=name.strip(),
        why=why.strip(),
        retired=retired,
        kept_id=kept_id,
        moved=moved if kept_id else Guess(),
        moves_on=dt.date(months_after(on, MONTHS_AHEAD).year + 1, 1, 1),
    )
    _check(actor, facts)
    made = ConsolidationScenario(
        id=scenario_id or uuid4(), name=facts.name, created_at=at, changed_at=at, person_id=actor.person_id
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise AlreadyMade(made.pk) from None
    _write(made, facts, actor=actor, at=at)
    _record(actor, at, "it_portfolio.make_scenario", made, {})
    return made


@transaction.atomic
def change_scenario(*, actor: Actor, scenario_id: UUID, facts: ScenarioFacts, seen: int, at: dt.datetime) -> bool:
    """A new version; False where nothing differs. `seen`: the version that the actor changed. Raises WrongScenario also
    where another changed it meanwhile, ScenarioNotFound, AccessDenied."""
    KEEP.require(actor)
    row, stood = _locked(scenario_id, seen)
    _check(actor, facts)
    return _changed(row, stood, facts, actor=actor, at=at)


@transaction.atomic
def choose_systems(
    *,
    actor: Actor,
    scenario_id: UUID,
    kept_id: UUID | None,
    retired_ids: Sequence[UUID],
    seen: int,
    at: dt.datetime,
    on: dt.date,
) -> bool:
    """Other systems: what is said of those that stay in it stands. Raises as `change_scenario`."""
    KEEP.require(actor)
    row, stood = _locked(scenario_id, seen)
    retired, moved = _proposed(actor, retired_ids, on)
    facts = with_systems(stood, kept_id=kept_id, retired=retired, moved=moved if kept_id else Guess())
    _check(actor, facts)
    return _changed(row, stood, facts, actor=actor, at=at)


@transaction.atomic
def restore_version(*, actor: Actor, scenario_id: UUID, number: int, seen: int, at: dt.datetime) -> bool:
    """An earlier version stands again, as a new one. Raises as `change_scenario`, and WrongScenario where a system of
    it is out of the register."""
    KEEP.require(actor)
    row, stood = _locked(scenario_id, seen)
    earlier = ScenarioVersion.objects.filter(scenario=row, number=number).first()
    if earlier is None:
        raise ScenarioNotFound(scenario_id, number)
    facts = facts_from_json(earlier.facts)
    _check(actor, facts)
    return _changed(row, stood, facts, actor=actor, at=at, of_number=number)


@transaction.atomic
def say_status(
    *, actor: Actor, scenario_id: UUID, status: str, reason: str, seen: int, seen_version: int, at: dt.datetime
) -> ScenarioStatusChange:
    """`seen`: the number of the last status that the actor saw, 0: none. Nothing is decided that another decided one
    has decided otherwise. Raises WrongScenario, ScenarioNotFound, AccessDenied."""
    KEEP.require(actor)
    row, facts = _locked(scenario_id, seen_version)
    if row.status_number != seen:
        raise WrongScenario("", CHANGED_MEANWHILE)
    if status not in set(ScenarioStatus):
        raise WrongScenario("status", "Vælg en af mulighederne.")
    if not reason.strip() or len(reason) > MOST_REASON:
        raise WrongScenario("reason", f"Skriv, hvorfor, med højst {MOST_REASON} tegn.")
    if status == ScenarioStatus.DECIDED:
        _refuse_collisions(actor, row, facts)
    row.status, row.status_number, row.changed_at = status, seen + 1, at
    row.save(update_fields=["status", "status_number", "changed_at"])
    said = ScenarioStatusChange.objects.create(
        scenario=row,
        number=seen + 1,
        status=status,
        reason=reason.strip(),
        version=row.version,
        at=at,
        person_id=actor.person_id,
    )
    _record(actor, at, "it_portfolio.say_scenario_status", row, {"status": status})
    return said


def _refuse_collisions(actor: Actor, row: ConsolidationScenario, facts: ScenarioFacts) -> None:
    others = [one for one in decided_scenarios(actor=actor) if one.id != row.pk]
    systems = systems_to_compare(actor=actor, also=facts.system_ids)
    names = {key: one.name for key, one in systems.items()}
    for one in others:
        if why := collision(facts, one.facts, names):
            raise WrongScenario("status", f"Det kan ikke besluttes: {why}, som er besluttet.")


def _proposed(actor: Actor, retired_ids: Sequence[UUID], on: dt.date) -> tuple[tuple[RetiredFacts, ...], Guess]:
    systems = systems_to_compare(actor=actor)
    costs = newest_run_costs(actor=actor, last_whole_year=on.year - 1)
    terms: dict[UUID, list[Terms]] = defaultdict(list)
    for one in terms_of(actor=actor, system_ids=retired_ids):
        terms[one.system_id].append(Terms(one.name, one.ends_on, one.irrevocable_until, one.notice_months))
    retired = []
    for key in retired_ids:
        day, source = proposed_paid_until(terms[key], on)
        run = proposed_run(costs.by_system.get(key), costs.year)
        retired.append(RetiredFacts(system_id=key, run=run, paid_until=day, paid_source=source))
    users = [
        (systems[key].name, systems[key].users_low, systems[key].users_high) for key in retired_ids if key in systems
    ]
    return tuple(retired), proposed_moved(users)


def _check(actor: Actor, facts: ScenarioFacts) -> None:
    check_scenario(facts)
    there = systems_to_compare(actor=actor)
    if any(key not in there for key in facts.system_ids):
        raise WrongScenario("", "Et af systemerne er ikke i registret mere. Vælg andre systemer.")


def _locked(scenario_id: UUID, seen: int) -> tuple[ConsolidationScenario, ScenarioFacts]:
    # All of them, so that two that collide are not decided at once.
    rows = {one.pk: one for one in ConsolidationScenario.objects.select_for_update().order_by("pk")}
    row = rows.get(scenario_id)
    if row is None:
        raise ScenarioNotFound(scenario_id)
    if row.version != seen:
        raise WrongScenario("", CHANGED_MEANWHILE)
    return row, facts_from_json(ScenarioVersion.objects.get(scenario=row, number=row.version).facts)


def _changed(
    row: ConsolidationScenario,
    stood: ScenarioFacts,
    facts: ScenarioFacts,
    *,
    actor: Actor,
    at: dt.datetime,
    of_number: int | None = None,
) -> bool:
    facts = replace(facts, name=facts.name.strip(), why=facts.why.strip())
    if facts == stood:
        return False
    if row.status == ScenarioStatus.DECIDED:
        _refuse_collisions(actor, row, facts)
    row.name, row.version, row.changed_at = facts.name, row.version + 1, at
    row.save(update_fields=["name", "version", "changed_at"])
    _write(row, facts, actor=actor, at=at, of_number=of_number)
    _record(actor, at, "it_portfolio.change_scenario", row, {"version": row.version})
    return True


def _write(
    row: ConsolidationScenario,
    facts: ScenarioFacts,
    *,
    actor: Actor,
    at: dt.datetime,
    of_number: int | None = None,
) -> None:
    try:
        with transaction.atomic():
            ScenarioVersion.objects.create(
                scenario=row,
                number=row.version,
                facts=facts.as_json(),
                of_number=of_number,
                at=at,
                person_id=actor.person_id,
            )
    except IntegrityError:
        raise WrongScenario("", CHANGED_MEANWHILE) from None
    ScenarioSystem.objects.filter(scenario=row).delete()
    parts = [(key, ScenarioPart.RETIRED) for key in facts.retired_ids]
    parts += [(facts.kept_id, ScenarioPart.KEPT)] if facts.kept_id else []
    ScenarioSystem.objects.bulk_create(
        ScenarioSystem(scenario=row, system_id=key, part=part.value) for key, part in parts
    )
    index_scenario(row, facts.why)


def _record(actor: Actor, at: dt.datetime, action: str, row: ConsolidationScenario, data: dict[str, Any]) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=row.pk, object_name=row.name, data=data)
