"""Hvorfor koster it mere?: the change between two years in a sentence, a picture and tables, down to each item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from chefforum.calc.blocks import Paragraph
from chefforum.calc.price_volume import Part as ChangePart
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Part, SmallPrint
from chefforum.web import danish

from ..queries.why import WhyFound
from ..rules.volumes import plain
from ..rules.why import PART_HELP, PART_NAMES, Kroner, Line
from ..rules.why_charts import waterfall
from ..rules.why_words import (
    drivers,
    formula,
    hangs_on_formula,
    headline,
    lacks_said,
    not_divisible,
    signed,
)
from .tables import bullets, picture, rows_table

TITLE = "Hvorfor koster it mere?"
METHOD = (
    "Pris og antal er delt med Bennets regnemåde: en ændring i pris regnes til gennemsnittet af de to års antal, og "
    "en ændring i "
    "antal til gennemsnittet af de to års priser. Delene giver hele ændringen.",
    "Et antal, der ikke kendes, sættes aldrig til 1: ændringen er da ikke opdelelig. Et beløb, der mangler, er ikke "
    "0: tingen er "
    "da ikke med.",
    "Hver ting er rundet til hele kroner, og alle summer er summer af det, der vises.",
)


def why_document(found: WhyFound, *, organisation: str, issued_at: dt.datetime, is_wide: bool = False) -> Document:
    """The whole document of what was asked. `is_wide`: every part has its column, for a spreadsheet; else what is no
    price and no number stands as one, so that the tables fit a page."""
    old, new = found.answer.years
    parts = [
        Part("Kort fortalt", tuple(_in_brief(found))),
        Part("Del for del", (rows_table(_parts(found)),)),
        *_groups(found, is_wide),
        *_uncertain(found),
        *_lacking(found),
        Part("Ting for ting", (rows_table(_items(found, is_wide)),)),
        Part("Sådan er der regnet", (bullets(METHOD), *_reckoned_with(found))),
    ]
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        subtitle=f"{found.scope}, {old} og {new}",
        facts=(
            Fact("År", (f"{old} og {new}",)),
            Fact("Hvad", (found.scope,)),
            Fact("Lavet", (danish.moment(issued_at),)),
        ),
        parts=tuple(parts),
    )


def _in_brief(found: WhyFound) -> list[Element]:
    answer = found.answer
    elements: list[Element] = [Paragraph(headline(answer)), picture(waterfall(answer, scope=found.scope))]
    told = drivers(answer)
    if told:
        elements += [
            Paragraph("Det, der betyder mest:"),
            bullets([f"{one.sentence} {signed(one.kroner)}" for one in told]),
        ]
    if answer.lacking:
        count = danish.counted(len(answer.lacking), "ting,ting")
        elements.append(Paragraph(f"{count} er ikke med, fordi tal mangler."))
    return elements


def _parts(found: WhyFound) -> list[tuple[str, ...]]:
    answer, total = found.answer, found.answer.total
    return [
        ("Hvad", "Kroner", "Det betyder"),
        (str(answer.years[0]), danish.number(total.before), "Udgangspunktet"),
        *((PART_NAMES[part], danish.number(total.of(part)), PART_HELP[part]) for part in answer.parts),
        (str(answer.years[1]), danish.number(total.after), f"{signed(total.change)} i alt"),
    ]


PRICE = frozenset({ChangePart.PRICE, ChangePart.INDEXATION})
NUMBER = frozenset({ChangePart.VOLUME, ChangePart.EMPLOYEES, ChangePart.DENSITY})
OTHER = frozenset(PART_NAMES) - PRICE - NUMBER
Column = tuple[str, frozenset[ChangePart]]


def _columns(found: WhyFound, is_wide: bool) -> list[Column]:
    if is_wide:
        return [(PART_NAMES[part], frozenset({part})) for part in found.answer.parts]
    return [("Pris", PRICE), ("Antal", NUMBER), ("Andet", OTHER)]


def _groups(found: WhyFound, is_wide: bool) -> list[Part]:
    def table(title: str, corner: str, name: Callable[[Line], str]) -> Part:
        head = (corner, *_heads(found, is_wide))
        rows = [(label, *_cells(found, kroner, is_wide)) for label, kroner in found.answer.by(name)]
        total = ("I alt", *_cells(found, found.answer.total, is_wide))
        return Part(title, (rows_table([head, *rows, total]),))

    if found.asked.system_id:
        return []
    return [
        table("Afdelinger", "Afdeling", lambda line: line.unit),
        table("Familier", "Familie", lambda line: line.family),
        table("Systemer", "System", lambda line: line.system),
    ]


def _heads(found: WhyFound, is_wide: bool) -> list[str]:
    old, new = found.answer.years
    return [str(old), str(new), "Ændring", *(name for name, _ in _columns(found, is_wide))]


def _cells(found: WhyFound, kroner: Kroner, is_wide: bool) -> list[str]:
    sums = [sum(kroner.of(part) for part in parts) for _, parts in _columns(found, is_wide)]
    return [danish.number(one) for one in (kroner.before, kroner.after, kroner.change, *sums)]


def _uncertain(found: WhyFound) -> list[Part]:
    said = hangs_on_formula(found.answer)
    if not said:
        return []
    note = SmallPrint("Sammenlignet med Laspeyres, Paasche og LMDI på det, der har pris og antal i begge år.")
    return [Part("Hvor sikkert er det?", (bullets(said), note))]


def _lacking(found: WhyFound) -> list[Part]:
    said = [f"{one.line.name}: {lacks_said(one)}" for one in found.answer.lacking]
    said += [f"{one.line.name}: {todo}" for one, todo in not_divisible(found.answer.told)]
    return [Part("Det, der mangler tal", (bullets(said),))] if said else []


def _items(found: WhyFound, is_wide: bool) -> list[tuple[str, ...]]:
    answer = found.answer
    rows: list[tuple[str, ...]] = [("System", "Ting", *_item_heads(found, is_wide), "Sådan er der regnet")]
    for one in answer.told:
        formulas = "; ".join(
            f"{PART_NAMES[part]}: {formula(one, part)}" for part in answer.parts if part in one.change.parts
        )
        cells = _cells(found, one.kroner, is_wide)[: len(_item_heads(found, is_wide))]
        rows.append((one.line.system, one.line.item, *cells, formulas or "Ingen ændring"))
    return rows


def _item_heads(found: WhyFound, is_wide: bool) -> list[str]:
    """On a page the formulas have the parts, and their columns are left out."""
    return _heads(found, is_wide) if is_wide else _heads(found, is_wide)[:3]


def _reckoned_with(found: WhyFound) -> list[Element]:
    said = []
    old, new = found.answer.years
    if found.index:
        before, after = (danish.number(plain(one.value)) for one in found.index)
        said.append(
            f"Indeks: {found.index[0].name}, {before} i {old} og {after} i {new}. Kilde: {found.index[1].source}."
        )
    if found.employees and found.asked.is_split:
        before, after = (danish.number(plain(one.value)) for one in found.employees)
        said.append(f"Medarbejdere: {before} i {old} og {after} i {new}. Kilde: {found.employees[1].source}.")
    return [bullets(said)] if said else []
