"""What is said of a place, and what of it has changed in words. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from .kinds import EMPTY_REASON_NAMES, EmptyReason
from .pseudonyms import refused
from .stays import Span
from .wrong import Problem

UNDO_WITHIN = dt.timedelta(days=1)
FIELD_NAMES = {
    "kind": "Type",
    "job_type_id": "Stilling",
    "slots": "Antal pladser",
    "hours_from": "Timer om ugen, mindst",
    "hours_to": "Timer om ugen, højst",
    "supervisor": "Vejleder",
    "tasks": "Opgaver",
    "task_list_id": "Opgaveliste",
    "languages": "Sprog",
    "limits": "Hensyn og krav",
    "is_shared": "I den fælles pulje",
    "open_from": "Åben fra",
    "windows": "Starter mellem",
    "closed_on": "Lukket fra",
}
EVENT_NAMES = {
    "placements.offer_place": "Tilbød pladsen",
    "placements.change_place": "Rettede pladsen",
    "placements.close_place": "Lukkede pladsen",
    "placements.reopen_place": "Åbnede pladsen igen",
    "placements.note_empty": "Skrev, hvorfor den er tom",
    "placements.end_empty": "Afsluttede, hvorfor den er tom",
    "placements.undo_place": "Fortrød det seneste",
}
# What can be taken back, in the words of the button.
UNDO_WORDS = {
    "placements.change_place": "Fortryd rettelsen",
    "placements.close_place": "Fortryd, at den er lukket",
    "placements.reopen_place": "Fortryd, at den er åbnet",
    "placements.note_empty": "Fortryd det, du skrev om, hvorfor den er tom",
    "placements.end_empty": "Fortryd, at forklaringen er slut",
}
# Those whose value is short enough to be told; of the others it is told that they changed.
SHOWN = ("slots", "hours_from", "hours_to", "supervisor", "languages", "is_shared", "open_from", "closed_on")


@dataclass(frozen=True)
class PlaceWords:
    """A place as it is filled in. `windows` are days between which somebody can begin; none: the year round."""

    kind: str
    job_type_id: int
    slots: int
    open_from: dt.date
    hours_from: Decimal | None = None
    hours_to: Decimal | None = None
    supervisor: str = ""
    tasks: str = ""
    task_list_id: UUID | None = None
    languages: str = ""
    limits: str = ""
    is_shared: bool = False
    windows: tuple[Span, ...] = ()

    def as_json(self) -> dict[str, Any]:
        said = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        said["windows"] = [[str(one.first), str(one.last)] for one in self.windows]
        return {name: _plain(value) for name, value in said.items()}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> PlaceWords:
        """What as_json gave."""
        windows = (Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in said["windows"])
        return cls(
            **{
                **said,
                "open_from": dt.date.fromisoformat(said["open_from"]),
                "hours_from": _number(said["hours_from"]),
                "hours_to": _number(said["hours_to"]),
                "task_list_id": UUID(said["task_list_id"]) if said["task_list_id"] else None,
                "windows": tuple(windows),
            }
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 20 and 20.0 are the same hours
    return str(value) if isinstance(value, dt.date | UUID) else value


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What differs, before and after, by field: {"before": {"slots": 1}, "after": {"slots": 2}}."""
    names = [name for name in after if before.get(name) != after[name]]
    return {"before": {name: before.get(name) for name in names}, "after": {name: after[name] for name in names}}


def told(data: Mapping[str, Any]) -> list[str]:
    """What an event of a place says of itself, in lines.

    >>> told({"before": {"slots": 1, "tasks": ""}, "after": {"slots": 2, "tasks": "Mad"}})
    ['Antal pladser: 1 → 2', 'Opgaver er ændret']
    """
    lines = []
    before, after = data.get("before", {}), data.get("after", {})
    for name, value in after.items():
        label = FIELD_NAMES.get(name, "")
        if name in SHOWN:
            lines.append(f"{label}: {_said(before.get(name))} → {_said(value)}")
        elif label:
            lines.append(f"{label} er ændret")
    if reason := data.get("reason"):
        lines.append(EMPTY_REASON_NAMES.get(EmptyReason(reason), reason))
    return lines


def _said(value: Any) -> str:
    if value is None or value == "":
        return "ikke oplyst"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    text = str(value)
    try:
        return f"{dt.date.fromisoformat(text):%d-%m-%Y}"
    except ValueError:
        return text.replace(".", ",") if text.replace(".", "").isdigit() else text


def languages_in(text: str) -> tuple[str, ...]:
    """
    >>> languages_in("Dansk, engelsk og arabisk")
    ('dansk', 'engelsk', 'arabisk')
    """
    parts = text.casefold().replace(";", ",").replace("/", ",").replace(" og ", ",").replace(" eller ", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())


def senseless(said: Mapping[str, Any]) -> list[Problem]:
    """What cannot be in what is said of a place; what is left out is not asked of."""
    problems = [
        (name, wrong)
        for name in ("supervisor", "tasks", "languages", "limits")
        if (wrong := refused(said.get(name) or ""))
    ]
    if said.get("slots", 1) < 1:
        problems.append(("slots", "Der skal være mindst én plads."))
    least, most = said.get("hours_from"), said.get("hours_to")
    if least is not None and most is not None and most < least:
        problems.append(("hours_to", "Højst er mindre end mindst."))
    if any(one.last is None or one.last < one.first for one in said.get("windows") or ()):
        problems.append(("windows", "Den sidste dag i et tidsrum er før den første."))
    return problems


def hours_in_words(least: Decimal | None, most: Decimal | None) -> str:
    """
    >>> hours_in_words(Decimal("15.0"), Decimal("18.5")), hours_in_words(None, Decimal(20)), hours_in_words(None, None)
    ('15 til 18,5 timer', 'højst 20 timer', '')
    """
    if least is None and most is None:
        return ""
    if least == most:
        return f"{_hours(least)} timer"
    if least is None or most is None:
        return f"højst {_hours(most)} timer" if least is None else f"mindst {_hours(least)} timer"
    return f"{_hours(least)} til {_hours(most)} timer"


def _hours(hours: Decimal | None) -> str:
    return f"{hours or 0:f}".removesuffix(".0").replace(".", ",")
