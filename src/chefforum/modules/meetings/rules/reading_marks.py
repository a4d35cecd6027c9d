"""How far a person is with an item, and how far with a whole agenda: decisions of revisions alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Older meetings are looked up, not prepared: there nothing is told to be new.
RECENT = dt.timedelta(days=30)
# A page counts as read after the time that it takes to skim it, within these bounds.
SKIMMED_A_SECOND = 12
SHORTEST, LONGEST = 4, 30


class Standing(StrEnum):
    """What an item is to its reader."""

    READ = "read"
    NEW = "new"
    CHANGED = "changed"
    HIDDEN = "hidden"  # closed to them: counts neither way
    UNSENT = "unsent"  # nothing of it is sent out, so there is nothing to have read


STANDINGS = {
    Standing.READ: "Læst",
    Standing.NEW: "Ny",
    Standing.CHANGED: "Ændret, siden du læste",
    Standing.HIDDEN: "Lukket",
    Standing.UNSENT: "Ikke sendt ud",
}


def standing(*, published: int | None, read: int | None, is_hidden: bool = False) -> Standing:
    """What an item is to somebody who has read the revision `read` (None: none) of it."""
    if is_hidden:
        return Standing.HIDDEN
    if published is None:
        return Standing.UNSENT
    if read is None:
        return Standing.NEW
    return Standing.READ if read == published else Standing.CHANGED


@dataclass(frozen=True)
class Progress:
    """How many of the items that count are read."""

    read: int
    count: int

    @property
    def is_full(self) -> bool:
        return self.count > 0 and self.read == self.count

    @property
    def words(self) -> str:
        return f"{self.read} af {self.count} læst"


def progress(standings: Iterable[Standing]) -> Progress:
    """Closed items and what is not sent out count neither way."""
    counted = [one for one in standings if one not in {Standing.HIDDEN, Standing.UNSENT}]
    return Progress(read=sum(one == Standing.READ for one in counted), count=len(counted))


def is_recent(*, date: dt.date, on: dt.date) -> bool:
    """Whether a meeting is coming or just held, so that what is not read of it is news."""
    return date >= on - RECENT


def seconds_to_skim(words: int) -> int:
    """After how many seconds on the screen an item of so many words counts as read."""
    return min(max(words // SKIMMED_A_SECOND, SHORTEST), LONGEST)
