"""Whether a sentence tells a date as past: "besluttede den 16. december", "som vedtaget den ...", "Den ... bad vi".

Seen is only what stands close to the date in its own clause. A preposition between verb and date that points ahead
("udskudt til mødet den ...", "orienterede om mødet den ...") or a verb that plans ("berammet", "fastsat") says nothing
about whether the day has come.
"""

from __future__ import annotations

import re

from chefforum.calc.danish_dates import WrittenDate

_REACH = 90  # characters on each side
_CLAUSE_END = re.compile(r"[.!?;:(),\n–—](?=\s|$)|\n")
_STRONG_PAST = (
    "blev|var|tog|gik|kom|gav|fik|bad|bød|lå|stod|sagde|skrev|holdt|traf|fandt|vedtog|foreslog|anbefalede|mødtes|"
    "afholdtes|indgik|trådte|nedsatte|udpegede|fremlagde|forelagde|indstillede|så|hørte|satte|lagde|solgte|valgte|"
    "bragte|sendte|meldte|indkaldte|begyndte|startede|sluttede|afsluttede|udløb|afgik|tiltrådte|ophørte|døde"
)
_WEAK_PAST = r"[^\W\d_]{2,}(?:ede|tede|erede)s?"
_NOT_A_PAST = (
    r"(?:skulle|ville|kunne|burde|måtte|glæde|allerede|medarbejdere|ledere|fremmede|enkelte|bestemte|næste|sidste|"
    r"første|lede|tilstede|planlagte|forventede|fastsatte|aftalte|udskudte|udsatte|planlagde|planlagdes|udskød|"
    r"fastsatte|aftalte|flyttede|rykkede|berammede|forventede|inviterede|indkaldte|udsatte|håbede|ønskede|nede|stede)"
)
_PAST = re.compile(rf"\b(?!{_NOT_A_PAST}\b)(?:{_STRONG_PAST}|{_WEAK_PAST})\b", re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:besluttet|vedtaget|godkendt|behandlet|drøftet|afholdt|udsendt|truffet|indgået|nedsat|forelagt|fremlagt|"
    r"tiltrådt|underskrevet|offentliggjort|afsluttet|gennemført|modtaget|indsendt|fremsendt|orienteret|præsenteret)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:skal|vil|bliver|blive|forventes|ventes|planlægges|planlagt|udskudt|udsat|flyttet|rykket|aftalt|fastsat|fastlagt|"
    r"berammet|indkaldt|inviteret|til|inden|senest|fra|før|om|frem|frist|fristen|med|efter|for|mod|pr|hvor|når|hvis)\b",
    re.IGNORECASE,
)
# "trådte i kraft den 1. juli 2024 og udløber den ...": a verb in the present stands nearest to the date.
_PRESENT = re.compile(r"[^\W\d_]{2,}(?:er|es)\s+(?:(?:på|i) mødet?\s+)?(?:den|d\.)?\s*$")
_LEADS_AHEAD = re.compile(r"\b(?:inden|senest|til|fra|efter|før|om|frem|pr|siden|med|for)\b", re.IGNORECASE)
_VERB_AFTER = re.compile(rf"\s+(?!{_NOT_A_PAST}\b)(?:{_STRONG_PAST}|{_WEAK_PAST})\b", re.IGNORECASE)


def is_told_as_past(text: str, date: WrittenDate) -> bool:
    """Whether the clause around the date tells something that happened on it."""
    before = _same_clause_before(text[max(0, date.start - _REACH) : date.start])
    after = text[date.end : date.end + _REACH]
    return _past_verb_leads_to_date(before) or _date_opens_past_clause(before, after)


def _same_clause_before(text: str) -> str:
    """From the last sign that ends a clause; the full stop of an abbreviation or an ordinal ends none."""
    last = 0
    for found in _CLAUSE_END.finditer(text):
        word = text[: found.start()].rpartition(" ")[2].lower()
        if not (found[0] == "." and (word in ("d", "kl", "nr", "jf", "ca", "pr", "pkt") or word.isdigit())):
            last = found.end()
    return text[last:]


def _past_verb_leads_to_date(before: str) -> bool:
    """The last verb before the date is in the past, and nothing between them points ahead."""
    verbs = [*_PAST.finditer(before), *_DONE.finditer(before)]
    if not verbs:
        return False
    last = max(verbs, key=lambda match: match.start())
    between = before[last.end() :]
    if _AHEAD.search(between) or _PRESENT.search(between) or re.search(r"[0-9]", between):
        return False
    is_done = _DONE.fullmatch(last[0]) is not None
    return not is_done or not _AHEAD.search(before[: last.start()])


def _date_opens_past_clause(before: str, after: str) -> bool:
    """ "Den 17. december 2026 bad Chefforum ...", "På mødet den 17. december 2026 blev ..." """
    if len(before.split()) > 6 or _LEADS_AHEAD.search(before) or _PAST.search(before):
        return False
    return _VERB_AFTER.match(after) is not None
