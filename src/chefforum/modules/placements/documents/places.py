"""Places and workplaces as files, and the paperwork of a placement with wage subsidy."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from chefforum.calc.blocks import Paragraph, Table
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Part, Section, SmallPrint
from chefforum.web import danish

from ..models import EmployeeCount, RepresentativeStatement, Workplace
from ..queries.places import PlaceRow
from ..queries.workplaces import Declaration
from ..rules import check_words
from ..rules.checks import NetExpansion, Reasonable
from ..rules.kinds import KIND_NAMES, PlacementKind
from ..rules.stays import DAY
from ..rules.workplaces import EMPLOYEE_COLUMNS, WORKPLACE_COLUMNS, day_as_written, number_as_written

PLACE_HEADS = (
    "Arbejdssted",
    "P-nummer",
    "Enhed",
    "Afdeling",
    "Type",
    "Stilling",
    "Pladser",
    "Optaget nu",
    "Ledige nu",
    "Næste ledige dag",
    "Kan begynde",
    "Fælles pulje",
    "Timer mindst",
    "Timer højst",
    "Sprog",
    "Åben",
)
Cells = tuple[object, ...]


def place_cells(rows: Iterable[PlaceRow]) -> list[Cells]:
    """A row for each place; numbers and days as such. What is not the reader's to see is empty."""
    return [
        (
            row.place.workplace.name,
            row.place.workplace.p_number,
            row.now.unit_name,
            row.now.department_name,
            row.now.kind_name,
            row.place.job_type.name,
            row.slots,
            row.taken,
            row.now.free,
            row.next_free,
            row.now.next_start,
            "ja" if row.place.is_shared else "nej",
            None if row.place.hours_from is None else float(row.place.hours_from),
            None if row.place.hours_to is None else float(row.place.hours_to),
            row.place.languages,
            "ja" if row.now.is_open else "nej",
        )
        for row in rows
    ]


