"""What waits for who keeps the portfolio, and for owners of the plan's items."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .queries.plan import items_of_owner
from .queries.scenarios import list_scenarios
from .rules.plan import SOON_DAYS, late_words
from .rules.scenarios import ScenarioStatus

MOST_SCENARIOS = 4
MOST_ITEMS = 5


def scenarios_wait(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Scenarios that are examined, with how many numbers they lack; nothing where there is none. Three queries."""
    rows = []
    for one in list_scenarios(actor=actor, statuses=[ScenarioStatus.EXAMINED.value])[:MOST_SCENARIOS]:
        lacks = len(one.missing)
        meta = f"{danish.counted(lacks, 'tal mangler,tal mangler')}" if lacks else "klar til at blive besluttet"
        rows.append(CardRow(one.name, reverse("it_portfolio:scenario", args=[one.id]), meta))
    if not rows:
        return None
    return CardContent(tuple(rows), more_url=reverse("it_portfolio:scenarios"), more_text="Se alle samlinger", empty="")


def plan_waits(*, actor: Actor, on: dt.date) -> CardContent | None:
    """The person's own items that are late or near; no card for who has none. One query."""
    items = items_of_owner(person_id=actor.person_id, on=on, days=SOON_DAYS) if actor.person_id else []
    if not items:
        return None
    rows = [
        CardRow(
            one.title,
            reverse("it_portfolio:plan_item", args=[one.pk]),
            late_words(state=one.state, starts_on=one.starts_on, ends_on=one.ends_on, on=on).lower()
            or (f"slutter {danish.date(one.ends_on)}" if one.ends_on else "begynder i dag"),
        )
        for one in items[:MOST_ITEMS]
    ]
    return CardContent(
        tuple(rows), empty="Intet i planen venter på dig.", more_url=reverse("it_portfolio:plan"), more_text="Se planen"
    )
