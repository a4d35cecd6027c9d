"""The kinds of entries that most workplaces need; accounts and rates are each municipality's own."""

from __future__ import annotations

from typing import NamedTuple


class DefaultCategory(NamedTuple):
    code: str
    name: str
    unit_name: str
    is_income: bool = False
    is_variable_pay: bool = True


DEFAULT_CATEGORIES = (
    DefaultCategory("vikar", "Vikarer", "timer"),
    DefaultCategory("weekend", "Weekendvagter", "timer"),
    DefaultCategory("aften-nat", "Aften- og nattevagter", "timer"),
    DefaultCategory("overarbejde", "Overarbejde", "timer"),
    DefaultCategory("ekstra", "Ekstra personale", "timer"),
    DefaultCategory("indkoeb", "Planlagte indkøb", "", is_variable_pay=False),
    DefaultCategory("indtaegt", "Indtægter", "", is_income=True, is_variable_pay=False),
    DefaultCategory("andet", "Andet", "", is_variable_pay=False),
)
