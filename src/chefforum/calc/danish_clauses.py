"""Danish sentences cut into clauses, each with the word that opens it: enough grammar to tell what a sentence says
from what it only tells of.

"Chefforum besluttede, at der holdes kursus, samt at listen, som blev drøftet, sendes ud" has the main clause
"Chefforum besluttede", the clauses "der holdes kursus", "listen" and "sendes ud" that "at" opens, and "blev drøftet"
that "som" opens. Parentheses and longer quotations are taken out first: they are somebody else's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ASIDE = re.compile(r"\([^()\n]{0,300}\)|[\"“”„«»][^\"“”„«»\n]{20,2000}[\"“”„«»]")
_CUT = re.compile(r"(?<!-)\s*[,;:]\s+|\s+[–—-]\s+")
_COORDINATOR = re.compile(r"(?:og|men|samt|eller|herunder)\b\s*", re.IGNORECASE)
_ALWAYS_OPENS = (
    "at|hvis|såfremt|når|fordi|hvor|hvorfor|hvordan|hvorledes|hvorvidt|hvorefter|hvormed|hvoraf|hvad|hvem|hvis|hvilken|"
    "hvilket|hvilke|mens|selvom|idet"
)
_OPENS_AFTER_COMMA = f"{_ALWAYS_OPENS}|som|der|så|om|da|før|inden|efter at|således at|dog således at|dog at"
_OPENER = re.compile(rf"(?P<word>{_OPENS_AFTER_COMMA})\b\s*", re.IGNORECASE)
_INSIDE = re.compile(
    rf"(?<=\w)\s+(?=(?:{_ALWAYS_OPENS})\s)"
    r"|(?<=\w)\s+(?=som\s(?!bilag|indstillet|foreslået|anbefalet|følge|led|udgangspunkt|helhed|minimum|beskrevet|en\s|et\s))",
    re.IGNORECASE,
)


_FIRST_OPENER = re.compile(rf"[•·*–-]?\s*(?P<word>{_ALWAYS_OPENS}|da)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A clause without the word that opens it; `opener` in small letters, empty for a main clause.

    `is_joined` says that it goes on after og, men or samt, so that its subject may stand in the clause before.
    """

    text: str
    opener: str
    is_joined: bool

    @property
    def is_main(self) -> bool:
        return not self.opener


def clauses(sentence: str) -> list[Clause]:
    """The clauses of one sentence, as they stand. Empty ones are left out."""
    found: list[Clause] = []
    for segment in _CUT.split(_ASIDE.sub(" ", sentence)):
        for place, piece in enumerate(_INSIDE.split(segment)):
            clause = _clause(piece, is_after_comma=place > 0 or bool(found))
            if clause:
                found.append(clause)
    return found


def _clause(piece: str, *, is_after_comma: bool) -> Clause | None:
    text = " ".join(piece.split()).strip(" .!?…")
    joined = _COORDINATOR.match(text)
    if joined:
        text = text[joined.end() :]
    opener = _OPENER.match(text) if is_after_comma else None
    if opener:
        return Clause(text[opener.end() :], opener["word"].lower(), joined is not None)
    first = _FIRST_OPENER.match(text)
    if first and not is_after_comma:
        return Clause(text[first.end() :], first["word"].lower(), False)
    return Clause(text, "", joined is not None) if text else None
