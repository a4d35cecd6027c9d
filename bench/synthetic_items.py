"""Invented items for the search benchmark: words made of Danish-looking syllables, as unevenly common as real words.

The same seed gives the same items. Every 20th word is common to all, so that the common queries are as bad as they
come; a tenth of the words are compounds, and inflections are spread over all.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_BEGINNINGS = "b|br|d|dr|f|fl|g|gr|h|j|k|kl|l|m|n|p|pl|r|s|sk|sl|sp|st|t|tr|v"
_MIDDLES = "aeiouyæøå"
_ENDS = "b|d|f|g|k|l|ld|lm|m|n|nd|ng|p|r|rd|rn|s|sk|st|t|v"
_INFLECTIONS = ("", "en", "er", "erne", "et", "s")
_COMMON = ("kommune", "forvaltning", "udvalg", "direktion", "indstilling", "beslutning")
_WORDS, _LENGTH = 40_000, 250
_FIRST_DAY, _DAYS = dt.date(2015, 1, 1), 4000


@dataclass(frozen=True)
class Item:
    number: int
    date: dt.date
    title: str
    body: str
    is_open: bool


class Items:
    """`count` items, oldest first; three in four are for everybody, the others for one group each."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.count = count
        self.seed = seed
        chance = random.Random(seed)
        made: dict[str, None] = {}
        while len(made) < _WORDS:
            made[_word(chance)] = None
        self.words = list(made)
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(_WORDS)))

    def __iter__(self) -> Iterator[Item]:
        chance = random.Random(self.seed + 1)
        for number in range(self.count):
            words = chance.choices(self.words, cum_weights=self._weights, k=_LENGTH)
            text = [word + chance.choice(_INFLECTIONS) for word in words]
            text[::20] = chance.choices(_COMMON, k=len(text[::20]))
            date = _FIRST_DAY + dt.timedelta(days=number * _DAYS // self.count)
            yield Item(number, date, " ".join(text[:6]).capitalize(), " ".join(text[6:]), number % 4 != 0)

    def queries(self, many: int) -> dict[str, list[str]]:
        """Queries of each kind, as people would type them."""
        chance = random.Random(self.seed + 2)
        rare, usual = self.words[5000:20_000], self.words[50:1000]
        return {
            "rare word": chance.sample(rare, many),
            "two words": [f"{chance.choice(usual)} {chance.choice(usual)}" for _ in range(many)],
            "common word": [chance.choice(_COMMON) for _ in range(many)],
            "prefix": [chance.choice(usual)[:4] for _ in range(many)],
        }


def _word(chance: random.Random) -> str:
    parts = 4 if chance.random() < 0.1 else chance.choice((1, 2, 2, 3))
    return "".join(_syllable(chance) for _ in range(parts))


def _syllable(chance: random.Random) -> str:
    end = chance.choice(_ENDS.split("|")) if chance.random() < 0.7 else ""
    return chance.choice(_BEGINNINGS.split("|")) + chance.choice(_MIDDLES) + end
