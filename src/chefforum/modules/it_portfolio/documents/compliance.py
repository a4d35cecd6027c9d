"""Overholdelse af lovkrav: how it stands by law, what should be done first, and what rests on which vendor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from chefforum.calc.blocks import List, Paragraph, Table
from chefforum.kernel.documents.rendering.document import Document, Fact, Figure, Part, SmallPrint
from chefforum.web import danish
from chefforum.web.charts import Chart

from ..queries.compliance import Row, counts_by_law, facts_with_choices
from ..rules.answer_rows import ANSWER_COLUMNS, TOLD_COLUMNS
from ..rules.compliance import STATUS_NAMES, WORST_FIRST, Status
from ..rules.compliance_charts import law_chart, supplier_chart
from ..rules.first_things import FIRST_HELP, FIRST_NAMES, First, first_things, suppliers
from ..rules.requirement_sources import LAW_NOT_HELD
from ..rules.requirements import BY_LAW, LAW_NAMES, LAW_SOURCES, LAW_TITLES, Law

TITLE = "Overholdelse af lovkrav"
METHOD = (
    "Hvilke krav der gælder et system, følger af registret: personoplysninger, AI, og hvor kritisk det er.",
    "Det, ingen ved, er åbent. Det tæller aldrig som opfyldt.",
    "Et tilsyn eller et eftersyn, hvis frist er gået, er åbent igen.",
    "Hvad en kilde siger, står ved siden af det, mennesker har svaret, og aldrig over det.",
)
MOST_NAMED = 40


def compliance_document(
    rows: Sequence[Row], *, organisation: str, issued_at: dt.datetime, with_names: bool
) -> Document:
    """`with_names`: which systems lack something; without them it is numbers alone."""
    counts = counts_by_law(rows)
    asked = sum(counts[law][status] for law in Law for status in WORST_FIRST if status is not Status.NOT_APPLICABLE)
    fulfilled = sum(counts[law][Status.FULFILLED] for law in Law)
    brief = (
        f"{danish.counted(len(rows), 'system,systemer')} er holdt op mod {sum(map(len, BY_LAW.values()))} krav. "
        f"{danish.number(fulfilled)} af {danish.number(asked)} krav, der gælder eller er åbne, er opfyldt."
    )
    found = suppliers([(row.system.vendor, row.facts.is_critical, row.lacking) for row in rows])
    vendors = supplier_chart(found)
    parts = [
        Part("Kort fortalt", (Paragraph(brief), picture(law_chart(counts)), rows_table(_laws(counts)))),
        Part("Krav for krav", (rows_table(_requirements(rows)),)),
        Part("Det skal gøres først", _first(rows, with_names=with_names)),
    ]
    if vendors is not None and with_names:
        parts.append(Part("Meget på få hænder?", (picture(vendors),)))
    parts.append(Part("Sådan er det gjort op", (bullets(METHOD), SmallPrint(", ".join(_sources())))))
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        facts=(Fact("Systemer", (str(len(rows)),)), Fact("Lavet", (danish.moment(issued_at),))),
        parts=tuple(parts),
    )


def _laws(counts: Mapping[Law, Mapping[Status, int]]) -> list[tuple[str, ...]]:
    head = ("Lov", *(STATUS_NAMES[status] for status in WORST_FIRST))
    return [head, *((LAW_TITLES[law], *(danish.number(counts[law][one]) for one in WORST_FIRST)) for law in Law)]


def _requirements(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [("Krav", "Paragraf", *(STATUS_NAMES[one] for one in WORST_FIRST), "Forfaldne")]
    place = 0
    for law in Law:
        for one in BY_LAW[law]:
            cells = [row.cells[place] for row in rows]
            numbers = [sum(cell.status is status for cell in cells) for status in WORST_FIRST]
            overdue = sum(cell.is_overdue for cell in cells)
            name = f"{LAW_NAMES[law]}: {one.title}"
            table.append((name, one.paragraph, *(danish.number(each) for each in (*numbers, overdue))))
            place += 1
    return table


def _first(rows: Sequence[Row], *, with_names: bool) -> tuple[Paragraph | Table | List, ...]:
    found: dict[First, list[str]] = {one: [] for one in First}
    for row in rows:
        for reason in dict.fromkeys(one for one, _ in first_things(facts_with_choices(row), row.cells)):
            found[reason].append(row.system.name)
    table = [("Hvad", "Systemer", "Gør det")]
    table += [(FIRST_NAMES[one], str(len(names)), FIRST_HELP[one]) for one, names in found.items() if names]
    if len(table) == 1:
        return (Paragraph("Ingen kritiske systemer mangler noget, og intet tilsyn er forfaldet."),)
    if not with_names:
        return (rows_table(table),)
    named = [f"{FIRST_NAMES[one]}: {_listed(names)}" for one, names in found.items() if names]
    return rows_table(table), bullets(named)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return f"{', '.join(names[:MOST_NAMED])} og {more} til" if more > 0 else ", ".join(names)


def _sources() -> list[str]:
    told = {law: f" Ikke efterprøvet: {words}" if words else "" for law, words in LAW_NOT_HELD.items()}
    return [f"{LAW_TITLES[law]}: {LAW_SOURCES[law]}.{told[law]}" for law in Law]


def answers_table(rows: Sequence[Row]) -> list[list[str]]:
    """A line for each requirement of each system; "Svar" is what people answered, and comes in again."""
    table = [[*ANSWER_COLUMNS.values(), *TOLD_COLUMNS.values()]]
    for row in rows:
        for cell in row.cells:
            said = row.persons.get(cell.requirement.code)
            answer = [""] * 5
            if said is not None:
                choice = cell.requirement.choices.get(said.choice, ("", True))[0]
                days = [day.isoformat() if day else "" for day in (said.checked_on, said.valid_until)]
                answer = [STATUS_NAMES[Status(said.status)], choice, " ".join(said.ground.split()), *days]
            told = [LAW_NAMES[cell.requirement.law], cell.word, cell.why, cell.says]
            table.append([row.system.name, cell.requirement.title, *answer, *told])
    return table


def rows_table(rows: Sequence[Sequence[str]]) -> Table:
    """The first row is the head."""
    return Table(rows=tuple(tuple((Paragraph(text),) for text in row) for row in rows))


def bullets(lines: Sequence[str]) -> List:
    return List(tuple((Paragraph(text),) for text in lines))


def picture(chart: Chart) -> Figure:
    """With what it shows in words for who cannot see it."""
    said = "; ".join(f"{label}: {', '.join(cells)}" for label, cells in chart.rows)
    return Figure(caption=chart.title, svg=str(chart.svg), alternative=f"{chart.title}. {said}.")
