"""What is proposed for a scenario from what the house knows: costs, contracts and users. The rest is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.modules.it_costs.rules.contracts import months_after, months_before
from chefforum.web import danish

from .scenarios import Guess


@dataclass(frozen=True)
class Terms:
    """A contract: how it binds."""

    name: str
    ends_on: dt.date | None = None
    irrevocable_until: dt.date | None = None
    notice_months: int | None = None


def last_paid_day(terms: Terms, on: dt.date) -> dt.date | None:
    """The last day that has to be paid for if it is ended on the day `on`; None: the contract does not say.

    Irrevocable: then and no sooner, and no sooner than a notice from today. Else a fixed term runs to its end, or where
    the notice for that is too late, as long as the notice. Else the notice.

    >>> last_paid_day(Terms("A", ends_on=dt.date(2027, 12, 31), notice_months=6), dt.date(2027, 3, 1))
    datetime.date(2027, 12, 31)
    >>> last_paid_day(Terms("A", notice_months=6), dt.date(2027, 3, 1))
    datetime.date(2027, 9, 1)
    """
    notice = None if terms.notice_months is None else months_after(on, terms.notice_months)
    if terms.irrevocable_until is not None and terms.irrevocable_until >= on:
        return max(terms.irrevocable_until, notice or on)
    if terms.ends_on is not None:
        in_time = terms.notice_months is None or on <= months_before(terms.ends_on, terms.notice_months)
        return terms.ends_on if in_time or notice is None else max(terms.ends_on, notice)
    return notice


def proposed_paid_until(contracts: Sequence[Terms], on: dt.date) -> tuple[dt.date | None, str]:
    """The last day of those that run, and where that stands; None and "" where there is none, or one does not say."""
    running = [one for one in contracts if one.ends_on is None or one.ends_on >= on]
    days = [(last_paid_day(one, on), one.name) for one in running]
    if not days or any(day is None for day, _ in days):
        return None, ""
    day, name = max((day, name) for day, name in days if day is not None)
    return day, f"Kontrakten “{name}”, sagt op {danish.date(on)}"[:300]


def proposed_moved(users: Sequence[tuple[str, int | None, int | None]]) -> Guess:
    """From name and range of users of each that is given up; missing where one's are not known.

    >>> proposed_moved([("A", 10, 20), ("B", 5, 5)]).likely, proposed_moved([("A", None, 5)]).likely
    (20, None)
    """
    low = [one for _, one, _ in users if one is not None]
    high = [one for _, _, one in users if one is not None]
    if not users or len(low) < len(users) or len(high) < len(users):
        return Guess()
    names = danish.listed(name for name, _, _ in users)
    return Guess((sum(low) + sum(high)) // 2, sum(low), sum(high), f"Registret: brugere af {names}"[:300])


def proposed_run(oere: int | None, year: int | None) -> Guess:
    """What was paid in the year; missing where nothing is known, or more came back than was paid."""
    return Guess() if oere is None or oere < 0 else Guess(oere, source=f"Omkostninger {year}, betalt i året")
