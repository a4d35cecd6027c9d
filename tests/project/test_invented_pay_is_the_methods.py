"""What the invented municipality paid is what the method of fixed pay says of the positions that it delivers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from chefforum.calc.fixed_pay import fixed_pay
from chefforum.calc.pay_tables import GeneralRise, Leave, PayTables, Percentage, PositionPeriod, StepRate
from chefforum.project.books import Books, demo_size, lindeby, make_books
from chefforum.project.books.catalogue import occupations
from chefforum.project.books.staff import HOLIDAY_ALLOWANCE, INCREASES, monthly_pay
from chefforum.project.books.tables import FIRST_POSITION, side_tables

FROM = dt.date(2020, 1, 1)
MOST_APART = 4  # øre a position and month: the method rounds each piece of a month, the books the whole of it


@pytest.fixture(scope="module")
def books() -> Books:
    return make_books(demo_size(first=202311, closed_through=202610), lindeby())


def test_no_two_spells_of_absence_of_one_employment_overlap(books):
    found = books.absences
    order = np.lexsort((found.start, found.row))
    row, start, stop = found.row[order], found.start[order], found.stop[order]
    assert len(row) > 100
    assert not ((row[1:] == row[:-1]) & (start[1:] < stop[:-1])).any()


def test_each_position_costs_what_its_pieces_sum_to_within_a_few_oere(books):
    extracts = {name: _rows(table) for name, table in side_tables(books)}
    delivered = books.calendar.delivered
    periods = [int(one) for one in books.calendar.periods[:delivered]]
    found = fixed_pay(
        positions=[_position(row) for row in extracts["stillinger"]],
        leaves=[_leave(row) for row in extracts["fravær"]],
        tables=_tables(),
        first=periods[0],
        last=periods[-1],
    )
    said = np.array([[month.total + -month.reimbursement for month in months] for months in found.positions.values()])
    numbers = np.array([int(one) - FIRST_POSITION for one in found.positions])
    paid = np.zeros((books.positions.position.max() + 1, delivered), dtype=np.int64)
    pay = (books.pay.salary + books.pay.pension + books.pay.allowance)[:, :delivered]
    np.add.at(paid, books.positions.position, pay)
    apart = np.abs(said - paid[numbers])
    assert paid[numbers].sum() == paid.sum()
    assert apart.max() <= MOST_APART
    assert abs(int(said.sum()) - int(paid.sum())) < paid.sum() / 10_000_000


def _rows(table):
    values = [column.values.tolist() for column in table]
    names = [column.name for column in table]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def _position(row) -> PositionPeriod:
    return PositionPeriod(
        position_id=str(row["Stillingsnr"]),
        group=row["Stillingsgruppe"],
        step=str(row["Løntrin"]),
        hours_share=Fraction(str(row["Beskæftigelsesgrad"])),
        valid_from=row["Gælder fra"],
        valid_to=_after(row["Gælder til"]),
        is_filled=row["Medarbejdernr"] is not None,
    )


def _leave(row) -> Leave:
    share = Fraction(str(row["Andel af løn"]))
    return Leave(str(row["Stillingsnr"]), row["Fraværstype"], row["Gælder fra"], _after(row["Gælder til"]), share)


def _after(last: dt.date | None) -> dt.date | None:
    """A payroll tells the last day; the method takes the first that is not with."""
    return None if last is None else last + dt.timedelta(days=1)


def _tables() -> PayTables:
    rates = monthly_pay()
    return PayTables(
        step_rates=tuple(
            StepRate(one.name, str(step), FROM, int(rates[step]))
            for one in occupations()
            for step in range(one.first_step, one.last_step + 1)
        ),
        rises=tuple(GeneralRise(dt.date.fromisoformat(day), Decimal(percent)) for day, percent in INCREASES),
        pensions=tuple(Percentage(FROM, Decimal(f"{one.pension:.2f}"), one.name) for one in occupations()),
        holiday_allowances=(Percentage(FROM, Decimal(str(HOLIDAY_ALLOWANCE))),),
    )
