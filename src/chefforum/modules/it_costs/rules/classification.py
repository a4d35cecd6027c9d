"""Rules that say which postings are a cost of technology, and which: in their order, the first that fits decides.

A pattern is words or codes with * (anything) and ? (one letter), parted by commas; an empty one fits all, and letters
are the same whatever their size. The ledger asks the same of millions of postings at a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from uuid import UUID

from .kinds import Activity, CostCategory

MOST_YEARS = 30  # that what is bought once is spread over
PATTERNS = {"supplier": "Leverandør", "account": "Konto", "cost_centre": "Omkostningssted", "text_pattern": "Tekst"}


class WrongRule(ValueError):
    """The rule cannot be; `field` is "" where no field is to blame, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class RuleFacts:
    """All that a rule says. Without a system and a key the cost is the unit's, of no system."""

    name: str
    supplier: str = ""
    account: str = ""
    cost_centre: str = ""
    text_pattern: str = ""
    is_excluded: bool = False
    system_id: UUID | None = None
    key_id: UUID | None = None
    category: str = ""
    activity: str = ""
    life_years: int | None = None


PLAIN = tuple(field.name for field in fields(RuleFacts))


def check_rule(facts: RuleFacts) -> None:
    """Raises WrongRule."""
    if not facts.name.strip():
        raise WrongRule("name", "Skriv, hvad reglen hedder.")
    if not any(getattr(facts, name).strip(" ,") for name in PATTERNS):
        raise WrongRule("supplier", "Skriv mindst ét mønster. En regel uden ville fange alt.")
    if facts.is_excluded:
        return
    if facts.category not in set(CostCategory):
        raise WrongRule("category", "Vælg en kategori, eller sæt kryds ved “ikke it”.")
    if facts.activity not in set(Activity):
        raise WrongRule("activity", "Vælg en aktivitet, eller sæt kryds ved “ikke it”.")
    if facts.life_years is not None and not 1 <= facts.life_years <= MOST_YEARS:
        raise WrongRule("life_years", f"Levetiden er fra 1 til {MOST_YEARS} år.")


def settled(facts: RuleFacts) -> RuleFacts:
    """The rule as it is kept: what is no technology has no system, key, category, activity or life."""
    said = {name: getattr(facts, name) for name in PLAIN}
    said |= {name: said[name].strip() for name in ("name", *PATTERNS)}
    if facts.is_excluded:
        said |= {"system_id": None, "key_id": None, "category": "", "activity": "", "life_years": None}
    return RuleFacts(**said)


def fits(pattern: str, word: str) -> bool:
    """Whether the word fits one of the pattern's parts.

    >>> fits("Nordlys*, kmd", "NORDLYS Software"), fits("Nordlys*, kmd", "kmd a/s"), fits("", "")
    (True, False, True)
    """
    if not pattern.strip():
        return True
    return any(one.fullmatch(word.lower()) for one in _compiled(pattern))


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> tuple[re.Pattern[str], ...]:
    parts = (part.strip().lower() for part in pattern.split(","))
    return tuple(
        re.compile("".join({"*": ".*", "?": "."}.get(mark, re.escape(mark)) for mark in part), re.DOTALL)
        for part in parts
        if part
    )


def catches(facts: RuleFacts, posting: Mapping[str, str]) -> bool:
    """Whether a posting, by `supplier`, `account`, `cost_centre` and `text_pattern` (its text), fits all patterns."""
    return all(fits(getattr(facts, name), posting.get(name, "")) for name in PATTERNS)


def rule_of(rules: Sequence[RuleFacts], posting: Mapping[str, str]) -> int | None:
    """The place of the first rule that catches the posting; None where none does."""
    return next((place for place, facts in enumerate(rules) if catches(facts, posting)), None)


def in_words(facts: RuleFacts) -> str:
    """What it asks for.

    >>> in_words(RuleFacts("x", supplier="Nordlys*", account="0645*"))
    'Leverandør: Nordlys*. Konto: 0645*'
    """
    said = ((title, getattr(facts, name).strip()) for name, title in PATTERNS.items())
    return ". ".join(f"{title}: {pattern}" for title, pattern in said if pattern)
