"""The catalogue of competences, what systems need, how many can, who is named, and the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.modules.it_costs.access import may_write_system
from chefforum.modules.it_costs.queries.law_facts import SystemFactsRow, law_facts
from chefforum.web.once import AlreadyMade

from ..access import KEEP, may_answer, may_count, refuse_unless
from ..models import Competence, CompetenceHeld, CompetenceNeed, KeyPerson, UpskillingStep
from ..queries.competences import CompetenceNotFound, find_competence
from ..rules.competences import LEVEL_NAMES, STEP_STATE_NAMES, StepState
from ..search import index_competences, unindex_competence

KIND = "competence"
MOST_PERSONS = 30_000


class WrongCompetence(ValueError):
    """What was said cannot be; `field` is to blame, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class StepFacts:
    """What a step of the plan says."""

    competence_id: UUID
    text: str
    unit_id: UUID | None = None
    persons: int | None = None
    due_on: dt.date | None = None
    cost_oere: int | None = None
    state: str = StepState.PLANNED.value


@transaction.atomic
def save_competence(
    *,
    actor: Actor,
    code: str,
    name: str,
    about: str,
    at: dt.datetime,
    competence_id: UUID,
    is_new: bool,
    seen: str = "",
) -> Competence:
    """Into the catalogue, or changed there. `seen`: when it was changed last, as the page showed it. Raises
    AccessDenied, WrongCompetence, AlreadyMade, CompetenceNotFound."""
    KEEP.require(actor)
    there = Competence.objects.select_for_update().filter(pk=competence_id).first()
    if is_new and there is not None:
        raise AlreadyMade(there.pk)
    if not is_new and there is None:
        raise CompetenceNotFound(competence_id)
    if there is not None and seen and there.changed_at.isoformat() != seen:
        raise WrongCompetence("", f"En anden har rettet den imens. Der står nu: {there.code}, {there.name}.")
    if Competence.objects.filter(code__iexact=code.strip()).exclude(pk=competence_id).exists():
        raise WrongCompetence("code", f"Koden {code.strip()} er brugt. Vælg en anden.")
    one = there or Competence(pk=competence_id)
    one.code, one.name, one.about, one.changed_at = code.strip(), " ".join(name.split()), about.strip(), at
    one.save()
    index_competences([one])
    _note(actor, at, "add_competence" if is_new else "change_competence", one)
    return one


@transaction.atomic
def remove_competence(*, actor: Actor, competence_id: UUID, at: dt.datetime) -> None:
    """Out of the catalogue, where nothing hangs on it. Raises AccessDenied, WrongCompetence, CompetenceNotFound."""
    KEEP.require(actor)
    one = find_competence(competence_id=competence_id)
    if one.needs.exists() or one.held.exists() or one.steps.exists():
        raise WrongCompetence("", "Der hænger behov, tal eller skridt i planen på den. Fjern dem først.")
    _note(actor, at, "remove_competence", one)
    unindex_competence(one.pk)
    one.delete()


def _note(actor: Actor, at: dt.datetime, act: str, one: Competence, **data: object) -> None:
    record(
        actor=actor,
        at=at,
        action=f"it_portfolio.{act}",
        object_kind=KIND,
        object_id=one.pk,
        object_name=one.name,
        data=dict(data),
    )


def _system(system_id: UUID, at: dt.datetime) -> SystemFactsRow:
    found = law_facts(on=timezone.localdate(at), units=None, system_id=system_id)
    if not found:
        raise WrongCompetence("system", "Systemet er ikke i registret.")
    return found[0]


