"""The measures that municipalities are held beside each other by, from what one of them has delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chefforum.modules.it_costs.rules.cells import VIEW_NAMES, View
from chefforum.modules.it_costs.rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES

MARKS = {View.CASH.value: "cash", View.ACCRUED.value: "accrued"}
VIEWS = {view.value: name for view, name in VIEW_NAMES.items()}
CELLS = tuple((category.value, activity.value) for category in CATEGORY_NAMES for activity in ACTIVITY_NAMES)


@dataclass(frozen=True)
class Measure:
    """`per`: the yardstick that costs are divided by, "" for another kind of measure."""

    key: str
    name: str
    unit: str
    decimals: int = 0
    per: str = ""
    category: str = ""
    activity: str = ""

    @property
    def is_money(self) -> bool:
        return bool(self.per)

    @property
    def is_share(self) -> bool:
        return bool(self.category or self.activity)


MEASURES: tuple[Measure, ...] = (
    Measure("per_fte", "Pr. årsværk", "kr.", per="fte"),
    Measure("per_pc", "Pr. pc", "kr.", per="pcs"),
    Measure("per_citizen", "Pr. borger", "kr.", per="citizens"),
    Measure("per_system", "Pr. system", "kr.", per="systems"),
    Measure("systems_per_1000_fte", "Systemer pr. 1.000 årsværk", "", 1),
    *(Measure(f"share_{one.value}", name, "%", 1, category=one.value) for one, name in CATEGORY_NAMES.items()),
    *(Measure(f"share_{one.value}", name, "%", 1, activity=one.value) for one, name in ACTIVITY_NAMES.items()),
)
BY_KEY = {one.key: one for one in MEASURES}
MONEY = tuple(one for one in MEASURES if one.is_money)


@dataclass(frozen=True)
class Facts:
    """Of a municipality in a year: what it says of itself, and kroner by (category, activity, "cash" or "accrued").
    None is missing. `mask`: what its costs are multiplied by before anybody sees anything of them."""

    background: Mapping[str, float | None]
    costs: Mapping[tuple[str, str, str], float | None]
    mask: float = 1.0

    def total(self, view: str, *, category: str = "", activity: str = "") -> float | None:
        """Kroner, masked; None where any of it is missing: a sum without all its parts is none."""
        cells = [
            self.costs.get((cell[0], cell[1], MARKS[view]))
            for cell in CELLS
            if category in ("", cell[0]) and activity in ("", cell[1])
        ]
        known = [one for one in cells if one is not None]
        return sum(known) * self.mask if len(known) == len(cells) else None


def facts_of(content: Mapping[str, Any], *, mask: float = 1.0) -> Facts:
    """From the content of an exchange file."""
    background = {key: None if value is None else float(value) for key, value in content["background"].items()}
    costs = {
        (one["category"], one["activity"], mark): None if one[mark] is None else float(one[mark])
        for one in content["costs"]
        for mark in MARKS.values()
    }
    return Facts(background, costs, mask)


def value(measure: Measure, facts: Facts, view: str) -> float | None:
    """None where something that it takes is missing, or what one would divide by is not above nought."""
    fte, systems = facts.background.get("fte"), facts.background.get("systems")
    if measure.key == "systems_per_1000_fte":
        return None if systems is None or not fte else systems / fte * 1000
    total = facts.total(view)
    if total is None:
        return None
    if measure.is_money:
        size = facts.background.get(measure.per)
        return total / size if size and size > 0 else None
    part = facts.total(view, category=measure.category, activity=measure.activity)
    return part / total * 100 if part is not None and total > 0 else None


def amount(measure: Measure, facts: Facts, view: str) -> float:
    """What the value is made of, for the rule of dominance: masked kroner, or how many systems."""
    if measure.key == "systems_per_1000_fte":
        return facts.background.get("systems") or 0.0
    return facts.total(view, category=measure.category, activity=measure.activity) or 0.0


def lacks(facts: Facts) -> tuple[str, ...]:
    """Names of measures that cannot be reckoned, in either view."""
    return tuple(one.name for one in MEASURES if any(value(one, facts, view) is None for view in MARKS))
