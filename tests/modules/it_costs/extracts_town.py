"""A town whose technology is in the books, and extracts of it that are frozen, answered and signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import Extract, ItSystem, Volume
from chefforum.modules.it_costs.rules.classification import RuleFacts
from chefforum.modules.it_costs.rules.cost_facts import LineFacts
from chefforum.modules.it_costs.services.costs import add_line
from chefforum.modules.it_costs.services.extracts import FreezeFacts, freeze
from chefforum.modules.it_costs.services.rules import add_rule

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
YEARS = (2024, 2025)


def book(town: SimpleNamespace, post: Callable[..., None]) -> SimpleNamespace:
    """Postings of two years on two units and on none, PCs over four years, a line beside the ledger and a number."""
    post(
        ("10-03-2024", "4020", "4711", "1.000,00", "Licens", "Nordlys Software"),
        ("10-03-2025", "4020", "4711", "1.200,50", "Licens", "Nordlys Software"),
        ("11-03-2025", "4020", "4700", "800,00", "Drift", "Nordlys Software"),
        ("12-03-2025", "4020", "9999", "33,33", "Licens", "Nordlys Norge"),
        ("13-03-2022", "4030", "4711", "4.000,01", "Pc'er", "Kobberdal"),
    )
    actor = town.as_("coordinator")
    town.mail = ItSystem.objects.create(name="Mail", owner_unit=town.north, created_at=NOW, changed_at=NOW)
    add_rule(
        actor=actor,
        facts=RuleFacts("Licenser", "Nordlys*", category="software", activity="operation", system_id=town.mail.pk),
        order=None,
        at=NOW,
    )
    pcs = RuleFacts("Pc'er", "Kobberdal", category="hardware", activity="support", life_years=4)
    add_rule(actor=actor, facts=pcs, order=None, at=NOW + dt.timedelta(seconds=1))
    line = LineFacts(
        year=2025, text="Ledelse", category="staff", activity="management", amount_oere=500_00, unit_id=town.digital.pk
    )
    add_line(actor=actor, facts=line, at=NOW)
    Volume.objects.create(
        system=town.mail,
        item="Licens",
        year=2025,
        quantity=Decimal("12.5"),
        measured_in="licens",
        source="hand",
        at=NOW,
    )
    return town


def frozen(town: SimpleNamespace, *, who: str = "coordinator", at: dt.datetime = NOW, **said: Any) -> Extract:
    facts = FreezeFacts(**{"name": "2024 og 2025", "years": YEARS, **said})
    return freeze(actor=town.as_(who), facts=facts, tree=tree_on(TODAY), at=at, on=TODAY)
