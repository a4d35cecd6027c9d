"""What is said of a contract, when it must be ended at the latest, and how what it covers shares what it costs."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from .register import WrongFacts

MOST_MONTHS = 120


@dataclass(frozen=True)
class ContractFacts:
    """All that people say of a contract, but for what it covers. `ends_on` and `irrevocable_until` are last days."""

    name: str
    number: str = ""
    vendor_id: UUID | None = None
    unit_id: UUID | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    irrevocable_until: dt.date | None = None
    notice_months: int | None = None
    price_regulation: str = ""
    accounting: str = ""


CONTRACT_FIELDS = tuple(field.name for field in fields(ContractFacts))
DAYS = ("starts_on", "ends_on", "irrevocable_until")
CONTRACT_NAMES = {
    "name": "Navn",
    "number": "Kontraktnummer",
    "vendor_id": "Leverandør",
    "unit_id": "Ansvarlig enhed",
    "starts_on": "Starter",
    "ends_on": "Slutter",
    "irrevocable_until": "Uopsigelig til og med",
    "notice_months": "Opsigelsesvarsel, måneder",
    "price_regulation": "Prisregulering",
    "accounting": "Kontering",
}


def contract_text(value: Any) -> str:
    """What stands in a plain field of a contract, as it is kept beside who said it.

    >>> contract_text(dt.date(2027, 12, 31)), contract_text(6), contract_text(None)
    ('2027-12-31', '6', '')
    """
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


def contract_value(name: str, text: str) -> Any:
    """The other way.

    >>> contract_value("ends_on", "2027-12-31"), contract_value("notice_months", ""), contract_value("number", "K-7")
    (datetime.date(2027, 12, 31), None, 'K-7')
    """
    if name in DAYS:
        return dt.date.fromisoformat(text) if text else None
    return (int(text) if text else None) if name == "notice_months" else text


def check_contract(facts: ContractFacts) -> None:
    """Raises WrongFacts."""
    if not facts.name.strip():
        raise WrongFacts("name", "Skriv, hvad kontrakten hedder.")
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise WrongFacts("ends_on", "Kontrakten slutter, før den starter.")
    if facts.starts_on and facts.irrevocable_until and facts.irrevocable_until < facts.starts_on:
        raise WrongFacts("irrevocable_until", "Den dag er, før kontrakten starter.")
    if facts.notice_months is not None and not 0 <= facts.notice_months <= MOST_MONTHS:
        raise WrongFacts("notice_months", f"Skriv et antal måneder fra 0 til {MOST_MONTHS}.")


def check_shares(shares: Sequence[Decimal | None]) -> None:
    """Shares of what is covered: all said or none, and never more than the whole. Raises WrongFacts."""
    said = [share for share in shares if share is not None]
    if any(not 0 <= share <= 1 for share in said):
        raise WrongFacts("share", "En andel er fra 0 til 100 procent.")
    if sum(said, Decimal(0)) > 1:
        raise WrongFacts("share", "Andelene er tilsammen mere end 100 procent.")


def contract_differences(before: ContractFacts, after: ContractFacts) -> dict[str, tuple[Any, Any]]:
    """What each changed field was and becomes."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in CONTRACT_FIELDS)
    return {name: (was, becomes) for name, was, becomes in pairs if was != becomes}


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the month's last where it has no such day; a month's last day stays one.

    >>> months_before(dt.date(2026, 12, 31), 6), months_before(dt.date(2026, 5, 30), 3)
    (datetime.date(2026, 6, 30), datetime.date(2026, 2, 28))
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    last = calendar.monthrange(year, month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month, last if is_last else min(day.day, last))


def months_after(day: dt.date, months: int) -> dt.date:
    return months_before(day, -months)


def last_day_of_notice(ends_on: dt.date | None, notice_months: int | None) -> dt.date | None:
    """The last day on which it can be ended so that it stops on its end; None where the end or the notice is not said.

    >>> last_day_of_notice(dt.date(2026, 12, 31), 6)
    datetime.date(2026, 6, 30)
    """
    return None if ends_on is None or notice_months is None else months_before(ends_on, notice_months)
