"""How it stands with the law for the school's system: an answer, a word of KITOS that differs, and a competence that
one alone has, named by the system's owner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from chefforum.kernel.access.queries import actor_for
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_portfolio.models import (
    Competence,
    CompetenceNeed,
    ComplianceAnswer,
    KeyPerson,
    UpskillingStep,
)
from chefforum.modules.it_portfolio.rules.compliance import Said, Status
from chefforum.modules.it_portfolio.services.competences import (
    StepFacts,
    name_key_person,
    save_competence,
    save_step,
    say_held,
    say_need,
)
from chefforum.modules.it_portfolio.services.compliance import Write, write_answers
from tests.people import Lindeby
from tests.world_of_it import ItWorld


@dataclass(frozen=True)
class ComplianceThere:
    answer: ComplianceAnswer  # the IT manager's, of the school's system
    word: ComplianceAnswer  # KITOS' of the same, which differs
    competence: Competence  # needed by the school's system, held by one
    unused: Competence
    key_person: KeyPerson  # the workplace leader, named by the colleague, who owns the system
    step: UpskillingStep


def build(*, lindeby: Lindeby, it: ItWorld, at: dt.datetime) -> ComplianceThere:
    keeper = actor_for(person=lindeby.persons["it_manager"], on=lindeby.on)
    owner = actor_for(person=lindeby.persons["colleague"], on=lindeby.on)
    said = Said(
        Status.FULFILLED.value, choice="limited", ground="Set på sammen med leverandøren", checked_on=lindeby.on
    )
    batch = write_answers(actor=keeper, writes=[Write(it.system.pk, "ai_class", said)], at=at).batch
    word = ComplianceAnswer.objects.create(
        batch=uuid4(),
        system_id=it.system.pk,
        requirement="ai_class",
        is_of_source=True,
        status=Status.FULFILLED.value,
        choice="high",
        source=Source.KITOS.value,
        at=at,
    )
    competence, unused = (
        save_competence(actor=keeper, code=code, name=name, about="", at=at, competence_id=uuid4(), is_new=True)
        for code, name in (("MAT", "Opsætning af Regneøen"), ("NET", "Netværk"))
    )
    school = lindeby.units["3100"].pk
    say_need(actor=owner, competence_id=competence.pk, system_id=it.system.pk, level=2, persons=2, at=at)
    say_held(actor=keeper, competence_id=competence.pk, unit_id=school, level=2, persons=1, at=at)
    need = CompetenceNeed.objects.get(competence=competence)
    leader = lindeby.persons["workplace_leader"]
    name_key_person(actor=owner, need_id=need.pk, named_id=leader.pk, purpose="Oplæring af en afløser", at=at)
    step = save_step(
        actor=keeper,
        facts=StepFacts(competence.pk, "Kursus for to lærere", unit_id=school, persons=2, cost_oere=1_200_000),
        at=at,
        step_id=uuid4(),
        is_new=True,
    )
    return ComplianceThere(
        answer=ComplianceAnswer.objects.get(batch=batch),
        word=word,
        competence=competence,
        unused=unused,
        key_person=KeyPerson.objects.get(need=need),
        step=step,
    )
