"""What the templates of administration may call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(names: Mapping[Any, str], key: Any) -> str:
    """The name under the key, or nothing."""
    return names.get(key, "")
