"""Which systems of the register may do what is asked for: each compared with the wish as two systems are
(calc/overlap.py, docs/methods/overlap.md). A score is a reason to look, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chefforum.calc.overlap import Weights, pair_of, prepare, scores_of
from chefforum.calc.overlap_parts import System, fold

WISH = "\x00wish"  # sorts before every system's key
MOST, LEAST = 5, 0.12
_LETTERS = 5  # of a word that both have, so that "og" and "til" say nothing


@dataclass(frozen=True)
class Near:
    """A system that may do it. `kle`: tasks that both have; `words`: words that both have; `is_same_name`."""

    key: str
    score: float
    kle: tuple[str, ...]
    words: tuple[str, ...]
    is_same_name: bool


def nearest(*, wish: System, systems: Sequence[System]) -> tuple[Near, ...]:
    """The nearest, highest first, at most `MOST`; what hardly has anything in common is left out. A system whose name
    is the wish's, or part of it, is always among them.

    >>> owned = [System("a", "Klassevæg", "Beskeder mellem skole og hjem"), System("b", "Vejtavlen", "Huller i veje")]
    >>> [(one.key, one.words) for one in nearest(wish=System("", "Skolechat", "Beskeder til hjem"), systems=owned)]
    [('a', ('beskeder',))]
    """
    if not systems or not fold(f"{wish.name} {wish.description}"):
        return ()
    # A wish has words and tasks alone: what is not known of it is not weighed.
    weights = Weights(kle=0.4, text=0.6, business_type=0.0, units=0.0)
    own = prepare([System(WISH, wish.name, wish.description, wish.kle, wish.business_type, wish.units), *systems])
    scores, parts = scores_of(own, weights)
    asked = set(own[0].text.split())
    name = fold(wish.name)
    found = []
    for at in np.argsort(-scores[0], kind="stable"):
        if at == 0:
            continue
        system = own[at].system
        pair = pair_of(own[0], own[at], [part[0, at] for part in parts], weights)
        theirs = fold(system.name)
        is_same = bool(theirs and name) and (f" {theirs} " in f" {name} " or f" {name} " in f" {theirs} ")
        if pair.score < LEAST and not is_same:
            continue
        words = sorted({word for word in asked & set(own[at].text.split()) if len(word) >= _LETTERS})
        found.append(Near(system.key, pair.score, pair.kle, tuple(_written(words, wish, system)), is_same))
    return tuple(sorted(found, key=lambda one: (not one.is_same_name, -one.score, one.key))[:MOST])


def _written(words: Sequence[str], wish: System, system: System) -> list[str]:
    """The words as people write them: with æ, ø and å."""
    spelt = {fold(word): word.strip(".,;:()").lower() for word in f"{wish.name} {wish.description}".split()}
    return [spelt.get(word, word) for word in words][:5]
