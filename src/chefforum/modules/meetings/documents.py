"""The documents that meetings make: agenda or minutes of a whole meeting, and the figures of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chefforum.calc.blocks import Paragraph, Table
from chefforum.connectors.minutes import says_nothing
from chefforum.connectors.minutes.minutes import Item, Minutes, Section, SectionKind
from chefforum.kernel.cases.queries import JournalDescription
from chefforum.kernel.documents.rendering.document import Document, Fact, Part, Tone
from chefforum.kernel.documents.rendering.document import Section as DocumentSection
from chefforum.web import danish
from chefforum.web.charts import Chart, Series, bar_chart, stacked_bar_chart

from .queries.actions import ActionOnPage
from .queries.statistics import Statistics
from .rules.follow_up import ACTION_HEADS, FOLLOW_UP_HEADING
from .rules.statistics import FEWEST, LIX_STEPS
from .rules.words import answers_said


def minutes_document(
    *,
    minutes: Minutes,
    journal: Mapping[str, JournalDescription],
    organisation: str,
    issued_at: dt.datetime,
    actions: Sequence[ActionOnPage] = (),
) -> Document:
    """The minutes as a document: head, table of contents, an entry per item; `journal` gives the KLE subjects' titles.

    `actions` of earlier meetings that the forum follows up come after the items, masked by who made them.

    What an import could not place comes last under a heading of its own, so that paper holds all that the file held.
    """
    parts = [_part(item, journal) for item in minutes.items]
    if minutes.unplaced:
        parts.append(Part(title="Tekst uden plads i et punkt", elements=minutes.unplaced, on_new_page=True))
    if actions:
        parts.append(Part(title=FOLLOW_UP_HEADING, elements=(actions_table(actions),)))
    return Document(
        title=minutes.title or "Møde",
        organisation=organisation,
        issued_at=issued_at,
        facts=_facts(minutes),
        parts=tuple(parts),
        with_contents=True,
    )


def _facts(minutes: Minutes) -> tuple[Fact, ...]:
    """The head as it was written; the participants one to a line where they could be told apart."""
    named = tuple(
        f"{participant.name}, {participant.title}" if participant.title else participant.name
        for participant in minutes.participants
    )
    facts = [
        Fact(line.label, named if named and _names_all(line.text, minutes) else (line.text,)) for line in minutes.head
    ]
    return tuple(facts)


def _names_all(text: str, minutes: Minutes) -> bool:
    return all(participant.name in text for participant in minutes.participants)


def _part(item: Item, journal: Mapping[str, JournalDescription]) -> Part:
    details: list[str] = []
    if item.journal_number:
        details.append(item.journal_number)  # a line of its own, so that the file can be read in again
        description = journal.get(item.journal_number)
        details += [description.subject_title] if description and description.subject_title else []
    return Part(
        label=f"Punkt {item.number}",
        title=item.title,
        details=tuple(details),
        elements=tuple(_elements(item)),
        on_new_page=False,
    )


def _elements(item: Item) -> Iterator[DocumentSection]:
    """The sections, and what was chosen as outcome right after the decision, else last."""
    said = answers_said(item.answers)
    answers = DocumentSection(heading="Udfald", elements=(Paragraph(said),), tone=Tone.QUIET) if said else None
    for section in item.sections:
        yield _section(section)
        if answers and section.kind == SectionKind.DECISION:
            yield answers
            answers = None
    if answers:
        yield answers


def _section(section: Section) -> DocumentSection:
    tone = Tone.PLAIN
    if section.kind == SectionKind.DECISION:
        tone = Tone.CALLOUT
    elif says_nothing(section):
        tone = Tone.QUIET
    return DocumentSection(heading=section.heading, elements=section.blocks, tone=tone)


def actions_table(actions: Sequence[ActionOnPage]) -> Table:
    """Actions as they stand, a row each."""
    rows = [
        (
            action.text,
            action.owner or "ingen endnu",
            danish.date(action.due_date) if action.due_date else "ingen",
            f"{action.state_name}, over fristen" if action.is_overdue else action.state_name,
            f"{action.where}: {action.title}",
        )
        for action in actions
    ]
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in (ACTION_HEADS, *rows)))


def actions_document(*, actions: Sequence[ActionOnPage], organisation: str, issued_at: dt.datetime) -> Document:
    """A list of actions to print or to go on with in a spreadsheet."""
    return Document(
        title="Opfølgning",
        organisation=organisation,
        issued_at=issued_at,
        facts=(Fact("Opfølgninger", (str(len(actions)),)),),
        parts=(Part(title="Opfølgning", elements=(actions_table(actions),)),),
    )


ACTION_FORMATS = {"xlsx": "Excel", "pdf": "PDF"}
FORMATS = {"pdf": "PDF", "docx": "Word", "html": "HTML", "json": "JSON", "md": "Markdown"}

# What the public may have of open minutes.
PUBLIC_KIND = "meetings.public_minutes"
PUBLIC_FORMATS = {"pdf": "PDF", "html": "HTML"}
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
            Part(title=one.title, elements=(*([Paragraph(one.note)] if one.note else []), _table(one)))
            for one in numbers_of(statistics)
            if len(one.rows) > 1
        ),
    )


def _table(numbers: Numbers) -> Table:
    return Table(rows=tuple(tuple((Paragraph(cell),) for cell in row) for row in numbers.rows))
