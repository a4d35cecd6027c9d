"""Placements on the start page: what a leader has running and free, how the year goes for who sees all."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .access import is_coordinator
from .queries.status import own_of, paces_of
from .rules.status import rounded


def status(*, actor: Actor, on: dt.date) -> CardContent | None:
    """The coordinator's pace; a leader's own; None for others, and where nothing is known."""
    url = reverse("placements:overview")
    if is_coordinator(actor):
        return _pace(actor, on, url)
    own = own_of(actor=actor, on=on)
    if own is None:
        return None
    free = danish.counted(own.free, "ledig plads,ledige pladser")
    return CardContent((CardRow(f"{own.name}: {own.running_text} i gang, {free}", url),), empty="")


def _pace(actor: Actor, on: dt.date, url: str) -> CardContent | None:
    found = paces_of(actor=actor, on=on)
    rows = tuple(
        CardRow(f"{one.name}: {one.started} begyndt, {rounded(one.expected)} ventet til nu", url, one.standing)
        for one in found
        if one.expected is not None
    )
    return CardContent(rows, empty="") if rows else None
