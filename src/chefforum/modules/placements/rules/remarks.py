"""What somebody should look at in a placement: longer than the law's limit, in a place that is full, outside its days.

A remark never stops anybody: the consultant may know more than the register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

DAYS_OF_A_WEEK = 7
Span = tuple[dt.date, dt.date | None]  # both days are included; None: open


@dataclass(frozen=True)
class Remark:
    text: str
    source: str = ""


@dataclass(frozen=True)
class Limit:
    """A longest duration, for whom it is in words ("dagpenge"), and where it stands."""

    weeks: Decimal
    group: str
    source: str


@dataclass(frozen=True)
class Offer:
    """What is offered at a place; `others` are the other placements there that were not cancelled."""

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


def most_at_once(span: Span, others: Iterable[Span]) -> int:
    """How many of the others are there on the fullest day of the span."""
    first, last = span
    steps: list[tuple[dt.date, int]] = []
    for begins, ends in others:
        if (ends is not None and ends < first) or (last is not None and begins > last):
            continue
        steps.append((max(begins, first), 1))
        if ends is not None:
            steps.append((ends + dt.timedelta(days=1), -1))
    most = there = 0
    for _, step in sorted(steps):  # on one day those who leave are counted out first
        there += step
        most = max(most, there)
    return most


def too_long(span: Span, limit: Limit | None) -> list[Remark]:
    """Whether it lasts longer than the limit; with a limit it should have a last day."""
    if limit is None:
        return []
    weeks, most = weeks_of(span), _number(limit.weeks)
    if weeks is None:
        return [Remark(f"Forløbet har ingen slutdato. For {limit.group} varer det højst {most} uger.", limit.source)]
    if weeks <= limit.weeks:
        return []
    return [
        Remark(f"Forløbet varer {_number(weeks)} uger. For {limit.group} er det længste {most} uger.", limit.source)
    ]


def at_place(span: Span, hours: Decimal | None, offer: Offer) -> list[Remark]:
    """Whether there is room, and whether it begins on a day and for the hours that are offered."""
    remarks = []
    taken = most_at_once(span, offer.others)
    if taken >= offer.slots:
        slots = "én plads" if offer.slots == 1 else f"{offer.slots} pladser"
        others = "ét andet forløb er" if taken == 1 else f"{taken} andre forløb er"
        remarks.append(Remark(f"Der er {slots}, og {others} der på samme tid."))
    begins = span[0]
    if begins < offer.open_from or (offer.closed_on is not None and begins >= offer.closed_on):
        remarks.append(Remark("Pladsen er ikke åben den dag, forløbet begynder."))
    elif offer.windows and not any(first <= begins <= last for first, last in offer.windows):
        days = "; ".join(f"{first:%d-%m-%Y} til {last:%d-%m-%Y}" for first, last in offer.windows)
        remarks.append(Remark(f"Forløbet begynder uden for de dage, pladsen tager imod: {days}."))
    too_few = hours is not None and offer.hours_from is not None and hours < offer.hours_from
    too_many = hours is not None and offer.hours_to is not None and hours > offer.hours_to
    if too_few or too_many:
        remarks.append(Remark("Timerne er ikke dem, pladsen er opslået med."))
    return remarks


def _number(number: Decimal) -> str:
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")
