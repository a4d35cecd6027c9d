"""What a standing item of the forum says when it comes on an agenda."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from chefforum.calc.danish_dates import MONTHS, in_words

_MINUTES = re.compile(r"\breferat(?:et)?\b", re.IGNORECASE)
_DATED = re.compile(rf"\b(referat) fra \d{{1,2}}\. (?:{'|'.join(MONTHS)}) \d{{4}}", re.IGNORECASE)


def recommendation_parts(text: str, *, approves: dt.date | None) -> list[str]:
    """The parts, one a line; the one that names the minutes says which: "at referat fra 4. februar 2026 godkendes".

    `approves` is the date of the minutes; None leaves the lines as they are written. A part that approves the minutes
    is added where none names them.
    """
    parts = [line.strip() for line in text.splitlines() if line.strip()]
    if approves is None:
        return parts
    dated = f"referat fra {in_words(approves)}"
    for place, part in enumerate(parts):
        if _MINUTES.search(part):
            parts[place] = _MINUTES.sub(dated, _undated(part), count=1)
            return parts
    return [*parts, f"at {dated} godkendes"]


def is_as_made(parts: Sequence[str], text: str) -> bool:
    """Whether nobody has written something else since the parts were made of the text, whichever minutes they name."""
    plain = [_bare(part) for part in recommendation_parts(text, approves=None)]
    said = [_bare(part) for part in parts]
    return said in (plain, [*plain, "at referat godkendes"])


def _undated(part: str) -> str:
    return _DATED.sub(r"\1", part)


def _bare(part: str) -> str:
    return _MINUTES.sub("referat", _undated(part))