def places_workbook(rows: Sequence[Cells]) -> bytes:
    """Numbers as numbers, days as days; what is not known is empty."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Pladser")
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        page.write_row(0, 0, PLACE_HEADS, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    page.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                elif isinstance(cell, int | float):
                    page.write_number(number, column, cell)
                elif cell is not None:
                    page.write_string(number, column, str(cell))
        page.set_column(0, len(PLACE_HEADS) - 1, 16)
        page.freeze_panes(1, 1)
    return written.getvalue()


def places_table(rows: Iterable[Cells]) -> list[tuple[str, ...]]:
    return [PLACE_HEADS, *(tuple(_written(cell) for cell in row) for row in rows)]


def _written(cell: object) -> str:
    if isinstance(cell, dt.date):
        return day_as_written(cell)
    return "" if cell is None else f"{cell:g}".replace(".", ",") if isinstance(cell, float) else str(cell)


def workplace_table(rows: Iterable[tuple[Workplace, str]]) -> list[tuple[str, ...]]:
    """Workplaces with the code of their unit, as they come in again."""
    return [
        tuple(WORKPLACE_COLUMNS.values()),
        *(
            (
                one.p_number,
                code,
                one.name,
                day_as_written(one.valid_from),
                day_as_written(one.valid_to - DAY if one.valid_to else None),
            )
            for one, code in rows
        ),
    ]


def employee_table(rows: Iterable[tuple[Workplace, EmployeeCount | None]]) -> list[tuple[str, ...]]:
    """Every count; a workplace without one has a row to be filled in."""
    return [
        tuple(EMPLOYEE_COLUMNS.values()),
        *(
            (
                one.p_number,
                one.name,
                day_as_written(count.on_date if count else None),
                str(count.heads) if count else "",
                number_as_written(count.fte if count else None),
            )
            for one, count in rows
        ),
    ]


def declaration_document(found: Declaration, *, organisation: str, at: dt.datetime) -> Document:
    """The facts, the two checks on the day it begins, and what the representative said."""
    placement = found.placement
    workplace = placement.workplace
    last = placement.ended_on or placement.ends_on
    kind = KIND_NAMES[PlacementKind(placement.kind)]
    name, number = (workplace.name, workplace.p_number) if workplace else (danish.MISSING, danish.MISSING)
    return Document(
        title=f"Erklæring til {kind.lower()}",
        organisation=organisation,
        issued_at=at,
        facts=(
            Fact("Forløb", (placement.reference,)),
            Fact("Type", (kind,)),
            Fact("Arbejdssted", (name,)),
            Fact("P-nummer", (number,)),
            Fact("Enhed", (found.unit_name or danish.MISSING,)),
            Fact("Stilling", (placement.job_type.name if placement.job_type else danish.MISSING,)),
            Fact("Starter", (danish.date(placement.starts_on),)),
            Fact("Slutter", (danish.date(last),)),
            Fact("Timer om ugen", (number_as_written(placement.hours) or danish.MISSING,)),
        ),
        parts=(
            Part(
                title="",
                elements=(
                    Section("Rimeligt forhold", _ratio(found.check)),
                    Section("Merbeskæftigelse", _net(found.expansion)),
                    Section("Udtalelse fra medarbejdernes repræsentant", _statement(found)),
                    Section("Underskrift", _signatures()),
                    SmallPrint("Borgeren nævnes ikke her. Hvem forløbet gælder, står i fagsystemet under nummeret."),
                ),
            ),
        ),
    )


def _ratio(check: Reasonable) -> tuple[Element, ...]:
    if check.rule is None:
        return (Paragraph(check_words.reasonable_answer(check)), Paragraph(check_words.NO_RULE))
    rows = (
        ("Dag", danish.date(check.on)),
        ("Tallet hviler på", check_words.rests_on(check.rule.counted_in, check.count)),
        ("Må være her", _count(check.allowed)),
        ("Er her den dag, med dette forløb", str(check.placed)),
        ("Kan komme flere", _count(check.more)),
    )
    return (
        Paragraph(check_words.reasonable_answer(check)),
        _table(rows),
        Paragraph(f"{check_words.reasonableness_rule(check.rule)} {check_words.where_it_stands(check.rule)}"),
    )


def _net(check: NetExpansion) -> tuple[Element, ...]:
    if check.rule is None:
        return (Paragraph(check_words.net_expansion_answer(check)), Paragraph(check_words.NO_RULE))
    average = danish.MISSING if check.average is None else danish.number(check.average, 2)
    rows = (
        ("Ansatte nu", check_words.rests_on(check.rule.counted_in, check.count)),
        ("Med den, der kommer", check_words.number(check.with_coming)),
        (f"Gennemsnit af de {check.rule.months} måneder før", average),
    )
    return (
        Paragraph(check_words.net_expansion_answer(check)),
        _table(rows),
        Paragraph(f"{check_words.net_expansion_rule(check.rule)} {check_words.where_it_stands(check.rule)}"),
    )


def _statement(found: Declaration) -> tuple[Element, ...]:
    said: RepresentativeStatement | None = found.statement
    if said is None:
        return (Paragraph("Udtalelse mangler. Den skal være afgivet, før forløbet begynder."),)
    rows = (
        ("Afgivet", danish.date(said.said_on)),
        ("Af", said.representative),
        ("Det er merbeskæftigelse", "ja" if said.is_net_expansion else "nej"),
        ("Forholdet er rimeligt", "ja" if said.is_reasonable else "nej"),
    )
    elements: list[Element] = [_table(rows)]
    if said.said_on > found.placement.starts_on:
        elements.append(Paragraph("Udtalelsen er afgivet, efter at forløbet begyndte."))
    if said.text:
        elements.append(Paragraph(said.text))
    return tuple(elements)


def _signatures() -> tuple[Element, ...]:
    line = "Dato og underskrift: ______________________________"
    return (_table((("Arbejdsgiver", line), ("Medarbejdernes repræsentant", line))),)


def _count(value: int | None) -> str:
    return danish.MISSING if value is None else danish.minus(value)


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    return Table(rows=tuple(tuple((Paragraph(cell),) for cell in row) for row in rows), header_rows=0)
