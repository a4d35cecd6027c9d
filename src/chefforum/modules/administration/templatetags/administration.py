"""What the templates of administration may call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(names: Mapping[Any, str], key: Any) -> str:
    """The name under the key, or nothing."""
    return names.get(key, "")


@register.filter
def last_day(valid_to: dt.date | None) -> dt.date | None:
    """The last day of a period that ends before `valid_to`."""
    return valid_to - dt.timedelta(days=1) if valid_to else None
