"""What waits: for an IT manager contracts that end, and where a source says something else than the register; for
whoever is to act, requests; for who answers, extracts."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .access import ASK, is_coordinator
from .queries.contracts import ending, notice_day
from .queries.extract_waiting import waiting_for
from .queries.proposals import disputed_contracts, disputed_systems
from .queries.requests import waiting_requests

MONTHS_AHEAD, MOST = 12, 4


def register_waits(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Two queries; three for the coordinator."""
    units = None if is_coordinator(actor) else actor.units.get(Role.IT_MANAGER, frozenset())
    rows = []
    if count := disputed_systems(units=units):
        words = f"{danish.counted(count, 'system,systemer')}, hvor kilden siger noget andet"
        rows.append(CardRow(words, f"{reverse('it_costs:systems')}?uenig=on"))
    if is_coordinator(actor) and (count := disputed_contracts()):
        words = f"{danish.counted(count, 'kontrakt,kontrakter')}, hvor kilden siger noget andet"
        rows.append(CardRow(words, f"{reverse('it_costs:sources')}#forskelle"))
    for contract in ending(units=units, on=on, months=MONTHS_AHEAD, most=MOST):
        day = notice_day(contract)
        meta = f"slutter {danish.date(contract.ends_on)}"
        if day is not None and day >= on:
            meta = f"siges op senest {danish.date(day)}, {meta}"
        rows.append(CardRow(contract.name, reverse("it_costs:contract", args=[contract.pk]), meta))
    return CardContent(
        tuple(rows),
        empty="Ingen kontrakter slutter det næste år.",
        more_url=f"{reverse('it_costs:contracts')}?slutter=12",
        more_text="Se kontrakter, der slutter",
    )


def requests_wait(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Requests that the actor is the one to act on; no card for who has none and asks for none. One query, and the tree
    for who leads something."""
    tree = tree_on(on) if actor.has_role(Role.WORKPLACE_LEADER) else OrganisationTree(())
    found = waiting_requests(actor=actor, tree=tree, on=on, most=MOST)
    if not found and not ASK.allows(actor):
        return None
    rows = tuple(
        CardRow(
            one.title,
            reverse("it_costs:request", args=[one.pk]),
            one.get_state_display().lower(),
        )
        for one in found
    )
    return CardContent(
        rows,
        empty="Ingen ansøgninger venter på dig.",
        more_url=f"{reverse('it_costs:requests')}?vis=venter",
        more_text="Se, hvad der venter på dig",
    )


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
