"""How we stand among a group, year by year, by what has been taken in: the one way to all pages, files and figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor

from ..access import READ
from ..models import Delivery, Municipality, PeerGroup, Publication
from ..rules.measures import MEASURES, Measure
from ..rules.positions import Standing, standing
from ..rules.publication import waits
from .base import masked_facts
from .own import OwnYear, own_years


@dataclass(frozen=True)
class Beside:
    """A group's figures with ours. `publication`: what the year's are made of, None where nothing is taken in;
    `standings`: of the year, in the order of the measures; `over_time`: a measure of every year; `names`: by code;
    `delivered`: codes of those in the year's figures; `has_newer`: something newer was delivered, which is taken in
    when `wait_for` more have."""

    group: PeerGroup
    year: int
    view: str
    years: tuple[int, ...]
    publication: Publication | None
    own: Mapping[int, OwnYear]
    standings: tuple[Standing, ...]
    over_time: Mapping[int, Standing]
    measure: Measure
    names: Mapping[str, str]
    consenting: frozenset[str]
    delivered: frozenset[str]
    has_newer: bool
    wait_for: int

    @property
    def mine(self) -> OwnYear:
        return self.own[self.year]

    @property
    def lacking(self) -> list[str]:
        return sorted(name for code, name in self.names.items() if code not in self.delivered)

    def of(self, key: str) -> Standing:
        return next(one for one in self.standings if one.measure.key == key)


def beside(
    *, actor: Actor, group: PeerGroup, year: int | None, view: str, measure: Measure, only: Collection[str] = ()
) -> Beside:
    """`year` None, or one that nothing is taken in of: the newest. `only`: measures to reckon of the year, all where
    none is named. A fixed number of queries. Raises AccessDenied."""
    READ.require(actor)
    newest: dict[int, Publication] = {}
    for one in group.publications.order_by("at", "pk").prefetch_related("deliveries__municipality"):
        newest[one.year] = one
    years = tuple(sorted(newest))
    chosen = year if year in newest else (years[-1] if years else group.year)
    own = own_years(actor=actor, years=sorted({*years, chosen}))
    members = list(group.members.all())
    consenting = frozenset(one.code for one in members if one.may_be_named)

    def stand(one: Measure, of: int) -> Standing:
        publication = newest[of]
        return standing(
            measure=one,
            view=view,
            mine=own[of].facts,
            members={two.municipality.code: masked_facts(two) for two in publication.deliveries.all()},
            consenting=consenting,
            shown=publication.shown,
            hidden=publication.hidden,
        )

    wanted = [one for one in MEASURES if not only or one.key in only]
    publication = newest.get(chosen)
    taken = {one.municipality.code: one.pk for one in publication.deliveries.all()} if publication else {}
    now = current_deliveries(members, chosen)
    return Beside(
        group=group,
        year=chosen,
        view=view,
        years=years,
        publication=publication,
        own=own,
        standings=tuple(stand(one, chosen) for one in wanted) if publication else (),
        over_time={of: stand(measure, of) for of in years},
        measure=measure,
        names={one.code: one.name for one in members},
        consenting=consenting,
        delivered=frozenset(taken),
        has_newer=now != taken,
        wait_for=waits(before=taken, now=now, consenting=consenting),
    )


def current_deliveries(members: Collection[Municipality], year: int) -> dict[str, UUID]:
    """The delivery that holds, by code. One query."""
    rows = Delivery.objects.filter(municipality__in=members, year=year, superseded_at__isnull=True)
    return dict(rows.values_list("municipality__code", "pk"))
