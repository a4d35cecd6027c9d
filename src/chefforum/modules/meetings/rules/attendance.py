"""What minutes say of who was there: lines of the head, and for an item who did not take part in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.calc.danish_dates import in_words, weekday_of
from chefforum.connectors.minutes.landmarks import PARTICIPANT_LABELS, label_name
from chefforum.connectors.minutes.minutes import HeadLine, Participant

EXCUSED, ABSENT, PARTLY = "Afbud", "Udeblevet", "Med i en del af mødet"
ATTENDANCE_LABELS = (EXCUSED, ABSENT, PARTLY)
# What may be noted of a participant, as a choice of Participant.Attendance and its words.
NOTABLE = (("present", "Til stede"), ("excused", EXCUSED), ("absent", ABSENT))
NOT_IN_TREATMENT = "Ikke med i behandlingen"  # heads the section of an item


@dataclass(frozen=True)
class Attended:
    """A participant and what was noted of them: "present", "excused", "absent" or "unknown"."""

    name: str
    title: str | None
    attendance: str
    arrived: dt.time | None = None
    left: dt.time | None = None


def with_attendance(
    *, head: Sequence[HeadLine], participants: Sequence[Attended]
) -> tuple[tuple[HeadLine, ...], tuple[Participant, ...]]:
    """The head's lines and the participants as the minutes give them once attendance is noted.

    Who sent apologies or stayed away is not among the participants, but on a line of their own. As long as nothing is
    noted, both are as they were.
    """
    everybody = tuple(Participant(one.name, one.title) for one in participants)
    if all(one.attendance == "unknown" for one in participants):
        return tuple(head), everybody
    there = [one for one in participants if one.attendance in {"present", "unknown"}]
    kept = [line for line in head if label_name(line.label) not in _OWN]
    place = next((i for i, line in enumerate(kept) if label_name(line.label) in PARTICIPANT_LABELS), None)
    label = "Mødedeltagere" if place is None else kept[place].label
    if place is not None:
        del kept[place]
    place = len(kept) if place is None else place
    said = ((label, _names(there)), (EXCUSED, _of(participants, "excused")), (ABSENT, _of(participants, "absent")))
    lines = [HeadLine(name, text) for name, text in (*said, (PARTLY, _partly(there))) if text]
    return (*kept[:place], *lines, *kept[place:]), tuple(Participant(one.name, one.title) for one in there)


_OWN = frozenset(label_name(label) for label in ATTENDANCE_LABELS)


def _of(participants: Sequence[Attended], attendance: str) -> str:
    return _names([one for one in participants if one.attendance == attendance])


def _names(participants: Sequence[Attended]) -> str:
    return ", ".join(f"{one.name} ({one.title})" if one.title else one.name for one in participants)


def _partly(participants: Sequence[Attended]) -> str:
    """ "Mette Eng (kom kl. 09.20), Lars Mose (gik kl. 10.45)"."""
    said = []
    for one in participants:
        times = [f"kom kl. {one.arrived:%H.%M}"] if one.arrived else []
        times += [f"gik kl. {one.left:%H.%M}"] if one.left else []
        if times:
            said.append(f"{one.name} ({', '.join(times)})")
    return ", ".join(said)


def made_head(
    *, date: dt.date, start_time: dt.time | None, place: str | None, participants: Sequence[Attended]
) -> tuple[HeadLine, ...]:
    """The head of a meeting that no file gave one: date, place and participants as agendas write them."""
    day = f"{weekday_of(date).capitalize()} d. {in_words(date)}"
    lines = [HeadLine("Mødedato", f"{day} kl. {start_time:%H:%M}" if start_time else day)]
    lines += [HeadLine("Mødested", place)] if place else []
    lines += [HeadLine("Mødedeltagere", _names(participants))] if participants else []
    return tuple(lines)


def not_in_treatment(name: str, *, is_disqualified: bool) -> str:
    """What an item says of somebody who was not there for it. The reason stays with those who keep the meeting."""
    return f"{name} deltog ikke i behandlingen{' (inhabil)' if is_disqualified else ''}."
