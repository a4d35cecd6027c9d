"""How stored forecasts did: what each run expected of the months that have come since, beside what came, per unit.

A run is held against the months that were open when it was made and are closed now. Lines that nobody had assessed are
left out on both sides; lines that came later count, as something that the run did not see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from chefforum.calc.forecasting import accuracy
from chefforum.calc.periods import months_between, period_of, shifted, within_year
from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger import queries as ledger
from chefforum.modules.ledger.queries.cube import Cube

from ..access import readable_units
from ..models import ForecastRun
from .runs import StoredMonths, list_runs, stored_months

Oere = NDArray[np.int64]
HISTORY = 24  # months before the first that a scale is read from


@dataclass(frozen=True)
class UnitAccuracy:
    """Of one unit in one run, øre of the months that have come. `error`: forecast less what came. `mae`: how far off
    its months were on average, whichever way."""

    unit_id: UUID
    said: int
    came: int
    mae: int
    mase: float | None

    @property
    def error(self) -> int:
        return self.said - self.came

    @property
    def error_pct(self) -> float | None:
        return 100 * self.error / abs(self.came) if self.came else None


@dataclass(frozen=True)
class RunAccuracy:
    """bias and wape: per cent of what came; mae: øre a unit; mase: below 1 is better than the same month last year."""

    run: ForecastRun
    first: int
    last: int
    units: tuple[UnitAccuracy, ...]
    bias_pct: float | None
    wape_pct: float | None
    mae: int
    mase: float | None

    def of_unit(self, unit_id: UUID) -> UnitAccuracy | None:
        return next((one for one in self.units if one.unit_id == unit_id), None)

    @property
    def months(self) -> int:
        return len(months_between(self.first, self.last))


def accuracy_of(*, actor: Actor, year: int, on: dt.date) -> list[RunAccuracy]:
    """Each month's last run of the year that some month has come since, newest first, over the units that one reads.

    A query for the runs, one scan of the ledger, and one file a run. Raises MissingFile.
    """
    closed = ledger.closed_through()
    if closed is None:
        return []
    last = min(closed, year * 100 + 12)
    runs = [run for run in last_of_each_month(list_runs(year=year)) if run.closed_through < last]
    if not runs:
        return []
    units = readable_units(actor)
    first = min(shifted(run.closed_through, 1) for run in runs)
    as_of = within_year(period_of(on), year)
    cube = ledger.cube(actor=actor, first=shifted(first, -HISTORY), last=last, units=units, as_of=as_of)
    lines = _Lines(cube)
    return [one for run in runs if (one := _of_run(stored_months(run, units=units), lines, last)) is not None]


def last_of_each_month(runs: Iterable[ForecastRun]) -> list[ForecastRun]:
    """Of runs with the newest first."""
    found: dict[tuple[int, int], ForecastRun] = {}
    for run in runs:
        found.setdefault((run.made_on.year, run.made_on.month), run)
    return list(found.values())


class _Lines:
    """What came, by line and month."""

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        pairs = zip(cube.unit_of.tolist(), cube.account_of.tolist(), strict=True)
        self.number = {(cube.units[unit], cube.accounts[account]): line for line, (unit, account) in enumerate(pairs)}

    def by_unit(self, units: dict[UUID, int], without: set[int]) -> Oere:
        """Units × months."""
        total = np.zeros((len(units), len(self.cube.periods)), dtype=np.int64)
        place = np.array([units.get(unit, -1) for unit in self.cube.units], dtype=np.int64)
        kept = np.ones(len(self.cube), dtype=bool)
        kept[list(without)] = False
        if len(self.cube):
            of_line = place[self.cube.unit_of]
            kept &= of_line >= 0
            np.add.at(total, of_line[kept], self.cube.amounts[kept])
        return total


def _of_run(stored: StoredMonths, lines: _Lines, last: int) -> RunAccuracy | None:
    run = stored.run
    first = shifted(run.closed_through, 1)
    here = np.array([first <= period <= last for period in lines.cube.periods], dtype=bool)
    before = np.array([period < first for period in lines.cube.periods], dtype=bool)
    units = {unit: number for number, unit in enumerate(dict.fromkeys(one for one in stored.units if one is not None))}
    if not units or not here.any():
        return None
    pairs = list(zip(stored.units, stored.accounts, strict=True))
    unassessed = {
        lines.number[unit, account]
        for (unit, account), known in zip(pairs, stored.is_assessed.tolist(), strict=True)
        if not known and unit is not None and (unit, account) in lines.number
    }
    said = np.zeros((len(units), int(here.sum())), dtype=np.int64)
    at = np.array([units.get(unit, -1) if unit else -1 for unit in stored.units], dtype=np.int64)
    kept = stored.is_assessed & (at >= 0)
    np.add.at(said, at[kept], stored.months[kept][:, : said.shape[1]])
    came = lines.by_unit(units, unassessed)
    truth = came[:, here]
    scaled = accuracy.mase(
        said.astype(np.float64), truth.astype(np.float64), history=came[:, before].astype(np.float64)
    )
    apart = np.abs(said - truth).sum(axis=1)
    total_said, total_came = said.sum(axis=1), truth.sum(axis=1)
    in_all = accuracy.mase(
        said.sum(axis=0, keepdims=True).astype(np.float64),
        truth.sum(axis=0, keepdims=True).astype(np.float64),
        history=came[:, before].sum(axis=0, keepdims=True).astype(np.float64),
    )
    return RunAccuracy(
        run=run,
        first=first,
        last=last,
        units=tuple(
            UnitAccuracy(
                unit_id=unit,
                said=int(total_said[number]),
                came=int(total_came[number]),
                mae=round(int(apart[number]) / said.shape[1]),
                mase=_known(scaled[number]),
            )
            for unit, number in units.items()
        ),
        bias_pct=_pct(accuracy.bias(total_said.astype(np.float64), total_came.astype(np.float64))),
        wape_pct=_pct(accuracy.wape(total_said.astype(np.float64), total_came.astype(np.float64))),
        mae=round(int(np.abs(total_said - total_came).sum()) / len(units)),
        mase=_known(in_all[0]),
    )


def _pct(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
