"""What people say of two systems, what it rested on, and all pairs compared: by calc/overlap.py, with their word first.

A score is a reason to look. What somebody has said of a pair stands whatever texts become; what moved since is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from chefforum.calc.overlap import Pair, Weights, clusters_of, millionths, pair_of, prepare, scores_of
from chefforum.calc.overlap_parts import System

Two = tuple[UUID, UUID]  # the lesser first
MOST_REASON = 2000
WEIGHTS = Weights()


class Verdict(StrEnum):
    """NOT_SAID is also what an undone verdict becomes."""

    NOT_SAID = ""
    OVERLAP = "overlap"
    COMPLEMENT = "complement"
    DISTINCT = "distinct"
    SAME_PRODUCT = "same_product"


VERDICT_NAMES = {
    Verdict.NOT_SAID: "Ikke vurderet",
    Verdict.OVERLAP: "Overlap",
    Verdict.COMPLEMENT: "Supplerer hinanden",
    Verdict.DISTINCT: "Ikke overlap",
    Verdict.SAME_PRODUCT: "Samme produkt",
}
VERDICT_HELP = {
    Verdict.OVERLAP: "De kan det samme. Et af dem kunne undværes.",
    Verdict.COMPLEMENT: "De bruges til det samme, men har brug for hinanden.",
    Verdict.DISTINCT: "De ligner hinanden på papiret, men gør noget forskelligt.",
    Verdict.SAME_PRODUCT: "Det er ét produkt, købt eller registreret to gange.",
}
TOGETHER = (Verdict.OVERLAP, Verdict.SAME_PRODUCT)
APART = (Verdict.COMPLEMENT, Verdict.DISTINCT)


class WrongVerdict(ValueError):
    """`field` is "" where no field is to blame; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Known:
    """What a verdict rests on of one system; empty is not known."""

    name: str
    description: str = ""
    tasks: tuple[str, ...] = ()
    business_type: str = ""
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis:
    """Both systems as they were when somebody said something of them, the lesser key first."""

    one: Known
    other: Known

    def as_json(self) -> dict[str, Any]:
        return {"one": asdict(self.one), "other": asdict(self.other)}


def basis_from_json(kept: Mapping[str, Any]) -> Basis | None:
    """None where nothing was kept."""
    if not kept:
        return None
    return Basis(*(_known(kept[name]) for name in ("one", "other")))


def _known(kept: Mapping[str, Any]) -> Known:
    lists = {name: tuple(kept[name]) for name in ("tasks", "units")}
    return Known(**{**kept, **lists})


_MOVES = {
    "name": "navnet",
    "description": "hvad det bruges til",
    "tasks": "opgaverne",
    "business_type": "forretningstypen",
    "units": "hvem der bruger det",
}


def moved_since(then: Basis, now: Basis) -> tuple[str, ...]:
    """What of a verdict's basis is another now, in words; nothing where it stands.

    >>> moved_since(Basis(Known("A"), Known("B")), Basis(Known("A"), Known("B", tasks=("17",))))
    ('B: opgaverne',)
    """
    told = []
    for was, become in ((then.one, now.one), (then.other, now.other)):
        changed = [word for name, word in _MOVES.items() if getattr(was, name) != getattr(become, name)]
        if changed:
            told.append(f"{become.name}: {', '.join(changed)}")
    return tuple(told)


def check_verdict(verdict: str, reason: str) -> None:
    """Raises WrongVerdict."""
    if verdict not in set(Verdict) or verdict == Verdict.NOT_SAID:
        raise WrongVerdict("verdict", "Vælg en af mulighederne.")
    if not reason.strip():
        raise WrongVerdict("reason", "Skriv, hvorfor. Den næste, der ser på det, skal kunne følge dig.")
    if len(reason) > MOST_REASON:
        raise WrongVerdict("reason", f"Skriv højst {MOST_REASON} tegn.")


def groups_said(verdicts: Mapping[Two, str], there: Collection[UUID]) -> list[tuple[UUID, ...]]:
    """Those of `there` that people say do the same, each group once. Two pairs with a system in common are one group,
    unless somebody says that two in it do not do the same: then the later pair is a group of its own."""
    together = [two for two, verdict in verdicts.items() if verdict in TOGETHER and all(one in there for one in two)]
    apart = {two for two, verdict in verdicts.items() if verdict in APART}
    of: dict[UUID, frozenset[UUID]] = {}
    alone: set[frozenset[UUID]] = set()
    for one, other in sorted(together, key=lambda two: (str(two[0]), str(two[1]))):
        mine, theirs = of.get(one, frozenset({one})), of.get(other, frozenset({other}))
        if any(in_order(a, b) in apart for a in mine for b in theirs if a != b):
            alone.add(frozenset({one, other}))
        else:
            of |= dict.fromkeys(mine | theirs, mine | theirs)
    return sorted(tuple(sorted(group, key=str)) for group in {*of.values(), *alone})


def in_order(one: UUID, other: UUID) -> Two:
    return (one, other) if str(one) < str(other) else (other, one)


@dataclass(frozen=True)
class Compared:
    """pairs: those at the threshold and those that somebody has said something of, highest score first. clusters: as
    people see them: who was said to be apart is never in one."""

    pairs: tuple[Pair, ...]
    clusters: tuple[tuple[str, ...], ...]
    compared: int


def compare(*, systems: Sequence[System], threshold: float, verdicts: Mapping[Two, str]) -> Compared:
    """All pairs. Systems' keys are UUIDs as text. Those said to overlap hold together whatever their score."""
    own = prepare(systems)
    if len(own) < 2:
        return Compared((), (), 0)
    score, parts = scores_of(own, WEIGHTS)
    at = {one.system.key: place for place, one in enumerate(own)}
    least = millionths(threshold)
    clustered, wanted = score.copy(), set()
    for (one, other), verdict in verdicts.items():
        if verdict == Verdict.NOT_SAID or str(one) not in at or str(other) not in at:
            continue
        i, j = sorted((at[str(one)], at[str(other)]))
        wanted.add((i, j))
        if verdict in APART:
            clustered[i, j] = clustered[j, i] = 0
        else:
            clustered[i, j] = clustered[j, i] = millionths(1)
    wanted |= {(int(i), int(j)) for i, j in _near(score, least)}
    pairs = [pair_of(own[i], own[j], [part[i, j] for part in parts], WEIGHTS) for i, j in wanted]
    pairs.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    return Compared(tuple(pairs), clusters_of(list(at), clustered, threshold), len(own) * (len(own) - 1) // 2)


def _near(score: Any, least: int) -> Any:
    import numpy as np

    return np.argwhere(np.triu(score >= least, 1))


def pair_alone(*, systems: Sequence[System], one: str, other: str) -> Pair:
    """One pair, rarities as among all. The keys are among the systems'."""
    own = prepare(systems)
    at = {each.system.key: place for place, each in enumerate(own)}
    _, parts = scores_of(own, WEIGHTS)
    i, j = sorted((at[one], at[other]))
    return pair_of(own[i], own[j], [part[i, j] for part in parts], WEIGHTS)


def groups_in_common(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """Groups (17.01), else main groups (17), that both have something in, where they have no number in common.

    >>> groups_in_common(["17.01.02"], ["17.01.03", "27"]), groups_in_common(["17.01"], ["17.02"])
    (('17.01',), ('17',))
    """
    for length in (5, 2):
        common = {number[:length] for number in one if len(number) >= length}
        common &= {number[:length] for number in other if len(number) >= length}
        if common:
            return tuple(sorted(common))
    return ()
