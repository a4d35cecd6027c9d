"""Tables whose totals are not the sum of what stands above them.

A row is a total where its first cell says so ("I alt", "Total", "Sum"). It is the sum of the rows since the total
before it, of all rows, or of the totals so far; one of these is enough. A column is left out where it can be no sum:
where cells are missing or are no numbers, where it counts shares or averages, and where the total lies among the
addends, as an average does. Rounded addends may miss their total by half of the last decimal each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chefforum.calc.danish_numbers import danish_number

_TOTAL = re.compile(r"(?:i[ ]?alt|total|totalt|sum|samlet|subtotal|delsum|hovedtotal)\b", re.IGNORECASE)
_PART_OF = re.compile(r"[-–•\s]*(?:heraf|deraf|hvoraf|herunder|inkl)\b", re.IGNORECASE)
_NO_SUM = re.compile(
    r"%|‰|\bpct\b|procent|andel|gennemsnit|snit\b|indeks|grad\b|rate\b|kvote|\bpr\.? (?!år|måned|mdr|kvartal|uge)",
    re.IGNORECASE,
)
_NOUGHT = frozenset(("", "-", "–", "—", "−", "0"))


@dataclass(frozen=True)
class WrongTotal:
    """A total that its addends do not give: where it stands (from 0), what it says and what they give."""

    row: int
    column: int
    label: str
    heading: str
    written: str
    total: Decimal
    sum: Decimal


def wrong_totals(rows: Sequence[Sequence[str]], *, header_rows: int = 1) -> Iterator[WrongTotal]:
    """Every total that is wrong, by column. `rows` are the texts of the cells, all of one length."""
    heads, body = rows[:header_rows], rows[header_rows:]
    if not body or not any(_is_total(row) for row in body):
        return
    for column in range(1, len(body[0])):
        heading = " ".join(row[column].strip() for row in heads).strip()
        if not _NO_SUM.search(heading):
            yield from _of_column(body, column, heading, header_rows)


def _is_total(row: Sequence[str]) -> bool:
    return bool(row) and _TOTAL.match(row[0].strip()) is not None


def _of_column(body: Sequence[Sequence[str]], column: int, heading: str, header_rows: int) -> Iterator[WrongTotal]:
    block: list[Decimal] = []
    everything: list[Decimal] = []
    totals: list[Decimal] = []
    step = Decimal(1)  # the smallest that any number of the column shows
    is_known = True
    for place, row in enumerate(body):
        text = row[column].strip()
        number = danish_number(text)
        if number is None or number.unit in ("%", "‰", "pct."):
            is_known = is_known and text in _NOUGHT and not _is_total(row)
            continue
        step = min(step, Decimal(1).scaleb(-number.decimals))
        if not _is_total(row):
            if not _PART_OF.match(row[0]):
                block.append(number.value)
                everything.append(number.value)
            continue
        wanted = number.value
        if is_known and not _adds_up(wanted, block, everything, totals, step):
            addends = block if len(block) > 1 else everything
            if len(addends) > 1 and not _is_like_an_average(wanted, addends):
                given = sum(addends, Decimal(0)).quantize(step)
                yield WrongTotal(place + header_rows, column, row[0].strip(), heading, text, wanted, given)
        totals.append(wanted)
        block, is_known = [], True


def _adds_up(
    wanted: Decimal, block: list[Decimal], everything: list[Decimal], totals: list[Decimal], step: Decimal
) -> bool:
    """Whole numbers count something and are exact; decimals may be rounded, half of the last one each."""
    allowance = step / 2 * (len(everything) + 1) if step < 1 else Decimal(0)
    sums = (sum(block), sum(everything), sum(totals), sum(totals[-1:]) + sum(block))
    return any(abs(wanted - each) <= allowance for each in sums)


def _is_like_an_average(wanted: Decimal, addends: list[Decimal]) -> bool:
    return min(addends) <= wanted <= max(addends) and min(addends) >= 0
