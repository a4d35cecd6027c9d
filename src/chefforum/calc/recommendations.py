"""What a part of a recommendation asks of the meeting: "at planen godkendes", "at temaet drøftes"."""

from __future__ import annotations

import re
from enum import StrEnum


class Asks(StrEnum):
    """What a part asks for; OTHER is something that the meeting is to do or let be done, without a word for it."""

    APPROVE = "approve"
    CHOOSE = "choose"
    DISCUSS = "discuss"
    NOTE = "note"
    OTHER = "other"


_VERBS = (
    (Asks.NOTE, r"til\s+(?:efterretning|orientering)|orienteres|noteres|noterer"),
    (
        Asks.CHOOSE,
        r"udnævne[rs]?|udpege[rs]?|vælge[rs]?|tage[rs]?\s+stilling|tages\s+stilling|prioritere[rs]?|beslutte[rs]?(?!\s+ved)|"
        r"fastsætte[rs]?|fastlægge[rs]?",
    ),
    (
        Asks.APPROVE,
        r"godkende[rs]?|godkendt|vedtage[rs]?|tiltræde[rs]?|bevilge[rs]?|bevilliges?|anbefale[rs]?|bemyndige[rs]?|"
        r"frigive[rs]?|meddele[rs]?|nedsætte[rs]?|igangsætte[rs]?|iværksætte[rs]?|afsætte[rs]?|afslå[rs]?|"
        r"afvise[rs]?|oprettes|opretter|etableres|ændres|indgås|sendes\s+i\s+høring",
    ),
    (
        Asks.DISCUSS,
        r"drøfte[rs]?|drøftelse[n]?|diskutere[rs]?|debattere[rs]?|taler?\s+om|tales\s+om|give[rs]?\s+input|kvalificere[rs]?|"
        r"kommentere[rs]?|sparrer|bidrager\s+med",
    ),
)
_ANY = re.compile(
    "|".join(rf"(?P<{asks.name}>(?<![\w-])(?:{verbs})(?![\w-]))" for asks, verbs in _VERBS), re.IGNORECASE
)
_SUBORDINATE = re.compile(r",\s+(?:som|der|hvo\w+|så|idet|jf\.?|hvilke\w*|herunder)\b.*", re.IGNORECASE | re.DOTALL)


def what_is_asked(part: str) -> Asks:
    """What the part asks for: the first verb that asks, outside relative clauses; OTHER where there is none.

    "at det drøftes, hvem der udpeges" asks for a discussion; "at status, som Chefforum godkendte, tages til
    efterretning" asks to take note.
    """
    return _first(_SUBORDINATE.sub("", part)) or _first(part) or Asks.OTHER


def _first(text: str) -> Asks | None:
    found = _ANY.search(text)
    return Asks[found.lastgroup] if found and found.lastgroup else None
