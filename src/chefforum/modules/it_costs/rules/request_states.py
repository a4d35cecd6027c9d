"""Where a request is, which step leads where, and who may take it: the services take steps from here, the pages show
those that the person may take, and the tests walk the table.

Nobody decides their own request: who wrote it is never its screener or decider, whatever else they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class RequestState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    NOT_NEEDED = "not_needed"
    IN_USE = "in_use"
    WITHDRAWN = "withdrawn"


_S = RequestState
EXPIRED = "expired"  # not kept: an approval whose last day is over
STATE_NAMES = {
    _S.DRAFT: "Kladde",
    _S.SUBMITTED: "Indsendt",
    _S.RETURNED: "Sendt tilbage",
    _S.IN_REVIEW: "Under behandling",
    _S.APPROVED: "Godkendt",
    _S.REJECTED: "Afvist",
    _S.NOT_NEEDED: "Kræver ikke godkendelse",
    _S.IN_USE: "Taget i brug",
    _S.WITHDRAWN: "Trukket tilbage",
}
SHOWN_NAMES = {**{one.value: name for one, name in STATE_NAMES.items()}, EXPIRED: "Udløbet"}
WRITTEN = frozenset({_S.DRAFT, _S.RETURNED})
WAITING = frozenset({_S.SUBMITTED, _S.IN_REVIEW})
DECIDED = frozenset({_S.APPROVED, _S.REJECTED, _S.NOT_NEEDED, _S.IN_USE})


class Part(StrEnum):
    """What somebody is to a request."""

    AUTHOR = "author"
    COORDINATOR = "coordinator"
    SCREENER = "screener"  # the coordinator of another's request
    DECIDER = "decider"  # of another's request, at its level
    REVIEWER = "reviewer"  # is asked for a check of another's request


@dataclass(frozen=True)
class Step:
    """From which states to which, who may take it, the words on its button, whether a reason is asked."""

    name: str
    danish: str
    sources: frozenset[str]
    target: str
    parts: frozenset[str]
    asks_reason: bool = False
    is_decision: bool = False

    def may_be_taken(self, *, state: str, parts: Collection[str]) -> bool:
        return state in self.sources and bool(self.parts & set(parts))


def _step(
    name: str,
    danish: str,
    sources: set[str],
    target: str,
    parts: set[str],
    *,
    asks_reason: bool = False,
    is_decision: bool = False,
) -> Step:
    return Step(name, danish, frozenset(sources), target, frozenset(parts), asks_reason, is_decision)


_AUTHOR, _COORDINATOR, _SCREENER, _DECIDER = Part.AUTHOR, Part.COORDINATOR, Part.SCREENER, Part.DECIDER
STEPS = {
    step.name: step
    for step in (
        _step("submit", "Indsend", {_S.DRAFT, _S.RETURNED}, _S.SUBMITTED, {_AUTHOR}),
        _step("take_back", "Hent tilbage", {_S.SUBMITTED}, _S.DRAFT, {_AUTHOR}),
        _step("begin", "Begynd behandlingen", {_S.SUBMITTED}, _S.IN_REVIEW, {_COORDINATOR}),
        _step("approve", "Godkend", {_S.IN_REVIEW}, _S.APPROVED, {_DECIDER}, is_decision=True),
        _step("reject", "Afvis", {_S.IN_REVIEW}, _S.REJECTED, {_DECIDER}, asks_reason=True, is_decision=True),
        _step(
            "not_needed",
            "Kræver ikke godkendelse",
            {_S.SUBMITTED, _S.IN_REVIEW},
            _S.NOT_NEEDED,
            {_SCREENER},
            asks_reason=True,
            is_decision=True,
        ),
        _step(
            "send_back",
            "Send tilbage",
            {_S.SUBMITTED, _S.IN_REVIEW},
            _S.RETURNED,
            {_SCREENER, _DECIDER},
            asks_reason=True,
        ),
        _step("use", "Tag i brug", {_S.APPROVED}, _S.IN_USE, {_AUTHOR, _COORDINATOR}),
        _step("undo_use", "Fortryd, at det er taget i brug", {_S.IN_USE}, _S.APPROVED, {_AUTHOR, _COORDINATOR}),
        _step(
            "undo_decision",
            "Fortryd beslutningen",
            {_S.APPROVED, _S.REJECTED, _S.NOT_NEEDED},
            _S.IN_REVIEW,
            {_SCREENER, _DECIDER},
            asks_reason=True,
        ),
        _step(
            "withdraw",
            "Træk tilbage",
            {_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.IN_REVIEW, _S.APPROVED},
            _S.WITHDRAWN,
            {_AUTHOR, _SCREENER},
            asks_reason=True,
        ),
        _step("revive", "Genoptag som kladde", {_S.WITHDRAWN}, _S.DRAFT, {_AUTHOR}),
    )
}


def steps_from(*, state: str, parts: Collection[str]) -> list[Step]:
    """The steps that somebody with these parts may take now, in the table's order."""
    return [step for step in STEPS.values() if step.may_be_taken(state=state, parts=parts)]


def parts_of(
    *, is_author: bool, is_own: bool, is_coordinator: bool, may_decide: bool, is_asked: bool
) -> frozenset[str]:
    """`is_own`: the author, or somebody who borrows the author's rights: no part of those who decide. `may_decide`: at
    the request's level; `is_asked`: for a check."""
    of_another = not (is_author or is_own)
    held = {
        _AUTHOR: is_author,
        _COORDINATOR: is_coordinator,
        _SCREENER: of_another and is_coordinator,
        _DECIDER: of_another and may_decide,
        Part.REVIEWER: of_another and is_asked,
    }
    return frozenset(part for part, is_held in held.items() if is_held)


def shown(*, state: str, expires_on: dt.date | None, on: dt.date) -> str:
    """The state as people read it on a day: an approval is over the day after its last."""
    if state == RequestState.APPROVED and expires_on is not None and expires_on < on:
        return EXPIRED
    return state
