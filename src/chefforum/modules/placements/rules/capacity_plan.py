"""A plan of places, stored nowhere: what one pool gives against a split by key, and what longer stays do.

Candidates come by chance, and go elsewhere when all is taken; how long each stays matters by its mean only. As many are
wanted as would fill the asked share of the places if there were always room (calc/capacity.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from chefforum.calc.apportionment import largest_remainder
from chefforum.calc.capacity import (
    Loss,
    PooledAndSplit,
    by_pool,
    loss,
    mean_weeks,
    offered_by_key,
    places_needed,
    pooled_and_split,
)
from chefforum.calc.pace import chance_of_none
from chefforum.calc.places import yearly_of

MOST_DEPARTMENTS = 40
SOURCE_KEY: Mapping[str, Decimal] = {
    "Ældre, Sundhed & Social": Decimal(126),
    "Borger, Arbejdsmarked & Erhverv": Decimal(23),
    "Børn & Familie": Decimal(27),
    "Dagtilbud & Skole": Decimal(223),
    "Kultur, Fritid & Ejendomme": Decimal(44),
    "Miljø & Teknik": Decimal(28),
    "Økonomi & Stab": Decimal(16),
}


@dataclass(frozen=True)
class Asked:
    """What is planned: places, the share of them that is to be filled, weeks of a stay, and the key.

    `mix`: weeks and the share of candidates that stay so long, empty where all stay `weeks`; `risk`: the share that may
    be turned away.
    """

    places: int
    occupancy: Decimal
    weeks: Decimal
    key: Mapping[str, Decimal]
    mix: Sequence[tuple[Decimal, Decimal]] = ()
    risk: Decimal = Decimal("0.1")


EXAMPLE = Asked(
    places=50,
    occupancy=Decimal("0.75"),
    weeks=Decimal(4),
    key=SOURCE_KEY,
    mix=((Decimal(4), Decimal("0.7")), (Decimal(8), Decimal("0.15")), (Decimal(13), Decimal("0.15"))),
)


@dataclass(frozen=True)
class Alone:
    """A department with its own places. `none`: the share of weeks with nobody, though nobody is turned away; `needed`:
    places with which at most the risk is turned away."""

    name: str
    loss: Loss
    yearly: float
    none: float
    needed: int
    is_small: bool  # more than the risk is turned away


@dataclass(frozen=True)
class Mixed:
    """The same candidates a year, who stay as the mix says."""

    weeks: Fraction
    loss: Loss
    yearly: float


@dataclass(frozen=True)
class Plan:
    """The answer.

    wanted: who would begin in a year if there were room for all; yearly, split_yearly: who begins in one pool, and
    split; small: a pool of the small ones, None where there are not two, or all are small; small_yearly: who begins
    with that pool and the others alone.
    """

    asked: Asked
    wanted: float
    both: PooledAndSplit
    yearly: float
    split_yearly: float
    departments: tuple[Alone, ...]
    small: Loss | None
    small_yearly: float | None
    needed: int
    needed_split: int
    mixed: Mixed | None

    @property
    def pooled(self) -> Loss:
        return self.both.pooled

    @property
    def small_names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.departments if one.is_small)


def plan_of(asked: Asked) -> Plan:
    """Raises CapacityError, PlacesError and ApportionmentError for what cannot be."""
    offered = float(asked.places * asked.occupancy)
    places = largest_remainder(key=asked.key, house=asked.places).seats
    shares = offered_by_key(key=asked.key, offered=offered)
    both = pooled_and_split(places=places, offered=shares)
    departments = tuple(_alone(name, both.split[name], asked) for name in places)
    small = [one.name for one in departments if one.is_small]
    pools = _pools(small, [one.name for one in departments if not one.is_small])
    found = by_pool(places=places, offered=shares, pools=pools) if 1 < len(small) < len(departments) else {}
    wanted = float(yearly_of(running=asked.places * asked.occupancy, weeks=asked.weeks))
    return Plan(
        asked=asked,
        wanted=wanted,
        both=both,
        yearly=both.pooled.yearly(weeks=asked.weeks),
        split_yearly=sum(one.yearly for one in departments),
        departments=departments,
        small=found.get(""),
        small_yearly=sum(one.yearly(weeks=asked.weeks) for one in found.values()) if found else None,
        needed=_needed(offered, asked),
        needed_split=sum(one.needed for one in departments),
        mixed=_mixed(asked, wanted) if asked.mix else None,
    )


def _alone(name: str, its: Loss, asked: Asked) -> Alone:
    return Alone(
        name=name,
        loss=its,
        yearly=its.yearly(weeks=asked.weeks),
        none=chance_of_none(running=its.offered),
        needed=_needed(its.offered, asked),
        is_small=its.blocking > float(asked.risk),
    )


def _needed(offered: float, asked: Asked) -> int:
    return places_needed(offered=offered, blocking=float(asked.risk)) if offered else 0


def _pools(small: Sequence[str], others: Sequence[str]) -> dict[str, list[str]]:
    """The small ones in a pool without a name, each other alone."""
    return {"": list(small)} | {name: [name] for name in others}


def _mixed(asked: Asked, wanted: float) -> Mixed:
    weeks = mean_weeks(mix=dict(asked.mix))
    found = loss(places=asked.places, offered=wanted * float(weeks) / 52)
    return Mixed(weeks, found, found.yearly(weeks=weeks))
