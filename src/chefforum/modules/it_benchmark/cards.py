"""What waits for who keeps the benchmark."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .queries.waiting import waiting

MOST = 5


def benchmark_waits(*, actor: Actor, on: dt.date) -> CardContent | None:
    """No card where nothing waits. Nine queries."""
    found = waiting(actor=actor, on=on)
    rows = [
        CardRow(
            f"Vores tal for {year} er valideret og ikke hentet til de andre kommuner siden",
            f"{reverse('it_benchmark:exchange')}?aar={year}",
            f"valideret {danish.date(timezone.localdate(at))}",
        )
        for year, at in sorted(found.to_send.items(), reverse=True)
    ]
    rows += [
        CardRow(
            f"Nye leveringer kan tages med i “{group.name}”",
            f"{reverse('it_benchmark:benchmark')}?gruppe={group.pk}&aar={years[-1]}",
            danish.listed(str(year) for year in years),
        )
        for group, years in found.to_take_in
    ]
    rows += [
        CardRow(
            f"Offentlige tal fra {table} er over et år gamle",
            reverse("it_benchmark:public_figures"),
            f"hentet {danish.date(day)}",
        )
        for table, day in found.old
    ]
    if not rows:
        return None
    return CardContent(
        tuple(rows[:MOST]), empty="", more_url=reverse("it_benchmark:benchmark"), more_text="Se benchmark"
    )
