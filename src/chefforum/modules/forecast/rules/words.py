"""Amounts against a budget, in words: signs of income and cost confuse."""

from __future__ import annotations


def over_or_under_budget(oere: int | None) -> str:
    """
    >>> over_or_under_budget(1234550), over_or_under_budget(-100), over_or_under_budget(0), over_or_under_budget(None)
    ('12.346 kr. over', '1 kr. under', 'som budgettet', 'intet budget')
    """
    if oere is None:
        return "intet budget"
    if oere == 0:
        return "som budgettet"
    return f"{abs(oere) / 100:,.0f} kr. {'over' if oere > 0 else 'under'}".replace(",", ".")
