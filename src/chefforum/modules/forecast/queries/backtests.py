"""The methods tried on the municipality's own years: what a trial is made from, and the kept ones as tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.forecasting.backtest import DEFAULT, Measure
from chefforum.calc.forecasting.lines import LineClass, Oere
from chefforum.calc.forecasting.year_end import METHODS
from chefforum.calc.periods import period_of, shifted
from chefforum.modules.ledger import queries as ledger

from ..models import Backtest
from ..rules.running import NothingClosed
from .system_side import CLASSES, LOOKS_BACK

ORIGINS = (3, 6, 9)
LEVELS = ("line", "unit", "whole")
OTHER = "other"  # lines of no other class


@dataclass(frozen=True)
class Trial:
    """Whole years of the ledger: lines × months from first_period."""

    first_period: int
    last_period: int
    history: Oere
    classes: NDArray[np.int8]
    units: NDArray[np.int64]


def whole_years() -> tuple[int, int]:
    """The first and last month of the whole years that are closed, at most LOOKS_BACK months. Two queries.

    Raises NothingClosed where there are not two.
    """
    closed, first = ledger.closed_through(), ledger.first_period()
    if closed is None or first is None:
        raise NothingClosed("Der er ingen lukkede måneder i regnskabet. Der skal være to hele lukkede år.")
    last = closed if closed % 100 == 12 else (closed // 100 - 1) * 100 + 12
    first = max(first if first % 100 == 1 else (first // 100 + 1) * 100 + 1, shifted(last, 1 - LOOKS_BACK))
    if last // 100 - first // 100 < 1:
        raise NothingClosed("Der skal være to hele lukkede år, før metoderne kan afprøves.")
    return first, last


def trial(*, on: dt.date) -> Trial:
    """What is closed, by the organisation of the day. Raises NothingClosed as whole_years."""
    first, last = whole_years()
    cube = ledger.cube(actor=None, first=first, last=last, as_of=period_of(on), with_unmapped=True)
    words = ledger.line_classes(codes=cube.accounts, on=on)
    of_account = np.array(
        [CLASSES.get(word, LineClass.OTHER) if (word := words[code]) else LineClass.OTHER for code in cube.accounts],
        dtype=np.int8,
    )
    return Trial(first, last, cube.amounts, of_account[cube.account_of], cube.unit_of.astype(np.int64) + 1)


def newest_backtest() -> Backtest | None:
    return Backtest.objects.select_related("made_by").first()


@dataclass(frozen=True)
class MethodRow:
    """A method's off (WAPE) and lean (bias), in per cent, at each origin month; None where it is not known."""

    method: str
    is_default: bool
    wape: tuple[float | None, ...]
    bias: tuple[float | None, ...]
    covered: tuple[float | None, ...]


@dataclass(frozen=True)
class LevelTable:
    of: str
    rows: tuple[MethodRow, ...]

    @property
    def best(self) -> tuple[str, ...]:
        """The method that was the least off at each origin month; empty where it is not known."""
        found = []
        for place in range(len(ORIGINS)):
            known = [(row.wape[place], row.method) for row in self.rows if row.wape[place] is not None]
            found.append(min(known, key=lambda pair: pair[0] or 0)[1] if known else "")
        return tuple(found)

    @property
    def covered(self) -> tuple[float | None, ...]:
        """How often, in per cent, what came lay in the forecast's own interval, at each origin month."""
        return next((row.covered for row in self.rows if row.is_default), ())


def tables_of(backtest: Backtest) -> list[LevelTable]:
    """The mean over the years, for ordinary lines (whose method finance chooses), lines, units and the whole; the
    product's own method first."""
    found = [Measure(**one) for one in backtest.measures]
    other = [one for one in found if one.of == "line" and one.line_class == LineClass.OTHER]
    tables = [LevelTable(OTHER, tuple(_rows(other)))] if other else []
    return tables + [
        LevelTable(level, tuple(_rows([one for one in found if one.of == level and one.line_class is None])))
        for level in LEVELS
    ]


def _rows(measures: list[Measure]) -> list[MethodRow]:
    rows = []
    for method in (DEFAULT, *METHODS):
        by_month = {one.month: one for one in measures if one.method == method}
        if by_month:
            at = [by_month.get(month) for month in ORIGINS]
            rows.append(
                MethodRow(
                    method=method,
                    is_default=method == DEFAULT,
                    wape=tuple(_pct(one.wape if one else None) for one in at),
                    bias=tuple(_pct(one.bias if one else None) for one in at),
                    covered=tuple(_pct(one.covered if one else None) for one in at),
                )
            )
    return rows


def _pct(share: float | None) -> float | None:
    return None if share is None else 100 * share
