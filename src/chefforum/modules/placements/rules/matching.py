"""Which places fit somebody who looks for one, best first, and why. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .stays import DAY, Offer, Span, next_start

# Beyond this one looks again later.
WAIT_AT_MOST = dt.timedelta(days=60)


@dataclass(frozen=True)
class Wish:
    """What is looked for. Empty and None: it does not matter."""

    kind: str
    start: dt.date
    days: int
    hours: Decimal | None = None
    language: str = ""
    job_type_id: int | None = None


@dataclass(frozen=True)
class Offered:
    """What a place offers of what one may look for. `languages` empty: not told."""

    kind: str
    job_type_id: int
    hours_from: Decimal | None
    hours_to: Decimal | None
    languages: tuple[str, ...]
    offer: Offer
    stays: tuple[Span, ...]


@dataclass(frozen=True)
class Fit:
    """When it can begin, and what of the wish it meets: True, False, or None where nothing was asked or told."""

    starts: dt.date
    waits: dt.timedelta
    job_type: bool | None
    hours: bool | None
    language: bool | None

    @property
    def rank(self) -> tuple[int, int, int, dt.timedelta]:
        """Less is better: what is not met counts most, then what is not told, then waiting."""
        asked = (self.job_type, self.language, self.hours)
        return (sum(one is False for one in asked), int(self.job_type is False), self._not_told, self.waits)

    @property
    def _not_told(self) -> int:
        return int(self.language is None) + int(self.hours is None)


def fit(wish: Wish, offered: Offered) -> Fit | None:
    """How the place fits; None where it is of another kind, or has no slot free for the whole time before long."""
    if offered.kind != wish.kind:
        return None
    starts = next_start(offered.offer, offered.stays, after=wish.start, days=wish.days)
    if starts is None or starts - wish.start > WAIT_AT_MOST:
        return None
    return Fit(
        starts=starts,
        waits=starts - wish.start,
        job_type=None if wish.job_type_id is None else wish.job_type_id == offered.job_type_id,
        hours=_hours(wish.hours, offered.hours_from, offered.hours_to),
        language=_language(wish.language.casefold(), offered.languages),
    )


def _hours(asked: Decimal | None, least: Decimal | None, most: Decimal | None) -> bool | None:
    if asked is None or (least is None and most is None):
        return None
    return (least is None or asked >= least) and (most is None or asked <= most)


def _language(asked: str, spoken: Sequence[str]) -> bool | None:
    return None if not asked or not spoken else asked in spoken


def last_day(wish: Wish, starts: dt.date) -> dt.date:
    return starts + DAY * (wish.days - 1)
