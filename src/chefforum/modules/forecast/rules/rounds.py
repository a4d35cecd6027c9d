"""Which rounds there are, and the parts that an expected result is made of."""

from __future__ import annotations

from enum import StrEnum


class RoundKind(StrEnum):
    FR1 = "fr1"
    FR2 = "fr2"
    FR3 = "fr3"
    HALF_YEAR = "half_year"
    MONTH = "month"


ROUND_NAMES = {
    RoundKind.FR1: "FR1",
    RoundKind.FR2: "FR2",
    RoundKind.FR3: "FR3",
    RoundKind.HALF_YEAR: "Halvårsregnskab",
    RoundKind.MONTH: "Måned",
}


class FigurePart(StrEnum):
    """The parts of a unit's sum, as `queries.expected.ExpectedSum` has them. ENTRIES: of the whole year, a figure for
    each category and account; ENTRIES_LEFT: all of them from the month after the closed one. Rounds that were frozen
    before there were BUDGET_ASSESSED and ENTRIES_LEFT lack them, and EXPECTED of what was not assessed in full."""

    BUDGET = "budget"
    BUDGET_ASSESSED = "budget_assessed"
    ACTUAL = "actual"
    FIXED_PAY = "fixed_pay"
    REST = "rest"
    ENTRIES = "entries"
    ENTRIES_LEFT = "entries_left"
    OVERRIDE = "override"
    EXPECTED = "expected"


PART_NAMES = {
    FigurePart.BUDGET: "Korrigeret budget",
    FigurePart.BUDGET_ASSESSED: "Korrigeret budget, det vurderede",
    FigurePart.ACTUAL: "Forbrug",
    FigurePart.FIXED_PAY: "Fast løn",
    FigurePart.REST: "Beregnet rest",
    FigurePart.ENTRIES: "Lederens poster, hele året",
    FigurePart.ENTRIES_LEFT: "Lederens poster, resten af året",
    FigurePart.OVERRIDE: "Sat af lederen",
    FigurePart.EXPECTED: "Forventet",
}


def before_freezing(*, lacking: int, forecast: int, deadline: str) -> str:
    """What whoever freezes a round for good must know: how many of the units are not assessed, and that it is for good.

    >>> before_freezing(lacking=25, forecast=47, deadline="5. december 2026")
    '25 af 47 er ikke vurderet. Fristen er 5. december 2026. En frosset runde kan ikke ændres.'
    >>> before_freezing(lacking=0, forecast=47, deadline="5. december 2026")
    'Alle 47 er vurderet. Fristen er 5. december 2026. En frosset runde kan ikke ændres.'
    >>> before_freezing(lacking=0, forecast=0, deadline="5. december 2026")
    'Kun lederes poster er kendt. Fristen er 5. december 2026. En frosset runde kan ikke ændres.'
    """
    if not forecast:
        start = "Kun lederes poster er kendt."
    else:
        start = f"{lacking} af {forecast} er ikke vurderet." if lacking else f"Alle {forecast} er vurderet."
    return f"{start} Fristen er {deadline}. En frosset runde kan ikke ændres."
