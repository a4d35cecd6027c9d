"""Groups of peers are frozen, and deliveries taken into their figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import KEEP
from ..models import Delivery, Municipality, PeerGroup, Publication
from ..queries.base import masked_facts
from ..queries.groups import choice_of, propose_group
from ..queries.positions import current_deliveries
from ..rules.publication import plan, waits
from ..search import index_group

KIND = "it_benchmark"


class GroupRefused(ValueError):
    """The group is not frozen; the text says why."""


class NotTakenIn(ValueError):
    """The new deliveries are not taken into the figures yet; the text says why, and what it takes."""


@transaction.atomic
def freeze_group(
    *,
    actor: Actor,
    group_id: UUID,
    name: str,
    reason: str,
    year: int,
    weights: Mapping[str, float],
    count: int,
    at: dt.datetime,
) -> PeerGroup:
    """The nearest by these weights are the group from now on, for all years, and what they delivered is taken in.

    Raises GroupRefused where somebody could be singled out, NoGroup (queries), AlreadyMade, AccessDenied.
    """
    KEEP.require(actor)
    there = PeerGroup.objects.filter(pk=group_id).first()
    if there is not None:
        raise AlreadyMade(there.pk)
    if not name.strip() or not reason.strip():
        raise GroupRefused("Skriv, hvad gruppen hedder, og hvorfor den er valgt sådan.")
    if PeerGroup.objects.filter(name=name.strip()).exists():
        raise GroupRefused("En gruppe hedder det i forvejen. Vælg et andet navn.")
    # Every group is weighed against all the others, so two at once must come one after the other.
    list(Municipality.objects.select_for_update().values_list("pk"))
    proposal = propose_group(actor=actor, year=year, weights=weights, count=count)
    if proposal.refusal:
        raise GroupRefused(proposal.refusal)
    made = PeerGroup.objects.create(
        pk=group_id,
        name=name.strip(),
        reason=reason.strip(),
        year=year,
        choice=choice_of(proposal),
        frozen_at=at,
        person_id=actor.person_id,
    )
    members = list(Municipality.objects.filter(code__in=proposal.found.chosen.names))
    made.members.set(members)
    index_group(made)
    record(
        actor=actor,
        at=at,
        action="it_benchmark.freeze_group",
        object_kind=KIND,
        object_id=made.pk,
        object_name=made.name,
        data={"members": sorted(one.code for one in members), "year": year},
    )
    years = Delivery.objects.filter(municipality__in=members, superseded_at__isnull=True)
    for of in sorted(set(years.values_list("year", flat=True))):
        _take_in(actor, made, members, of, at)
    return made


@transaction.atomic
def take_in(*, actor: Actor, group: PeerGroup, year: int, at: dt.datetime) -> Publication:
    """The group's figures of a year are made of what holds now. Raises NotTakenIn, AccessDenied."""
    KEEP.require(actor)
    list(Municipality.objects.select_for_update().values_list("pk"))
    members = list(group.members.all())
    before = group.publications.filter(year=year).order_by("-at", "-pk").first()
    taken = dict(before.deliveries.values_list("municipality__code", "pk")) if before else {}
    now = current_deliveries(members, year)
    if now == taken:
        raise NotTakenIn("Alt, hvad gruppen har leveret for året, er med.")
    left = waits(before=taken, now=now, consenting={one.code for one in members if one.may_be_named}) if taken else 0
    if left:
        raise NotTakenIn(
            f"Nye leveringer tages med, når {left} mere er kommet. Tallene før og efter ville ellers vise, hvad de få "
            "nye har."
        )
    return _take_in(actor, group, members, year, at)


def _take_in(actor: Actor, group: PeerGroup, members: list[Municipality], year: int, at: dt.datetime) -> Publication:
    rows = list(
        Delivery.objects.filter(municipality__in=members, year=year, superseded_at__isnull=True).select_related(
            "municipality"
        )
    )
    earlier = [
        (f"{one.group.name} {one.pk}", one.shown)
        for one in Publication.objects.filter(year=year).select_related("group").order_by("at", "pk")
    ]
    planned = plan(
        members={one.municipality.code: masked_facts(one) for one in rows},
        consenting={one.code for one in members if one.may_be_named},
        earlier=earlier,
    )
    made = Publication.objects.create(
        group=group, year=year, shown=planned.shown, hidden=planned.hidden, at=at, person_id=actor.person_id
    )
    made.deliveries.set(rows)
    record(
        actor=actor,
        at=at,
        action="it_benchmark.take_in",
        object_kind=KIND,
        object_id=group.pk,
        object_name=group.name,
        data={"year": year, "deliveries": len(rows), "hidden": len(planned.hidden)},
    )
    return made
