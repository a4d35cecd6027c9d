"""Many lines that are to be answered alike: which they are, and what would happen to each."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor

from ..models import Extract
from ..rules.extract_kinds import Party
from ..rules.extract_verdicts import LineFacts, VerdictFacts, WrongVerdict, check_verdict
from .extract_lines import Chosen, answerable, chosen_lines, facts_said, line_facts, standing_verdicts


@dataclass(frozen=True)
class One:
    number: int
    facts: LineFacts
    cash_oere: int
    stands: VerdictFacts | None
    stands_id: int


@dataclass(frozen=True)
class Preview:
    """How many get their first answer, how many another than they have, and how many have it already."""

    first: int
    another: int
    same: int


@dataclass(frozen=True)
class Many:
    lines: tuple[One, ...]

    @property
    def numbers(self) -> list[int]:
        return [one.number for one in self.lines]

    @property
    def total(self) -> int:
        return sum(one.cash_oere for one in self.lines)

    @property
    def answered(self) -> int:
        return sum(one.stands is not None for one in self.lines)

    @property
    def stamp(self) -> str:
        """What is carried from the preview to the act: another where a line or an answer is."""
        said = [(one.number, one.stands_id) for one in self.lines]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def wrong(self, facts: VerdictFacts) -> list[str]:
        """Why it cannot be said of some, with how many."""
        found: Counter[str] = Counter()
        for one in self.lines:
            try:
                check_verdict(facts, one.facts)
            except WrongVerdict as wrong:
                found[str(wrong)] += 1
        every = len(self.lines)
        return [text if count == every else f"{count} af linjerne: {text}" for text, count in found.most_common()]

    def preview(self, facts: VerdictFacts) -> Preview:
        first = sum(one.stands is None for one in self.lines)
        same = sum(one.stands == facts for one in self.lines)
        return Preview(first, len(self.lines) - first - same, same)


def many(*, actor: Actor, extract: Extract, party: Party, chosen: Chosen) -> Many:
    """Those of the chosen lines that the actor answers for. Two queries. Raises AccessDenied."""
    theirs = answerable(actor=actor, extract=extract, party=party)
    lines = list(chosen_lines(actor=actor, extract=extract, chosen=chosen).filter(theirs))
    said = standing_verdicts(lines)
    found = []
    for line in lines:
        stands = said.get(line.pk, {}).get(party.value)
        found.append(
            One(
                line.number,
                line_facts(line),
                line.cash_oere or 0,
                facts_said(stands) if stands else None,
                stands.pk if stands else 0,
            )
        )
    return Many(tuple(found))
