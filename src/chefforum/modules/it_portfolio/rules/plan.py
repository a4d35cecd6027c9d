"""The plan's own words: which of the source's five elements an item is of, its states, and when it is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from uuid import UUID

# The plan is of what comes after the analysis.
PLAN_BEGINS = dt.date(2026, 7, 1)
SOON_DAYS = 14
MOST_OERE = 10**14


class Element(StrEnum):
    OVERVIEW = "overview"
    STEPS = "steps"
    COMPETENCES = "competences"
    COMPLIANCE = "compliance"
    READINESS = "readiness"


ELEMENT_NAMES = {
    Element.OVERVIEW: "Overblik over det, vi har",
    Element.STEPS: "Skridt mod det, vi vil have",
    Element.COMPETENCES: "Kompetencer og opkvalificering",
    Element.COMPLIANCE: "Lovkrav",
    Element.READINESS: "Parate til fælles driftscentre",
}


class State(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    DROPPED = "dropped"


STATE_NAMES = {
    State.PLANNED: "Ikke begyndt",
    State.RUNNING: "I gang",
    State.PAUSED: "Sat på pause",
    State.DONE: "Gjort",
    State.DROPPED: "Opgivet",
}
STATE_KINDS = {
    State.PLANNED: "",
    State.RUNNING: "info",
    State.PAUSED: "warning",
    State.DONE: "success",
    State.DROPPED: "",
}
ENDED = frozenset({State.DONE.value, State.DROPPED.value})


class Act(StrEnum):
    WRITTEN = "written"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"
    UNDONE = "undone"


ACT_NAMES = {
    Act.WRITTEN: "Skrevet",
    Act.CHANGED: "Ændret",
    Act.REMOVED: "Taget ud",
    Act.RESTORED: "Lagt tilbage",
    Act.UNDONE: "Fortrudt",
}


class WrongPlan(ValueError):
    """What is said of an item or a milestone cannot be; `field` names which of it ("" the whole)."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field, self.text = field, text


@dataclass(frozen=True)
class PlanFacts:
    """All that people say of an item. Days are included; kroner in øre, `saving_oere` a year; None: not said, which is
    never nought. `origin`: the key of what it was offered from."""

    title: str
    why: str = ""
    element: str = Element.STEPS.value
    owner_id: UUID | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    cost_oere: int | None = None
    saving_oere: int | None = None
    state: str = State.PLANNED.value
    note: str = ""
    origin: str = ""
    systems: tuple[UUID, ...] = ()
    depends_on: tuple[UUID, ...] = ()


PLAN_FIELDS = tuple(field.name for field in fields(PlanFacts))
ROW_FIELDS = tuple(name for name in PLAN_FIELDS if name not in ("systems", "depends_on"))
PLAN_NAMES = {
    "title": "Hvad",
    "why": "Hvorfor",
    "element": "Del af analysen",
    "owner_id": "Ansvarlig",
    "starts_on": "Begynder",
    "ends_on": "Slutter",
    "cost_oere": "Udgift",
    "saving_oere": "Besparelse om året",
    "state": "Status",
    "note": "Bemærkning til status",
    "origin": "Kommer fra",
    "systems": "Systemer",
    "depends_on": "Kommer efter",
}


def check_plan(facts: PlanFacts) -> None:
    """Raises WrongPlan."""
    if not facts.title.strip():
        raise WrongPlan("title", "Skriv, hvad der skal gøres.")
    if facts.starts_on and facts.starts_on < PLAN_BEGINS:
        raise WrongPlan("starts_on", "Planen går fra 1. juli 2026.")
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise WrongPlan("ends_on", "Den slutter, før den begynder.")
    if facts.ends_on and facts.ends_on < PLAN_BEGINS:
        raise WrongPlan("ends_on", "Planen går fra 1. juli 2026.")
    for name in ("cost_oere", "saving_oere"):
        amount = getattr(facts, name)
        if amount is not None and not 0 <= amount <= MOST_OERE:
            raise WrongPlan(name, "Skriv et beløb fra 0 kr.")
    if facts.state not in {one.value for one in State}:
        raise WrongPlan("state", "Den status kendes ikke.")
    if facts.element not in {one.value for one in Element}:
        raise WrongPlan("element", "Den del kendes ikke.")


