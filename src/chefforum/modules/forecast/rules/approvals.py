"""What an approval was given on, and whether it still holds: it is not taken back by itself, but nobody is to believe
that it covers what came after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.calc.danish_dates import in_words
from chefforum.calc.periods import name_of

from .words import whole


@dataclass(frozen=True)
class Basis:
    """Øre: the unit's corrected budget of the year, and what was used through the month (yyyymm; None: none was
    closed)."""

    budget: int
    actual: int
    through: int | None


@dataclass(frozen=True)
class Since:
    """What an approval was given on, and what it is now."""

    day: dt.date
    then: Basis
    now: Basis

    @property
    def is_changed(self) -> bool:
        return self.then != self.now

    @property
    def short(self) -> str:
        """
        >>> then, now = Basis(100_00, 50_00, 202603), Basis(120_00, 50_00, 202603)
        >>> Since(dt.date(2026, 4, 2), then, now).short
        'budgettet er ændret siden'
        """
        what = ["budgettet"] * (self.then.budget != self.now.budget)
        what += ["forbruget"] * (self.then.actual != self.now.actual)
        return f"{' og '.join(what)} er ændret siden" if what else ""

    @property
    def heading(self) -> str:
        """
        >>> then, now = Basis(100_00, 50_00, 202603), Basis(120_00, 51_00, 202603)
        >>> Since(dt.date(2026, 4, 2), then, now).heading
        'Godkendt 2. april 2026; budgettet og forbruget er ændret siden'
        """
        return f"Godkendt {in_words(self.day)}; {self.short}"

    @property
    def numbers(self) -> str:
        """
        >>> then, now = Basis(100_00, 50_00, 202603), Basis(-120_00, 51_00, 202603)
        >>> Since(dt.date(2026, 4, 2), then, now).numbers
        'Budget: fra 100 til −120 kr. Forbrug til og med marts 2026: fra 50 til 51 kr.'
        """
        said = []
        if self.then.budget != self.now.budget:
            said.append(f"Budget: fra {_signed(self.then.budget)} til {_signed(self.now.budget)} kr.")
        if self.then.actual != self.now.actual and self.now.through is not None:
            through = name_of(self.now.through)
            said.append(
                f"Forbrug til og med {through}: fra {_signed(self.then.actual)} til {_signed(self.now.actual)} kr."
            )
        return " ".join(said)


def _signed(oere: int) -> str:
    return f"{'−' if oere < 0 else ''}{whole(oere)}"
