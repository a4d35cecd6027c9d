"""Positions, absence and fixed pay: what the payroll system would say, and what it costs each month to the øre.

The pay scale is invented. Agreed increases are those of the municipal agreement of 2024 as far as they are public; the
later ones are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .catalogue import Account, WorkplaceType, kinds, occupations
from .sizes import Calendar, Ints, Size

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]
OPEN = np.datetime64("2100-01-01")
STEPS = range(1, 56)
INCREASES = (("2024-04-01", "4.00"), ("2024-10-01", "1.74"), ("2025-10-01", "0.77"), ("2026-04-01", "1.90"))
HOLIDAY_ALLOWANCE = 1.48  # Percent of the pay, set aside with it each month.
SHORT, LONG, LEAVE = 0, 1, 2
ABSENCES = ("sygdom", "langtidssygdom", "barsel")
RULES = ("", "sygedagpenge-30", "barsel-14")
REFUND_A_WEEK = 4_795_00  # Øre to one with full time, invented.
CARRIED = {LONG: 30, LEAVE: 0}  # Days that the employer carries.
LAG = {LONG: 2, LEAVE: 1}  # Months until it comes back.
PAID_LEAVE = np.timedelta64(98, "D")
_TURNOVER = 0.12
_STEP_EVERY = 2.5  # Years between steps, of those who have any left.
_GENERATIONS = 8
_YEAR = 365.25


@dataclass(frozen=True)
class Positions:
    """One row for each position, employee and step, sorted by position and start; `stop` is exclusive."""

    position: Ints
    employee: Ints
    centre: Ints
    account: Ints
    occupation: Ints
    step: Ints
    share: Floats
    start: Days
    stop: Days

    def __len__(self) -> int:
        return len(self.position)


@dataclass(frozen=True)
class Absences:
    """One row for each spell; `stop` is exclusive."""

    row: Ints  # Among the positions' rows.
    kind: Ints
    start: Days
    stop: Days


def monthly_pay() -> Ints:
    """Øre a month of full time at each step, before any rise; the first is of step nought and is not used."""
    return np.rint(248_000_00 * 1.0142 ** np.arange(-1, len(STEPS)) / 12).astype(np.int64)


def risen(days: Days) -> Ints:
    """What pay is on each day in ten thousandths of the table: rises are of the table, as they are agreed."""
    found = np.full(len(days), 10_000, np.int64)
    for since, percent in INCREASES:
        found[days >= np.datetime64(since)] += round(float(percent) * 100)
    return found


def make_positions(
    size: Size, calendar: Calendar, centres: list[tuple[str, WorkplaceType, float]], accounts: list[Account]
) -> Positions:
    """`size.positions` positions spread over the cost centres by their staff; who held them, one after another."""
    chance = np.random.default_rng([size.seed, 2])
    places = {(account.function, kinds()[account.kind].code): n for n, account in enumerate(accounts)}
    centre, account, occupation = _posts(size.positions, centres, places, chance)
    beginning, end = calendar.starts[0], calendar.starts[-1]
    start = np.full(len(centre), beginning) - (chance.exponential(6, len(centre)).clip(max=30) * _YEAR).astype(
        "timedelta64[D]"
    )
    position = np.arange(len(centre))
    first = np.array([o.first_step for o in occupations()])[occupation]
    last = np.array([o.last_step for o in occupations()])[occupation]
    share = chance.choice((1.0, 0.9459, 0.8649, 0.8108, 0.5), len(centre), p=(0.5, 0.12, 0.18, 0.12, 0.08))
    found: list[tuple[npt.NDArray[np.generic], ...]] = []
    employee = 0
    for _ in range(_GENERATIONS):
        since = np.maximum(start, beginning) if not found else start
        stays = (chance.exponential(1 / _TURNOVER, len(position)) * _YEAR).astype("timedelta64[D]")
        leaves = (since + stays).astype("datetime64[M]").astype("datetime64[D]")
        leaves = np.maximum(leaves, since.astype("datetime64[M]") + 1).astype("datetime64[D]")
        step = first + (chance.random(len(position)) * (last - first + 1)).astype(int)
        number = employee + np.arange(len(position))
        employee += len(position)
        found += _with_steps(
            position, number, step, last, share, start, np.where(leaves < end, leaves, OPEN), end, chance
        )
        gone = leaves < end
        wait = chance.choice((0, 14, 31, 61, 92), len(position), p=(0.45, 0.15, 0.2, 0.12, 0.08))
        start = (leaves + wait.astype("timedelta64[D]"))[gone]
        position, first, last, share = position[gone], first[gone], last[gone], share[gone]
        keep = start < end
        start, position, first, last, share = start[keep], position[keep], first[keep], last[keep], share[keep]
        if not len(position):
            break
    columns = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    order = np.lexsort((columns[4], columns[0]))
    position, employees, step, share, start, stop = (column[order] for column in columns)
    return Positions(
        position, employees, centre[position], account[position], occupation[position], step, share, start, stop
    )


def _posts(
    count: int,
    centres: list[tuple[str, WorkplaceType, float]],
    places: dict[tuple[str, str], int],
    chance: np.random.Generator,
) -> tuple[Ints, Ints, Ints]:
    """The cost centre, account and occupation of each position."""
    from .catalogue import workplace_types

    by_name = {kind.name: kind for kind in workplace_types()}
    staff = np.array([fte for _, _, fte in centres])
    bounds = np.round(np.cumsum(staff) / staff.sum() * count).astype(int)
    centre = np.repeat(np.arange(len(centres)), np.diff(bounds, prepend=0))
    codes = [o.code for o in occupations()]
    drawn = chance.random(len(centre))
    aside = chance.random(len(centre))
    account, occupation = np.zeros(len(centre), int), np.zeros(len(centre), int)
    types = [kind for _, kind, _ in centres]
    for name, also in {(kind.name, kind.also) for kind in types}:
        here = np.array([kind.name == name for kind in types])[centre]
        for kind, chosen in (
            (by_name[name], here & (aside < 0.85) if also else here),
            *([(by_name[also], here & (aside >= 0.85))] if also else []),
        ):
            mix = np.array(list(kind.mix.values()), float)
            which = np.searchsorted(np.cumsum(mix / mix.sum()), drawn[chosen]).clip(max=len(mix) - 1)
            occupation[chosen] = np.array([codes.index(code) for code in kind.mix])[which]
            account[chosen] = np.array([places[kind.function, code] for code in kind.mix])[which]
    return centre, account, occupation


def _with_steps(
    position: Ints,
    number: Ints,
    step: Ints,
    last: Ints,
    share: Floats,
    start: Days,
    stop: Days,
    end: np.datetime64,
    chance: np.random.Generator,
) -> list[tuple[npt.NDArray[np.generic], ...]]:
    """Employments as rows, those who rise a step as two."""
    lasts = (np.minimum(stop, end) - start).astype(int)
    since = (chance.random(len(position)) * _STEP_EVERY * _YEAR).astype(int)
    rise = (np.maximum(start, end - np.timedelta64(1200, "D")) + since).astype("datetime64[D]")
    rises = (step < last) & (rise > start) & (rise < np.minimum(stop, end)) & (lasts > 60)
    before = (position, number, step, share, start, np.where(rises, rise, stop))
    after = tuple(column[rises] for column in (position, number, step + 1, share, rise, stop))
    return [before, after]


def make_absences(size: Size, calendar: Calendar, positions: Positions) -> Absences:
    """Short illness, more in the winter; illness over thirty days; parental leave."""
    chance = np.random.default_rng([size.seed, 3])
    beginning, end = calendar.starts[0], calendar.starts[-1]
    from_, to = np.maximum(positions.start, beginning), np.minimum(positions.stop, end)
    years = (to - from_).astype(float).clip(min=0) / _YEAR
    found = []
    for kind, rate in ((SHORT, 4.0), (LONG, 0.10), (LEAVE, 0.035)):
        spells = chance.poisson(years * rate)
        row = np.repeat(np.arange(len(positions)), spells)
        lasts = _lasts(kind, len(row), chance)
        room = (to - from_).astype(int)[row] - lasts
        start = from_[row] + (chance.random(len(row)) * room.clip(min=1)).astype("timedelta64[D]")
        month = start.astype("datetime64[M]").astype(int) % 12
        winter = np.array((1.5, 1.6, 1.3, 1.0, 0.8, 0.7, 0.45, 0.7, 1.0, 1.1, 1.2, 1.2))[month] / 1.6
        kept = (room > 0) & ((kind != SHORT) | (chance.random(len(row)) < winter))
        found.append((row, np.full(len(row), kind), start, start + lasts.astype("timedelta64[D]"), kept))
    row, kinds_, start, stop, kept = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.flatnonzero(kept)[np.argsort(start[kept], kind="stable")]
    order = order[_begins_alone(row[order], start[order], stop[order])]
    return Absences(row[order], kinds_[order], start[order], stop[order])


def _begins_alone(row: Ints, start: Days, stop: Days) -> npt.NDArray[np.bool_]:
    """Of spells by their start: those that begin when no earlier one of the row lasts. Nobody falls ill from leave."""
    order = np.lexsort((np.arange(len(row)), row))
    of_row = row[order].astype(np.int64) * 100_000  # more days than any row has
    reached = np.maximum.accumulate(of_row + stop[order].astype("datetime64[D]").astype(np.int64))
    alone = np.ones(len(row), dtype=bool)
    alone[order[1:]] = (of_row + start[order].astype("datetime64[D]").astype(np.int64))[1:] >= reached[:-1]
    return alone


def _lasts(kind: int, count: int, chance: np.random.Generator) -> Ints:
    if kind == SHORT:
        return chance.geometric(0.33, count).clip(max=14)
    if kind == LONG:
        return 31 + (chance.exponential(70, count)).astype(int).clip(max=300)
    return chance.choice((70, 98, 224, 320), count, p=(0.25, 0.15, 0.4, 0.2))


def days_in_months(calendar: Calendar, start: Days, stop: Days) -> npt.NDArray[np.int64]:
    """Rows × months: how many days of each month lie from start to stop (exclusive)."""
    starts = calendar.starts.astype(np.int64)
    from_ = np.maximum(start.astype("datetime64[D]").astype(np.int64)[:, None], starts[None, :-1])
    to = np.minimum(stop.astype("datetime64[D]").astype(np.int64)[:, None], starts[None, 1:])
    return (to - from_).clip(min=0)


@dataclass(frozen=True)
class Pay:
    """Øre for each row of positions in each month."""

    salary: Ints
    pension: Ints
    allowance: Ints


def fixed_pay(calendar: Calendar, positions: Positions, absences: Absences) -> Pay:
    """Pay by the calendar days employed; the part of parental leave after its fourteenth week is without."""
    employed = days_in_months(calendar, positions.start, positions.stop)
    leave = absences.kind == LEAVE
    unpaid_from = absences.start[leave] + PAID_LEAVE
    unpaid = days_in_months(calendar, unpaid_from, absences.stop[leave])
    np.subtract.at(employed, absences.row[leave], unpaid)
    length = np.diff(calendar.starts).astype(np.int64)
    rate = _rounded(monthly_pay()[positions.step][:, None] * risen(calendar.starts[:-1])[None, :], 10_000)
    share = np.rint(positions.share * 10_000).astype(np.int64)[:, None]
    salary = _rounded(rate * share * employed.clip(min=0), 10_000 * length)
    percent = np.array([round(o.pension * 100) for o in occupations()])[positions.occupation][:, None]
    return Pay(salary, _rounded(salary * percent, 10_000), _rounded(salary * round(HOLIDAY_ALLOWANCE * 100), 10_000))


def _rounded(above: Ints, below: Ints | int) -> Ints:
    """The quotient of what is not negative to the nearest whole, halves upwards."""
    return (2 * above + below) // (2 * below)
