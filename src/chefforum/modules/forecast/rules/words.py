"""Amounts against a budget, in words: signs of income and cost confuse."""

from __future__ import annotations


def over_or_under_budget(oere: int | None, *, is_income: bool = False) -> str:
    """
    >>> over_or_under_budget(1234550), over_or_under_budget(-100), over_or_under_budget(0), over_or_under_budget(None)
    ('12.346 kr. over', '1 kr. under', 'som budgettet', 'intet budget')

    Of an income "over" would mean its opposite:

    >>> over_or_under_budget(5000_00, is_income=True), over_or_under_budget(-5000_00, is_income=True)
    ('5.000 kr. mindre indtægt', '5.000 kr. mere indtægt')
    """
    if oere is None:
        return "intet budget"
    if oere == 0:
        return "som budgettet"
    return f"{abs(oere) / 100:,.0f} kr. {side(oere, is_income=is_income)}".replace(",", ".")


def side(oere: int, *, is_income: bool) -> str:
    """Which way a deviation goes: more spent or less, or, of a budget that is an income, less of it or more."""
    if is_income:
        return "mindre indtægt" if oere > 0 else "mere indtægt"
    return "over" if oere > 0 else "under"
