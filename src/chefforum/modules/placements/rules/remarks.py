"""What somebody should look at in a placement: longer than the law's limit, in a place that is full, outside its days.

A remark never stops anybody: the consultant may know more than the register. Whoever saves what is unusual is asked
first, and says that it is so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .places import hours_in_words

DAYS_OF_A_WEEK = 7
DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date | None]  # both days are included; None: open


@dataclass(frozen=True)
class Remark:
    """`asks`: it is unusual, so that whoever saves it is asked first."""

    text: str
    source: str = ""
    asks: bool = True


@dataclass(frozen=True)
class Limit:
    """A longest duration, for whom it is in words ("dagpenge"), and where it stands."""

    weeks: Decimal
    group: str
    source: str


@dataclass(frozen=True)
class Offer:
    """What is offered at a place; `others` are the other placements there that were not cancelled. `closed_on` is the
    first day that it is not offered."""

    slots: int
    open_from: dt.date
    closed_on: dt.date | None
    windows: Sequence[tuple[dt.date, dt.date]]
    others: Sequence[Span]
    hours_from: Decimal | None = None
    hours_to: Decimal | None = None


def weeks_of(span: Span) -> Decimal | None:
    """
    >>> weeks_of((dt.date(2026, 1, 5), dt.date(2026, 2, 1)))
    Decimal('4')
    """
    first, last = span
    return None if last is None else Decimal((last - first).days + 1) / DAYS_OF_A_WEEK


def fullest(span: Span, others: Iterable[Span]) -> tuple[int, Span]:
    """How many of the others are there on the fullest day of the span, and the first stretch of days with so many."""
    first, last = span
    steps: dict[dt.date, int] = {first: 0}
    for begins, ends in others:
        if (ends is not None and ends < first) or (last is not None and begins > last):
            continue
        begun = max(begins, first)
        steps[begun] = steps.get(begun, 0) + 1
        if ends is not None and (last is None or ends < last):
            steps[ends + DAY] = steps.get(ends + DAY, 0) - 1
    most, there, since, until = -1, 0, first, last
    for day in sorted(steps):
        there += steps[day]
        if there > most:
            most, since, until = there, day, last
        elif there < most and until == last and day > since:
            until = day - DAY
    return most, (since, until)


def most_at_once(span: Span, others: Iterable[Span]) -> int:
    """How many of the others are there on the fullest day of the span."""
    return fullest(span, others)[0]


def signature(remarks: Iterable[Remark]) -> str:
    """What somebody was asked about, as a form sends it back; "" where there is nothing to ask about."""
    texts = "\n".join(sorted(one.text for one in remarks if one.asks))
    return hashlib.sha256(texts.encode()).hexdigest()[:32] if texts else ""


def too_long(span: Span, limit: Limit | None) -> list[Remark]:
    """Whether it lasts longer than the limit; with a limit it should have a last day."""
    if limit is None:
        return []
    weeks, most = weeks_of(span), _number(limit.weeks)
    if weeks is None:
        text = f"Forløbet har ingen slutdato. For {limit.group} varer det højst {most} uger."
        return [Remark(text, limit.source, asks=False)]
    if weeks <= limit.weeks:
        return []
    return [
        Remark(f"Forløbet varer {_number(weeks)} uger. For {limit.group} er det længste {most} uger.", limit.source)
    ]


def at_place(span: Span, hours: Decimal | None, offer: Offer) -> list[Remark]:
    """Whether there is room, and whether it begins on a day and for the hours that are offered."""
    texts = [_no_room(span, offer), _not_open(span, offer), _other_hours(hours, offer)]
    return [Remark(text) for text in texts if text]


def _no_room(span: Span, offer: Offer) -> str:
    taken, days = fullest(span, offer.others)
    if taken < offer.slots:
        return ""
    slots = "én plads" if offer.slots == 1 else f"{offer.slots} pladser"
    return f"Pladsen er optaget: med dette bliver det {taken + 1} forløb på {slots} {_days(days)}."


def _not_open(span: Span, offer: Offer) -> str:
    begins, ends = span
    if begins < offer.open_from:
        return f"Forløbet begynder {begins:%d-%m-%Y}, og pladsen er først åben fra {offer.open_from:%d-%m-%Y}."
    if offer.closed_on is not None and begins >= offer.closed_on:
        return f"Forløbet begynder {begins:%d-%m-%Y}, og pladsen er lukket fra {offer.closed_on:%d-%m-%Y}."
    if offer.windows and not any(first <= begins <= last for first, last in offer.windows):
        days = "; ".join(f"{first:%d-%m-%Y} til {last:%d-%m-%Y}" for first, last in offer.windows)
        return f"Forløbet begynder {begins:%d-%m-%Y}, uden for de dage, pladsen tager imod: {days}."
    if offer.closed_on is not None and ends is not None and ends >= offer.closed_on:
        return f"Forløbet slutter {ends:%d-%m-%Y}, og pladsen er lukket fra {offer.closed_on:%d-%m-%Y}."
    return ""


def _other_hours(hours: Decimal | None, offer: Offer) -> str:
    least, most = offer.hours_from, offer.hours_to
    if hours is None or ((least is None or hours >= least) and (most is None or hours <= most)):
        return ""
    return f"Forløbet er på {_number(hours)} timer om ugen, og pladsen er opslået med {hours_in_words(least, most)}."


def _days(days: Span) -> str:
    first, last = days
    if last == first:
        return f"den {first:%d-%m-%Y}"
    return f"fra {first:%d-%m-%Y}" + (f" til {last:%d-%m-%Y}" if last is not None else "")


def _number(number: Decimal) -> str:
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")
