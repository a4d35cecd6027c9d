"""Numbers of tables of targets."""

from __future__ import annotations

from django import template

from chefforum.web import danish

register = template.Library()


@register.filter
def or_dash(number: int | None) -> str:
    """A whole number, or a dash where the table has none: a department of another round.

    >>> or_dash(1234), or_dash(None)
    ('1.234', '–')
    """
    return "–" if number is None else danish.number(number)
