"""What waits for the coordinator: validated years that were not fetched to be sent since, groups whose new deliveries
can be taken in, and public figures that are old."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from chefforum.kernel.access.rules import Actor
from chefforum.modules.it_costs.queries.extracts import validated_days

from ..access import KEEP
from ..models import Delivery, ExchangeFile, PeerGroup, Publication, PublicFigure
from ..rules.publication import waits

OLD_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True)
class Waiting:
    """`to_send`: year → when it was validated; `to_take_in`: a group with the years that new deliveries are of;
    `old`: a table of public figures with the day it was fetched."""

    to_send: dict[int, dt.datetime]
    to_take_in: tuple[tuple[PeerGroup, tuple[int, ...]], ...]
    old: tuple[tuple[str, dt.date], ...]


def waiting(*, actor: Actor, on: dt.date) -> Waiting:
    """Nine queries, whatever there is. Raises AccessDenied."""
    KEEP.require(actor)
    fetched = dict(ExchangeFile.objects.order_by("year").values_list("year").annotate(last=Max("at")))
    to_send = {
        year: at for year, at in validated_days(actor=actor).items() if year not in fetched or fetched[year] < at
    }
    tables = PublicFigure.objects.order_by("table").values_list("table").annotate(day=Max("fetched_on"))
    old = tuple((table, day) for table, day in tables if on - day > OLD_AFTER)
    return Waiting(to_send, tuple(_to_take_in()), old)


def _to_take_in() -> list[tuple[PeerGroup, tuple[int, ...]]]:
    newest: dict[tuple[UUID, int], Publication] = {}
    for one in Publication.objects.order_by("at", "pk").prefetch_related("deliveries__municipality"):
        newest[one.group_id, one.year] = one
    holds: dict[int, dict[str, UUID]] = defaultdict(dict)
    rows = Delivery.objects.filter(superseded_at__isnull=True).values_list("year", "municipality__code", "pk")
    for year, code, pk in rows:
        holds[year][code] = pk
    found = []
    for group in PeerGroup.objects.prefetch_related("members"):
        years = tuple(year for year in sorted(holds) if _is_ready(group, newest.get((group.pk, year)), holds[year]))
        if years:
            found.append((group, years))
    return found


def _is_ready(group: PeerGroup, publication: Publication | None, holds: dict[str, UUID]) -> bool:
    """Something newer holds than what the group's figures of the year are made of, and it is enough to be taken in."""
    members = {one.code: one.may_be_named for one in group.members.all()}
    now = {code: pk for code, pk in holds.items() if code in members}
    taken = {one.municipality.code: one.pk for one in publication.deliveries.all()} if publication else {}
    if now == taken:
        return False
    consenting = {code for code, may_be_named in members.items() if may_be_named}
    return not (taken and waits(before=taken, now=now, consenting=consenting))
