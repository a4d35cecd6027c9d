"""Extracts that wait for a person: lines to answer, or a signature."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .queries.extract_waiting import waiting_for


def extracts_wait(*, actor: Actor, on: dt.date) -> CardContent | None:
    """None where nothing waits, so that who never answers has no card. Two queries."""
    rows = []
    for extract, party, count in waiting_for(actor=actor):
        url = f"{reverse('it_costs:extract_lines', args=[extract.pk])}?mangler={party.value}"
        meta = f"senest {danish.date(extract.answer_by)}" if extract.answer_by else ""
        rows.append(CardRow(f"{extract.name}: {danish.counted(count, 'linje,linjer')} mangler dit svar", url, meta))
    if not rows:
        return None
    return CardContent(tuple(rows), empty="", more_url=reverse("it_costs:extracts"), more_text="Se udtrækkene")
