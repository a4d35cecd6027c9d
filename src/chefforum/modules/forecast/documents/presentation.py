"""MFR præsentation: what Mit Forventede Regnskab is, how the whole stands, and the plan for roll-out, for the forum."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from chefforum.calc.blocks import List, Paragraph, Table
from chefforum.calc.periods import name_of
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Figure, Part
from chefforum.web import danish
from chefforum.web.bridges import Step, bridge_chart
from chefforum.web.charts import Chart, Series, stacked_bar_chart

from ..queries.roll_out import RollOutState
from ..queries.standing import AreaRollOut, Standing
from ..rules.telling import how_sure, verdict
from ..rules.words import over_or_under

TITLE = "Mit Forventede Regnskab (MFR)"
WHAT = (
    "Hver arbejdspladsleder ser budget, forbrug og det forventede resultat for året, og hvorfor tallet er, som det er.",
    "Systemet regner det, der kan regnes: fast løn stilling for stilling, kontrakter og husleje efter deres rytme, "
    "refusioner efter reglen og resten efter niveau og sæson.",
    "Lederen skriver det, kun lederen kan vide: vikarer, vagter, overarbejde, indkøb og indtægter. Variabel løn gætter "
    "systemet ikke på; er den ikke vurderet, står den som ikke vurderet.",
    "Hver måned siger lederen, at måneden er vurderet, og forklarer det, der blev anderledes end planlagt. Lederen "
    "over godkender.",
)


def presentation_document(
    *,
    standing: Standing | None,
    state: RollOutState,
    areas: tuple[AreaRollOut, ...],
    organisation: str,
    issued_at: dt.datetime,
) -> Document:
    """`standing` None: the ledger is not closed so far that the year can be forecast, and the document says so."""
    facts = [
        Fact("Arbejdspladser med leder", (str(state.total),)),
        Fact("I gang", (str(state.started),)),
        Fact("Har været på workshop", (str(state.at_workshop),)),
        Fact(f"Har vurderet {name_of(state.period)}", (str(state.assessed),)),
    ]
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        subtitle="Præsentation: hvad det er, hvor året ender, og planen for udrulning",
        facts=tuple(facts),
        parts=(
            Part(title="Hvad er MFR?", elements=(List(tuple((Paragraph(text),) for text in WHAT)),)),
            Part(title="Hvor ender året?", elements=tuple(_year(standing))),
            Part(title="Plan for udrulning", elements=tuple(_plan(state, areas))),
        ),
    )


def _year(standing: Standing | None) -> list[Element]:
    if standing is None:
        return [Paragraph("Regnskabet er ikke lukket så langt, at det forventede resultat kan vises endnu.")]
    known, total = standing.known, standing.total
    said = verdict(
        who="Kommunen",
        year=standing.year,
        expected=known.expected,
        deviation=known.deviation,
        pct=known.deviation_pct,
        is_complete=total.is_complete,
        is_over=not standing.expected.months_left,
    )
    found: list[Element] = [Paragraph(said)]
    if known.budget is not None and standing.expected.months_left:
        low, high = known.low, known.high
        sides = [None if one is None else one - known.budget for one in (low, high)]
        found.append(Paragraph(how_sure(low=sides[0], high=sides[1])))
    if not total.is_complete:
        found.append(
            Paragraph(
                f"{danish.counted(total.not_assessed, 'konto,konti')} er ikke vurderet og ikke med i tallet. "
                "Resultatet er ufuldstændigt."
            )
        )
    found.append(Paragraph(f"Regnskabet er lukket til og med {name_of(standing.expected.closed_through)}. Mio. kr."))
    head = (
        "Område",
        "Budget",
        "Brugt",
        "Forventet, det vurderede",
        "Mod budgettet, det vurderede",
        "Konti, der ikke er vurderet",
    )
    rows = [
        (
            area.name,
            _millions(area.all.budget),
            _millions(area.all.actual),
            _millions(None if area.known is None else area.known.expected),
            over_or_under(area.deviation, _millions, unknown="–"),
            str(area.all.not_assessed),
        )
        for area in standing.areas
    ]
    in_all = ("I alt", _millions(total.budget), _millions(total.actual), _millions(known.expected))
    rows.append((*in_all, over_or_under(known.deviation, _millions, unknown="–"), str(total.not_assessed)))
    found.append(_table((head, *rows)))
    chart = _bridge(standing)
    if chart is not None:
        found.append(_figure(chart, "Fra budget til forventet, område for område"))
    return found


def _bridge(standing: Standing) -> Chart | None:
    known = standing.known
    if known.budget is None:
        return None
    steps = [
        Step(area.name, None if area.known is None else (area.known.expected - (area.known.budget or 0)) / 1e8)
        for area in standing.areas
    ]
    counts = "" if standing.total.is_complete else ", det vurderede"
    return bridge_chart(
        title="Fra budget til forventet, område for område",
        start=(f"Budget{counts}", known.budget / 1e8),
        steps=steps,
        end_name=f"Forventet{counts}",
        unit="mio. kr.",
        decimals=1,
        corner="Område",
        missing="ikke vurderet",
    )


def _plan(state: RollOutState, areas: tuple[AreaRollOut, ...]) -> list[Element]:
    if not state.rows:
        return [Paragraph("Ingen arbejdspladser har en leder endnu.")]
    found: list[Element] = [
        Paragraph(
            f"{state.started} af {state.total} arbejdspladser er i gang, {state.at_workshop} har været på workshop, og "
            f"{state.assessed} har vurderet {name_of(state.period)}."
        )
    ]
    head = ("Område", "Arbejdspladser", "I gang", "Workshop", "Har vurderet")
    rows = [(one.name, *map(str, (len(one.rows), one.started, one.at_workshop, one.assessed))) for one in areas]
    found.append(_table((head, *rows)))
    chart = stacked_bar_chart(
        title="Hvem har været på workshop?",
        labels=[one.name for one in areas],
        series=[
            Series("Har været på workshop", tuple(one.at_workshop for one in areas)),
            Series("Mangler", tuple(len(one.rows) - one.at_workshop for one in areas)),
        ],
        corner="Område",
    )
    found.append(_figure(chart, "Workshops, område for område"))
    planned: dict[dt.date, list[str]] = defaultdict(list)
    for row in state.rows:
        if row.planned is not None:
            planned[row.planned].append(row.place.name)
    days = [(danish.date(day), ", ".join(sorted(names))) for day, names in sorted(planned.items())]
    if days:
        found += [Paragraph("Planlagte workshops:"), _table((("Dag", "Arbejdspladser"), *days))]
    without = [
        (one.name, ", ".join(row.place.name for row in one.rows if row.workshop is None and row.planned is None))
        for one in areas
    ]
    lacking = [row for row in without if row[1]]
    if lacking:
        found += [Paragraph("Har endnu ingen workshop:"), _table((("Område", "Arbejdspladser"), *lacking))]
    else:
        found.append(Paragraph("Alle arbejdspladser har været på workshop eller er tilmeldt en."))
    return found


def roll_out_document(*, state: RollOutState, organisation: str, issued_at: dt.datetime) -> Document:
    """The list of units and where each has come to: one table, which is one sheet in a spreadsheet."""
    head = ("Arbejdsplads", "Leder", "I gang", "Workshop", "Planlagt workshop", f"{name_of(state.period).capitalize()}")
    rows = [
        (
            one.place.name,
            ", ".join(person.name for person in one.leaders),
            *("" if day is None else danish.date(day) for day in (one.started, one.workshop, one.planned)),
            one.row.state_name,
        )
        for one in state.rows
    ]
    elements: tuple[Element, ...] = (_table((head, *rows)),) if rows else (Paragraph("Ingen arbejdspladser."),)
    return Document(
        title="Udrulning af MFR",
        organisation=organisation,
        issued_at=issued_at,
        parts=(Part(title="Arbejdspladser", elements=elements),),
    )


def _figure(chart: Chart, caption: str) -> Figure:
    head = (chart.corner, *chart.column_names)
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    return Figure(
        caption=caption,
        svg=str(chart.svg),
        alternative=f"{chart.title}. {said}.",
        numbers=_table((head, *((label, *cells) for label, cells in chart.rows))),
    )


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def _millions(oere: int | None) -> str:
    return "–" if oere is None else danish.number(oere / 1e8, 1)
