"""How it stands with laws and competences in Lindeby: agreements and oversights of several years, a few that lack, AI
that nobody has classed yet, and competences that one alone has."""

from __future__ import annotations

import datetime as dt
from random import Random
from uuid import uuid4

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_costs.queries.law_facts import SystemFactsRow, law_facts
from chefforum.modules.it_costs.rules.kinds import Answer, PersonalData, Source, SystemKind
from chefforum.modules.it_portfolio.models import Competence, CompetenceNeed
from chefforum.modules.it_portfolio.rules.competences import StepState
from chefforum.modules.it_portfolio.rules.compliance import Said, Status
from chefforum.modules.it_portfolio.services.competences import (
    CompetenceLine,
    StepFacts,
    name_key_person,
    save_step,
    write_lines,
)
from chefforum.modules.it_portfolio.services.compliance import Write, write_answers

from .leaders import Town

SEED = 62
# Who is what: websites and apps, classes of AI, risks that are high, agreements that were never made.
WEB = (
    "Lindeby.dk", "Intra", "Blanketten", "Bogskabet", "Sig til", "Køkalenderen", "Halkalenderen", "Lokalebog",
    "Klassevæg", "Børnehusets dag", "Firmakortet", "Genoptræn",
)  # fmt: skip
AI_CLASSES = {
    "Solbakke Hjælper": "limited",
    "Solbakke Kontor": "limited",
    "Vagthunden": "minimal",
    "Pladsfinderen": "high",
    "Regneøen": "limited",
    "Sig til": "minimal",
}
HIGH_RISK = {
    "Barnets Sag": "",
    "Omsorgen": "Ny nødprocedure og to faktorer i alle vagter, inden 1. september.",
    "Tandjournalen": "",
    "Ydelsesværket": "Adgange gennemgås hver måned; logning udvides i næste version.",
}
NO_AGREEMENT = ("Trivselsmåleren", "Musikelev")
NOBODY_SAYS = ("Kursusporten", "Hjælpeluge", "Køkalenderen", "Dørlåse", "Læselygten")
OVERDUE = {"Omsorgen": 19, "Sygedagene": 26, "Skærmbesøget": 15, "Klassevæg": 22, "Adgangsmesteren": 14}
NO_PLAN = ("Byggeplanen", "Blanketten", "Stemmeurnen", "Nødkaldet")

CATALOGUE = (
    ("DB", "Databaser"),
    ("NET", "Netværk"),
    ("SIK", "It-sikkerhed"),
    ("INT", "Integrationer"),
    ("ADG", "Brugere og adgange"),
    ("JOU", "Opsætning af Sagsbroen"),
    ("OMS", "Opsætning af Omsorgen"),
    ("LON", "Lønkørsel og lønarter"),
    ("KON", "Kontraktstyring"),
    ("AI", "Vurdering af AI"),
)
# System, competence, level, persons.
NEEDED = (
    ("Databroen", "INT", 3, 2),
    ("Databroen", "DB", 2, 2),
    ("Tallageret", "DB", 2, 2),
    ("Tandjournalen", "DB", 2, 1),
    ("Rådhusets netværk", "NET", 3, 2),
    ("Skolernes netværk", "NET", 2, 2),
    ("Plejehjemmenes netværk", "NET", 2, 2),
    ("Adgangsmesteren", "ADG", 2, 3),
    ("Vagthunden", "SIK", 3, 2),
    ("Backup hos Havblik", "SIK", 2, 2),
    ("Sagsbroen", "JOU", 3, 2),
    ("Mødevejen", "JOU", 2, 1),
    ("Omsorgen", "OMS", 3, 3),
    ("Lønkilden", "LON", 2, 3),
    ("Solbakke Hjælper", "AI", 2, 2),
    ("Pladsfinderen", "AI", 2, 1),
    ("Kontraktskabet", "KON", 2, 2),
)
# Unit, competence, level, persons; KON and AI: nobody has said, or one alone.
HELD = (
    ("11002", "INT", 3, 1),
    ("11002", "INT", 2, 1),
    ("11002", "DB", 3, 1),
    ("11002", "DB", 2, 2),
    ("11002", "NET", 3, 2),
    ("11002", "NET", 2, 3),
    ("11002", "ADG", 2, 4),
    ("11002", "SIK", 3, 1),
    ("11002", "SIK", 2, 1),
    ("11004", "JOU", 3, 1),
    ("11004", "JOU", 2, 3),
    ("32007", "OMS", 3, 1),
    ("32001", "OMS", 2, 2),
    ("11003", "LON", 2, 4),
    ("11002", "AI", 2, 1),
)
# Competence, what, unit, persons, days from now, kroner, state.
PLAN = (
    ("INT", "Sidemandsoplæring i Databroen", "11002", 1, 120, 0, StepState.UNDER_WAY),
    ("SIK", "Kursus i sikkerhed med certifikat", "11002", 2, 75, 48_000, StepState.PLANNED),
    ("OMS", "To superbrugere mere i hver hjemmepleje", "320", 4, 200, None, StepState.PLANNED),
    ("JOU", "Afløser for systemforvalteren", "11004", 1, -20, 15_000, StepState.UNDER_WAY),
    ("AI", "Fælles dag om AI-forordningen", None, 25, 45, 30_000, StepState.PLANNED),
    ("NET", "Leverandørens kursus i det nye netværk", "11002", 3, -150, 36_000, StepState.DONE),
)


