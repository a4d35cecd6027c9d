"""Abbreviations in capital letters, and whether the text says what they stand for."""

from __future__ import annotations

import re
from collections.abc import Set

_ACRONYM = re.compile(r"(?P<word>[A-ZÆØÅ][A-ZÆØÅ]{1,3}[0-9]?)(?:['’]?(?:s|er|erne|en|et|ens|ets))?(?![\w/&]|-[A-ZÆØÅ])")
# A word in capitals for emphasis (HUSK, PRIS), which four letters that can be spoken mostly are.
_SHOUTED = re.compile(
    r"[B-DF-HJ-NP-TV-XZ]{1,2}[AEIOUYÆØÅ][B-DF-HJ-NP-TV-XZ]{1,2}(?<=....)|DE|VI|ER|OG|AT|MÅ|SÅ|NU|JA|EN|ET|TO|I?KKE"
)
_JOINS = frozenset("_§/.&-")
_EXPLAINED_AFTER = re.compile(
    r"['’]?s?(?: ?\(|\)| [-–—] ?\w|: ?[a-zæøå]|, (?:som|der) (?:står for|er)\b| (?:står for|betyder|forkortes)\b)"
)

_WIDELY_KNOWN = """
SF EF HIV KL EU IT AI PC AV TV DR FN USA UK CVR CPR HR MED TR AMR AC HK FOA BUPL DSB SMS PDF ID OK GPS CO BNP NATO
DK DKK GDPR NIS2 ESDH KLE EDB SU SOSU PPR FGU STU VUC UU DGI DIF SFO BBR LED WC OBS NB PS CV ISO PR QR URL USB WIFI
FAQ VVM MUS APV CSR NGO OECD BR ØU TEK II III IV VI VII VIII IX XI XII
"""
WIDELY_KNOWN = frozenset(_WIDELY_KNOWN.split())
"""What anybody in a Danish municipality reads without stopping, and Roman numerals."""


def unexplained_acronyms(text: str, *, known: Set[str] = frozenset()) -> list[str]:
    """The abbreviations of two to four capital letters that the text never explains, in the order of their first use.

    Explained is "Mit Forventede Regnskab (MFR)", "TCO - total cost of ownership", "ESDH (elektronisk ...)", "MFR står
    for ...". What is known (`WIDELY_KNOWN`, `known`), codes with a hyphen or slash, and words on a line that is all in
    capital letters, are left out; so are words that are only shouted (HUSK).
    """
    explained: set[str] = set()
    used: dict[str, None] = {}
    for line in text.split("\n"):
        if line.upper() == line:
            continue
        for match in _ACRONYM.finditer(line):
            word = match["word"]
            before = line[match.start() - 1 : match.start()]
            if (
                before.isalnum()
                or before in _JOINS
                or word in WIDELY_KNOWN
                or word in known
                or _SHOUTED.fullmatch(word)
            ):
                continue
            used.setdefault(word)
            if _EXPLAINED_AFTER.match(line, match.end("word")):
                explained.add(word)
    return [word for word in used if word not in explained]
