"""What TOPdesk's answers say: assets by a mapping from our fields to the customer's columns, and incidents counted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..asking import ASK, StrangeAnswer

BY_ITSELF = ("name", "type", "summary")  # told of every asset; "@type" and "@@summary" in the answer


@dataclass(frozen=True)
class AssetColumn:
    """A column as the customer named it: `field` in the answer, `title` for people."""

    field: str
    title: str


@dataclass(frozen=True)
class AssetRow:
    """`fields`: ours → what stands in the column that it was mapped to; "" where nothing does."""

    id: str
    name: str
    type: str
    summary: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SupportCount:
    """Incidents of an object called in during a year, and the minutes spent; `without_time` have none told."""

    object_id: str
    object_name: str
    year: int
    incidents: int
    minutes: Decimal
    without_time: int


def columns_of(answer: Mapping[str, Any]) -> tuple[AssetColumn, ...]:
    """In the answer's order."""
    return tuple(
        AssetColumn(str(one["fieldName"]), str(one.get("displayName") or one["fieldName"]))
        for one in answer["columns"]
        if isinstance(one.get("fieldName"), str)
    )


def assets_of(answer: Mapping[str, Any], *, mapping: Mapping[str, str]) -> list[AssetRow]:
    """`mapping`: our field → theirs. Raises StrangeAnswer where a column that is mapped is not there any more."""
    there = {one.field for one in columns_of(answer)}
    away = sorted({theirs for theirs in mapping.values() if theirs and theirs not in there})
    if away:
        raise StrangeAnswer(
            f"TOPdesk har ikke længere kolonnen “{away[0]}”, som koblingen peger på. Ret koblingen under Kilder. "
            "Intet er ændret."
        )
    found = []
    for row in answer["dataSet"]:
        number, name = row.get("id") or row.get("unid"), said(row.get("name")) or said(row.get("text"))
        if not name:
            raise StrangeAnswer(f"Et aktiv i TOPdesk ({number}) har intet navn. Intet er ændret. {ASK}")
        fields = {ours: said(row.get(theirs)) for ours, theirs in mapping.items() if theirs}
        found.append(AssetRow(str(number), name, said(row.get("@type")), said(row.get("@@summary")), fields))
    return found


def said(cell: Any) -> str:
    """A cell as text: a choice is an object with a name, several of them a list."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Ja" if cell else "Nej"
    if isinstance(cell, Mapping):
        return said(next((cell[key] for key in ("name", "text", "displayName", "id") if cell.get(key)), None))
    if isinstance(cell, list):
        return ", ".join(filter(None, map(said, cell)))
    return str(cell).replace("\x00", "").strip()


def support_of(incidents: Iterable[Mapping[str, Any]]) -> list[SupportCount]:
    """By object (its asset first) and the year of the call; those of nothing stand under "". Raises StrangeAnswer."""
    counts: dict[tuple[str, int], list[Decimal | None]] = defaultdict(list)
    names: dict[str, str] = {}
    for one in incidents:
        number, name = _object_of(one)
        names[number] = name or names.get(number, "")
        counts[number, _year(one)].append(_minutes(one))
    return [
        SupportCount(
            object_id=number,
            object_name=names[number],
            year=year,
            incidents=len(minutes),
            minutes=sum((one for one in minutes if one is not None), Decimal(0)),
            without_time=sum(one is None for one in minutes),
        )
        for (number, year), minutes in sorted(counts.items())
    ]


def _object_of(incident: Mapping[str, Any]) -> tuple[str, str]:
    for key in ("asset", "object"):
        thing = incident.get(key)
        if isinstance(thing, Mapping) and isinstance(thing.get("id"), str):
            return thing["id"], said(thing.get("name"))
    return "", ""


def _year(incident: Mapping[str, Any]) -> int:
    called = incident.get("callDate")
    try:
        return dt.date.fromisoformat(str(called)[:10]).year
    except ValueError:
        raise StrangeAnswer(f"En sag i TOPdesk har ingen dato (“callDate”). Intet er ændret. {ASK}") from None


def _minutes(incident: Mapping[str, Any]) -> Decimal | None:
    spent = incident.get("timeSpent")
    if spent is None:
        return None
    if isinstance(spent, bool) or not isinstance(spent, int | Decimal) or spent < 0:
        raise StrangeAnswer(f"En sag i TOPdesk har en tid, der ikke er minutter (“timeSpent”). Intet er ændret. {ASK}")
    return Decimal(spent)