@transaction.atomic
def say_need(
    *, actor: Actor, competence_id: UUID, system_id: UUID, level: int, persons: int, at: dt.datetime
) -> tuple[int, int] | None:
    """So many must be able to do it for the system; 0: it is not needed. What was said before (level, persons), None:
    nothing. Raises AccessDenied, WrongCompetence, CompetenceNotFound."""
    one = find_competence(competence_id=competence_id)
    system = _system(system_id, at)
    refuse_unless(
        may_answer(actor, owner_id=system.owner_id, unit_id=system.unit_id), "sige, hvad systemet har brug for"
    )
    _check(level, persons)
    before = CompetenceNeed.objects.select_for_update().filter(competence=one, system=system_id).first()
    if persons == 0:
        if before is not None:
            before.delete()
    else:
        CompetenceNeed.objects.update_or_create(
            competence=one,
            system_id=system_id,
            defaults={"level": level, "persons": persons, "at": at, "person_id": actor.person_id},
        )
    was = (before.level, before.persons) if before else None
    _note(actor, at, "say_competence_need", one, system=system.name, was=was, became=(level, persons))
    return was


@transaction.atomic
def say_held(
    *, actor: Actor, competence_id: UUID, unit_id: UUID, level: int, persons: int | None, at: dt.datetime
) -> int | None:
    """So many in the unit can do it at that level and no higher; None: nobody knows. What was said before. Raises
    AccessDenied, WrongCompetence, CompetenceNotFound."""
    one = find_competence(competence_id=competence_id)
    refuse_unless(may_count(actor, unit_id), "sige, hvor mange der kan det i den enhed")
    _check(level, persons or 0)
    before = CompetenceHeld.objects.select_for_update().filter(competence=one, unit=unit_id, level=level).first()
    if persons is None:
        if before is not None:
            before.delete()
    else:
        CompetenceHeld.objects.update_or_create(
            competence=one,
            unit_id=unit_id,
            level=level,
            defaults={"persons": persons, "at": at, "person_id": actor.person_id},
        )
    was = before.persons if before else None
    _note(actor, at, "say_competence_held", one, unit=str(unit_id), level=level, was=was, became=persons)
    return was


def _check(level: int, persons: int) -> None:
    if level not in LEVEL_NAMES:
        raise WrongCompetence("level", "Vælg et af niveauerne.")
    if not 0 <= persons <= MOST_PERSONS:
        raise WrongCompetence("persons", f"Skriv et antal fra 0 til {MOST_PERSONS}.")


@transaction.atomic
def name_key_person(*, actor: Actor, need_id: UUID, named_id: UUID, purpose: str, at: dt.datetime) -> None:
    """Somebody whom the system cannot do without, for a stated purpose. Raises AccessDenied, WrongCompetence,
    CompetenceNotFound."""
    need, _ = _own_need(actor, need_id, at)
    if not purpose.strip():
        raise WrongCompetence("purpose", "Skriv, hvad navnet skal bruges til. Uden et formål må det ikke stå her.")
    KeyPerson.objects.update_or_create(
        need=need,
        named_id=named_id,
        defaults={"purpose": purpose.strip()[:300], "at": at, "person_id": actor.person_id},
    )
    _note(actor, at, "name_key_person", need.competence)


@transaction.atomic
def remove_key_person(*, actor: Actor, key_person_id: UUID, at: dt.datetime) -> None:
    """The name is not needed any more: the row is deleted. Raises AccessDenied, CompetenceNotFound."""
    one = KeyPerson.objects.filter(pk=key_person_id).first()
    if one is None:
        raise CompetenceNotFound(key_person_id)
    need, _ = _own_need(actor, one.need_id, at)
    one.delete()
    _note(actor, at, "remove_key_person", need.competence)


def _own_need(actor: Actor, need_id: UUID, at: dt.datetime) -> tuple[CompetenceNeed, SystemFactsRow]:
    need = CompetenceNeed.objects.select_related("competence").filter(pk=need_id).first()
    if need is None:
        raise CompetenceNotFound(need_id)
    system = _system(need.system_id, at)
    refuse_unless(
        may_answer(actor, owner_id=system.owner_id, unit_id=system.unit_id), "nævne nøglepersoner for systemet"
    )
    return need, system


