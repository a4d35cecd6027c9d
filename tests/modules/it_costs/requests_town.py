"""Requests in the town of these tests: facts that lack nothing, and a request brought to a state by the services."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from chefforum.modules.it_costs.models import ItRequest
from chefforum.modules.it_costs.rules.request_facts import LineFacts, RequestFacts
from chefforum.modules.it_costs.rules.request_words import Level
from chefforum.modules.it_costs.services.request_decisions import (
    Scope,
    approve,
    reject,
    say_not_needed,
    take_into_use,
)
from chefforum.modules.it_costs.services.request_steps import begin, submit, take_plain_step
from chefforum.modules.it_costs.services.requests import write_request
from tests.modules.it_costs.conftest import NOW, TODAY

REASON = "Fordi."


def whole(town: SimpleNamespace, **changes: Any) -> RequestFacts:
    """A new system for Nordskolen at 72.000 kr. in three years, in which nothing lacks."""
    said = RequestFacts(
        kind="new_system",
        title="Læsehjulet",
        unit_id=town.north.pk,
        need="Læsetræning på mellemtrinnet",
        alternatives="Bøgerne.",
        for_whom="Elever i 4. klasse",
        personal_data="ordinary",
        ai_class="none",
        is_critical="no",
        tasks=("17.01",),
        vendor_name="Nordlys Software",
        funding_unit_id=town.north.pk,
        lines=(LineFacts("Elevlicens", "software", 2026, 24_000_00, is_yearly=True, years=3),),
    )
    return replace(said, **changes)


def scope(**changes: Any) -> Scope:
    said = Scope(what="Læsehjulet", amount_oere=72_000_00, expires_on=TODAY + dt.timedelta(days=90))
    return replace(said, **changes)


def brought_to(town: SimpleNamespace, state: str, *, by: str = "leader", level: Level | None = None) -> ItRequest:
    """A request of `by` in the state, decided by the coordinator, or by the chief where the coordinator asks."""
    author, keeper = town.as_(by), town.as_("coordinator")
    is_free = state == "not_needed"
    facts = whole(town, personal_data="none") if is_free else whole(town)
    found = write_request(actor=author, facts=facts, at=NOW, made_id=uuid4())
    said: dict[str, Any] = {"request_id": found.pk, "at": NOW}
    if state == "withdrawn":
        return take_plain_step(actor=author, step="withdraw", reason=REASON, **said)
    if state == "draft":
        return found
    submit(actor=author, **said)
    if state == "returned":
        take_plain_step(actor=keeper, step="send_back", reason=REASON, **said)
    elif is_free:
        say_not_needed(actor=keeper, reason=REASON, **said)
    elif state != "submitted":
        begin(actor=keeper, asked={}, level=level, **said)
        if state == "rejected":
            reject(actor=_decider(town, by, level), scope=Scope(reason=REASON), **said)
        elif state in ("approved", "in_use"):
            approve(actor=_decider(town, by, level), scope=scope(), **said)
            if state == "in_use":
                take_into_use(actor=author, **said)
    return ItRequest.objects.get(pk=found.pk)


def _decider(town: SimpleNamespace, by: str, level: Level | None) -> Any:
    return town.as_("chief" if by == "coordinator" or level is Level.CHIEF else "coordinator")
