"""Requests for new systems, licences and equipment in Lindeby, in every state, by the services that pages use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.models import Contract, ItSystem
from chefforum.modules.it_costs.rules.request_facts import LineFacts, RequestFacts
from chefforum.modules.it_costs.rules.request_levels import Limits
from chefforum.modules.it_costs.rules.request_words import Level, ReviewKind
from chefforum.modules.it_costs.services.request_decisions import (
    Scope,
    approve,
    reject,
    say_not_needed,
    take_into_use,
)
from chefforum.modules.it_costs.services.request_limits import set_limits
from chefforum.modules.it_costs.services.request_steps import answer, begin, submit, take_plain_step
from chefforum.modules.it_costs.services.requests import comment, write_request

from .leaders import Town

KEEPER = "kim.stavnsbo"
SPACE = UUID("6f0f6b0e-6d1c-4b53-9a39-2f6a5d0b7d11")
SOURCE = "Chefforum, principper for ny it, vedtaget med budgettet"


@dataclass(frozen=True)
class Asked:
    """A request and how far it has come. `unit`: its leader asks; `system`: by name; `ago`: days since it was sent;
    `lines`: item, kind of cost, equipment, number, kroner, years (0: once)."""

    title: str
    kind: str
    unit: str
    to: str
    ago: int
    need: str
    lines: tuple[tuple[str, str, str, int | None, int, int], ...]
    said: Mapping[str, Any] = field(default_factory=dict)
    system: str = ""
    asks: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # check: answer and words
    level: Level | None = None
    words: str = ""
    conditions: str = ""
    days: int = 365  # that the approval holds
    meeting: str = ""


NEW = {"ai_class": "none", "is_critical": "no", "hosting": "external"}
ASKED = (
    Asked(
        "Skærmlægen",
        "new_system",
        "32003",
        "in_review",
        12,
        "Samtaler på skærm med borgere efter udskrivning, så sygeplejersken kører mindre",
        (("Abonnement", "software", "", 90, 96_000, 4), ("Opsætning og kursus", "services", "", None, 58_000, 0)),
        NEW
        | {
            "alternatives": "Skærmbesøget kan det samme, men har ikke venteværelse.",
            "effects": "Ca. 600 kørte timer mindre om året.",
            "for_whom": "Sygeplejersker i hjemmeplejen",
            "users": 90,
            "vendor_name": "Solbakke Sky",
            "tasks": ("27.36",),
            "personal_data": "sensitive",
            "serves_vulnerable": "yes",
            "processor_agreement": "no",
            "dpia": "no",
        },
        asks={"security": ("yes", ""), "data": ("", ""), "law": ("if", "Køb på den aftale, vi har om Skærmbesøget.")},
    ),
    Asked(
        "Elevprofilen",
        "new_system",
        "33002",
        "in_review",
        20,
        "Finder tidligt elever, der er ved at falde bagud, ud fra fravær og opgaver",
        (("Licens pr. elev", "software", "", 1450, 580_000, 4), ("Indførelse", "services", "", None, 240_000, 0)),
        NEW
        | {
            "alternatives": "Lærerteamets eget overblik i Skolesporet.",
            "effects": "Tidligere hjælp. Effekten er ikke målt andre steder.",
            "for_whom": "Lærere og ledelse på fire skoler",
            "users": 210,
            "tasks": ("17.01",),
            "personal_data": "sensitive",
            "ai_class": "high",
            "serves_vulnerable": "yes",
        },
        asks={"data": ("no", "Der er ingen konsekvensanalyse."), "law": ("yes", "")},
    ),
    Asked(
        "Nye kørelister i Omsorgen",
        "new_system",
        "32004",
        "approved",
        120,
        "Kørelister, der lægger ruten om, når en borger bliver syg",
        (("Modul til kørelister", "software", "", 210, 420_000, 4), ("Indførelse", "services", "", None, 390_000, 0)),
        NEW
        | {
            "alternatives": "At planlæggeren lægger ruter om i hånden som nu.",
            "effects": "Syv minutter mindre kørsel pr. besøg i prøven på Søvang.",
            "for_whom": "Hjemmeplejen Nord og Syd",
            "users": 210,
            "vendor_name": "Lyngbakke Kommunesystemer",
            "tasks": ("27.36",),
            "personal_data": "sensitive",
            "is_critical": "yes",
            "processor_agreement": "yes",
            "dpia": "yes",
        },
        asks={"security": ("yes", ""), "data": ("yes", ""), "law": ("yes", "")},
        level=Level.FORUM,
        conditions="Evalueres efter et halvt år.",
        meeting="Punkt 5, It i plejen",
    ),
    Asked(
        "40 tablets til Hjemmeplejen Syd",
        "hardware",
        "32004",
        "in_use",
        150,
        "De gamle kan ikke opdateres mere",
        (("Tablet med hylster", "hardware", "tablet", 40, 148_000, 0),),
        {"for_whom": "Nye kolleger i hjemmeplejen"},
        system="Tablets i plejen",
    ),
    Asked(
        "30 licenser mere til Fjernhånden",
        "licences",
        "11002",
        "approved",
        335,
        "Supporten hjælper nu også dagtilbud",
        (("Licens", "software", "", 30, 21_600, 3),),
        {"users": 30},
        system="Fjernhånden",
    ),
    Asked(
        "Læsetræneren",
        "pilot",
        "33003",
        "in_use",
        95,
        "Prøve af læsetræning med lyd i fire klasser",
        (("Prøve i et skoleår", "software", "", 96, 18_000, 0),),
        NEW
        | {
            "alternatives": "Læselygten læser op, men træner ikke.",
            "for_whom": "Elever i 3. klasse",
            "users": 96,
            "vendor_name": "Strandager Læring",
            "tasks": ("17.01",),
            "personal_data": "ordinary",
            "ai_class": "limited",
            "processor_agreement": "yes",
            "is_accessible": "yes",
        },
        asks={"data": ("if", "Ingen optagelser gemmes ud over prøven.")},
        conditions="Ingen optagelser gemmes.",
    ),
    Asked(
        "Drone til tilsyn med tage",
        "hardware",
        "23004",
        "rejected",
        60,
        "Se tage efter uden lift",
        (("Drone med kamera", "hardware", "camera", 1, 46_000, 0), ("Kursus", "services", "", 2, 14_000, 0)),
        {"alternatives": "Leje af drone med fører, ca. 3.500 kr. pr. gang."},
        words="Det er billigere at leje de fire gange om året, det er nødvendigt.",
    ),
    Asked(
        "Skærm til mødelokale 2",
        "hardware",
        "11003",
        "not_needed",
        33,
        "Den gamle flimrer",
        (("Skærm 65 tommer", "hardware", "screen", 1, 8_400, 0),),
        {"is_critical": "no", "ai_class": "none", "personal_data": "none"},
        words="Under grænsen. Bestil den hos It & Digitalisering.",
    ),
    Asked(
        "Backup hos Havblik, to år mere",
        "prolong",
        "11002",
        "in_review",
        9,
        "Aftalen slutter, og det nye udbud er først klart om halvandet år",
        (("Backup, pr. år", "services", "", None, 310_000, 2),),
        {"alternatives": "Egen backup i Serverrum Nord, som koster mere og kræver folk."},
        system="Backup hos Havblik",
    ),
    Asked(
        "Booking af haller og udstyr",
        "new_system",
        "23002",
        "returned",
        26,
        "Foreninger booker haller og låner udstyr",
        (("Abonnement", "software", "", None, 44_000, 4),),
        NEW
        | {
            "alternatives": "Halkalenderen.",
            "for_whom": "Foreninger",
            "personal_data": "ordinary",
            "tasks": ("18.20",),
        },
        words="Halkalenderen har booking af haller. Skriv, hvad den ikke kan, og om udstyr kan lægges ind i den.",
    ),
    Asked(
        "60 pc'er til Jobcenter Lindeby",
        "hardware",
        "21001",
        "submitted",
        4,
        "Pc'erne er seks år og kan ikke få den nye version",
        (("Bærbar pc", "hardware", "pc", 60, 474_000, 0), ("Dokning", "hardware", "other", 60, 66_000, 0)),
        {"for_whom": "Sagsbehandlere"},
        system="Pc'er",
    ),
    Asked(
        "Sengesensorer på Lindegården",
        "pilot",
        "32001",
        "approved",
        250,
        "Besked, når en beboer er på vej ud af sengen om natten",
        (("Sensorer", "hardware", "sensor", 24, 92_000, 0),),
        NEW
        | {
            "alternatives": "Tilsyn hver anden time.",
            "for_whom": "Nattevagter",
            "users": 14,
            "personal_data": "sensitive",
            "processor_agreement": "yes",
            "dpia": "yes",
            "tasks": ("27.36",),
        },
        asks={"security": ("yes", "")},
        days=180,
    ),
    Asked(
        "Tavle til sundhedsplejen",
        "new_system",
        "31002",
        "withdrawn",
        70,
        "Overblik over besøg i ugen",
        (("Abonnement", "software", "", 22, 15_000, 3),),
        NEW | {"alternatives": "Et regneark.", "for_whom": "Sundhedsplejen", "personal_data": "none"},
        words="Sundhedskortet har fået en ugetavle.",
    ),
    Asked(
        "Vejsensorer til glat føre",
        "new_system",
        "22001",
        "draft",
        3,
        "Ved, hvor der skal saltes, før vagten kører ud",
        (("Sensorer i ti veje", "hardware", "sensor", 10, 0, 0),),
        {"tasks": ("05",)},
    ),
)


def load(*, at: dt.datetime) -> None:
    """The limits of who decides, and the requests as they stand at `at`. The systems are there already."""
    town = Town.now()
    set_limits(
        actor=town.actor(KEEPER, at),
        valid_from=timezone.localdate(at) - dt.timedelta(days=400),
        limits=Limits(free_below=25_000, chief_from=250_000, forum_from=2_000_000),
        reviewers={
            ReviewKind.SECURITY: town.leads["11003"].pk,
            ReviewKind.DATA: town.leads["11004"].pk,
            ReviewKind.LAW: town.leads["11001"].pk,
        },
        source=SOURCE,
        at=at - dt.timedelta(days=400),
    )
    systems = {one.name: one for one in ItSystem.objects.filter(name__in=[one.system for one in ASKED if one.system])}
    for asked in ASKED:
        _bring(town, asked, systems.get(asked.system), at - dt.timedelta(days=asked.ago))


def _bring(town: Town, asked: Asked, system: ItSystem | None, at: dt.datetime) -> None:
    """Each step an hour or some days after the one before, but never after the day that the demo is made."""
    author, keeper = town.leader(asked.unit, at), town.actor(KEEPER, at)
    pk = write_request(actor=author, facts=_facts(town, asked, system, at), at=at, made_id=uuid5(SPACE, asked.title)).pk
    hour, day = at + dt.timedelta(hours=1), at + dt.timedelta(days=1)
    if asked.to == "draft":
        return
    submit(actor=author, request_id=pk, at=hour)
    if asked.to == "submitted":
        return
    if asked.to in ("returned", "withdrawn"):
        step, actor = ("send_back", keeper) if asked.to == "returned" else ("withdraw", author)
        take_plain_step(actor=actor, request_id=pk, step=step, reason=asked.words, at=day)
        return
    if asked.to == "not_needed":
        say_not_needed(actor=keeper, request_id=pk, reason=asked.words, at=day)
        return
    people = {"security": "11003", "data": "11004", "law": "11001"}
    begin(
        actor=keeper,
        request_id=pk,
        asked={ReviewKind(kind): town.leads[people[kind]].pk for kind in asked.asks},
        level=asked.level,
        at=day,
    )
    for nth, (kind, (said, words)) in enumerate(asked.asks.items(), start=1):
        if said:
            then = day + dt.timedelta(days=nth)
            reviewer = town.leader(people[kind], then)
            answer(actor=reviewer, request_id=pk, kind=ReviewKind(kind), said=said, text=words, at=then)
    _decide(town, asked, pk, author, day + dt.timedelta(days=5))


def _decide(town: Town, asked: Asked, pk: UUID, author: Actor, at: dt.datetime) -> None:
    if asked.to == "in_review":
        comment(actor=author, request_id=pk, text="Vi vil gerne i gang i næste kvartal.", at=at - dt.timedelta(days=4))
        return
    chief = town.head(asked.unit, at)
    actor = town.actor(KEEPER, at) if asked.level is Level.FORUM else chief
    if asked.to == "rejected":
        reject(actor=actor, request_id=pk, scope=Scope(reason=asked.words), at=at)
        return
    on = timezone.localdate(at)
    amount = sum(kroner * (years or 1) for _, _, _, _, kroner, years in asked.lines)
    numbers = [number for _, _, _, number, _, _ in asked.lines if number is not None]
    scope = Scope(
        what=asked.title,
        for_whom=str(asked.said.get("for_whom", "")),
        quantity=Decimal(numbers[0]) if len(numbers) == 1 else None,
        amount_oere=amount * 100,
        expires_on=on + dt.timedelta(days=asked.days),
        conditions=asked.conditions,
        meeting_on=on - dt.timedelta(days=1) if asked.meeting else None,
        meeting_reference=asked.meeting,
    )
    approve(actor=actor, request_id=pk, scope=scope, at=at)
    if asked.to == "in_use":
        take_into_use(actor=author, request_id=pk, at=at + dt.timedelta(days=20))


def _facts(town: Town, asked: Asked, system: ItSystem | None, at: dt.datetime) -> RequestFacts:
    on = timezone.localdate(at)
    contract = Contract.objects.filter(covers__system=system).order_by("name").first() if system else None
    lines = tuple(
        LineFacts(
            item=item,
            category=category,
            first_year=on.year,
            amount_oere=kroner * 100 or None,
            hardware=hardware,
            quantity=None if number is None else Decimal(number),
            is_yearly=years > 0,
            years=max(years, 1),
        )
        for item, category, hardware, number, kroner, years in asked.lines
    )
    until = {"wanted_until": on + dt.timedelta(days=200)} if asked.kind in ("pilot", "prolong") else {}
    said: dict[str, Any] = dict(asked.said) | until
    return RequestFacts(
        kind=asked.kind,
        title=asked.title,
        unit_id=town.unit(asked.unit),
        need=asked.need,
        system_id=system.pk if system else None,
        contract_id=contract.pk if contract else None,
        wanted_from=on + dt.timedelta(days=45),
        funding_unit_id=town.unit(asked.unit),
        funding="" if asked.to == "draft" else "Inden for enhedens ramme",
        lines=lines,
        **said,
    )
