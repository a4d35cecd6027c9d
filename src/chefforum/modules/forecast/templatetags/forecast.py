"""Amounts in øre as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template

from chefforum.web import danish

from ..queries.expected import ExpectedSum
from ..rules.rhythm import name_of
from ..rules.words import over_or_under_budget, side

register = template.Library()


@register.filter
def kroner(oere: int | None, missing: str = "–") -> str:
    """1234500 øre is "12.345"; øre are shown where there are any. What is missing is a dash, never nought."""
    if oere is None:
        return missing
    return danish.number(Decimal(oere) / 100, 0 if oere % 100 == 0 else 2)


@register.filter
def over_or_under(oere: int | None) -> str:
    """A difference in words: signs of income and cost confuse."""
    if oere is None:
        return "–"
    if oere == 0:
        return "som planlagt"
    return f"{kroner(abs(oere))} {'over' if oere > 0 else 'under'}"


@register.filter
def month_name(period: int | None) -> str:
    """202603 is "marts 2026"."""
    return name_of(period) if period else "–"


@register.filter
def whole_kroner(oere: int | None, missing: str = "–") -> str:
    """1234567 øre is "12.346": for overviews, where øre are noise. What is missing is a dash, never nought."""
    return missing if oere is None else danish.number(Decimal(oere) / 100, 0)


@register.filter
def over_or_under_whole(oere: int | None) -> str:
    """A deviation from the budget in whole kroner and a word; "som budget" where there is none."""
    if oere is None:
        return "–"
    said = whole_kroner(abs(oere))
    return "som budget" if said == "0" else f"{said} {'over' if oere > 0 else 'under'}"


@register.filter
def pct(share: float | None) -> str:
    """How many percent, without sign: over or under is said in words beside it."""
    return "–" if share is None else f"{danish.number(Decimal(str(abs(share))), 1)} %"


@register.filter
def kroner_with_unit(oere: int | None) -> str | None:
    """For facts; None is "mangler" there."""
    return None if oere is None else f"{whole_kroner(oere)} kr."


@register.filter
def deviates(sum: ExpectedSum) -> str:
    """How far from its budget a sum is expected to end, in words, since signs of income and cost confuse."""
    return over_or_under_budget(sum.deviation, is_income=(sum.budget or 0) < 0)


@register.filter
def deviates_whole(sum: ExpectedSum) -> str:
    """The same for a table, without unit."""
    if sum.deviation is None:
        return "–"
    said = whole_kroner(abs(sum.deviation))
    return "som budget" if said == "0" else f"{said} {side(sum.deviation, is_income=(sum.budget or 0) < 0)}"


@register.filter
def too_much(oere: int) -> str:
    """Of a forecast less what came."""
    if oere == 0:
        return "ramt"
    return f"{whole_kroner(abs(oere))} kr. for {'meget' if oere > 0 else 'lidt'}"


@register.filter
def percent_apart(pct: float) -> str:
    """
    >>> percent_apart(1.84), percent_apart(-0.2)
    ('1,8 procent højere', '0,2 procent lavere')
    """
    return f"{danish.number(abs(pct), 1)} procent {'højere' if pct >= 0 else 'lavere'}"


@register.filter
def full_time(share: Fraction) -> str:
    """Positions in hours of full time, to one decimal."""
    return danish.number(Decimal(share.numerator) / share.denominator, 1)


@register.filter
def beside(one: Sequence[Any], other: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Two rows of the same length, pair by pair."""
    return list(zip(one, other, strict=False))


@register.filter
def at_key(words: Mapping[Any, str], key: Any) -> str:
    return words.get(key, "")
