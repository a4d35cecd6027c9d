"""Where an action is, which step leads where, and who may take it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from .states import Step


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
