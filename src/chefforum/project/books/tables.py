"""The extracts beside the postings, as columns: budgets, positions, absence, the chart, pay tables and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from . import budgets as budget
from . import columns
from .catalogue import kinds, occupations
from .making import Books
from .sizes import Ints
from .staff import (
    ABSENCES,
    CARRIED,
    HOLIDAY_ALLOWANCE,
    INCREASES,
    LAG,
    LEAVE,
    LONG,
    OPEN,
    PAID_LEAVE,
    REFUND_A_WEEK,
    RULES,
    SHORT,
    Days,
    monthly_pay,
)

_FROM = "2020-01-01"
FIRST_POSITION = 10_001
KNOWN_AHEAD = np.timedelta64(92, "D")  # How long before they happen hires and leavers are known.


@dataclass(frozen=True)
class Column:
    """`role` says how it is written: text or number as it is, "date", "amount" (øre), "number" (with a comma) or
    "account" (an account string)."""

    name: str
    values: Any
    role: str = ""


Table = list[Column]


def side_tables(books: Books) -> Iterator[tuple[str, Table]]:
    """Everything but the postings, by the name of the extract."""
    yield "budget", _budgets(books)
    yield "stillinger", _positions(books)
    yield "fravær", _absences(books)
    yield "kontoplan", _chart(books)
    yield "linjetyper", _line_classes()
    yield "løntabel", _pay_table()
    yield "lønstigninger", _increases()
    yield "lønprocenter", _percentages()
    yield "refusionsregler", _rules()


def _budgets(books: Books) -> Table:
    found, lines = books.budgets, books.lines
    period = pa.array(found.period, mask=found.period == budget.WHOLE_YEAR)
    return [
        Column("Budgettype", columns.coded(found.kind, budget.KINDS)),
        Column("År", pa.array(found.year)),
        Column("Periode", period),
        Column("Kontostreng", _accounts(books, lines.account[found.line]), "account"),
        Column("Omkostningssted", _centres(books, lines.centre[found.line])),
        Column("Beløb", found.amount, "amount"),
        Column("Begrundelse", columns.coded(found.reason, budget.REASONS)),
    ]


def _positions(books: Books) -> Table:
    """Those that were or are known to be, and last those that are left and that nobody is known to take: vacant, every
    other of them budgeted."""
    found = books.positions
    horizon = books.calendar.starts[books.calendar.delivered] + KNOWN_AHEAD
    known = np.flatnonzero(found.start < horizon)
    stop = np.where(found.stop < horizon, found.stop, OPEN)
    is_last = np.diff(found.position[known], append=-1) != 0
    vacant = known[is_last & (stop[known] < OPEN)]
    row = np.concatenate([known, vacant])
    is_vacant = np.arange(len(row)) >= len(known)
    start = np.where(is_vacant, stop[row], found.start[row])
    is_budgeted = is_vacant & (found.position[row] % 2 == 0)
    return [
        Column("Stillingsnr", pa.array(found.position[row] + FIRST_POSITION)),
        Column("Medarbejdernr", pa.array(_pseudonyms(found.employee[row]), mask=is_vacant)),
        Column("Omkostningssted", _centres(books, found.centre[row])),
        Column("Kontostreng", _accounts(books, found.account[row]), "account"),
        Column("Stillingsgruppe", columns.coded(found.occupation[row], [o.name for o in occupations()])),
        Column("Løntrin", pa.array(found.step[row])),
        Column("Beskæftigelsesgrad", pa.array(found.share[row]), "number"),
        Column("Gælder fra", _days(start), "date"),
        Column("Gælder til", _last_days(np.where(is_vacant, OPEN, stop[row])), "date"),
        Column("Budgetteret", columns.coded(is_budgeted.astype(np.int64), ("", "ja"))),
    ]


def _absences(books: Books) -> Table:
    """Parental leave past its fourteenth week is a row of its own, without pay."""
    found, rows = books.absences, books.positions
    known = found.start < books.calendar.starts[books.calendar.delivered]
    # Of the short ones, as many as the payroll system delivers.
    known &= (found.kind != SHORT) | (np.arange(len(known)) % 4 < books.size.short_absences)
    paid_until = np.full(len(known), OPEN)
    paid_until[found.kind == LEAVE] = found.start[found.kind == LEAVE] + PAID_LEAVE
    paid_stop = np.minimum(found.stop, paid_until)
    row = np.concatenate([found.row[known]] * 2)
    kind = np.concatenate([found.kind[known]] * 2)
    start = np.concatenate([found.start[known], paid_until[known]])
    stop = np.concatenate([paid_stop[known], found.stop[known]])
    share = np.repeat([1.0, 0.0], known.sum())
    order = np.flatnonzero(stop > start)
    order = order[np.argsort(start[order], kind="stable")]
    return [
        Column("Stillingsnr", pa.array(rows.position[row[order]] + FIRST_POSITION)),
        Column("Medarbejdernr", pa.array(_pseudonyms(rows.employee[row[order]]))),
        Column("Fraværstype", columns.coded(kind[order], ABSENCES)),
        Column("Gælder fra", _days(start[order]), "date"),
        Column("Gælder til", _last_days(stop[order]), "date"),
        Column("Andel af løn", pa.array(share[order]), "number"),
        Column("Refusionsregel", columns.coded(np.where(share[order] > 0, kind[order], SHORT), RULES)),
    ]


def _chart(books: Books) -> Table:
    return [
        Column("Kontostreng", _accounts(books, np.arange(len(books.accounts))), "account"),
        Column("Navn", pa.array([account.name for account in books.accounts])),
        Column("Funktion", pa.array([account.function for account in books.accounts])),
        Column("Gælder fra", _days(np.full(len(books.accounts), np.datetime64(_FROM))), "date"),
    ]


def _line_classes() -> Table:
    """By the grouping, which is the municipality's own."""
    found = sorted({(kind.code, kind.line_class) for kind in kinds()})
    return [
        Column("Gruppering", pa.array([code for code, _ in found])),
        Column("Linjetype", pa.array([name for _, name in found])),
        Column("Gælder fra", _days(np.full(len(found), np.datetime64(_FROM))), "date"),
    ]


