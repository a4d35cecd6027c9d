"""The bar of a meeting: where it is, what comes next, and what else one may do with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from chefforum.kernel.access.rules import Actor

from ..access import may_correct, parts_in_meeting, reads_everything_of, takes_minutes
from ..queries.deadlines import deadlines_of
from ..queries.progress import reads_corrections
from ..queries.reviews import reason_of_cancelling
from ..rules.deadlines import Deadline
from ..rules.states import (
    HAS_MINUTES,
    MEETING_STEPS,
    TAKES_ITEMS,
    TAKES_SUPPLEMENTS,
    MeetingState,
    Part,
    Step,
    steps_from,
)

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


def bar_of(*, actor: Actor, meeting: Meeting, at: dt.datetime, prepares: bool) -> Bar:
    """The acts of the actor; deadlines are for those who make the agenda. Two queries at most.

    `prepares` is whether there is something that the actor can read up on.
    """
    parts = parts_in_meeting(actor, meeting.forum)
    steps = {step.name: step for step in steps_from(MEETING_STEPS, state=meeting.state, parts=parts)}
    makes = reads_everything_of(actor, meeting.forum)
    found = [
        *_of_minutes(actor, meeting),
        *(_of_the_agenda(meeting, steps) if Part.SECRETARIAT in parts else ()),
        Act("Forbered", _url("prepare_meeting", meeting)) if prepares else None,
        *(_of_those_who_read_all(meeting, keeps=Part.SECRETARIAT in parts) if makes else ()),
        *_of_corrections(actor, meeting),
    ]
    acts = [act for act in found if act is not None]
    return Bar(
        main=acts[0] if acts else None,
        others=tuple(acts[1:]),
        deadlines=tuple(deadlines_of(meeting=meeting, at=at)) if makes else (),
        may_recall="recall" in steps,
        cancelled=reason_of_cancelling(meeting) if meeting.state == MeetingState.CANCELLED else "",
    )


def _of_minutes(actor: Actor, meeting: Meeting) -> Iterator[Act]:
    if not takes_minutes(actor, meeting):
        return
    if meeting.state in TAKES_SUPPLEMENTS:
        name = "Begynd mødet" if meeting.state == MeetingState.SENT else "Skriv referat"
        yield Act(name, _url("minute_taking", meeting))
    elif meeting.state in HAS_MINUTES:
        yield Act("Referatets vej", _url("minutes_progress", meeting))


def _of_the_agenda(meeting: Meeting, steps: dict[str, Step]) -> Iterator[Act]:
    """The main act first."""
    if "open" in steps:
        yield Act(steps["open"].danish, _url("take_step", meeting, "open"), is_posted=True)
    if meeting.state == MeetingState.REVIEW:
        yield Act("Se og udsend dagsorden", _url("send_preview", meeting))
    if meeting.state in BEING_MADE:
        yield Act("Byg dagsordenen", _url("agenda", meeting))
    if meeting.state == MeetingState.OPEN:
        yield Act("Se og udsend dagsorden", _url("send_preview", meeting))
    if "review" in steps or meeting.state == MeetingState.REVIEW:
        yield Act("Gennemsyn", _url("review", meeting))
    if meeting.state in TAKES_ITEMS | {MeetingState.PLANNED, MeetingState.SENT}:
        yield Act("Ret tid og deltagere", _url("edit", meeting))
    if "cancel" in steps:
        yield Act("Aflys", _url("cancel", meeting))


def _of_those_who_read_all(meeting: Meeting, *, keeps: bool) -> Iterator[Act]:
    if not keeps and meeting.state in TAKES_ITEMS | {MeetingState.PLANNED}:
        yield Act("Se dagsordenen blive bygget", _url("agenda", meeting))
    if keeps and meeting.state != MeetingState.CANCELLED:
        yield Act("Gennemse teksten", _url("meeting_findings", meeting))


def _of_corrections(actor: Actor, meeting: Meeting) -> Iterator[Act]:
    if may_correct(actor, meeting):
        yield Act("Foreslå rettelse", _url("corrections", meeting))
    elif meeting.state in HAS_MINUTES and reads_corrections(actor=actor, meeting=meeting):
        yield Act("Rettelser", _url("corrections", meeting))


def _url(name: str, meeting: Meeting, *more: str) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])
