"""The bar of a meeting: where it is, what comes next, and what else one may do with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from chefforum.kernel.access.rules import Actor

from ..access import parts_in_meeting, reads_everything_of
from ..queries.deadlines import deadlines_of
from ..queries.reviews import reason_of_cancelling
from ..rules.deadlines import Deadline
from ..rules.states import MEETING_STEPS, TAKES_ITEMS, TAKES_SUPPLEMENTS, MeetingState, Part, Step, steps_from

if TYPE_CHECKING:
    from ..models import Meeting

BEING_MADE = TAKES_ITEMS | TAKES_SUPPLEMENTS | {MeetingState.PLANNED}


@dataclass(frozen=True)
class Act:
    """Something that one may do: a link, or a button that posts."""

    text: str
    url: str
    is_posted: bool = False


@dataclass(frozen=True)
class Bar:
    """`main` is the next thing to do, None where there is nothing; `may_recall` shows the form that asks why.

    `cancelled` is the reason that the meeting is off.
    """

    main: Act | None
    others: tuple[Act, ...]
    deadlines: tuple[Deadline, ...]
    may_recall: bool
    cancelled: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.main or self.others or self.deadlines)


def bar_of(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Bar:
    """The acts of the actor; deadlines are for those who make the agenda. One query at most."""
    parts = parts_in_meeting(actor, meeting.forum)
    steps = {step.name: step for step in steps_from(MEETING_STEPS, state=meeting.state, parts=parts)}
    makes = reads_everything_of(actor, meeting.forum)
    acts = _acts(meeting, steps) if Part.SECRETARIAT in parts else _reading(meeting) if makes else []
    return Bar(
        main=acts[0] if acts and Part.SECRETARIAT in parts else None,
        others=tuple(acts[1:] if Part.SECRETARIAT in parts else acts),
        deadlines=tuple(deadlines_of(meeting=meeting, at=at)) if makes else (),
        may_recall="recall" in steps,
        cancelled=reason_of_cancelling(meeting) if meeting.state == MeetingState.CANCELLED else "",
    )


def _acts(meeting: Meeting, steps: dict[str, Step]) -> list[Act]:
    """The main act first."""
    found: list[Act | None] = []
    if "open" in steps:
        found.append(Act(steps["open"].danish, _url("take_step", meeting, "open"), is_posted=True))
    if meeting.state == MeetingState.REVIEW:
        found.append(Act("Se og udsend dagsorden", _url("send_preview", meeting)))
    if meeting.state in TAKES_SUPPLEMENTS:
        found.append(_elsewhere("Tag referat", "minute_taking", meeting))
    if meeting.state in BEING_MADE:
        found.append(Act("Byg dagsordenen", _url("agenda", meeting)))
    if meeting.state == MeetingState.OPEN:
        found.append(Act("Se og udsend dagsorden", _url("send_preview", meeting)))
    if "send_minutes" in steps:
        found.append(Act("Udsend referat", _url("send", meeting), is_posted=True))
    if "review" in steps or meeting.state == MeetingState.REVIEW:
        found.append(Act("Gennemsyn", _url("review", meeting)))
    if meeting.state in TAKES_ITEMS | {MeetingState.PLANNED, MeetingState.SENT}:
        found.append(Act("Ret tid og deltagere", _url("edit", meeting)))
    if "cancel" in steps:
        found.append(Act("Aflys", _url("cancel", meeting)))
    return [act for act in found if act is not None]


def _reading(meeting: Meeting) -> list[Act]:
    return [Act("Se dagsordenen blive bygget", _url("agenda", meeting))] if meeting.state in BEING_MADE else []


def _url(name: str, meeting: Meeting, *more: str) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def _elsewhere(text: str, name: str, meeting: Meeting) -> Act | None:
    try:
        return Act(text, _url(name, meeting))
    except NoReverseMatch:
        return None
