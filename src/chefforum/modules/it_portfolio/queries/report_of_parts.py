"""Sections of the report from the portfolio's other parts: the signed figures, the chosen systems, what laws ask, and
who can do what. No person is named."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.queries.extracts import newest_validated
from chefforum.modules.it_costs.rules.report import Content, Points, Rows, Said, Told, Words
from chefforum.web import danish

from ..access import READ_ALL_COMPLIANCE
from ..rules.competences import STANDING_NAMES, Standing, StepState
from ..rules.compliance import STATUS_NAMES, WORST_FIRST, Status
from ..rules.plan import Element
from ..rules.plan_offers import Offer
from ..rules.requirements import LAW_TITLES
from .competences import list_steps, overview
from .compliance import counts_by_law, whole_matrix
from .selection import decided_now

Years = tuple[int, int]
# What the report says in place of a section that its reader has no part in.
CLOSED = "Lovkrav vises kun for den, der må se dem for hele kommunen."


def validation_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """The newest extract of the two years that both parties signed, with its hash and sums."""
    found = newest_validated(actor=actor, years=years)
    if found is None:
        return None
    url = reverse("it_costs:extract", args=[found.extract_id])
    # A year that no line of it is of is not known to have cost nothing.
    of_year = {year: [one.cash_oere for one in found.sums if one.year == year] for year in found.years}
    sums = {year: sum(amounts) if amounts else None for year, amounts in of_year.items()}
    told: list[Told] = [
        Words(
            f"Begge parter har godkendt “{found.name}” {danish.moment(found.validated_at)}. Det er frosset "
            f"{danish.moment(found.frozen_at)}.",
            url,
        ),
        Rows(
            "Det godkendte udtræk",
            ("Udtræk", "Fingeraftryk (SHA-256)"),
            ((Said(found.name, url), Said(found.sha256)),),
        ),
        Rows(
            "Godkendt, betalt i året",
            ("År", "Kr."),
            tuple((Said(str(year)), Said(_kroner(amount), url, True)) for year, amount in sums.items()),
        ),
    ]
    lacks = [
        Said(f"Det godkendte udtræk har ingen linjer i {year}.", url) for year, amount in sums.items() if amount is None
    ]
    if count := found.agreed_to_differ:
        lines = danish.counted(count, "linje,linjer")
        lacks.append(Said(f"Parterne er uenige om {lines}, som er nævnt i udtrækket.", url))
    return Content(tuple(told), tuple(lacks), url)


def selection_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """The list that counts, with those that were put in or taken out by hand."""
    found = decided_now(actor=actor)
    if found is None:
        return None
    url = reverse("it_portfolio:selections")
    rows = tuple(
        (
            Said(one.system.name, reverse("it_costs:system", args=[one.system_id])),
            Said(one.system.vendor.name if one.system.vendor else danish.MISSING),
            Said(f"Sat ind i hånden: {one.reason}" if one.by_hand else "Valgt efter vægte og regler"),
        )
        for one in found.chosen
    )
    told: list[Told] = [
        Words(f"{danish.counted(len(found.chosen), 'system,systemer')} er valgt ud.", url),
        Rows("De valgte", ("System", "Leverandør", "Hvorfor"), rows),
    ]
    if found.taken_out:
        told += [
            Words("Taget ud i hånden:"),
            Points(tuple(Said(f"{one.system.name}: {one.reason}") for one in found.taken_out)),
        ]
    return Content(tuple(told), (), url)


def compliance_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """How many requirements are met, by law; no system is named. Who does not see all is told so."""
    if not READ_ALL_COMPLIANCE.allows(actor):
        return closed_section()
    rows = whole_matrix(actor=actor, on=on, tree=tree_on(on))
    if not rows:
        return None
    page = reverse("it_portfolio:compliance")
    counts = counts_by_law(rows)

    def cell(law: str, status: Status, count: int) -> Said:
        url = f"{page}?{urlencode({'lov': law, 'svar': status.value})}" if count else ""
        return Said(danish.number(count), url, True)

    table = Rows(
        "Krav efter lov",
        ("Lov", *(STATUS_NAMES[one] for one in WORST_FIRST)),
        tuple(
            (Said(LAW_TITLES[law]), *(cell(law.value, one, of[one]) for one in WORST_FIRST))
            for law, of in counts.items()
        ),
    )
    total: Counter[Status] = Counter()
    for of in counts.values():
        total.update(of)
    told = (
        Words(f"{total[Status.NOT_FULFILLED]} krav er ikke opfyldt, og {total[Status.FULFILLED]} er opfyldt.", page),
        table,
    )
    lacks = (Said(f"{danish.counted(total[Status.OPEN], 'krav,krav')} er åbne: ingen ved, om de er opfyldt.", page),)
    return Content(told, lacks if total[Status.OPEN] else (), page)


def closed_section() -> Content:
    return Content((Words(CLOSED),))


def competences_section(*, actor: Actor, on: dt.date, at: dt.datetime, years: Years) -> Content | None:
    """How each competence stands, and what is done so that more can."""
    tree = tree_on(on)
    found = overview(actor=actor, on=on, tree=tree)
    needed = [one for one in found.rows if one.gap is not None]
    if not needed:
        return None
    page = reverse("it_portfolio:competences")
    counts = tuple((Said(name), _number(found.standings.get(one, 0))) for one, name in STANDING_NAMES.items())
    told: list[Told] = [
        Words(f"Systemerne kræver {danish.counted(len(needed), 'kompetence,kompetencer')}.", page),
        Rows("Kompetencer efter, om der er nok", ("Hvordan det står", "Kompetencer"), counts),
    ]
    short = [one for one in needed if one.standing in (Standing.LACKS, Standing.SINGLE)]
    if short:
        rows = tuple(
            (
                Said(str(one.competence), _competence(one.competence.pk)),
                Said(STANDING_NAMES[one.standing]),
                _number(one.steps),
            )
            for one in short
            if one.standing is not None
        )
        told.append(Rows("Hvor det er tyndt", ("Kompetence", "Hvordan det står", "Skridt i gang"), rows))
    steps = [one for one in list_steps(actor=actor, on=on, tree=tree) if one.step.state != StepState.DROPPED]
    if steps:
        heads = ("Hvad", "Personer", "Senest", "Pris, kr.", "Status")
        of_steps = tuple(
            (
                Said(one.step.text, reverse("it_portfolio:competence_plan")),
                Said(danish.number(one.step.persons), "", True),
                Said(danish.date(one.step.due_on)),
                Said(_kroner(one.step.cost_oere), "", True),
                Said("Forsinket" if one.is_late else one.step.get_state_display()),
            )
            for one in steps
        )
        told.append(Rows("Opkvalificering", heads, of_steps))
    unknown = found.standings.get(Standing.UNKNOWN, 0)
    lacks = (Said(f"Hvor mange der kan {danish.counted(unknown, 'kompetence,kompetencer')}, er ikke oplyst.", page),)
    return Content(tuple(told), lacks if unknown else (), page)


def _competence(key: UUID) -> str:
    return reverse("it_portfolio:competence", args=[key])


def upskilling_offers(*, actor: Actor, on: dt.date) -> list[Offer]:
    """Upskilling that is planned or under way, for the plan."""
    steps = list_steps(actor=actor, on=on, tree=tree_on(on))
    return [
        Offer(
            key=f"upskilling:{one.step.pk}",
            title=one.step.text[:200],
            why=f"{one.step.competence}: {one.unit}.",
            element=Element.COMPETENCES.value,
            url=reverse("it_portfolio:competences"),
            ends_on=one.step.due_on,
            cost_oere=one.step.cost_oere,
        )
        for one in steps
        if one.step.state in (StepState.PLANNED, StepState.UNDER_WAY)
    ]


def _number(count: int) -> Said:
    return Said(danish.number(count), "", True)


def _kroner(oere: int | None) -> str:
    return danish.MISSING if oere is None else danish.number(Decimal(oere) / 100, 0)
