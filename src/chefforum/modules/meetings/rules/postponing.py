"""When an item can be put off, and the words that its minutes then suggest."""

from __future__ import annotations

import datetime as dt

from chefforum.calc.danish_dates import in_words

from .states import ItemState, MeetingState

POSTPONABLE = frozenset({ItemState.SENT, ItemState.IN_TREATMENT, ItemState.TREATED})
# Before the meeting an item is taken off its agenda; after the minutes are sent out they are reopened first.
POSTPONES = frozenset({MeetingState.RUNNING, MeetingState.HELD, MeetingState.COMMENTING})
TAKES_POSTPONED = frozenset({MeetingState.PLANNED, MeetingState.OPEN, MeetingState.REVIEW, MeetingState.SENT})


def stops_postponement(*, item_state: str, meeting_state: str | None, has_open_successor: bool) -> str:
    """Why the item cannot be put off now, and what to do instead; "" where it can."""
    if has_open_successor:
        return "Punktet er allerede udsat. Fortryd udsættelsen først."
    if meeting_state in {MeetingState.OPEN, MeetingState.REVIEW, MeetingState.PLANNED, None}:
        return "Dagsordenen er ikke sendt ud. Tag punktet af dagsordenen i stedet."
    if meeting_state == MeetingState.SENT:
        return "Mødet er ikke begyndt. Træk punktet, eller udsæt det, når mødet er i gang."
    if meeting_state not in POSTPONES:
        return "Referatet er sendt ud. Genåbn det først."
    if item_state not in POSTPONABLE:
        return "Punktet er trukket eller afsluttet, så det kan ikke udsættes."
    return ""


def decision_words(*, forum: str, to: dt.date | None) -> str:
    """What the minutes suggest as decision; `to` is the day of the meeting it goes to, None: back to be worked on."""
    return f"Udsat til {forum} den {in_words(to)}." if to else "Sendt tilbage til bearbejdning."


def with_line(text: str | None, line: str) -> str:
    """The decision with the words of the postponement under what it says already."""
    return "\n".join(filter(None, [(text or "").strip(), line]))


def without_line(text: str | None, line: str) -> str | None:
    kept = "\n".join(one for one in (text or "").splitlines() if one.strip() != line).strip()
    return kept or None
