"""Placements on the start page: what waits for who works with them, what a leader has running and free, how the year
goes for who sees all."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .access import WRITE_PLACEMENTS, is_coordinator
from .queries.consultants import own_contacts
from .queries.register import lacking_outcomes
from .queries.status import own_of, paces_of
from .queries.workplaces import statements_lacking
from .rules.status import rounded

AHEAD, MOST = dt.timedelta(days=7), 4


def waits(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Statements, outcomes that are due and the consultant's own contacts of a week; None for a leader with nothing of
    it. Seven queries at the most, and the tree."""
    rows = []
    if lacking := len(statements_lacking(actor=actor, on=on)):
        words = f"{danish.counted(lacking, 'forløb mangler,forløb mangler')} medarbejdernes udtalelse"
        rows.append(CardRow(words, reverse("placements:statements")))
    writes = WRITE_PLACEMENTS.allows(actor)
    if writes and (missing := lacking_outcomes(actor=actor, on=on)):
        words = f"{danish.counted(missing, 'forløb mangler,forløb mangler')} udfald"
        rows.append(CardRow(words, reverse("placements:outcomes_missing")))
    for one in own_contacts(actor=actor, until=on + AHEAD, on=on, most=MOST):
        url = reverse("placements:consultant", args=[one.contact.consultant_id])
        day = danish.date(one.contact.planned_for)
        day = f"skulle være holdt {day}" if one.contact.planned_for < on else day
        rows.append(CardRow(f"{one.contact.get_kind_display()}: {one.unit_name}", url, day))
    if not rows and not writes:
        return None
    return CardContent(tuple(rows), empty="Ingen udtalelser, udfald eller kontakter venter på dig.")


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
