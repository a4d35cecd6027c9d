"""What was done to a placement, in words: who, when, and each value before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.models import Person
from chefforum.web import danish

from ..models import JobType, OutcomeDefinition, PlacementChange, Workplace
from ..rules.kinds import (
    END_REASON_NAMES,
    EXIT_TYPE_NAMES,
    KIND_NAMES,
    SECTOR_NAMES,
    TARGET_GROUP_NAMES,
)
from ..rules.register import ACT_NAMES, FIELD_NAMES, Act

_WORDS: dict[str, dict[str, str]] = {
    "kind": {one.value: name for one, name in KIND_NAMES.items()},
    "sector": {one.value: name for one, name in SECTOR_NAMES.items()},
    "target_group": {one.value: name for one, name in TARGET_GROUP_NAMES.items()},
    "end_reason": {one.value: name for one, name in END_REASON_NAMES.items()},
}
_EXITS = {one.value: name for one, name in EXIT_TYPE_NAMES.items()}
_DAYS = {"starts_on", "ends_on", "ended_on"}
NOTHING = "ikke udfyldt"


@dataclass(frozen=True)
class Difference:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    change: PlacementChange
    who: str
    what: str
    differences: tuple[Difference, ...]


def history_in_words(changes: Sequence[PlacementChange], tree: OrganisationTree) -> list[HistoryLine]:
    """`changes` with their persons; four queries at most, however many."""
    names = _names(changes, tree)
    return [
        HistoryLine(
            change,
            change.person.name if change.person else "Kommandolinjen",
            ACT_NAMES[Act(change.act)],
            tuple(
                Difference(
                    FIELD_NAMES.get(name, name),
                    _in_words(name, change.was.get(name), names),
                    _in_words(name, value, names),
                )
                for name, value in change.became.items()
            ),
        )
        for change in changes
    ]


def _names(changes: Sequence[PlacementChange], tree: OrganisationTree) -> dict[str, dict[str, str]]:
    """The names of what the changes point at, by field."""
    said: dict[str, set[Any]] = {"workplace_id": set(), "job_type_id": set(), "consultant_id": set(), "outcome": set()}
    for change in changes:
        for values in (change.was, change.became):
            for name, value in values.items():
                if name in said and value:
                    said[name].add(value["definition"] if name == "outcome" else value)
    tables: dict[str, QuerySet[Any]] = {
        "workplace_id": Workplace.objects.all(),
        "job_type_id": JobType.objects.all(),
        "consultant_id": Person.objects.all(),
        "outcome": OutcomeDefinition.with_withdrawn.all(),
    }
    names = {
        name: {str(key): words for key, words in tables[name].filter(pk__in=ids).values_list("pk", "name")}
        for name, ids in said.items()
    }
    return names | {"unit_id": {str(unit.id): unit.name for unit in tree.units}}


def _in_words(name: str, value: Any, names: dict[str, dict[str, str]]) -> str:
    if value in (None, ""):
        return NOTHING
    if name == "outcome":
        words = _EXITS.get(value["exit_type"], value["exit_type"])
        closed = f", sagen lukket {_day(value['closed_on'])}" if value["closed_on"] else ""
        return f"{words}{closed}, data fra {_day(value['as_of'])} ({names[name].get(str(value['definition']), '')})"
    if name in _DAYS:
        return _day(value)
    if name == "cancelled_at":
        return danish.date(dt.datetime.fromisoformat(value).date())
    if name == "hours":
        return str(value).removesuffix(".0").replace(".", ",")
    if name in _WORDS:
        return _WORDS[name].get(value, value)
    if name == "place_id":
        return "en af arbejdsstedets pladser"
    return names.get(name, {}).get(str(value), str(value))


def _day(text: str) -> str:
    return danish.date(dt.date.fromisoformat(text))
