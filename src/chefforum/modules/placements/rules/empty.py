"""Why places stand empty, in slot-days: what leaders have said of each, and what nobody has said. Pure.

A spell that somebody noted ends by hand, or by itself on the day that the place is full; of the slots that stand empty
on a day the newest spell explains its own first, and never more than there are.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .stays import DAY, Offer, Span, days_of_change, taken_on

NOT_TOLD = "not_told"
NOT_TOLD_NAME = "Ikke oplyst"


@dataclass(frozen=True)
class Spell:
    """Why so many of a place's slots stand empty on these days, as it was noted."""

    reason: str
    slots: int
    span: Span


def first_full_day(offer: Offer, stays: Sequence[Span], *, after: dt.date) -> dt.date | None:
    """The first day from `after` on which no slot is free; None where no such day is known."""
    days = sorted({after, *(stay.first for stay in stays if stay.first > after)})
    return next((day for day in days if taken_on(stays, day) >= offer.slots), None)


def ended_by_itself(spell: Spell, offer: Offer, stays: Sequence[Span]) -> Span:
    """The spell's days when it is seen that the place was filled, or closed, before anybody ended it.

    A spell that was noted on a day when the place was full is over as it begins: its last day is the day before.
    """
    lasts = [day for day in (spell.span.last, offer.open.last) if day is not None]
    full = first_full_day(offer, stays, after=spell.span.first)
    if full is not None:
        lasts.append(full - DAY)
    return Span(spell.span.first, min(lasts, default=None))


def slot_days(
    offer: Offer, stays: Sequence[Span], spells: Sequence[Spell], *, first: dt.date, last: dt.date
) -> Counter[str]:
    """How many days slots stood empty from the first to the last day, by reason; NOT_TOLD where nobody said."""
    found: Counter[str] = Counter()
    told = [Spell(one.reason, one.slots, ended_by_itself(one, offer, stays)) for one in spells]
    told.sort(key=lambda one: one.span.first, reverse=True)
    first = max(first, offer.open.first)
    last = last if offer.open.last is None else min(last, offer.open.last)
    if last < first:
        return found
    days = days_of_change([*stays, *(one.span for one in told)], first=first, last=last)
    for day, after in zip(days, [*days[1:], last + DAY], strict=True):
        length, empty = (after - day).days, offer.slots - taken_on(stays, day)
        for one in told:
            explained = min(one.slots, max(empty, 0)) if one.span.holds(day) else 0
            if explained:
                found[one.reason] += explained * length
            empty -= explained
        if empty > 0:
            found[NOT_TOLD] += empty * length
    return found
