"""Øre as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from chefforum.web import danish

register = template.Library()


@register.filter
def kroner(oere: int | None) -> str:
    """1.234 kr.; None is "mangler"."""
    return danish.MISSING if oere is None else f"{danish.number(Decimal(oere) / 100, 0)} kr."


@register.filter
def kroner_oere(oere: int | None) -> str:
    """1.234,50 kr.: to the øre."""
    return danish.MISSING if oere is None else f"{danish.number(Decimal(oere) / 100, 2)} kr."


@register.filter
def kroner_abs(oere: int) -> str:
    """Without its sign, where a word says it."""
    return kroner(abs(oere))


@register.filter
def kroner_signed(oere: int) -> str:
    """A change: +1.234 kr., −1.234 kr., 0 kr."""
    return f"+{kroner(oere)}" if oere > 0 else kroner(oere)
