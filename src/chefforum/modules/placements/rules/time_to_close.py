"""How long from the start until a case is closed, told so roughly that no day is somebody's.

A share is told for a week only where at least five closed since the last week told, or none, and where at least five
closed later, or none: what lies between two weeks that are told is never a few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from chefforum.calc.proportions import LEAST_SHOWN, Interval
from chefforum.calc.suppression import LEAST
from chefforum.calc.survival import THIRTEEN_WEEKS, Spell, Step, closed_by_exit, median_days, still_open
from chefforum.web import danish

from .effect import WAY_NAMES, WAYS, Came

MOST_WEEKS = 52


@dataclass(frozen=True)
class WeekTold:
    """The share closed within so many weeks from the start."""

    week: int
    share: Interval


@dataclass(frozen=True)
class TimeToClose:
    """What may be told of how long it takes.

    weeks: in order; median: weeks within which half are closed, None where that is later than anyone was followed, or
    cannot be told; thirteen: the share closed within 13 weeks; ways: of all, closed within 13 weeks each way, those
    that are a few put together under OTHER_WAY.
    """

    weeks: tuple[WeekTold, ...]
    median: int | None
    thirteen: Interval | None
    ways: tuple[tuple[Came, float], ...]

    @property
    def named_ways(self) -> tuple[tuple[str, float], ...]:
        """What is told together says what it may hold, whether there is anybody of it or not."""
        alone = {way for way, _ in self.ways}
        within = [WAY_NAMES[way].lower() for way in WAYS if way not in alone or way is Came.OTHER_WAY]
        together = danish.listed(within)
        name = WAY_NAMES[Came.OTHER_WAY]
        if len(within) > 1:
            name = f"{together[0].upper()}{together[1:]}, lagt sammen (for få til at vise hver for sig)"
        return tuple((name if way is Came.OTHER_WAY else WAY_NAMES[way], share) for way, share in self.ways)


@lru_cache(maxsize=64)
def told(spells: tuple[Spell, ...], closed_in_time: tuple[int, ...]) -> TimeToClose | None:
    """None where they are too few to tell anything of. `closed_in_time`, each way of WAYS, is told of the same persons
    elsewhere."""
    if len(spells) < LEAST_SHOWN:
        return None
    steps = still_open(spells=spells)
    weeks = _weeks(spells, steps, sum(closed_in_time))
    thirteen = next((one.share for one in weeks if one.week * 7 == THIRTEEN_WEEKS), None)
    median = median_days(spells=spells) if weeks else None
    weeks_of_median = ceil(median / 7) if median is not None else None
    if weeks_of_median is not None and weeks_of_median > weeks[-1].week:
        weeks_of_median = None
    return TimeToClose(weeks, weeks_of_median, thirteen, _ways(spells, closed_in_time) if thirteen else ())


def _weeks(spells: Sequence[Spell], steps: Sequence[Step], in_time: int) -> tuple[WeekTold, ...]:
    """Those weeks that may be told, as far as at least ten are followed. 13 weeks come first, if they may."""
    closed = [one.days for one in spells if one.exit is not None]
    followed = [week for week in range(1, MOST_WEEKS + 1) if sum(one.days >= week * 7 for one in spells) >= LEAST_SHOWN]

    def by(week: int) -> int:
        return sum(days <= week * 7 for days in closed)

    def is_apart(number: int, *others: int) -> bool:
        return all(_is_none_or_enough(abs(number - other)) for other in others)

    thirteen = THIRTEEN_WEEKS // 7
    fixed = by(thirteen) if thirteen in followed and is_apart(by(thirteen), 0, in_time, len(closed)) else len(closed)
    chosen, before = [], 0
    for week in followed:
        here = by(week)
        after = fixed if week <= thirteen else len(closed)
        if is_apart(here, before, after, in_time, len(closed)):
            if here != before or week in (thirteen, followed[-1]):
                chosen.append(week)
            before = here
    return tuple(WeekTold(week, _share(steps, week * 7)) for week in chosen)


def _share(steps: Sequence[Step], days: int) -> Interval:
    last = [step for step in steps if step.day <= days][-1]
    return Interval(1 - last.open, 1 - last.high, 1 - last.low)


def _ways(spells: Sequence[Spell], closed_in_time: Sequence[int]) -> tuple[tuple[Came, float], ...]:
    """A way is told by itself where at least five closed by it within 13 weeks, and later none or at least five, also
    of those that are told in the definition's time."""
    found = closed_by_exit(spells=spells)
    if not found:
        return ()
    within = {way: sum(one.exit == way and one.days <= THIRTEEN_WEEKS for one in spells) for way in WAYS}
    in_all = {way: sum(one.exit == way for one in spells) for way in WAYS}
    in_time = dict(zip(WAYS, closed_in_time, strict=True))
    alone = [
        way
        for way in WAYS
        if way is not Came.OTHER_WAY
        and within[way] >= LEAST
        and all(_is_none_or_enough(abs(number - within[way])) for number in (in_all[way], in_time[way]))
    ]

    def rest_of(counts: Mapping[Came, int]) -> int:
        return sum(counts.values()) - sum(counts[way] for way in alone)

    def gives_away() -> bool:
        here = rest_of(within)
        return not all(map(_is_none_or_enough, (here, rest_of(in_all) - here, abs(rest_of(in_time) - here))))

    # What is left together must be none or enough as well; else the smallest that stands alone goes with it.
    while alone and gives_away():
        alone.remove(min(alone, key=lambda way: within[way]))
    apart = {way: found[way.value].share for way in alone if way.value in found}
    rest = sum(share.share for share in found.values()) - sum(apart.values())
    together = [(Came.OTHER_WAY, rest)] if rest > 1e-12 else []
    return (*apart.items(), *together)


def _is_none_or_enough(number: int) -> bool:
    return number == 0 or number >= LEAST
