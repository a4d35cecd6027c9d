"""What waits for who keeps the portfolio."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .queries.scenarios import list_scenarios
from .rules.scenarios import ScenarioStatus

MOST = 4


def scenarios_wait(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Scenarios that are examined, with how many numbers they lack; nothing where there is none. Three queries."""
    rows = []
    for one in list_scenarios(actor=actor, statuses=[ScenarioStatus.EXAMINED.value])[:MOST]:
        lacks = len(one.missing)
        meta = f"{danish.counted(lacks, 'tal mangler,tal mangler')}" if lacks else "klar til at blive besluttet"
        rows.append(CardRow(one.name, reverse("it_portfolio:scenario", args=[one.id]), meta))
    if not rows:
        return None
    return CardContent(tuple(rows), more_url=reverse("it_portfolio:scenarios"), more_text="Se alle samlinger", empty="")
