"""The extracts beside the postings, as columns: budgets, positions, absence, the chart, pay tables and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from . import budgets as budget
from . import columns
from .catalogue import occupations
from .making import Books
from .sizes import Ints
from .staff import (
    ABSENCES,
    HOLIDAY_ALLOWANCE,
    INCREASES,
    LEAVE,
    LONG,
    OPEN,
    PAID_LEAVE,
    REFUND_A_DAY,
    RULES,
    SHORT,
    STEPS,
    Days,
    yearly_pay,
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
    found = books.positions
    horizon = books.calendar.starts[books.calendar.delivered] + KNOWN_AHEAD
    known = found.start < horizon
    stop = np.where(found.stop < horizon, found.stop, OPEN)
    return [
        Column("Stillingsnr", pa.array(found.position[known] + FIRST_POSITION)),
        Column("Medarbejdernr", pa.array(_pseudonyms(found.employee[known]))),
        Column("Omkostningssted", _centres(books, found.centre[known])),
        Column("Kontostreng", _accounts(books, found.account[known]), "account"),
        Column("Stillingsgruppe", columns.coded(found.occupation[known], [o.name for o in occupations()])),
        Column("Løntrin", pa.array(found.step[known])),
        Column("Beskæftigelsesgrad", pa.array(found.share[known]), "number"),
        Column("Gælder fra", _days(found.start[known]), "date"),
        Column("Gælder til", _last_days(stop[known]), "date"),
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
        Column("Løn under fravær", pa.array(share[order]), "number"),
        Column("Refusionsregel", columns.coded(np.where(share[order] > 0, kind[order], SHORT), RULES)),
    ]


def _chart(books: Books) -> Table:
    functions = [account.function for account in books.accounts]
    return [
        Column("Kontostreng", _accounts(books, np.arange(len(books.accounts))), "account"),
        Column("Navn", pa.array([account.name for account in books.accounts])),
        Column("Funktion", pa.array(functions)),
        Column("Linjeklasse", pa.array([account.line_class for account in books.accounts])),
        Column("Gælder fra", _days(np.full(len(functions), np.datetime64(_FROM))), "date"),
    ]


def _pay_table() -> Table:
    steps = np.arange(STEPS.start, STEPS.stop)
    return [
        Column("Løntrin", pa.array(steps)),
        Column("Gælder fra", _days(np.full(len(steps), np.datetime64(_FROM))), "date"),
        Column("Årsløn", (yearly_pay()[steps] * 100).astype(np.int64), "amount"),
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
    """From which day of absence how much a day comes back, how much later."""
    rows = [(RULES[LONG], 31, None, REFUND_A_DAY[LONG], 2), (RULES[LEAVE], 1, 98, REFUND_A_DAY[LEAVE], 1)]
    return [
        Column("Refusionsregel", pa.array([row[0] for row in rows])),
        Column("Fra dag", pa.array([row[1] for row in rows])),
        Column("Til dag", pa.array([row[2] for row in rows], pa.int64())),
        Column("Gælder fra", _days(np.full(len(rows), np.datetime64(_FROM))), "date"),
        Column("Beløb pr. dag", np.array([round(row[3] * 100) for row in rows]), "amount"),
        Column("Måneder efter", pa.array([row[4] for row in rows])),
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
    """The last day of each period, as the systems write it; nothing while it is open."""
    return pa.array((stop - np.timedelta64(1, "D")).astype("datetime64[D]"), mask=stop >= OPEN)
