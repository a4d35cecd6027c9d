"""Who is in a place when: how many of its slots are taken on a day, and when one is free again. Pure.

Both days of a stay are days on which somebody is there. A place's last day is the day before it closes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAY = dt.timedelta(days=1)
MOST_TOLD = 3


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included; without a last it goes on."""

    first: dt.date
    last: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Offer:
    """What a place offers: so many slots, on the days that it is open, and where it has windows, begun within them."""

    slots: int
    open: Span
    windows: tuple[Span, ...] = ()


def taken_on(stays: Iterable[Span], day: dt.date) -> int:
    """How many are there on the day."""
    return sum(stay.holds(day) for stay in stays)


def days_of_change(spans: Iterable[Span], *, first: dt.date, last: dt.date) -> list[dt.date]:
    """`first`, and each day until `last` on which a span begins or has just ended."""
    days = {first}
    for span in spans:
        days.add(span.first)
        if span.last is not None and span.last < dt.date.max:
            days.add(span.last + DAY)
    return sorted(day for day in days if first <= day <= last)


def most_taken(stays: Sequence[Span], *, first: dt.date, last: dt.date) -> int:
    """How many are there on the fullest of the days."""
    return max((taken_on(stays, day) for day in days_of_change(stays, first=first, last=last)), default=0)


def next_free_day(offer: Offer, stays: Sequence[Span], *, after: dt.date) -> dt.date | None:
    """The first day from `after` on which the place is open with a slot free; None where none is known to come."""
    start = max(after, offer.open.first)
    ends = [stay.last + DAY for stay in stays if stay.last is not None and stay.last >= start]
    found = next((day for day in sorted({start, *ends}) if taken_on(stays, day) < offer.slots), None)
    return found if found is not None and offer.open.holds(found) else None


def next_start(offer: Offer, stays: Sequence[Span], *, after: dt.date, days: int = 1) -> dt.date | None:
    """The first day from `after` on which somebody can begin and have a slot for so many days on end.

    A place without windows takes people the year round. None where no such day is known to come.
    """
    start = max(after, offer.open.first)
    begins = [window.first for window in offer.windows if window.first > start]
    ends = [stay.last + DAY for stay in stays if stay.last is not None and stay.last >= start]
    for day in sorted({start, *begins, *ends}):
        last = day + DAY * (days - 1)
        in_window = not offer.windows or any(window.holds(day) for window in offer.windows)
        is_open = offer.open.holds(day) and offer.open.holds(last)
        if in_window and is_open and most_taken(stays, first=day, last=last) < offer.slots:
            return day
    return None


def days_with_more(stays: Sequence[Span], than: int, *, first: dt.date) -> list[Span]:
    """The stretches of days from `first` on which more are there than so many."""
    found: list[Span] = []
    days = days_of_change(stays, first=first, last=dt.date.max)
    for day, following in zip(days, [*days[1:], None], strict=True):
        if taken_on(stays, day) <= than:
            continue
        last = None if following is None else following - DAY
        if found and found[-1].last == day - DAY:
            found[-1] = Span(found[-1].first, last)
        else:
            found.append(Span(day, last))
    return found


def too_few_slots(stays: Sequence[Span], slots: int, on: dt.date) -> str:
    """Why a place cannot have so few slots from the day: how many are there when, and what to do; "" where it can."""
    full = days_with_more(stays, slots, first=on)
    if not full:
        return ""
    most = most_taken(stays, first=on, last=dt.date.max)
    told = "; ".join(_told(one) for one in full[:MOST_TOLD]) + ("; og senere igen" if len(full) > MOST_TOLD else "")
    last = full[-1].last
    when = (
        "Et af forløbene har ingen slutdato. Når den er skrevet, kan antallet sættes ned fra dagen efter."
        if last is None
        else f"Fra {last + DAY:%d-%m-%Y} kan antallet være {slots}."
    )
    return (
        f"Antallet kan ikke være {slots}. Der er aftalt op til {most} forløb på samme tid {told}. {when} "
        "Skal der ikke komme flere, så luk pladsen: de forløb, der er aftalt, fortsætter."
    )


def _told(days: Span) -> str:
    if days.last == days.first:
        return f"den {days.first:%d-%m-%Y}"
    return f"fra {days.first:%d-%m-%Y}" + (f" til {days.last:%d-%m-%Y}" if days.last else " og uden slutdato")