def load(*, at: dt.datetime) -> None:
    """On top of the register. Raises DemoIsIncomplete."""
    town, on = Town.now(), timezone.localdate(at)
    keeper = town.actor("kim.stavnsbo", at)
    random = Random(SEED)  # noqa: S311 - invented on purpose, and the same every time
    systems = law_facts(on=on, units=None)
    writes = [Write(system.id, code, said) for system in systems for code, said in _answers(system, random, on).items()]
    write_answers(actor=keeper, writes=writes, at=at - dt.timedelta(days=60), source=Source.FILE)
    _since(keeper, {one.name: one for one in systems}, at, on)
    _competences(keeper, town, at, on)


def _answers(system: SystemFactsRow, random: Random, on: dt.date) -> dict[str, Said]:
    found: dict[str, Said] = {}
    name, day = system.name, on - dt.timedelta(days=random.randint(60, 300))
    has_data = system.personal_data not in (PersonalData.NONE.value, PersonalData.UNKNOWN.value)
    if has_data and name not in NOBODY_SAYS:
        found |= _protection(system, random, on, day)
    if Answer.YES.value in (system.is_business_critical, system.is_socially_critical):
        if name not in NO_PLAN and random.random() < 0.75:
            found["nis2_contingency"] = _yes("Plan prøvet ved øvelse", day)
        if random.random() < 0.6:
            found["nis2_supplier"] = _yes("Gennemgang af leverandøren", day)
    if name in AI_CLASSES:
        found["ai_class"] = _yes("Vurderet af It & Digitalisering", day, choice=AI_CLASSES[name])
        found["ai_role"] = _yes("Vi har købt den", day, choice="deployer")
    if name in ("Solbakke Hjælper", "Solbakke Kontor"):
        found["ai_literacy"] = _yes("Kursus i AI for alle med adgang", day)
    if system.kind == SystemKind.SYSTEM and (name in WEB or random.random() < 0.6):
        found["web_scope"] = _yes("", day, choice="yes" if name in WEB else "no")
    if name in WEB[:6]:
        found["web_statement"] = _yes(
            "Erklæring lavet i det fælles værktøj", on - dt.timedelta(days=90 + 70 * WEB.index(name))
        )
        found["web_access"] = (
            Said(Status.NOT_FULFILLED.value, ground="Kan ikke bruges med tastatur alene", checked_on=day)
            if name == "Blanketten"
            else _yes("Set efter med skærmlæser og tastatur", day)
        )
    return found


