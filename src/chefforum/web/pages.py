"""Long lists: a page at a time, sorted as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def page_of(found: Any, request: HttpRequest, *, per_page: int = PER_PAGE) -> Page:
    """The page that `?side=` names; the first or the last where it names none that exists."""
    return Paginator(found, per_page).get_page(request.GET.get("side"))


def order_of(request: HttpRequest, columns: Mapping[str, str], *, default: str) -> str:
    """The field to order by that `?sortering=` names, "-" before it for falling order.

    `columns` is what the address may say and the field that it means: {"dato": "date"}. `default`, in the address's
    words ("-dato"), is used where the address says nothing or something else.
    """
    asked = request.GET.get("sortering", default)
    if asked.removeprefix("-") not in columns:
        asked = default
    sign = "-" if asked.startswith("-") else ""
    return f"{sign}{columns[asked.removeprefix('-')]}"
