"""How long from the start of a placement until the case is closed, and by which way out, with those still open counted.

From the start, not the end: while a placement lasts fewer cases are closed (lock-in), and a measure that begins at the
end does not see it. A case that is open when the data end is followed until then and no further (censored): after
that it is neither closed nor not closed. Times are whole days.

Sources: E. L. Kaplan and P. Meier, Journal of the American Statistical Association 53 (1958), as lifelines computes it,
with Greenwood's variance and log-log intervals; O. O. Aalen and S. Johansen, Scandinavian Journal of Statistics 5
(1978) for ways out, with the variance of E. Marubini and M. G. Valsecchi, "Analysing Survival Data" (1995), 10.3. The
second is computed here, since lifelines moves days on which several are closed apart by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt
from statistics import NormalDist

from .proportions import wilson

THIRTEEN_WEEKS = 91
_WIDE = 30.0  # log-log units: beyond it an end is 0 or 1 to all digits


class SurvivalError(ValueError):
    """Dates in the wrong order, or nobody to follow."""


@dataclass(frozen=True)
class Spell:
    """How many days a case was followed from the start; the way out (exit), None where it was open at the end."""

    days: int
    exit: str | None


@dataclass(frozen=True)
class Step:
    """On a day: how many were followed so far, how many closed on it, and the share still open after it (0 to 1)."""

    day: int
    at_risk: int
    closed: int
    open: float
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """A share closed by a day, with interval; followed: how many were open the day before and followed to that day."""

    share: float
    low: float
    high: float
    followed: int


def spell(*, begins: date, closed: date | None, exit: str | None, data_until: date) -> Spell:
    """A case as it was known on `data_until`, the last day that the data cover.

    Closed later, or not at all: open. Closed without a known way out: `exit` is "". Raises SurvivalError where it
    begins after it is closed or after the data end.
    """
    if begins > data_until or (closed is not None and closed < begins):
        raise SurvivalError(f"A case from {begins}, closed {closed}, known until {data_until}, has no length.")
    if closed is None or closed > data_until:
        return Spell((data_until - begins).days, None)
    return Spell((closed - begins).days, exit or "")


def still_open(*, spells: Sequence[Spell], coverage: float = 0.95) -> tuple[Step, ...]:
    """The share still open after each day on which somebody was closed or lost from sight; the first is day 0.

    Raises SurvivalError where there are no spells or one has less than 0 days.
    """
    # Loaded here: it takes more than a second and 100 MB, and few ask for it.
    from lifelines import KaplanMeierFitter

    _followed(spells)
    fitted = KaplanMeierFitter(alpha=1 - coverage).fit(
        [one.days for one in spells], event_observed=[one.exit is not None for one in spells]
    )
    table, within = fitted.event_table, fitted.confidence_interval_
    found = []
    for day, share in fitted.survival_function_.iloc[:, 0].items():
        row = table.loc[day]
        if 0 < share < 1:
            low, high = map(float, within.loc[day])
        else:
            low, high = (1 - end for end in reversed(_never_certain(1 - share, spells, int(day), coverage)))
        found.append(Step(int(day), int(row["at_risk"]), int(row["observed"]), float(share), low, high))
    return tuple(found)


def closed_within(*, spells: Sequence[Spell], days: int = THIRTEEN_WEEKS, coverage: float = 0.95) -> Share | None:
    """The share closed at most so many days from the start, the last day included.

    None where nobody was followed so far and some were open when they were last seen. Raises as `still_open`.
    """
    steps = [step for step in still_open(spells=spells, coverage=coverage) if step.day <= days]
    if not _is_known(spells, days):
        return None
    last = steps[-1]
    return Share(1 - last.open, 1 - last.high, 1 - last.low, sum(one.days >= days for one in spells))


def closed_by_exit(
    *, spells: Sequence[Spell], days: int = THIRTEEN_WEEKS, coverage: float = 0.95
) -> dict[str, Share] | None:
    """Of each way out, the share closed by it at most so many days from the start; they sum to `closed_within`.

    Other ways out are not treated as if the case could still have ended by this one. In the order of their names; ""
    is an unknown way. None and raises as `closed_within`.
    """
    _followed(spells)
    if not _is_known(spells, days):
        return None
    z = NormalDist().inv_cdf((1 + coverage) / 2)
    followed = sum(one.days >= days for one in spells)
    found = {}
    for exit in sorted({one.exit for one in spells if one.exit is not None}):
        share, error = _incidence(spells, exit, days)
        within = _log_log(share, error, z) if 0 < share < 1 else _never_certain(share, spells, days, coverage)
        found[exit] = Share(share, *within, followed)
    return found


def median_days(*, spells: Sequence[Spell]) -> int | None:
    """The first day by which at least half are closed; None where fewer than half were as long as they were seen."""
    return next((step.day for step in still_open(spells=spells) if step.open <= 0.5 + 1e-12), None)


def _followed(spells: Sequence[Spell]) -> None:
    if not spells:
        raise SurvivalError("There is nobody to follow.")
    if min(one.days for one in spells) < 0:
        raise SurvivalError("Nobody is followed for less than 0 days.")


def _is_known(spells: Sequence[Spell], days: int) -> bool:
    longest = max(one.days for one in spells)
    return longest >= days or all(one.exit is not None for one in spells if one.days == longest)


def _never_certain(closed: float, spells: Sequence[Spell], day: int, coverage: float) -> tuple[float, float]:
    """Where none or all are closed, the log-log interval has no width: Wilson's of those who say so stands instead."""
    if closed <= 0:
        followed = max(sum(one.days >= day for one in spells), 1)
        return 0.0, wilson(count=0, of=followed, coverage=coverage).high
    ended = sum(one.exit is not None and one.days <= day for one in spells)
    return wilson(count=ended, of=ended, coverage=coverage).low, 1.0


def _incidence(spells: Sequence[Spell], exit: str, days: int) -> tuple[float, float]:
    """The share closed by this way out by the day, and its standard error."""
    open_before, reached = 1.0, 0.0
    steps = []
    for day in sorted({one.days for one in spells if one.exit is not None and one.days <= days}):
        at_risk = sum(one.days >= day for one in spells)
        closed = sum(one.days == day and one.exit is not None for one in spells)
        this = sum(one.days == day and one.exit == exit for one in spells)
        reached += open_before * this / at_risk
        steps.append((at_risk, closed, this, open_before, reached))
        open_before *= 1 - closed / at_risk
    variance = 0.0
    for at_risk, closed, this, before, so_far in steps:
        later = reached - so_far
        if at_risk > closed:
            variance += later**2 * closed / (at_risk * (at_risk - closed))
        variance += before**2 * this * (at_risk - this) / at_risk**3 - 2 * later * before * this / at_risk**2
    return reached, sqrt(max(variance, 0.0))


def _log_log(share: float, error: float, z: float) -> tuple[float, float]:
    spread = z * error / (share * abs(log(share)))
    low, high = (share ** exp(sign * spread) if spread < _WIDE else float(sign < 0) for sign in (1, -1))
    return low, high
