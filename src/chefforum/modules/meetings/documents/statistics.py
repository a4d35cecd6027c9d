"""The figures of a forum's year, as tables with charts and as a document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.documents.rendering.document import Document, Fact, Part
from chefforum.web import danish
from chefforum.web.charts import Chart, Series, bar_chart, stacked_bar_chart

from ..queries.statistics import Statistics
from ..rules.statistics import FEWEST, LIX_STEPS
from .tables import table_of

SHOWN = 10  # rules in the chart; all are in the table


@dataclass(frozen=True)
class Numbers:
    """A table of figures with its name and what must be known to read it; the first of `rows` is its head."""

    title: str
    note: str
    rows: tuple[tuple[str, ...], ...]
    chart: Chart | None = None


def numbers_of(statistics: Statistics) -> tuple[Numbers, ...]:
    """The statistics as tables, in the order that a page and a file show them."""
    return (
        _most_found(statistics),
        _by_department(statistics),
        _rules_by_department(statistics),
        _saying_nothing(statistics),
        _late_and_back(statistics),
        _time_used(statistics),
    )


def _most_found(statistics: Statistics) -> Numbers:
    rows = (
        (
            statistics.titles[row.rule],
            str(row.count),
            str(row.items),
            str(row.dismissed),
            f"{danish.number(row.dismissed_pct, 0)} %",
        )
        for row in statistics.rules
    )
    head = ("Regel", "Fund", "Punkter", "Står med begrundelse", "Andel")
    note = "Et fund, som står med en begrundelse, er set på og fundet i orden."
    title, top = "Det finder reglerne oftest", statistics.rules[:SHOWN]
    chart = bar_chart(
        title=title,
        labels=[statistics.titles[row.rule] for row in top],
        values=[row.count for row in top],
        unit="fund",
    )
    return Numbers(title, note, (head, *rows), chart if top else None)


def _by_department(statistics: Statistics) -> Numbers:
    rows = (
        (
            row.name,
            str(row.items),
            danish.number(row.per_item, 1),
            danish.number(row.lix, 0),
            *(str(count) for count in row.by_step),
        )
        for row in statistics.departments
    )
    head = ("Afdeling", "Punkter", "Fund pr. punkt", "LIX i midten", *(name for name, _ in LIX_STEPS))
    note = f"Afdelinger med under {FEWEST} punkter står samlet. De sidste fire tal er punkter efter sværhed."
    chart = stacked_bar_chart(
        title="Punkter efter sværhed (LIX)",
        labels=[row.name for row in statistics.departments],
        series=[
            Series(name, tuple(row.by_step[place] for row in statistics.departments))
            for place, (name, _) in enumerate(LIX_STEPS)
        ],
    )
    return Numbers("Afdelingerne", note, (head, *rows), chart if statistics.departments else None)


def _rules_by_department(statistics: Statistics) -> Numbers:
    departments = statistics.departments
    rows = (
        (
            statistics.titles[rule.rule],
            *(danish.number(row.by_rule.get(rule.rule, 0) / row.items, 1) for row in departments),
        )
        for rule in statistics.rules
    )
    head = ("Regel", *(row.name for row in departments))
    return Numbers("Fund pr. punkt efter afdeling", "Så ofte finder en regel noget i et punkt.", (head, *rows))


def _saying_nothing(statistics: Statistics) -> Numbers:
    rows = (
        (row.name, str(row.items), str(row.nothing), f"{danish.number(row.nothing_pct, 0)} %")
        for row in statistics.sections
    )
    head = ("Afsnit", "Punkter med afsnittet", "Intet at bemærke", "Andel")
    chart = bar_chart(
        title="Andel af punkter, hvor der intet er at bemærke",
        labels=[row.name for row in statistics.sections],
        values=[round(row.nothing_pct) for row in statistics.sections],
        unit="%",
    )
    note = "Afsnit, der sjældent siger noget, kan være overflødige."
    return Numbers("Intet at bemærke", note, (head, *rows), chart if statistics.sections else None)


def _late_and_back(statistics: Statistics) -> Numbers:
    rows = (
        ("Punkter i alt", str(statistics.items)),
        ("Kom sent, som tillæg", str(statistics.supplements)),
        ("Udsat", str(statistics.postponed)),
        ("Sendt retur undervejs", str(statistics.returned)),
    )
    return Numbers("Sent, udsat og sendt retur", "", (("Hvad", "Punkter"), *rows))


def _time_used(statistics: Statistics) -> Numbers:
    rows = ((danish.date(row.date), danish.number(row.planned), danish.number(row.used)) for row in statistics.meetings)
    return Numbers(
        "Tid på møderne",
        "Minutter. Brugt tid er kendt, når referatet er skrevet i Chefforum.",
        (("Møde", "Planlagt", "Brugt"), *rows),
    )


def statistics_document(*, statistics: Statistics, organisation: str, issued_at: dt.datetime) -> Document:
    """The tables, one to a part; in a spreadsheet one to a sheet."""
    return Document(
        title=f"Statistik for {statistics.forum.name} {statistics.year}",
        organisation=organisation,
        issued_at=issued_at,
        facts=(Fact("Punkter", (str(statistics.items),)), Fact("Fund", (str(statistics.findings),))),
        parts=tuple(
            Part(title=one.title, elements=(*([Paragraph(one.note)] if one.note else []), table_of(one.rows)))
            for one in numbers_of(statistics)
            if len(one.rows) > 1
        ),
    )
