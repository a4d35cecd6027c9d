"""The whole of a municipality's books, made from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .budgets import Budgets, make_budgets
from .catalogue import Account, WorkplaceType, chart
from .lines import Lines, make_lines
from .postings import Batch, months
from .sizes import Calendar, Ints, Size
from .staff import Absences, Pay, Positions, fixed_pay, make_absences, make_positions
from .town import Town


@dataclass(frozen=True)
class Books:
    """Postings come a month at a time from `months`; everything else is small enough to be held."""

    size: Size
    town: Town
    calendar: Calendar
    accounts: list[Account]
    centres: list[tuple[str, WorkplaceType, float]]
    positions: Positions
    absences: Absences
    pay: Pay
    lines: Lines

    @property
    def closed_through(self) -> int:
        return self.calendar.closed_through

    def delivered(self) -> Iterator[Batch]:
        """The postings of the closed months."""
        for batch in self.every_month():
            if batch.period > self.closed_through:
                return
            yield batch

    def every_month(self) -> Iterator[Batch]:
        """The postings of every month to the end of the last year, the same each time."""
        return months(self.size, self.calendar, self.lines, self.positions, self.pay, self._pay_line)

    @cached_property
    def truth(self) -> Ints:
        """Øre posted on each line in each month (lines × months), those after the delivered ones too."""
        found = np.zeros((len(self.lines), len(self.calendar)), np.int64)
        for number, batch in enumerate(self.every_month()):
            np.add.at(found[:, number], batch.line, batch.amount)
        return found

    @cached_property
    def budgets(self) -> Budgets:
        return make_budgets(self.size, self.calendar, self.lines, self.truth)

    def year_end(self, year: int) -> dict[tuple[str, str], int]:
        """Cost centre and account → what the line came to in the year, whether or not it has been delivered yet."""
        here = self.truth[:, self.calendar.year == year].sum(axis=1)
        return {
            (self.centres[centre][0], self.accounts[account].string): int(amount)
            for centre, account, amount in zip(self.lines.centre, self.lines.account, here, strict=True)
        }

    @cached_property
    def _pay_line(self) -> Ints:
        """The line that each row of positions is paid from."""
        return self.lines.place(self.positions.centre, self.positions.account, len(self.accounts))


def make_books(size: Size, town: Town) -> Books:
    """The books of a municipality; the same size, seed and town give the same to the øre."""
    calendar = Calendar(size.first, size.months)
    accounts, centres = chart(size.accounts), town.centres()
    positions = make_positions(size, calendar, centres, accounts)
    absences = make_absences(size, calendar, positions)
    pay = fixed_pay(calendar, positions, absences)
    lines = make_lines(size, calendar, centres, accounts, positions, absences, pay)
    return Books(size, town, calendar, accounts, centres, positions, absences, pay, lines)
