"""Numbers of items as lines of a file: which columns there are, how numbers are written, and what is wrong with a
line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chefforum.calc.cells import Cell, as_text, lines_under_heads

from .volumes import (
    FIELDS,
    YEARS,
    Facts,
    NumberStyle,
    VolumeWrong,
    bare,
    checked,
    may_be_either,
    number_in,
    oere_of,
    read_field,
    style_of,
)

VOLUME_COLUMNS = {
    "system": "System",
    "item": "Ting",
    "year": "År",
    "quantity": "Antal",
    "measured_in": "Enhed",
    "amount_oere": "Beløb",
}
_NEEDED = ("system", "item", "year")
_HEADS = {
    "system": "system",
    "it-system": "system",
    "ting": "item",
    "hvad": "item",
    "item": "item",
    "licens": "item",
    "år": "year",
    "year": "year",
    "antal": "quantity",
    "quantity": "quantity",
    "enhed": "measured_in",
    "unit": "measured_in",
    "beløb": "amount_oere",
    "beløb, kr.": "amount_oere",
    "amount": "amount_oere",
}


class TwoStyles(ValueError):
    """Numbers of the file are surely Danish in one line, and surely English in another."""

    def __init__(self, danish: int, english: int) -> None:
        super().__init__(f"Danish in line {danish}, English in line {english}")
        self.danish, self.english = danish, english


@dataclass(frozen=True)
class FileLine:
    """A line of the file; what a cell leaves open is None, and changes nothing."""

    line: int
    system: str
    item: str
    year: int
    quantity: Decimal | None = None
    measured_in: str | None = None
    amount_oere: int | None = None

    def onto(self, facts: Facts) -> Facts:
        """What stands, with what the line says."""
        said = {field: getattr(self, field) for field in FIELDS if getattr(self, field) is not None}
        return replace(facts, **said)


@dataclass(frozen=True)
class FileLines:
    """The good lines, what is wrong with the others, and what is to be looked at."""

    lines: tuple[FileLine, ...]
    problems: tuple[tuple[int, str], ...]
    unknown: tuple[str, ...]
    doubts: tuple[str, ...]


def read_lines(table: Sequence[Sequence[Cell]], *, style: NumberStyle | None = None) -> FileLines:
    """`style` None: found from the numbers themselves, Danish where they may be either. Raises NoHeads, TwoStyles."""
    found = lines_under_heads(table, heads=_HEADS, needed=_NEEDED)
    chosen, doubts = (style, ()) if style else _style(found.lines)
    lines, problems = [], []
    for number, said in found.lines:
        try:
            lines.append(_line(number, said, chosen))
        except VolumeWrong as wrong:
            problems.append((number, str(wrong)))
    return FileLines(tuple(lines), tuple(problems), found.unknown, doubts)


def _style(lines: Sequence[tuple[int, dict[str, Cell]]]) -> tuple[NumberStyle, tuple[str, ...]]:
    texts = [
        (number, bare(said[column]))
        for number, said in lines
        for column in ("quantity", "amount_oere")
        if isinstance(said.get(column), str)
    ]
    first: dict[NumberStyle, int] = {}
    for number, text in texts:
        if style := style_of(text):
            first.setdefault(style, number)
    if len(first) == 2:
        raise TwoStyles(first[NumberStyle.DANISH], first[NumberStyle.ENGLISH])
    if first:
        return next(iter(first)), ()
    if may_be_either(text for _, text in texts):
        return NumberStyle.DANISH, (
            "Tal som 1.234 er læst på dansk, hvor punktummet skiller tusinder. Vælg engelsk, når du indlæser filen, "
            "hvis "
            "det er forkert.",
        )
    return NumberStyle.DANISH, ()


def _line(number: int, said: dict[str, Cell], style: NumberStyle) -> FileLine:
    system, item, year = (as_text(said.get(column)) for column in _NEEDED)
    if not system or not item:
        raise VolumeWrong("Både system og ting skal stå på linjen.")
    if len(item) > 200:
        raise VolumeWrong("Tingen har et navn på over 200 tegn.")
    if not (year.isascii() and year.isdigit()) or int(year[:9]) not in YEARS:
        raise VolumeWrong(f"“{year[:20]}” er ikke et år.")
    quantity, amount = number_in(said.get("quantity"), style), number_in(said.get("amount_oere"), style)
    unit = as_text(said.get("measured_in"))
    line = FileLine(
        number,
        system,
        item,
        int(year),
        quantity,
        read_field("measured_in", unit) if unit else None,
        None if amount is None else oere_of(amount),
    )
    if line.onto(Facts()) == Facts():
        raise VolumeWrong("Linjen har hverken antal, enhed eller beløb.")
    checked(line.onto(Facts()))
    return line
