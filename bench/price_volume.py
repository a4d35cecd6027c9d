"""The decomposition of 49,000 items (98 municipalities × 500 systems) beside plain NumPy's Bennet of the same arrays.

The peer is the least that can be done: two lines of arithmetic on arrays in which every quantity is known, nothing is
new, gone or replaced, and nothing is summed but the whole. Ours finds out what each item is, and sums by system and by
municipality. The goal is the issue's: under 0.1 s of pure calc. The exact one, for one municipality's own page, is
measured on 500.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.measure import in_turn, save
from chefforum.calc.price_volume import Item, Year, decompose
from chefforum.calc.price_volume_arrays import YearOfMany, decompose_many
from chefforum.calc.price_volume_span import span

MUNICIPALITIES, SYSTEMS = 98, 500
ITEMS = MUNICIPALITIES * SYSTEMS
GOAL_S = 0.1
PLAIN = "plain NumPy: Bennet's two effects and their sums"
OURS = "decompose_many"
SUMMED = "decompose_many, and sums by system and by municipality"
STAFFED = "decompose_many with indices and employees (four factors), and the sums"
EXACT = "decompose, exact, 500 items, with every total"
SPANNED = "span of the formulas, 500 items"


def main() -> None:
    plain = [_plain_years(number) for number in range(4)]
    full = [_years(number, False) for number in range(4)]
    staffed = [_years(number, True) for number in range(4)]
    exact = [_items(full[number]) for number in range(4)]
    changes = [decompose(items=items).items for items in exact]
    successors = [(number * 7, number * 7 + 3) for number in range(200)]
    seconds = in_turn(
        {
            PLAIN: lambda number: _bennet(*plain[number % 4]),
            OURS: lambda number: decompose_many(before=full[number % 4][0], after=full[number % 4][1]),
            SUMMED: lambda number: _summed(full[number % 4], successors),
            STAFFED: lambda number: _summed(staffed[number % 4], successors),
            EXACT: lambda number: _exact(exact[number % 4]),
            SPANNED: lambda number: span(changes=changes[number % 4]),
        },
        rounds=15,
    )
    found = decompose_many(before=full[0][0], after=full[0][1])
    save(
        "price_volume",
        figures={
            "items": ITEMS,
            "median_ms": {name: round(value * 1000, 2) for name, value in seconds.items()},
            "times plain NumPy": {name: round(seconds[name] / seconds[PLAIN], 1) for name in (OURS, SUMMED, STAFFED)},
            "goals": [
                {"what": f"{name} under {GOAL_S} s", "met": seconds[name] < GOAL_S} for name in (OURS, SUMMED, STAFFED)
            ],
            "furthest that an item's parts are from its change, øre": float(
                np.abs(sum(found.parts.values()) - found.change_oere).max()
            ),
        },
        packages=["numpy"],
    )


def _bennet(p0: NDArray, p1: NDArray, q0: NDArray, q1: NDArray) -> tuple[float, float]:
    price = 0.5 * (q0 + q1) * (p1 - p0)
    volume = 0.5 * (p0 + p1) * (q1 - q0)
    return price.sum(), volume.sum()


def _summed(years: tuple[YearOfMany, YearOfMany], successors: list[tuple[int, int]]) -> list[object]:
    found = decompose_many(before=years[0], after=years[1], successors=successors)
    at = np.arange(ITEMS)
    return [found.totals, found.by(at % SYSTEMS, count=SYSTEMS), found.by(at // SYSTEMS, count=MUNICIPALITIES)]


def _exact(items: list[Item]) -> list[object]:
    found = decompose(items=items, mix_by="family")
    return [found.total, found.by("family"), found.by("department")]


def _plain_years(seed: int) -> list[NDArray]:
    random = np.random.default_rng(seed)
    return [*(random.uniform(1e4, 1e6, ITEMS) for _ in "pp"), *(random.integers(1, 3000, ITEMS) * 1.0 for _ in "qq")]


def _years(seed: int, is_staffed: bool) -> tuple[YearOfMany, YearOfMany]:
    """A tenth of the items are in one year only, a tenth have no quantity, and a few are credit notes."""
    random = np.random.default_rng(seed)

    def year(level: float) -> YearOfMany:
        amount = np.round(random.lognormal(14, 1.5, ITEMS) * level) * random.choice(
            [1, 1, 1, 1, 1, 1, 1, 1, 1, -1], ITEMS
        )
        amount[random.random(ITEMS) < 0.05] = np.nan
        quantity = random.integers(1, 3000, ITEMS) * 1.0
        quantity[random.random(ITEMS) < 0.05] = np.nan
        index = np.full(ITEMS, level) if is_staffed else None
        return YearOfMany(amount, quantity, index, random.integers(1, 5000, ITEMS) * 1.0 if is_staffed else None)

    return year(1.0), year(1.13)


def _items(years: tuple[YearOfMany, YearOfMany]) -> list[Item]:
    def year(of: YearOfMany, at: int) -> Year | None:
        if np.isnan(of.amount_oere[at]):
            return None
        known = not np.isnan(of.quantity[at])
        return Year(int(of.amount_oere[at]), int(of.quantity[at]) if known else None)

    return [
        Item(str(at), year(years[0], at), year(years[1], at), {"family": str(at % 60), "department": str(at % 7)})
        for at in range(SYSTEMS)
    ]


if __name__ == "__main__":
    main()
