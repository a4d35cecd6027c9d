"""Systems to choose among, and a draft that asks for some of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from chefforum.modules.it_costs.models import ItSystem, Volume
from chefforum.modules.it_costs.rules.kinds import Source
from chefforum.modules.it_costs.rules.register import SystemFacts
from chefforum.modules.it_costs.services.register import register_system
from chefforum.modules.it_portfolio.models import SelectionDraft, SelectionRun
from chefforum.modules.it_portfolio.rules.selection import Settings
from chefforum.modules.it_portfolio.services.selection_drafts import begin_draft
from chefforum.modules.it_portfolio.services.selection_runs import make_run
from tests.modules.it_costs.conftest import NOW, TODAY

YEAR = 2025


def system(
    town: SimpleNamespace, name: str, *, users: int | None = 100, kroner: int | None = 100_000, **said: Any
) -> ItSystem:
    """Known in all that is scored, where nothing else is said."""
    usual = {
        "is_business_critical": "no",
        "is_socially_critical": "no",
        "serves_vulnerable": "no",
        "users_low": users,
        "users_high": users,
        "owner_unit_id": town.north.pk,
        "vendor_id": town.vendor.pk,
    }
    made = register_system(actor=town.as_("coordinator"), facts=SystemFacts(name=name, **(usual | said)), at=NOW)
    if kroner is not None:
        Volume.objects.create(
            system=made, item="licens", year=YEAR, amount_oere=kroner * 100, source=Source.HAND.value, at=NOW
        )
    return made


def draft(town: SimpleNamespace, at: dt.datetime = NOW, **asked: Any) -> SelectionDraft:
    settings = replace(Settings(year=YEAR, least=2, most=2), **asked)
    return begin_draft(actor=town.as_("coordinator"), draft_id=uuid4(), title="Prøve", settings=settings, at=at)


def run(town: SimpleNamespace, **asked: Any) -> SelectionRun:
    return make_run(actor=town.as_("coordinator"), draft_id=draft(town, **asked).pk, at=NOW, on=TODAY)


def names_of(made: SelectionRun) -> list[str]:
    names = {one["id"]: one["name"] for one in made.systems}
    return [names[key] for key in made.result["chosen"]]


def id_of(one: ItSystem) -> str:
    return str(UUID(str(one.pk)))
