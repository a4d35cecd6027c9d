"""Where an action is, which step leads where, and who may take it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from chefforum.calc.danish_dates import in_words

from .states import HAS_MINUTES, MeetingState, Step


class ActionState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class ActionPart(StrEnum):
    """What somebody is to an action."""

    OWNER = "owner"
    SECRETARIAT = "secretariat"


ACTION_STATES = {
    ActionState.OPEN: "Åben",
    ActionState.IN_PROGRESS: "I gang",
    ActionState.DONE: "Udført",
    ActionState.CONFIRMED: "Bekræftet",
    ActionState.DROPPED: "Bortfaldet",
}
UNFINISHED = frozenset({ActionState.OPEN, ActionState.IN_PROGRESS})
ON_NEXT_AGENDA = UNFINISHED | {ActionState.DONE}

# An action comes of what was decided, so the meeting has begun; members read of it with the minutes.
TAKES_ACTIONS = frozenset({MeetingState.RUNNING}) | HAS_MINUTES
SHOWS_DECISIONS = HAS_MINUTES - {MeetingState.HELD}

_S = ActionState
_BOTH = frozenset({ActionPart.OWNER, ActionPart.SECRETARIAT})
_SECRETARIAT = frozenset({ActionPart.SECRETARIAT})

ACTION_STEPS = {
    step.name: step
    for step in (
        Step("begin", "Jeg er i gang", frozenset({_S.OPEN}), _S.IN_PROGRESS, _BOTH),
        Step("finish", "Det er gjort", UNFINISHED, _S.DONE, _BOTH, asks_reason=True),
        Step("reject", "Ikke gjort endnu", frozenset({_S.DONE}), _S.IN_PROGRESS, _SECRETARIAT, asks_reason=True),
        Step("confirm", "Bekræft", frozenset({_S.DONE}), _S.CONFIRMED, _SECRETARIAT),
        Step("drop", "Lad det bortfalde", UNFINISHED | {_S.DONE}, _S.DROPPED, _SECRETARIAT, asks_reason=True),
        Step(
            "reopen",
            "Genåbn",
            frozenset({_S.CONFIRMED, _S.DROPPED}),
            _S.OPEN,
            _SECRETARIAT,
            asks_reason=True,
        ),
    )
}


def is_overdue(*, state: str, due_date: dt.date | None, today: dt.date) -> bool:
    """Whether the day has passed without the action being done; one without a day is never overdue."""
    return state in UNFINISHED and due_date is not None and due_date < today


def due_in_words(*, state: str, due_date: dt.date | None, today: dt.date) -> str:
    """When it is to be done, as the list says it: "senest 1. maj 2026", "i dag", "3 dage over fristen"."""
    if due_date is None:
        return "ingen frist"
    if state in UNFINISHED and due_date == today:
        return "i dag"
    if is_overdue(state=state, due_date=due_date, today=today):
        days = (today - due_date).days
        return "1 dag over fristen" if days == 1 else f"{days} dage over fristen"
    return f"senest {in_words(due_date)}"
