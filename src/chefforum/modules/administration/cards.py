"""What the start page says about the organisation: to administrators, to auditors, to leaders."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.kernel.access.rules import Actor, Role, Rule, has_any
from chefforum.kernel.audit.access import READ_AUDIT
from chefforum.kernel.audit.queries import list_events
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardGroup, CardRow, StartCard, register_start_card

from .access import KEEP_ORGANISATION
from .queries.organisation import OwnUnit, own_units, what_is_missing
from .rules.actions import action_name

LEAD_A_WORKPLACE = Rule("administration.lead", "se dine enheder", has_any(Role.WORKPLACE_LEADER))
MOST_ROWS = 5


def register() -> None:
    for card in (
        StartCard("administration.missing", "Organisationen", KEEP_ORGANISATION, missing, 50),
        StartCard("administration.trail", "Revisionsspor", READ_AUDIT, latest_events, 50, CardGroup.CHANGED),
        StartCard("administration.units", "Mine enheder", LEAD_A_WORKPLACE, units, 50, CardGroup.FIGURES),
    ):
        register_start_card(card)


def missing(*, actor: Actor, on: dt.date) -> CardContent:
    """How many units lack a leader or a count."""
    found = what_is_missing(actor=actor, on=on)
    url = reverse("administration:organisation")
    rows = []
    if found.without_leader:
        count = found.without_leader
        rows.append(CardRow(f"{count} {danish.plural(count, 'enhed,enheder')} uden leder", url))
    if found.without_fte:
        count = found.without_fte
        rows.append(CardRow(f"{count} {danish.plural(count, 'enhed,enheder')} uden årsværk", url))
    if not found.units:
        rows = [CardRow("Der er ingen organisation endnu. Indlæs den fra lønsystemet.", url)]
    return CardContent(rows=tuple(rows), empty="Alle enheder har leder og årsværk.", more_url=url, more_text="Se den")


def latest_events(*, actor: Actor, on: dt.date) -> CardContent:
    """The newest events, and the way to check the chain."""
    events = list_events(actor=actor)[:MOST_ROWS]
    url = reverse("administration:trail")
    rows = tuple(
        CardRow(": ".join(filter(None, [action_name(event.action), event.object_name])), url, event.person_name)
        for event in events
    )
    return CardContent(rows, "Ingen hændelser endnu.", f"{url}?kontrol=1", "Kontrollér kæden")


def units(*, actor: Actor, on: dt.date) -> CardContent:
    """The leader's own units with full-time equivalents; a cost centre by its code, several by how many they are."""
    rows = []
    for own in own_units(actor=actor, on=on)[:MOST_ROWS]:
        fte = f"{danish.number(own.fte, 1)} årsværk" if own.fte is not None else "årsværk mangler"
        rows.append(
            CardRow(own.unit.name, reverse("administration:unit", args=[own.unit.id]), f"{fte} · {_centres(own)}")
        )
    return CardContent(tuple(rows), "Du leder ingen enheder i dag.", reverse("administration:organisation"), "Se alle")


def _centres(own: OwnUnit) -> str:
    match own.cost_centres:
        case ():
            return "omkostningssted mangler"
        case (code,):
            return f"omkostningssted {code}"
        case many:
            return f"{len(many)} omkostningssteder"
