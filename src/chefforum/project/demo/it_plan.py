"""What Lindeby plans for its technology: items that are done, late and to come, the calendar's milestones, which
systems' dependencies were looked through, and a report with texts, one of them a draft, frozen once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.modules.it_costs.models import ItSystem
from chefforum.modules.it_portfolio.queries.plan import list_milestones
from chefforum.modules.it_portfolio.queries.report import report_years
from chefforum.modules.it_portfolio.rules.plan import PLAN_BEGINS, Element, MilestoneFacts, PlanFacts, State
from chefforum.modules.it_portfolio.rules.report import ADVICE, STEPS, SUMMARY
from chefforum.modules.it_portfolio.services.plan import begin_calendar, say_state, write_item, write_milestone
from chefforum.modules.it_portfolio.services.readiness import check_dependencies
from chefforum.modules.it_portfolio.services.report import freeze_report, keep_draft, put_in

from .leaders import Town


@dataclass(frozen=True)
class Planned:
    """`begins` and `ends` in days from today; `owner`: the beginning of an e-mail, or the code of a unit they lead."""

    title: str
    why: str
    element: Element
    begins: int
    ends: int | None
    owner: str = ""
    cost: int | None = None
    saving: int | None = None
    state: State = State.PLANNED
    note: str = ""
    systems: tuple[str, ...] = ()
    after: str = ""


PLAN = (
    Planned(
        "Luk de systemer, ingen bruger mere",
        "Formularhjulet er udskiftet, men aftalen løber, og der betales stadig for den.",
        Element.OVERVIEW,
        -95,
        -25,
        "kim.stavnsbo",
        40_000,
        180_000,
        State.DONE,
        "Lukket til månedsskiftet. Data er afleveret.",
        ("Formularhjulet",),
    ),
    Planned(
        "Skriv de sidste kontrakter ind i registret",
        "Uden slutdato og varsel kan vi hverken sige op i tide eller sige, hvad der kan flytte.",
        Element.OVERVIEW,
        -70,
        -9,
        "kim.stavnsbo",
        0,
        0,
        State.RUNNING,
        "Vi mangler svar fra fire leverandører.",
    ),
    Planned(
        "Risikovurdér systemer med følsomme oplysninger",
        "Loven kræver det, og vi har kun vurderet de største.",
        Element.COMPLIANCE,
        -45,
        45,
        "signe.moelholt",
        0,
        0,
        State.RUNNING,
        "Otte af nitten er vurderet.",
        ("Omsorgen", "Barnets Sag", "Tandjournalen"),
    ),
    Planned(
        "Aflever den gamle journal",
        "Arkivkisten koster en aftale og plads i Serverrum Nord, kun for opslag.",
        Element.STEPS,
        -30,
        120,
        "11004",
        85_000,
        140_000,
        State.RUNNING,
        "Afleveringen er aftalt med arkivet.",
        ("Arkivkisten", "Sagsbroen"),
    ),
    Planned(
        "Sig aftalen om serverrummet op i tide",
        "Det, der kører der, skal kunne flytte til et fælles driftscenter.",
        Element.READINESS,
        -6,
        10,
        "kim.stavnsbo",
        0,
        None,
        systems=("Serverrum Nord",),
    ),
    Planned(
        "Find ejere til afdelingernes egne indkøb",
        "En tredjedel af dem har ingen, der siger, om de er nødvendige.",
        Element.OVERVIEW,
        5,
        65,
    ),
    Planned(
        "Lær to til at passe Databroen",
        "Kun én kan den i dag, og seks systemer har brug for den.",
        Element.COMPETENCES,
        20,
        110,
        "kim.stavnsbo",
        60_000,
        0,
        systems=("Databroen",),
    ),
    Planned(
        "Flyt Tandjournalen ud af Serverrum Nord",
        "Den er det sidste, der binder rummet, når den gamle journal er afleveret.",
        Element.READINESS,
        125,
        240,
        "signe.moelholt",
        None,
        95_000,
        systems=("Tandjournalen", "Serverrum Nord"),
        after="Aflever den gamle journal",
    ),
    Planned(
        "Saml skolernes og dagtilbuddenes beskeder",
        "Klassevæg og Børnehusets dag gør næsten det samme hos hver sin leverandør.",
        Element.STEPS,
        60,
        300,
        "signe.moelholt",
        260_000,
        220_000,
        systems=("Klassevæg", "Børnehusets dag"),
    ),
)
TEXTS = {
    SUMMARY: "Kommunen har flere systemer, end nogen havde overblik over, og en del af dem er købt uden om It & "
    "Digitalisering.\n\nUdgiften er steget. Det skyldes både flere licenser og højere priser, og en del af stigningen "
    "kan ikke deles op, fordi antal mangler.\n\nFå systemer er klar til at flytte til fælles drift. De fleste mangler "
    "en oplysning, ikke en beslutning.",
    ADVICE: "At den gamle journal afleveres, og at aftalen om serverrummet siges op i tide.\n\nAt afdelingerne ikke "
    "køber nye systemer, før det er set, om vi har et i forvejen.",
    STEPS: "Først skrives de sidste kontrakter ind. Så siges det, der ikke bruges, op. Til sidst samles det, der gør "
    "det samme.",
}
NOT_LOOKED_THROUGH = 4  # every so many of the systems


def load(*, at: dt.datetime) -> None:
    """On top of register and costs, by the coordinator."""
    town, on = Town.now(), timezone.localdate(at)
    actor = town.actor("kim.stavnsbo", at)
    systems = {one.name: one.pk for one in ItSystem.objects.filter(removed_at__isnull=True)}
    begin = at - dt.timedelta(days=100)
    made: dict[str, UUID] = {}
    for nth, one in enumerate(PLAN):
        facts = PlanFacts(
            title=one.title,
            why=one.why,
            element=one.element.value,
            owner_id=_owner(town, one.owner),
            starts_on=_day(on, one.begins),
            ends_on=None if one.ends is None else _day(on, max(one.begins, one.ends)),
            cost_oere=None if one.cost is None else one.cost * 100,
            saving_oere=None if one.saving is None else one.saving * 100,
            systems=tuple(sorted(systems[name] for name in one.systems if name in systems)),
            depends_on=(made[one.after],) if one.after else (),
        )
        item = write_item(actor=actor, facts=facts, at=begin + dt.timedelta(minutes=nth))
        made[one.title] = item.pk
        if one.state is not State.PLANNED:
            said_at = at - dt.timedelta(days=max(1, -(one.ends or 0)))
            say_state(actor=actor, item_id=item.pk, state=one.state.value, note=one.note, at=said_at)
    _milestones(town, on=on, at=at)
    looked_through = [pk for nth, (_, pk) in enumerate(sorted(systems.items())) if nth % NOT_LOOKED_THROUGH]
    check_dependencies(actor=actor, system_ids=looked_through, is_all=True, at=at - dt.timedelta(days=12))
    for name, text in TEXTS.items():
        (keep_draft if name == STEPS else put_in)(actor=actor, name=name, text=text, at=at - dt.timedelta(days=3))
    freeze_report(
        actor=actor,
        name="Rapport til økonomiudvalget",
        municipality=settings.MUNICIPALITY,
        years=report_years()[1],
        on=on,
        at=at - dt.timedelta(days=2),
    )


def _owner(town: Town, said: str) -> UUID | None:
    if not said:
        return None
    person = town.people.get(said) or town.leads.get(said)
    return person.pk if person else None


def _day(on: dt.date, days: int) -> dt.date:
    return max(on + dt.timedelta(days=days), PLAN_BEGINS)


def _milestones(town: Town, *, on: dt.date, at: dt.datetime) -> None:
    """The analysis' calendar of the year, reached a few days before each end as far as the year has gone."""
    actor = town.actor("kim.stavnsbo", at)
    begin_calendar(actor=actor, year=max(on.year, PLAN_BEGINS.year), at=at - dt.timedelta(days=100), on=on)
    for one in list_milestones(actor=actor, on=on):
        there = one.milestone
        reached = there.ends_on - dt.timedelta(days=4)
        if reached < on:
            facts = MilestoneFacts(there.name, there.starts_on, there.ends_on, reached, there.note)
            write_milestone(actor=actor, facts=facts, at=at - dt.timedelta(days=1), on=on, milestone_id=there.pk)
