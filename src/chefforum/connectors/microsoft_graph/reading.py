"""What Graph's answers say: licences bought and in use, and a report on Teams as counts."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..asking import ASK, StrangeAnswer

NEEDED = (
    "Report Refresh Date",
    "User Principal Name",
    "Last Activity Date",
    "Is Deleted",
    "Is Licensed",
    "Report Period",
)


@dataclass(frozen=True)
class SkuRow:
    """A licence. `enabled`: bought and in force; `warning` is in its days of grace; None: not told."""

    sku_id: str
    part_number: str
    state: str
    enabled: int | None
    warning: int | None
    suspended: int | None
    consumed: int | None

    @property
    def unused(self) -> int | None:
        return None if self.enabled is None or self.consumed is None else self.enabled - self.consumed


@dataclass(frozen=True)
class TeamsUse:
    """How many have a user, a licence, and used Teams in the days before `refreshed_on`."""

    refreshed_on: dt.date
    days: int
    users: int
    licensed: int
    active: int
    licensed_not_active: int


def skus_of(rows: list[dict[str, Any]]) -> list[SkuRow]:
    """Raises StrangeAnswer where a licence has no number or no name."""
    found = []
    for row in rows:
        sku, part = row.get("skuId"), row.get("skuPartNumber")
        if not isinstance(sku, str) or not isinstance(part, str) or not sku or not part:
            raise StrangeAnswer(f"En licens fra Microsoft 365 har intet nummer eller navn. Intet er ændret. {ASK}")
        prepaid = row.get("prepaidUnits")
        if prepaid is not None and not isinstance(prepaid, Mapping):
            raise StrangeAnswer(f"Licensen {part} fra Microsoft 365 har et antal, vi ikke kan læse. {ASK}")
        units = {name: _count((prepaid or {}).get(name), part) for name in ("enabled", "warning", "suspended")}
        state = str(row.get("capabilityStatus") or "")
        found.append(
            SkuRow(sku_id=sku, part_number=part, state=state, consumed=_count(row.get("consumedUnits"), part), **units)
        )
    return found


def _count(value: Any, part: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise StrangeAnswer(f"Licensen {part} fra Microsoft 365 har et antal, der ikke er et tal. {ASK}")
    return value


def teams_use_of(content: bytes) -> TeamsUse:
    """Reads the report row by row and keeps counts alone. Raises StrangeAnswer."""
    try:
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        heads = list(lines.fieldnames or ())
        away = [name for name in NEEDED if name not in heads]
        if away:
            raise StrangeAnswer(f"Rapporten om Teams mangler kolonnen “{away[0]}”. Intet er ændret. {ASK}")
        users = licensed = active = idle = 0
        refreshed, days = None, None
        for row in lines:
            if None in row or None in row.values():
                raise StrangeAnswer("Rapporten om Teams er skåret over midt i en linje. Intet er ændret. Prøv igen.")
            refreshed, days = _day(row["Report Refresh Date"]), _period(row["Report Period"])
            if row["Is Deleted"].strip().casefold() == "true":
                continue
            last = row["Last Activity Date"].strip()
            is_active = bool(last) and (refreshed - _day(last)).days <= days
            has_licence = row["Is Licensed"].strip().casefold() in ("true", "yes")
            users, licensed, active = users + 1, licensed + has_licence, active + is_active
            idle += has_licence and not is_active
    except (UnicodeDecodeError, csv.Error):
        raise StrangeAnswer("Rapporten om Teams kan ikke læses som CSV. Intet er ændret. Prøv igen.") from None
    if refreshed is None or days is None:
        raise StrangeAnswer("Rapporten om Teams har ingen linjer. Intet er ændret.")
    return TeamsUse(refreshed, days, users, licensed, active, idle)


def _day(said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said.strip()[:10])
    except ValueError:
        raise StrangeAnswer(f"Rapporten om Teams har en dato, vi ikke kan læse. Intet er ændret. {ASK}") from None


def _period(said: str) -> int:
    if not said.strip().isdecimal():
        raise StrangeAnswer(f"Rapporten om Teams siger ikke, hvor mange dage den er om. Intet er ændret. {ASK}")
    return int(said)


def product_names(table: bytes) -> dict[str, str]:
    """Microsoft's own table of products (CSV): the part number of each → its name. Raises StrangeAnswer."""
    lines = csv.DictReader(io.StringIO(table.decode("utf-8-sig", errors="replace"), newline=""))
    if not {"String_Id", "Product_Display_Name"} <= set(lines.fieldnames or ()):
        raise StrangeAnswer("Tabellen over Microsofts produkter mangler String_Id eller Product_Display_Name.")
    return {row["String_Id"].strip(): row["Product_Display_Name"].strip() for row in lines if row["String_Id"].strip()}
