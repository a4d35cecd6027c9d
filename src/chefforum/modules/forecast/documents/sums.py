"""Expected sums in documents: as words in a table, and in a spreadsheet with each part in a column of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter

from chefforum.web import danish

from ..queries.expected import ExpectedSum
from ..rules.words import SUM_HEADS, whole

PARTS = (
    *SUM_HEADS[:2],
    "Brugt",
    "Fast løn",
    "Beregnet rest",
    "Lederens poster, resten af året",
    "Sat af lederen",
    "Fratrukket: det, der ikke er vurderet",
    SUM_HEADS[2],
    "Mindst",
    "Højst",
    SUM_HEADS[3],
)


def cells(sum: ExpectedSum | None) -> tuple[str, ...]:
    """Below SUM_HEADS, in whole kroner; what is not known is "–"."""
    if sum is None:
        return ("–",) * len(SUM_HEADS)
    amounts = (sum.budget, sum.budget_not_assessed, sum.expected)
    pct = "–" if sum.deviation_pct is None else f"{danish.number(abs(sum.deviation_pct), 1)} %"
    said = ("–" if one is None else danish.number(Decimal(one) / 100, 0) for one in amounts)
    return (*said, sum.against(whole), pct)


def kroner(oere: int | None) -> str:
    return "mangler" if oere is None else f"{danish.number(Decimal(oere) / 100, 0)} kr."


def write_sums(
    book: xlsxwriter.Workbook,
    name: str,
    heads: Sequence[str],
    rows: Sequence[tuple[Sequence[str], ExpectedSum | None]],
) -> None:
    """A sheet: what each row is, below `heads`, and its parts in kroner. From what is used to what is taken away they
    sum to what is expected; what is not known is an empty cell."""
    bold, number, share = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "#,##0.00"}),
        book.add_format({"num_format": "0.0"}),
    )
    page, first = book.add_worksheet(name), len(heads)
    page.write_row(0, 0, [*heads, *PARTS, SUM_HEADS[4], "Konti, der ikke er vurderet"], bold)
    for place, (texts, one) in enumerate(rows, 1):
        for column, text in enumerate(texts):
            page.write_string(place, column, text)
        if one is None or not one.lines:
            continue  # nothing is there, which is not nought
        parts = (one.actual, one.fixed_pay, one.rest, one.entries, one.override, -one.known_not_assessed)
        ends = (one.expected, one.low, one.high, one.deviation)
        for column, oere in enumerate((one.budget, one.budget_not_assessed, *parts, *ends), first):
            if oere is not None:
                page.write_number(place, column, oere / 100, number)
        if one.deviation_pct is not None:
            page.write_number(place, first + len(PARTS), one.deviation_pct, share)
        page.write_number(place, first + 1 + len(PARTS), one.not_assessed)
    page.set_column(first - 1, first - 1, 40)
    page.set_column(first, first + 1 + len(PARTS), 16)
    page.freeze_panes(1, first)
