"""Readiness as a table and as JSON by the published schema."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from chefforum.web import danish

from ..queries.readiness import Readiness, Row
from ..rules.readiness import READY_NAMES, RULES, Terms
from ..rules.readiness_schema import SCHEMA_ID

COST = "Udgift {year}, kr."


def readiness_table(found: Readiness) -> list[tuple[str, ...]]:
    """Heads first; a number that is not known is "mangler". What it costs only for who reads costs."""
    heads = [
        "Nr.",
        "System",
        "Parathed",
        "Hvorfor",
        "Ansvarlig enhed",
        "Leverandør",
        "Hvor det kører",
        "Personoplysninger",
        "Forretningskritisk",
        "Samfundskritisk",
        "Kontrakter",
        "Slutter",
        "Varsel, måneder",
        "Siges op senest",
        "Uopsigelig til og med",
        "Har brug for",
        "Bruges af",
        "Flytter i gruppe",
    ]
    if found.cost_year is not None:
        heads.append(COST.format(year=found.cost_year))
    return [tuple(heads), *(_line(one, found) for one in found.rows)]


def _line(row: Row, found: Readiness) -> tuple[str, ...]:
    system = row.tied.system

    def of_contracts(say: Callable[[Terms], Any]) -> str:
        return "; ".join(str(say(one)) for one in row.contracts) or danish.MISSING

    cells = [
        str(system.pk),
        system.name,
        READY_NAMES[row.stated.ready],
        row.stated.words,
        row.unit_name or danish.MISSING,
        system.vendor.name if system.vendor else danish.MISSING,
        system.get_hosting_display(),
        system.get_personal_data_display(),
        system.get_is_business_critical_display(),
        system.get_is_socially_critical_display(),
        of_contracts(lambda one: one.name),
        of_contracts(lambda one: _day(one.ends_on)),
        of_contracts(lambda one: danish.MISSING if one.notice_months is None else one.notice_months),
        of_contracts(lambda one: _day(one.notice_day)),
        of_contracts(lambda one: _day(one.irrevocable_until)),
        "; ".join(name for _, name in row.needs) or _no_needs(row),
        "; ".join(name for _, name in row.needed_by),
        str(row.group) if row.group else "",
    ]
    if found.cost_year is not None:
        cells.append(danish.MISSING if row.cost_oere is None else danish.number(Decimal(row.cost_oere) / 100, 2))
    return tuple(cells)


def _day(day: dt.date | None) -> str:
    return danish.MISSING if day is None else f"{day:%d-%m-%Y}"


def _no_needs(row: Row) -> str:
    return "intet" if row.is_checked else danish.MISSING


def readiness_json(found: Readiness, *, municipality: str, made_at: dt.datetime) -> str:
    """By rules/readiness_schema.py."""
    return json.dumps(
        {
            "schema": SCHEMA_ID,
            "municipality": municipality,
            "made_at": made_at.isoformat(),
            "today": found.today.isoformat(),
            "on": found.asked.on.isoformat(),
            "cost_year": found.cost_year,
            "rules": list(RULES),
            "systems": [_object(one, found) for one in found.rows],
        },
        ensure_ascii=False,
        indent=1,
    )


def _object(row: Row, found: Readiness) -> dict[str, Any]:
    system = row.tied.system
    said: dict[str, Any] = {
        "id": str(system.pk),
        "name": system.name,
        "kind": system.kind,
        "unit": row.unit_name,
        "vendor": system.vendor.name if system.vendor else None,
        "hosting": system.hosting,
        "personal_data": system.personal_data,
        "business_critical": system.is_business_critical,
        "socially_critical": system.is_socially_critical,
        "contracts": [
            {
                "name": one.name,
                "ends_on": _iso(one.ends_on),
                "notice_months": one.notice_months,
                "notice_by": _iso(one.notice_day),
                "irrevocable_until": _iso(one.irrevocable_until),
            }
            for one in row.contracts
        ],
        "needs": [str(one) for one, _ in row.needs],
        "needed_by": [str(one) for one, _ in row.needed_by],
        "dependencies_checked": row.is_checked,
        "group": row.group or None,
        "readiness": row.stated.ready.value,
        "bound_until": _iso(row.stated.until),
        "lacks": list(row.stated.lacks),
        "waits_for": list(row.stated.waits_for),
    }
    if found.cost_year is not None:
        said["cost_kr"] = None if row.cost_oere is None else row.cost_oere / 100
        said["cost_is_whole"] = found.sees_all_costs
    return said


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
