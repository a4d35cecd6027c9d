"""Budgets: roughly right, some units always short and some over, changed in the year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .catalogue import FIXED, INTERNAL, VARIABLE, kinds
from .lines import Lines
from .sizes import MONTHS, Calendar, Ints, Size

ORIGINAL, SUPPLEMENTARY, TRANSFER, CARRIED = range(4)
KINDS = ("oprindeligt", "tillægsbevilling", "omplacering", "overført")
REASONS = (
    "",
    "Lov- og cirkulæreprogram",
    "Flere børn end ventet",
    "Byrådets beslutning om sygefravær",
    "Omplacering mellem arbejdspladser",
    "Fælles indkøb samles",
    "Overført fra sidste år",
)
WHOLE_YEAR = 0
_THOUSAND = 100_000  # Øre.


@dataclass(frozen=True)
class Budgets:
    """`period` is nought for a budget of the whole year. Sorted by year, line, kind and period."""

    line: Ints
    year: Ints
    period: Ints
    kind: Ints
    amount: Ints
    reason: Ints

    def __len__(self) -> int:
        return len(self.line)


def make_budgets(size: Size, calendar: Calendar, lines: Lines, actual: Ints) -> Budgets:
    """`actual` is what was posted on each line and month; last year's result is carried over by the cost centre."""
    chance = np.random.default_rng([size.seed, 8])
    unit_is_off = chance.normal(0, 0.025, int(lines.centre.max()) + 1)[lines.centre]
    line_class = np.array([kind.line_class for kind in kinds()])[lines.kind]
    by_month = np.array([kind.line_class in ("aftale", "husleje") or kind.profile.std() > 0.25 for kind in kinds()])[
        lines.kind
    ]
    found = []
    for year in np.unique(calendar.year):
        here = calendar.year == year
        usual = lines.expected[:, here] * 100
        off = unit_is_off + chance.normal(0, 0.06, len(lines))
        # One who budgets pay knows who is employed; overtime and substitutes are hoped to be fewer than they get.
        off = np.where(line_class == FIXED, unit_is_off * 0.5 + chance.normal(0, 0.008, len(lines)), off)
        off = np.where(line_class == VARIABLE, off - 0.04, off)
        whole = np.rint(usual.sum(axis=1) * (1 + off) / _THOUSAND).astype(np.int64) * _THOUSAND
        some = (whole != 0) & (line_class != INTERNAL)
        found += _original(int(year), whole, usual, some & by_month, calendar.periods[here], monthly=True)
        found += _original(int(year), whole, usual, some & ~by_month, calendar.periods[here], monthly=False)
        found += _changes(int(year), whole, np.flatnonzero(some & (line_class == "øvrig")), lines, chance)
        before = calendar.year == year - 1
        if before.sum() == MONTHS:
            found += _carried(int(year), lines, line_class, actual[:, before].sum(axis=1), found)
    columns = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    order = np.lexsort((columns[2], columns[3], columns[0], columns[1]))
    return Budgets(*(column[order] for column in columns))


_Rows = tuple[Ints, Ints, Ints, Ints, Ints, Ints]


def _rows(line: Ints, year: int, period: Ints | int, kind: int, amount: Ints, reason: Ints | int) -> _Rows:
    full = np.zeros(len(line), np.int64)
    return line, full + year, full + period, full + kind, amount, full + reason


def _original(
    year: int, whole: Ints, usual: np.ndarray, chosen: np.ndarray, periods: Ints, *, monthly: bool
) -> list[_Rows]:
    line = np.flatnonzero(chosen)
    if not monthly:
        return [_rows(line, year, WHOLE_YEAR, ORIGINAL, whole[line], 0)]
    season = np.abs(usual[line])
    season /= np.maximum(season.sum(axis=1, keepdims=True), 1e-9)
    # Rounded as it runs, so that the months come to the year.
    run = np.rint(np.cumsum(season, axis=1) * whole[line][:, None]).astype(np.int64)
    months = np.diff(run, axis=1, prepend=0)
    months[:, -1] += whole[line] - months.sum(axis=1)
    each, at = np.nonzero(months)
    return [_rows(line[each], year, periods[at], ORIGINAL, months[each, at], 0)]


def _changes(year: int, whole: Ints, able: Ints, lines: Lines, chance: np.random.Generator) -> list[_Rows]:
    """Supplementary grants, and transfers that come to nought."""
    if len(able) < 2:
        return []
    extra = chance.choice(able, max(1, len(able) // 120), replace=False)
    amount = _thousands(np.abs(whole[extra]) * chance.uniform(0.05, 0.3, len(extra)))
    month = chance.integers(2, 13, len(extra))
    found = [_rows(extra, year, year * 100 + month, SUPPLEMENTARY, amount, chance.integers(1, 4, len(extra)))]
    giver = chance.choice(able, max(1, len(able) // 60), replace=False)
    taker = chance.choice(able, len(giver))
    amount = _thousands(np.abs(whole[giver]) * chance.uniform(0.02, 0.2, len(giver)))
    month, reason = chance.integers(2, 13, len(giver)), chance.integers(4, 6, len(giver))
    for line, sign in ((giver, -1), (taker, 1)):
        found.append(_rows(line, year, year * 100 + month, TRANSFER, sign * amount, reason))
    return found


def _carried(year: int, lines: Lines, line_class: np.ndarray, actual: Ints, found: list[_Rows]) -> list[_Rows]:
    """What a cost centre had left of last year, at most five percent of its budget, from April: spread over its other
    costs by their budgets, of which none is changed by more than half."""
    budget, now = _of_year(year - 1, lines, found), _of_year(year, lines, found)
    centres = int(lines.centre.max()) + 1
    mine = line_class != INTERNAL
    budgeted = np.bincount(lines.centre[mine], budget[mine], centres)
    left = budgeted - np.bincount(lines.centre[mine], actual[mine], centres)
    left = np.clip(left, -0.05 * np.abs(budgeted), 0.05 * np.abs(budgeted))
    able = np.flatnonzero((line_class == "øvrig") & (now > 0))
    whole = np.bincount(lines.centre[able], now[able], centres)[lines.centre[able]]
    amount = _thousands(np.clip(left[lines.centre[able]] / whole, -0.5, 0.5) * now[able])
    some = amount != 0
    return [_rows(able[some], year, year * 100 + 4, CARRIED, amount[some], 6)]


def _of_year(year: int, lines: Lines, found: list[_Rows]) -> Ints:
    """What each line has been given for the year so far."""
    budget = np.zeros(len(lines), np.int64)
    for line, of, _, _, amount, _ in found:
        np.add.at(budget, line[of == year], amount[of == year])
    return budget


def _thousands(amount: np.ndarray) -> Ints:
    return np.rint(amount / _THOUSAND).astype(np.int64) * _THOUSAND
