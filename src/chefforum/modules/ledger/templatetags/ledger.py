"""Amounts in øre and months as numbers, as people read them."""

from __future__ import annotations

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
    """A field of a line as it was understood: amounts as kroner, the rest as it stands."""
    if value is None:
        return "–"
    if name == "amount":
        return kroner(value)
    return month(value) if name == "period" else f"{value:%d-%m-%Y}" if hasattr(value, "year") else str(value)
