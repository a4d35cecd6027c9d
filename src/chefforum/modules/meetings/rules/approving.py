"""Whether an item approves the minutes of the meeting before: its title, the part that asks for it, what came of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from chefforum.calc.danish_dates import written_dates
from chefforum.calc.decisions import Outcome, read_decision

APPROVING = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES})
_MINUTES = re.compile(r"\b(?:møde)?referat(?:et|er|erne)?\b", re.IGNORECASE)
_APPROVES = re.compile(r"\bgodkend\w*|\btiltræd\w*", re.IGNORECASE)


def asks_for_approval(part: str) -> bool:
    """Whether a part of a recommendation asks that minutes be approved: "at referat godkendes"."""
    return bool(_MINUTES.search(part) and _APPROVES.search(part))


def names_other_minutes(part: str, date: dt.date) -> bool:
    """Whether the part names days, and the date of these minutes is none of them; a day without a year is of theirs."""
    named = list(written_dates(part))
    return bool(named) and all(one.in_year(one.year or date.year) != date for one in named)


def approval_of_minutes(
    *, parts: Sequence[str], outcomes: Sequence[Outcome | None], decision: str | None, is_standing: bool = False
) -> tuple[Outcome, bool, str] | None:
    """What the item decided about the minutes before, whether somebody chose that (else it is how its text reads), and
    the part that asked.

    None where no part asks for it, or it was not approved. An item that stands on every agenda to approve minutes
    (`is_standing`) asks for it with its last part, where none says so.
    """
    said = read_decision(text=decision, parts=parts).parts
    asking = [place for place, part in enumerate(parts) if asks_for_approval(part)]
    if not asking and is_standing and parts:
        asking = [len(parts) - 1]
    for place in asking:
        outcome = outcomes[place] or said[place]
        return (outcome, outcomes[place] is not None, parts[place]) if outcome in APPROVING else None
    return None
