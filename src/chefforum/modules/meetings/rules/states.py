"""Where an item and a meeting are, which step leads where, and who may take it.

State (where it is) and outcome (what was decided) are two things. Every step of the house is in the two tables below:
the services take steps from here, the pages show those that the person may take, and the tests walk the tables.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class ItemState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    READY = "ready"
    ON_AGENDA = "on_agenda"
    SENT = "sent"
    IN_TREATMENT = "in_treatment"
    TREATED = "treated"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class MeetingState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    REVIEW = "review"
    SENT = "sent"
    RUNNING = "running"
    HELD = "held"
    COMMENTING = "commenting"
    MINUTES_SENT = "minutes_sent"
    APPROVED = "approved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ITEM_STATES = {
    ItemState.DRAFT: "Kladde",
    ItemState.SUBMITTED: "Indsendt",
    ItemState.RETURNED: "Sendt retur",
    ItemState.READY: "Klar",
    ItemState.ON_AGENDA: "På dagsorden",
    ItemState.SENT: "Udsendt",
    ItemState.IN_TREATMENT: "Under behandling",
    ItemState.TREATED: "Behandlet",
    ItemState.CLOSED: "Afsluttet",
    ItemState.WITHDRAWN: "Trukket",
}
MEETING_STATES = {
    MeetingState.PLANNED: "Planlagt",
    MeetingState.OPEN: "Åben for punkter",
    MeetingState.REVIEW: "Til gennemsyn",
    MeetingState.SENT: "Dagsorden udsendt",
    MeetingState.RUNNING: "I gang",
    MeetingState.HELD: "Afholdt, referat i kladde",
    MeetingState.COMMENTING: "Referat til kommentering",
    MeetingState.MINUTES_SENT: "Referat udsendt",
    MeetingState.APPROVED: "Referat godkendt",
    MeetingState.CLOSED: "Lukket",
    MeetingState.CANCELLED: "Aflyst",
}

# While an item is prepared, those who prepare it work in it; from the agenda's publication on only its keepers do.
PREPARED = frozenset({ItemState.DRAFT, ItemState.SUBMITTED, ItemState.RETURNED, ItemState.READY, ItemState.ON_AGENDA})
WRITTEN_BY_AUTHOR = frozenset({ItemState.DRAFT, ItemState.RETURNED})
TAKES_ITEMS = frozenset({MeetingState.OPEN, MeetingState.REVIEW})
TAKES_SUPPLEMENTS = frozenset({MeetingState.SENT, MeetingState.RUNNING})
HAS_MINUTES = frozenset(
    {
        MeetingState.HELD,
        MeetingState.COMMENTING,
        MeetingState.MINUTES_SENT,
        MeetingState.APPROVED,
        MeetingState.CLOSED,
    }
)
# What is sent out in these states are the minutes themselves; the public may read them where the forum is public.
HAS_FINAL_MINUTES = frozenset({MeetingState.MINUTES_SENT, MeetingState.APPROVED, MeetingState.CLOSED})
# Approved minutes and what is over are changed by nobody; reopening comes first.
LOCKED = frozenset({MeetingState.APPROVED, MeetingState.CLOSED, MeetingState.CANCELLED})
# Minutes are taken while the meeting runs and until they are sent out; then the secretariat alone mends them.
MINUTES_ARE_TAKEN = frozenset({MeetingState.RUNNING, MeetingState.HELD, MeetingState.COMMENTING})
TAKES_CORRECTIONS = frozenset({MeetingState.COMMENTING, MeetingState.MINUTES_SENT})
IS_PUBLISHED = frozenset({MeetingState.SENT, MeetingState.RUNNING}) | HAS_MINUTES


class Part(StrEnum):
    """What somebody is to an item or a meeting."""

    AUTHOR = "author"  # wrote it, or writes cases for its department
    HEAD = "head"  # leads its department, or one above
    SECRETARIAT = "secretariat"  # over the unit that owns the forum
    CHAIR = "chair"  # of the forum
    MINUTE_TAKER = (
        "minute_taker"  # the forum's secretary: takes the minutes, and nothing else of what a secretariat does
    )


@dataclass(frozen=True)
class Step:
    """A step: from which states to which, who may take it, the words on its button, whether a reason is asked."""

    name: str
    danish: str
    sources: frozenset[str]
    target: str
    parts: frozenset[str]
    asks_reason: bool = False

    def may_be_taken(self, *, state: str, parts: Collection[str]) -> bool:
        return state in self.sources and bool(self.parts & set(parts))


def _step(
    name: str, danish: str, sources: set[str], target: str, parts: set[str], *, asks_reason: bool = False
) -> Step:
    return Step(name, danish, frozenset(sources), target, frozenset(parts), asks_reason)


_I, _M = ItemState, MeetingState
_AUTHOR, _HEAD, _SECRETARIAT, _CHAIR = Part.AUTHOR, Part.HEAD, Part.SECRETARIAT, Part.CHAIR
_MINUTE_TAKERS: set[str] = {Part.SECRETARIAT, Part.MINUTE_TAKER}

ITEM_STEPS = {
    step.name: step
    for step in (
        _step("submit", "Send til godkendelse", {_I.DRAFT, _I.RETURNED}, _I.SUBMITTED, {_AUTHOR}),
        _step("take_back", "Hent tilbage", {_I.SUBMITTED}, _I.DRAFT, {_AUTHOR}),
        _step(
            "return",
            "Send retur",
            {_I.SUBMITTED, _I.READY, _I.ON_AGENDA},
            _I.RETURNED,
            {_HEAD, _SECRETARIAT},
            asks_reason=True,
        ),
        _step("approve", "Godkend", {_I.SUBMITTED}, _I.READY, {_HEAD}),
        _step("place", "Sæt på dagsordenen", {_I.READY}, _I.ON_AGENDA, {_SECRETARIAT}),
        _step("take_off", "Tag af dagsordenen", {_I.ON_AGENDA}, _I.READY, {_SECRETARIAT}),
        _step("start", "Begynd punktet", {_I.SENT}, _I.IN_TREATMENT, _MINUTE_TAKERS),
        _step("treat", "Punktet er behandlet", {_I.SENT, _I.IN_TREATMENT}, _I.TREATED, _MINUTE_TAKERS),
        _step("resume", "Tag punktet op igen", {_I.TREATED}, _I.IN_TREATMENT, _MINUTE_TAKERS),
        _step(
            "withdraw",
            "Træk punktet",
            {_I.DRAFT, _I.SUBMITTED, _I.RETURNED, _I.READY},
            _I.WITHDRAWN,
            {_AUTHOR, _SECRETARIAT},
            asks_reason=True,
        ),
        _step(
            "withdraw_late",
            "Træk punktet",
            {_I.ON_AGENDA, _I.SENT, _I.IN_TREATMENT},
            _I.WITHDRAWN,
            {_SECRETARIAT},
            asks_reason=True,
        ),
        _step("revive", "Genoptag punktet", {_I.WITHDRAWN}, _I.DRAFT, {_AUTHOR, _SECRETARIAT}),
    )
}

MEETING_STEPS = {
    step.name: step
    for step in (
        _step("open", "Åbn for punkter", {_M.PLANNED}, _M.OPEN, {_SECRETARIAT}),
        _step("review", "Send til gennemsyn", {_M.OPEN}, _M.REVIEW, {_SECRETARIAT}),
        _step("end_review", "Afslut gennemsyn", {_M.REVIEW}, _M.OPEN, {_SECRETARIAT}),
        _step("send", "Udsend dagsorden", {_M.OPEN, _M.REVIEW}, _M.SENT, {_SECRETARIAT}),
        _step("recall", "Træk dagsordenen tilbage", {_M.SENT}, _M.REVIEW, {_SECRETARIAT}, asks_reason=True),
        _step("start", "Begynd mødet", {_M.SENT}, _M.RUNNING, _MINUTE_TAKERS),
        _step("end", "Afslut mødet", {_M.RUNNING}, _M.HELD, _MINUTE_TAKERS),
        _step("comment", "Send referat til kommentering", {_M.HELD}, _M.COMMENTING, _MINUTE_TAKERS),
        _step("send_minutes", "Udsend referat", {_M.HELD, _M.COMMENTING}, _M.MINUTES_SENT, {_SECRETARIAT}),
        _step("approve_minutes", "Godkend referat", {_M.MINUTES_SENT}, _M.APPROVED, {_SECRETARIAT}),
        # Taken by the house when the minutes that approved them no longer do.
        _step("unapprove", "Tag godkendelsen tilbage", {_M.APPROVED, _M.CLOSED}, _M.MINUTES_SENT, {_SECRETARIAT}),
        _step("close", "Luk mødet", {_M.APPROVED}, _M.CLOSED, {_SECRETARIAT}),
        _step(
            "cancel",
            "Aflys mødet",
            {_M.PLANNED, _M.OPEN, _M.REVIEW},
            _M.CANCELLED,
            {_SECRETARIAT},
            asks_reason=True,
        ),
        _step(
            "reopen",
            "Genåbn referat",
            {_M.MINUTES_SENT, _M.APPROVED, _M.CLOSED},
            _M.HELD,
            {_SECRETARIAT},
            asks_reason=True,
        ),
    )
}


def steps_from(steps: dict[str, Step], *, state: str, parts: Collection[str]) -> list[Step]:
    """The steps that somebody with these parts may take now, in the table's order."""
    return [step for step in steps.values() if step.may_be_taken(state=state, parts=parts)]
