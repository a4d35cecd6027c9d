"""Amounts in øre and months as numbers, as people read them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from ..queries.telling import encoding_name, kroner, month

register = template.Library()
register.filter("oere", kroner)
register.filter("month", month)
register.filter("encoding_name", encoding_name)


@register.filter
def of(mapping: dict[str, Any], key: str) -> Any:
    """What the mapping has under the key, None where it has nothing."""
    return mapping.get(key)


@register.filter
def as_read(value: Any, name: str) -> str:
    """A field of a line as it was understood: amounts as kroner, an end as the last day that is with."""
    if value is None:
        return "Ledig" if name == "employee_ref" else "–"
    match name:
        case "amount":
            return kroner(value)
        case "period":
            return month(value)
        case "is_budgeted":
            return "Ja" if value else "Nej"
        case "valid_to":
            value -= dt.timedelta(days=1)
    return f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else str(value)
