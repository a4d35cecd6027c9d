"""Rapport: It i …, as a document: a heading for each section, tables with heads, pictures with their numbers."""

from __future__ import annotations

import datetime as dt

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Figure, Part, SmallPrint
from chefforum.modules.it_costs.rules.report import AS_IS, TO_BE, Content, Picture, Points, Rows, Told, Words
from chefforum.web import danish
from chefforum.web.charts import Chart

from ..rules.report import ADVICE, STEPS, SUMMARY, Report, Written

UNKNOWN = "Det, vi ikke ved"


def report_document(report: Report, *, organisation: str, issued_at: dt.datetime, frozen: str = "") -> Document:
    """`frozen`: by whom and when it was frozen, with its hash; "" where it is as of now."""
    old, new = report.years
    parts = [_text(report.text(SUMMARY))]
    for chapter, text in ((AS_IS, None), (TO_BE, ADVICE)):
        if text:
            parts += [_text(report.text(text)), _text(report.text(STEPS))]
        parts += [
            Part(section.title, _section(content, section.nothing), label=chapter)
            for section, content in report.sections
            if section.chapter == chapter
        ]
    parts.append(Part(UNKNOWN, _unknown(report)))
    facts = [
        Fact("Opgjort", (danish.date(report.on),)),
        Fact("År", (f"{old} og {new}",)),
    ]
    if frozen:
        facts.append(Fact("Frosset", (frozen,)))
    return Document(
        title=report.title,
        organisation=organisation,
        issued_at=issued_at,
        subtitle="Rapport: sådan er det, og sådan skal det være",
        facts=tuple(facts),
        parts=tuple(parts),
        with_contents=True,
    )


def _text(written: Written) -> Part:
    if not written.paragraphs:
        return Part(written.title, (Paragraph("Ikke skrevet."),))
    return Part(written.title, tuple(Paragraph(one) for one in written.paragraphs))


def _section(content: Content | None, nothing: str) -> tuple[Element, ...]:
    if content is None:
        return (Paragraph(nothing),)
    found: list[Element] = []
    for one in content.told:
        found += _element(one)
    if content.lacks:
        found += [Heading("Det mangler"), List(tuple((Paragraph(one.text),) for one in content.lacks))]
    return tuple(found)


def _element(one: Told) -> list[Element]:
    match one:
        case Words(text):
            return [Paragraph(text)]
        case Points(lines):
            return [List(tuple((Paragraph(line.text),) for line in lines))]
        case Rows(title, heads, rows):
            table = Table(
                (
                    tuple((Paragraph(head),) for head in heads),
                    *(tuple((Paragraph(cell.text),) for cell in row) for row in rows),
                )
            )
            return [Heading(title), table]
        case Picture(chart):
            return [_picture(chart)]


def _picture(chart: Chart) -> Figure:
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    numbers = Table(
        (
            tuple((Paragraph(head),) for head in (chart.corner, *chart.column_names)),
            *(tuple((Paragraph(cell),) for cell in (label, *cells)) for label, cells in chart.rows),
        )
    )
    return Figure(caption=chart.title, svg=str(chart.svg), alternative=f"{chart.title}. {said}.", numbers=numbers)


def _unknown(report: Report) -> tuple[Element, ...]:
    found: list[Element] = []
    for title, lacks in report.unknown:
        found += [Heading(title), List(tuple((Paragraph(one.text),) for one in lacks))]
    note = SmallPrint("Det, der ikke kendes, er ikke regnet som 0 og ikke som nej.")
    return (*found, note) if found else (Paragraph("Intet, så vidt systemet ved."),)