def goes_round(item: UUID, depends_on: Collection[UUID], known: Mapping[UUID, Collection[UUID]]) -> bool:
    """Whether the item would, through what it comes after, come after itself. `known`: what the others come after."""
    seen: set[UUID] = set()
    ahead = list(depends_on)
    while ahead:
        one = ahead.pop()
        if one == item:
            return True
        if one not in seen:
            seen.add(one)
            ahead.extend(known.get(one, ()))
    return False


def late_words(*, state: str, starts_on: dt.date | None, ends_on: dt.date | None, on: dt.date) -> str:
    """How it is late on the day; "" where it is not. What has no day is never late.

    >>> late_words(state="planned", starts_on=dt.date(2026, 9, 1), ends_on=None, on=dt.date(2026, 9, 3))
    'Skulle være begyndt for 2 dage siden'
    """
    if state in ENDED:
        return ""
    if ends_on is not None and ends_on < on:
        return f"Skulle være slut for {_days(ends_on, on)} siden"
    if state == State.PLANNED and starts_on is not None and starts_on < on:
        return f"Skulle være begyndt for {_days(starts_on, on)} siden"
    return ""


def is_soon(*, state: str, ends_on: dt.date | None, on: dt.date) -> bool:
    """Whether it must be done within two weeks."""
    return state not in ENDED and ends_on is not None and 0 <= (ends_on - on).days <= SOON_DAYS


def _days(day: dt.date, on: dt.date) -> str:
    count = (on - day).days
    return f"{count} {'dag' if count == 1 else 'dage'}"


def as_json(value: Any) -> Any:
    """A field as it is kept in the history; `from_json` gives the same back."""
    if isinstance(value, tuple):
        return [str(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def from_json(name: str, kept: Any) -> Any:
    if name in ("systems", "depends_on"):
        return tuple(UUID(one) for one in kept)
    if kept is None:
        return None
    if name in ("starts_on", "ends_on", "reached_on"):
        return dt.date.fromisoformat(kept)
    return UUID(kept) if name == "owner_id" else kept


def differing(before: PlanFacts, after: PlanFacts) -> dict[str, tuple[Any, Any]]:
    """What each changed field was and becomes."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in PLAN_FIELDS)
    return {name: (was, becomes) for name, was, becomes in pairs if was != becomes}


@dataclass(frozen=True)
class MilestoneFacts:
    """A stretch of the calendar with what must be reached in it. Days are included."""

    name: str
    starts_on: dt.date
    ends_on: dt.date
    reached_on: dt.date | None = None
    note: str = ""


MILESTONE_FIELDS = tuple(field.name for field in fields(MilestoneFacts))
MILESTONE_NAMES = {
    "name": "Milepæl",
    "starts_on": "Fra",
    "ends_on": "Til",
    "reached_on": "Nået den",
    "note": "Bemærkning",
}


def check_milestone(facts: MilestoneFacts, on: dt.date) -> None:
    """Raises WrongPlan."""
    if not facts.name.strip():
        raise WrongPlan("name", "Skriv, hvad milepælen hedder.")
    if facts.ends_on < facts.starts_on:
        raise WrongPlan("ends_on", "Den slutter, før den begynder.")
    if facts.reached_on and facts.reached_on > on:
        raise WrongPlan("reached_on", "Den dag er ikke kommet endnu.")


def calendar_of(year: int) -> tuple[MilestoneFacts, ...]:
    """The analysis' own calendar in a year: from the beginning in January to the presentation in June."""
    february = dt.date(year, 3, 1) - dt.timedelta(days=1)
    return (
        MilestoneFacts("Opstart og data", dt.date(year, 1, 1), february),
        MilestoneFacts("Samlede omkostninger og brugerundersøgelse", dt.date(year, 2, 1), dt.date(year, 3, 31)),
        MilestoneFacts("Fælles godkendelse af tallene", dt.date(year, 4, 1), dt.date(year, 5, 31)),
        MilestoneFacts("Fremlæggelse", dt.date(year, 6, 1), dt.date(year, 6, 30)),
    )


def milestone_late(*, ends_on: dt.date, reached_on: dt.date | None, on: dt.date) -> str:
    """
    >>> milestone_late(ends_on=dt.date(2026, 6, 30), reached_on=None, on=dt.date(2026, 7, 1))
    'Skulle være nået for 1 dag siden'
    """
    return f"Skulle være nået for {_days(ends_on, on)} siden" if reached_on is None and ends_on < on else ""
