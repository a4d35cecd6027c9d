"""What a round changes, told before it is set: from which day, what held until then, and where it sets no target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chefforum.web import danish

from .kinds import KIND_NAMES
from .targets import KindSettings, houses_of

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class NamedRound:
    """A round that is set: what it is called, its year and the day that it holds from."""

    name: str
    year: int
    holds_from: dt.date


def what_it_changes(
    *, year: int, holds_from: dt.date, before: NamedRound | None, later: Sequence[NamedRound], on: dt.date
) -> tuple[str, ...]:
    """Sentences on a round of the year from the day. `before`: what holds until then; `later`: rounds of the year that
    were to begin after it, which it supersedes all the same."""
    first = danish.date(holds_from)
    said = [_until_then(year, holds_from, before)]
    if holds_from != dt.date(year, 1, 1):
        said.append(
            f"Måltal pr. år er for hele {year}: fra {first} holdes alle årets forløb op mod de nye tal, også dem, der "
            "er begyndt før."
        )
    said += [f"{one.name}, der er sat til at gælde fra {danish.date(one.holds_from)}, gælder ikke." for one in later]
    if holds_from < on:
        said.append(f"{first} er gået, så de nye tal vises, så snart de er fastlagt.")
    return tuple(said)


def _until_then(year: int, holds_from: dt.date, before: NamedRound | None) -> str:
    first, is_whole = danish.date(holds_from), holds_from == dt.date(year, 1, 1)
    if before is not None and before.year == year:
        if before.holds_from >= holds_from:
            instead = f"{before.name}, der er sat til at gælde fra {danish.date(before.holds_from)}"
            return f"Fra {first} gælder denne runde i stedet for {instead}."
        return f"Fra {first} gælder denne runde. Til og med {danish.date(holds_from - _DAY)} gælder {before.name}."
    of_before = f" {before.name} er for året, der var." if before else ""
    if is_whole:
        return f"Runden gælder fra {first}, altså hele året.{of_before}"
    only = f"Der er ingen anden for {year}, så tallene vises også for dagene før."
    return f"Fra {first} gælder denne runde. {only}{of_before}"


def noughts_in(targets: Sequence[KindSettings]) -> tuple[str, ...]:
    """A sentence on each kind whose target is nought, at a time or a year."""
    said = []
    for one in targets:
        houses = houses_of(one)
        found = (("løbende", houses.running), ("pr. år", houses.yearly))
        if words := [f"0 {name}" for name, house in found if not house]:
            said.append(f"{KIND_NAMES[one.kind]}: måltallet bliver {danish.listed(words)}.")
    return tuple(said)
