"""What of the whole country's systems may be shown: a product's or a vendor's line, with what is hidden of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chefforum.calc.benchmark import quartiles
from chefforum.calc.benchmark_disclosure import LEAST, LEAST_FOR_QUARTILES, cell_reason

from .positions import rounded
from .publication import HIDDEN

UNDER = f"under {LEAST}"


@dataclass(frozen=True)
class Spread:
    """Kroner a year for each user, in three figures; the masked costs of at least eight."""

    low: int
    median: int
    high: int
    of: int


@dataclass(frozen=True)
class Shown:
    """A line of the country's lists. None is hidden, or missing where `lacks` says so."""

    name: str
    vendor: str
    municipalities: int | None
    users: int | None
    spread: Spread | None
    share: float | None  # per cent of all costs, of a vendor
    why: str

    @property
    def count(self) -> str:
        return UNDER if self.municipalities is None else str(self.municipalities)


def shown(row: Mapping[str, Any], *, consenting: Collection[str], is_narrowed: bool, whole: float | None) -> Shown:
    """`is_narrowed`: to municipalities of one size, so that the others are what is left: then nothing is shown of what
    any size has one to four of. `whole`: kroner that a vendor's share is of."""
    name, vendor = row.get("product", row["vendor"]), row["vendor"]
    if row["n"] < LEAST or (is_narrowed and row["few"]):
        return Shown(name, vendor, None, None, None, None, HIDDEN)
    users = int(row["users"]) if row["users"] is not None and row["with_users"] >= LEAST else None
    return Shown(
        name,
        vendor,
        row["everybody"],
        int(rounded(users, 0)) if users is not None else None,
        _spread(row, consenting),
        _share(row, consenting, whole),
        "",
    )


def _spread(row: Mapping[str, Any], consenting: Collection[str]) -> Spread | None:
    paid = dict(zip(row["paid_codes"] or (), row["paid"] or (), strict=True))
    counted = set(paid) - set(consenting)
    if len(counted) < LEAST_FOR_QUARTILES or cell_reason(contributions=paid, consenting=consenting):
        return None
    low, middle, high = (int(rounded(one, 0)) for one in quartiles(values=row["each"]))
    return Spread(low, middle, high, len(paid))


def _share(row: Mapping[str, Any], consenting: Collection[str], whole: float | None) -> float | None:
    if not whole:
        return None
    paid = dict(zip(row["cost_codes"] or (), row["costs"] or (), strict=True))
    if not paid or cell_reason(contributions=paid, consenting=consenting):
        return None
    return round(sum(paid.values()) / whole * 100, 1)


@dataclass(frozen=True)
class Concentration:
    """How much of all costs goes to how few vendors: per cent to the largest five, and Herfindahl's index (10,000 where
    one has all)."""

    largest_five: float
    herfindahl: int
    vendors: int

    @property
    def words(self) -> str:
        return "lav" if self.herfindahl < 1500 else "middel" if self.herfindahl < 2500 else "høj"


def concentration(costs: Sequence[float]) -> Concentration | None:
    """Of vendors' costs above nought; None of fewer than ten, where the largest would be known.

    >>> concentration([10.0] * 20).herfindahl
    500
    """
    if len(costs) < 10:
        return None
    whole = sum(costs)
    shares = sorted((one / whole for one in costs), reverse=True)
    return Concentration(round(sum(shares[:5]) * 100, 0), round(sum(one * one for one in shares) * 10_000), len(shares))