def _protection(system: SystemFactsRow, random: Random, on: dt.date, day: dt.date) -> dict[str, Said]:
    name = system.name
    if name in NO_AGREEMENT:
        return {
            "gdpr_agreement": Said(Status.NOT_FULFILLED.value, ground="Købt uden aftale; leverandøren er bedt om en")
        }
    found = {"gdpr_agreement": _yes(f"Aftale i sag 2024-{random.randint(1000, 9999)}", day)}
    months = OVERDUE.get(name, random.randint(1, 11))
    if random.random() < 0.85 or name in OVERDUE:
        found["gdpr_oversight"] = _yes("Leverandørens erklæring er læst", on - dt.timedelta(days=30 * months))
    if name in HIGH_RISK:
        found["gdpr_risk"] = _yes("Risikovurdering med fagchefen", day, choice="high")
        if HIGH_RISK[name]:
            found["gdpr_risk_plan"] = _yes(HIGH_RISK[name], day)
    elif random.random() < 0.8:
        found["gdpr_risk"] = _yes("Risikovurdering", day, choice=random.choice(("low", "medium")))
    if system.personal_data == PersonalData.SENSITIVE and random.random() < 0.7:
        found["gdpr_dpia"] = _yes("Konsekvensanalyse", day)
    if random.random() < 0.9:
        found["gdpr_transfer"] = _yes("Data bliver i EU efter aftalen", day)
    return found


def _yes(ground: str, day: dt.date, *, choice: str = "") -> Said:
    return Said(Status.FULFILLED.value, choice=choice, ground=ground, checked_on=day)


def _since(keeper: Actor, systems: dict[str, SystemFactsRow], at: dt.datetime, on: dt.date) -> None:
    """What was answered by hand afterwards, so that there is a history."""
    later = at - dt.timedelta(days=6)
    for name, code, said in (
        ("Kursusporten", "gdpr_agreement", _yes("Aftalen er fundet i kontraktskabet", on - dt.timedelta(days=7))),
        (
            "Stemmeurnen",
            "nis2_contingency",
            Said(Status.NOT_FULFILLED.value, ground="Planen er fra før det nye valgsystem"),
        ),
        (
            "Trivselsmåleren",
            "gdpr_transfer",
            Said(Status.NOT_FULFILLED.value, ground="Leverandøren bruger en underleverandør uden for EU"),
        ),
    ):
        write_answers(actor=keeper, writes=[Write(systems[name].id, code, said)], at=later)


def _competences(keeper: Actor, town: Town, at: dt.datetime, on: dt.date) -> None:
    systems = {one.name: one.pk for one in ItSystem.objects.all()}
    lines = [CompetenceLine(code, name) for code, name in CATALOGUE]
    lines += [
        CompetenceLine(code, "", system_id=systems[system], level=level, persons=persons)
        for system, code, level, persons in NEEDED
    ]
    lines += [
        CompetenceLine(code, "", unit_id=town.units[unit], level=level, persons=persons)
        for unit, code, level, persons in HELD
    ]
    write_lines(actor=keeper, lines=lines, at=at - dt.timedelta(days=30))
    known = {one.code: one.pk for one in Competence.objects.all()}
    for code, text, unit, persons, days, kroner, state in PLAN:
        facts = StepFacts(
            competence_id=known[code],
            text=text,
            unit_id=town.units[unit] if unit else None,
            persons=persons,
            due_on=on + dt.timedelta(days=days),
            cost_oere=None if kroner is None else kroner * 100,
            state=state.value,
        )
        save_step(actor=keeper, facts=facts, at=at - dt.timedelta(days=20), step_id=uuid4(), is_new=True)
    need = CompetenceNeed.objects.get(competence=known["JOU"], system=systems["Sagsbroen"])
    name_key_person(
        actor=keeper,
        need_id=need.pk,
        named_id=town.leads["11004"].pk,
        purpose="Oplæring af en afløser inden årets udgang",
        at=at - dt.timedelta(days=12),
    )
