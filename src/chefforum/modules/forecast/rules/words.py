"""Amounts against a budget or a plan, in words: signs of income and cost confuse. Said here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

NO_BUDGET, ON_BUDGET, ON_PLAN = "intet budget", "på budgettet", "som planlagt"
NOT_ASSESSED, NOTHING = "ikke vurderet", "–"
# A sum in a table, as templates/forecast/_sum_cells.html has it: budget = assessed + not assessed.
SUM_HEADS = ("Korrigeret budget", "Heraf ikke vurderet", "Forventet (vurderet)", "Mod budgettet", "Procent")
SPENT, EARNED = ("over", "under"), ("mindre indtægt", "mere indtægt")


def whole(oere: int) -> str:
    """Whole kroner without sign.

    >>> whole(1_234_550), whole(-49)
    ('12.346', '0')
    """
    return f"{(abs(oere) + 50) // 100:,}".replace(",", ".")


def thousands(oere: int) -> str:
    """Thousands of kroner without sign, for where whole kroner have no room; small amounts with a decimal.

    >>> thousands(-174_900_00), thousands(4_840_00), thousands(996_00), thousands(2_024_600_00), thousands(0)
    ('175', '4,8', '1,0', '2.025', '0')
    """
    tenths = (abs(oere) + 5_000) // 10_000
    if 0 < tenths < 100:
        return f"{tenths // 10},{tenths % 10}"
    return f"{(abs(oere) + 50_000) // 100_000:,}".replace(",", ".")


def kroner(oere: int) -> str:
    """
    >>> kroner(-1_234_550)
    '12.346 kr.'
    """
    return f"{whole(oere)} kr."


def over_or_under(
    oere: int | None,
    say: Callable[[int], str] = kroner,
    *,
    unknown: str = NO_BUDGET,
    even: str = ON_BUDGET,
    ways: tuple[str, str] = SPENT,
) -> str:
    """How far over or under; `say` words the amount, without sign. What is said as nought is even.

    >>> over_or_under(1_234_550), over_or_under(-100), over_or_under(40), over_or_under(None)
    ('12.346 kr. over', '1 kr. under', 'på budgettet', 'intet budget')
    >>> over_or_under(-1_234_550, whole)
    '12.346 under'
    """
    if oere is None:
        return unknown
    said = say(abs(oere))
    if said == say(0):
        return even
    return f"{said} {ways[0] if oere > 0 else ways[1]}"


def ways_of(budget: int | None) -> tuple[str, str]:
    """Of a budget that is an income "over" would say its opposite.

    >>> over_or_under(5000_00, ways=ways_of(-10_000_00)), over_or_under(-5000_00, ways=ways_of(None))
    ('5.000 kr. mindre indtægt', '5.000 kr. under')
    """
    return EARNED if (budget or 0) < 0 else SPENT
