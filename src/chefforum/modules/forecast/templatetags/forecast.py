"""Amounts in øre as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template

from chefforum.calc.periods import name_of
from chefforum.web import danish

from ..queries.expected import AgainstBudget
from ..rules import telling, words

register = template.Library()


@register.filter
def kroner(oere: int | None, missing: str = "–") -> str:
    """1234500 øre is "12.345"; øre are shown where there are any. What is missing is a dash, never nought."""
    if oere is None:
        return missing
    return danish.number(Decimal(oere) / 100, 0 if oere % 100 == 0 else 2)


@register.filter
def over_or_under(oere: int | None) -> str:
    """A difference from the plan in whole kroner and a word: signs of income and cost confuse.

    >>> over_or_under(123456), over_or_under(-3), over_or_under(None)
    ('1.235 over', 'som planlagt', '–')
    """
    return words.over_or_under(oere, words.whole, unknown="–", even=words.ON_PLAN)


@register.filter
def month_name(period: int | None) -> str:
    """202603 is "marts 2026"."""
    return name_of(period) if period else "–"


@register.filter
def whole_kroner(oere: int | None, missing: str = "–") -> str:
    """1234567 øre is "12.346": for overviews, where øre are noise. What is missing is a dash, never nought."""
    return missing if oere is None else danish.number(Decimal(oere) / 100, 0)


@register.filter
def thousands(oere: int | None) -> str:
    """
    >>> thousands(-174_900_00), thousands(None)
    ('−175', '–')
    """
    if oere is None:
        return "–"
    said = words.thousands(oere)
    return f"−{said}" if oere < 0 and said != "0" else said


@register.filter
def over_or_under_thousands(oere: int | None) -> str:
    return words.over_or_under(oere, words.thousands, unknown="–", even=words.ON_PLAN)


@register.filter
def over_or_under_whole(oere: int | None) -> str:
    """A deviation from the budget in whole kroner and a word."""
    return words.over_or_under(oere, words.whole)


@register.filter
def pct(share: float | None) -> str:
    """How many percent, without sign: over or under is said in words beside it."""
    return "–" if share is None else f"{danish.number(Decimal(str(abs(share))), 1)} %"


@register.filter
def kroner_with_unit(oere: int | None) -> str | None:
    """For facts; None is "mangler" there."""
    return None if oere is None else f"{whole_kroner(oere)} kr."


@register.simple_tag
def sum_heads() -> tuple[str, ...]:
    return words.SUM_HEADS


@register.filter
def deviates(sum: AgainstBudget) -> str:
    """How far from its budget a sum is expected to end, in words."""
    return sum.against()


@register.filter
def deviates_whole(sum: AgainstBudget) -> str:
    """The same for a table, without unit."""
    return sum.against(words.whole)


@register.filter
def too_much(oere: int) -> str:
    """Of a forecast less what came."""
    if oere == 0:
        return "ramt"
    return f"{whole_kroner(abs(oere))} kr. for {'meget' if oere > 0 else 'lidt'}"


@register.filter
def percent_apart(pct: float) -> str:
    """
    >>> percent_apart(1.84), percent_apart(-0.2), percent_apart(0.04)
    ('1,8 procent højere', '0,2 procent lavere', 'næsten den samme')
    """
    if abs(pct) < 0.05:
        return "næsten den samme"
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
def at_key(names: Mapping[Any, str], key: Any) -> str:
    return names.get(key, "")


@register.filter
def about_budget(oere: int) -> str:
    """
    >>> about_budget(14_237_812), about_budget(0)
    ('ca. 140.000 kr. over budgettet', 'på budgettet')
    """
    said = telling.about_against_budget(oere)
    return said if said.endswith("budgettet") else f"{said} budgettet"


@register.filter
def about_moved(oere: int) -> str:
    """How much more is expected than before.

    >>> about_moved(14_237_812), about_moved(-500_00), about_moved(0)
    ('ca. 140.000 kr. op', 'ca. 500 kr. ned', '0 kr.')
    """
    return words.over_or_under(oere, telling.roughly, even="0 kr.", ways=("op", "ned"))


@register.filter
def more_or_less(oere: int | None) -> str:
    """
    >>> more_or_less(123456), more_or_less(-100), more_or_less(3), more_or_less(None)
    ('1.235 mere', '1 mindre', 'det samme', '–')
    """
    return words.over_or_under(oere, words.whole, unknown="–", even="det samme", ways=("mere", "mindre"))