def _pay_table() -> Table:
    """What each group can be paid; the step is the same to all of them."""
    groups = [(o.name, step) for o in occupations() for step in range(o.first_step, o.last_step + 1)]
    return [
        Column("Stillingsgruppe", pa.array([name for name, _ in groups])),
        Column("Løntrin", pa.array([step for _, step in groups])),
        Column("Gælder fra", _days(np.full(len(groups), np.datetime64(_FROM))), "date"),
        Column("Månedsløn", monthly_pay()[[step for _, step in groups]], "amount"),
    ]


def _increases() -> Table:
    return [
        Column("Gælder fra", _days(np.array([since for since, _ in INCREASES], "datetime64[D]")), "date"),
        Column("Procent", pa.array([float(percent) for _, percent in INCREASES]), "number"),
    ]


def _percentages() -> Table:
    names = [o.name for o in occupations()]
    rows = [("pension", name, o.pension) for name, o in zip(names, occupations(), strict=True)]
    rows += [("særlig feriegodtgørelse", "", HOLIDAY_ALLOWANCE)]
    return [
        Column("Art", pa.array([row[0] for row in rows])),
        Column("Stillingsgruppe", pa.array([row[1] for row in rows])),
        Column("Gælder fra", _days(np.full(len(rows), np.datetime64(_FROM))), "date"),
        Column("Procent", pa.array([row[2] for row in rows]), "number"),
    ]


def _rules() -> Table:
    """From which day of absence how much a week comes back; how many months later it does."""
    kinds = (LONG, LEAVE)
    return [
        Column("Refusionsregel", pa.array([RULES[kind] for kind in kinds])),
        Column("Gælder fra", _days(np.full(len(kinds), np.datetime64(_FROM))), "date"),
        Column("Arbejdsgiverdage", pa.array([CARRIED[kind] for kind in kinds])),
        Column("Beløb pr. uge", np.full(len(kinds), REFUND_A_WEEK), "amount"),
        Column("Måneder efter", pa.array([LAG[kind] for kind in kinds])),
    ]


def _accounts(books: Books, codes: Ints) -> pa.DictionaryArray:
    return columns.coded(codes, [account.string for account in books.accounts])


def _centres(books: Books, codes: Ints) -> pa.DictionaryArray:
    return columns.coded(codes, [code for code, _, _ in books.centres])


def _pseudonyms(employees: Ints) -> Ints:
    """Six figures that tell nothing; a prime keeps them apart."""
    return 100_000 + employees * 611_953 % 899_981


def _days(days: Days | Sequence[str]) -> pa.Array:
    return pa.array(np.asarray(days, "datetime64[D]"))


def _last_days(stop: Days) -> pa.Array:
    """The last day that is with, as payroll systems have it; nothing while it is open."""
    return pa.array(stop.astype("datetime64[D]") - 1, mask=stop >= OPEN)