@transaction.atomic
def save_step(
    *, actor: Actor, facts: StepFacts, at: dt.datetime, step_id: UUID, is_new: bool, seen: str = ""
) -> UpskillingStep:
    """Into the plan, or changed there. Raises AccessDenied, WrongCompetence, AlreadyMade, CompetenceNotFound."""
    words = "planlægge for den enhed"
    refuse_unless(may_write_system(actor, facts.unit_id), words)
    there = UpskillingStep.objects.select_for_update().filter(pk=step_id).first()
    if is_new and there is not None:
        raise AlreadyMade(there.pk)
    if not is_new and (there is None or there.removed_at is not None):
        raise CompetenceNotFound(step_id)
    if there is not None:
        refuse_unless(may_write_system(actor, there.unit_id), words)
        if seen and there.changed_at.isoformat() != seen:
            raise WrongCompetence("", f"En anden har rettet skridtet imens. Der står nu: {there.text}.")
    if facts.state not in STEP_STATE_NAMES:
        raise WrongCompetence("state", "Vælg en af mulighederne.")
    competence = find_competence(competence_id=facts.competence_id)
    one = there or UpskillingStep(pk=step_id)
    one.competence, one.unit_id, one.text = competence, facts.unit_id, " ".join(facts.text.split())
    one.persons, one.due_on, one.cost_oere, one.state = facts.persons, facts.due_on, facts.cost_oere, facts.state
    one.changed_at, one.person_id = at, actor.person_id
    one.save()
    _note(actor, at, "plan_upskilling" if is_new else "change_upskilling", competence)
    return one


@transaction.atomic
def remove_step(*, actor: Actor, step_id: UUID, at: dt.datetime, is_removed: bool = True) -> UpskillingStep:
    """Out of the plan, or back again. Raises AccessDenied, CompetenceNotFound."""
    one = UpskillingStep.objects.select_for_update().filter(pk=step_id).first()
    if one is None:
        raise CompetenceNotFound(step_id)
    refuse_unless(may_write_system(actor, one.unit_id), "planlægge for den enhed")
    one.removed_at, one.changed_at = (at if is_removed else None), at
    one.save(update_fields=["removed_at", "changed_at"])
    act = "remove_upskilling" if is_removed else "restore_upskilling"
    _note(actor, at, act, find_competence(competence_id=one.competence_id))
    return one


@dataclass(frozen=True)
class CompetenceLine:
    """A line of a file: of the catalogue; with a system what it needs, with a unit how many can."""

    code: str
    name: str
    system_id: UUID | None = None
    unit_id: UUID | None = None
    level: int = 1
    persons: int = 0


@transaction.atomic
def write_lines(*, actor: Actor, lines: Sequence[CompetenceLine], at: dt.datetime) -> int:
    """What a file says, at once. Raises AccessDenied."""
    KEEP.require(actor)
    known = {one.code.casefold(): one for one in Competence.objects.select_for_update()}
    changed: dict[UUID, Competence] = {}
    for line in lines:
        one = known.get(line.code.casefold())
        if one is None:
            one = Competence(code=line.code, name=line.name or line.code, changed_at=at)
            one.save()
            changed[one.pk] = one
            known[line.code.casefold()] = one
        elif line.name and one.name != line.name:
            one.name, one.changed_at = line.name, at
            one.save(update_fields=["name", "changed_at"])
            changed[one.pk] = one
    index_competences(changed.values())
    said = {"at": at, "person_id": actor.person_id}
    of = {line: known[line.code.casefold()] for line in lines}
    CompetenceNeed.objects.bulk_create(
        [
            CompetenceNeed(competence=of[one], system_id=one.system_id, level=one.level, persons=one.persons, **said)
            for one in lines
            if one.system_id is not None
        ],
        update_conflicts=True,
        unique_fields=["competence", "system"],
        update_fields=["level", "persons", "at", "person"],
    )
    CompetenceHeld.objects.bulk_create(
        [
            CompetenceHeld(competence=of[one], unit_id=one.unit_id, level=one.level, persons=one.persons, **said)
            for one in lines
            if one.unit_id is not None
        ],
        update_conflicts=True,
        unique_fields=["competence", "unit", "level"],
        update_fields=["persons", "at", "person"],
    )
    data = {"count": len(lines)}
    record(
        actor=actor,
        at=at,
        action="it_portfolio.import_competences",
        object_kind=KIND,
        object_id="fil",
        data=data,
    )
    return len(lines)
