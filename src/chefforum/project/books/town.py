"""Whose books they are: units, their cost centres, and which unit each cost centre belonged to when."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .catalogue import WorkplaceType, number, rows, workplace_types
from .sizes import Size

DEMO_ORGANISATION = Path(__file__).parents[4] / "demo" / "organisation.csv"
TOP = "100"
PROJECT = "1109910"  # Maps to no unit in the demo, until somebody says which.
MOVED, MOVED_FROM, MOVED_TO = "3300290", "33002", "33009"  # The school's club, which the other clubs' unit takes over.
_WORDS = "Birke|Bøge|Elle|Enge|Fasan|Fyrre|Granat|Hassel|Hede|Høge|Kilde|Klint|Kløver|Lærke|Mose"
_MORE_WORDS = "Nord|Pile|Rav|Rosen|Rug|Skov|Sol|Strand|Syd|Søndre|Tinge|Tjørne|Vester|Vibe|Øster"
_PLACES = "bakken|dalen|engen|gården|haven|holmen|kæret|lunden|marken|skrænten|stien|toften|vangen|vænget|åsen"


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    kind: str
    parent: str
    fte: float
    centres: tuple[str, ...]
    leader: tuple[str, str, str] = ("", "", "")  # E-mail, name, title.


@dataclass(frozen=True)
class Town:
    """The units before and after the reorganisation; the same twice where there is none."""

    before: tuple[Unit, ...]
    after: tuple[Unit, ...]
    types: dict[str, str]  # Code of a unit or of a cost centre, which goes before → workplace type.
    reorganised: int | None = None

    def units(self, period: int) -> tuple[Unit, ...]:
        """As they are in the period."""
        return self.after if self.reorganised and period >= self.reorganised else self.before

    def owners(self, period: int) -> dict[str, str]:
        """Cost centre → code of the unit that it posts to in the period."""
        return {centre: unit.code for unit in self.units(period) for centre in unit.centres}

    def centres(self) -> list[tuple[str, WorkplaceType, float]]:
        """Cost centre, the type of its workplace and its share of the staff, in the order of their codes."""
        by_name = {found.name: found for found in workplace_types()}
        found = [
            (centre, by_name[self.types.get(centre) or self.types[unit.code]], unit.fte / len(unit.centres))
            for unit in self.before
            for centre in unit.centres
        ]
        return sorted(found, key=lambda row: row[0])


def lindeby(*, reorganised: int | None = None) -> Town:
    """The demo municipality, as its organisation file has it until the period in which a cost centre changes hands, and
    a project's cost centre that it does not know."""
    types = {row["enhedskode"]: row["type"] for row in rows("arbejdspladser")}
    with DEMO_ORGANISATION.open(encoding="utf-8-sig", newline="") as file:
        units = [
            Unit(
                row["enhedskode"],
                row["navn"],
                row["type"],
                row["overordnet enhedskode"],
                number(row["årsværk"] or "12"),
                tuple(code for code in row["omkostningssteder"].replace(",", " ").split() if code != MOVED),
            )
            for row in csv.DictReader(file, delimiter=";")
        ]
    by_code = {unit.code: unit for unit in units}
    units.append(Unit("11099", "Sund by, projekt", "Projekt", "110", 3.0, (PROJECT,)))
    before, after = ((*units, replace(by_code[owner], fte=6.0, centres=(MOVED,))) for owner in (MOVED_FROM, MOVED_TO))
    more = {"11099": "forvaltning", MOVED: "fritid"}
    return Town(before, after if reorganised else before, types | more, reorganised)


def invented_town(size: Size) -> Town:
    """A municipality with as many units as the size says, some of them merged, split and moved in the middle."""
    chance = np.random.default_rng([size.seed, 1])
    kinds = workplace_types()
    departments = sorted({kind.department for kind in kinds})
    heads = [Unit(TOP, "Storby Kommune", "Kommune", "", 4, (f"{TOP}000",))] + [
        Unit(f"{200 + 10 * n}", name, "Afdeling", TOP, 4, (f"{200 + 10 * n}000",)) for n, name in enumerate(departments)
    ]
    codes = {unit.name: unit.code for unit in heads}
    of_each = _shares([kind.units for kind in kinds], size.units - len(heads))
    units, types = list(heads), {unit.code: "forvaltning" for unit in heads}
    names = _names(chance)
    for kind, count in zip(kinds, of_each, strict=True):
        for _ in range(count):
            code = f"{codes[kind.department]}{len(units):03d}"
            fte = float(np.round(kind.staff * chance.lognormal(0, 0.4), 2))
            centres = tuple(f"{code}{n}0" for n in range(1, 1 + int(chance.choice((1, 2, 3), p=(0.75, 0.18, 0.07)))))
            units.append(
                Unit(code, f"{kind.called} {next(names)}", "Arbejdsplads", codes[kind.department], fte, centres)
            )
            types[code] = kind.name
    before = tuple(units)
    if not size.reorganised:
        return Town(before, before, types)
    after = _reorganised(before, types, chance)
    return Town(before, after, types, size.reorganised)


def _names(chance: np.random.Generator) -> Iterator[str]:
    pairs = [f"{word}{place}" for word in f"{_WORDS}|{_MORE_WORDS}".split("|") for place in _PLACES.split("|")]
    order = chance.permutation(len(pairs))
    return (pairs[n] if round_ == 0 else f"{pairs[n]} {round_ + 1}" for round_ in range(100) for n in order)


def _shares(weights: list[int], total: int) -> npt.NDArray[np.int64]:
    """`total` shared as the weights say, at least one each where there is enough."""
    exact = np.array(weights) / sum(weights) * total
    shares = np.maximum(np.floor(exact).astype(int), 1 if total >= len(weights) else 0)
    while (rest := total - int(shares.sum())) != 0:
        shares[int(np.argmax(exact - shares)) if rest > 0 else int(np.argmax(shares - exact))] += np.sign(rest)
    return shares


def _reorganised(before: tuple[Unit, ...], types: dict[str, str], chance: np.random.Generator) -> tuple[Unit, ...]:
    """One in thirty units takes in the next of its type; of those with more cost centres, one in five parts with its
    last to a new unit; one in fifty moves to another department."""
    after = {unit.code: unit for unit in before}
    workplaces = [unit for unit in before if unit.kind == "Arbejdsplads"]
    departments = [unit.code for unit in before if unit.kind == "Afdeling"]
    for one, other in zip(workplaces[::30], workplaces[1::30], strict=False):
        if types[one.code] == types[other.code]:
            after[one.code] = replace(one, centres=one.centres + other.centres, fte=one.fte + other.fte)
            del after[other.code]
    for unit in [unit for unit in workplaces[7:] if len(unit.centres) > 1 and unit.code in after][::5]:
        new, kept = after[unit.code], after[unit.code].centres[:-1]
        after[unit.code] = replace(new, centres=kept, fte=new.fte / 2)
        after[f"{unit.code}9"] = replace(
            new, code=f"{unit.code}9", name=f"{unit.name} Ny", centres=new.centres[-1:], fte=new.fte / 2
        )
        types[f"{unit.code}9"] = types[unit.code]
    for unit in [unit for unit in workplaces if unit.code in after][3::50]:
        after[unit.code] = replace(after[unit.code], parent=str(chance.choice(departments)))
    return tuple(after.values())
