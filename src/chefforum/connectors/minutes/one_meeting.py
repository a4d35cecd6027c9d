"""A file is of one meeting: a second title or date in the middle of it is found here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.connectors.minutes.danish import dates_in
from chefforum.connectors.minutes.errors import UnreadableMinutes, unreadable
from chefforum.connectors.minutes.landmarks import is_dated_title, label_and_text, label_name
from chefforum.connectors.minutes.source import SourceBlock, SourceText

_DATE_OF_A_MEETING = frozenset(("mødedato", "mødedato og tid", "mødedato og -tid", "mødetidspunkt", "starttidspunkt"))
_NEAR = 6  # the lines after a second title in which its date is looked for


@dataclass(frozen=True)
class OneMeeting:
    """What is known of the file's meeting before its first item."""

    title: str
    date: dt.date | None
    blocks: Sequence[SourceBlock]

    def is_repeated_title(self, position: int) -> bool:
        """Whether the block says the meeting's own title again.

        Raises UnreadableMinutes where it begins another meeting: a title in a heading, or above a date of a meeting, or
        such a date itself, that is not the date of this one. A date in running text begins nothing.
        """
        block = self.blocks[position]
        if not isinstance(block, SourceText) or block.is_italic:
            return False
        if not is_dated_title(block.raw):
            other = self._other_date(position)
            if other:
                raise self._two_meetings(f"mødet den {other:%d-%m-%Y}", block)
            return False
        date = next(dates_in(block.raw), None)
        if self.date is None or date is None or date == self.date:
            return block.raw == self.title
        near = range(position + 1, min(position + _NEAR, len(self.blocks)))
        if block.is_heading or any(self._other_date(below) for below in near):
            raise self._two_meetings(f"“{block.text}”", block)
        return False

    def _other_date(self, position: int) -> dt.date | None:
        """The date of another meeting that a line such as "Mødedato: 11. februar 2026" gives."""
        block = self.blocks[position]
        if self.date is None or not isinstance(block, SourceText) or block.is_heading:
            return None
        label, text = _label_of(block)
        if label_name(label) not in _DATE_OF_A_MEETING:
            return None
        following = self.blocks[position + 1] if position + 1 < len(self.blocks) else None
        if not text and isinstance(following, SourceText):
            text = following.text
        date = next(dates_in(text), None)
        return date if date != self.date else None

    def _two_meetings(self, other: str, block: SourceText) -> UnreadableMinutes:
        one = f"“{self.title}”" if self.title else f"mødet den {self.date:%d-%m-%Y}"
        where = f" (linje {block.line})" if block.line else ""
        return unreadable(
            what=f"Filen rummer to møder: {one} og {other}{where}.",
            advice="Del filen, så hvert møde har sin egen fil, og prøv igen.",
            line=block.line,
        )


def _label_of(block: SourceText) -> tuple[str, str]:
    if block.label is not None:
        return block.label, block.rest
    if len(block.raw) > 200:
        return "", ""
    return label_and_text(block.raw) or (block.raw, "")
