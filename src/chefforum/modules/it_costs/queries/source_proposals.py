"""What a source counts, offered as the number or the cost of the year that it was read in; never of another year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from chefforum.kernel.access.rules import Actor

from ..models import CostLine, SourceSnapshot, Volume
from ..rules.kinds import Source
from ..rules.volumes import Facts, write_field
from .source_numbers import licences, payments


@dataclass(frozen=True)
class NumberOffered:
    """A licence of a system of ours. `stands`: what is written of the year, as the page shows it; "" for nothing."""

    key: str
    item: str
    system_id: UUID
    system: str
    quantity: int
    stands: str

    @property
    def is_news(self) -> bool:
        return self.stands != write_field("quantity", Facts(quantity=Decimal(self.quantity)))


@dataclass(frozen=True)
class CostOffered:
    """What a contract of ours is told to cost a year. `stands`: øre that KITOS' word is already written as in the year;
    `others`: øre of the year's other lines of the contract."""

    key: str
    contract_id: UUID
    name: str
    amount_oere: int
    stands: int | None
    others: int | None

    @property
    def is_news(self) -> bool:
        return self.stands is None


@dataclass(frozen=True)
class Offered:
    """`left`: rows that are of nothing here yet, or tell no number."""

    snapshot: SourceSnapshot
    year: int
    numbers: tuple[NumberOffered, ...] = ()
    costs: tuple[CostOffered, ...] = ()
    left: int = 0


def offered(*, actor: Actor, source: str, on: dt.date) -> Offered | None:
    """None where the source was not read, or counts nothing that is a year's. Raises AccessDenied, MissingFile,
    StrangeAnswer."""
    if source == Source.GRAPH:
        return _numbers(actor)
    return _costs(actor, on) if source == Source.KITOS else None


def _numbers(actor: Actor) -> Offered | None:
    snapshot, rows, _ = licences(actor=actor)
    if snapshot is None:
        return None
    year = timezone.localdate(snapshot.fetched_at).year
    fitting = [(row, row.system_id, row.enabled) for row in rows]
    systems = [system for _, system, _ in fitting if system]
    there = {(one.system_id, one.item): one for one in Volume.objects.filter(year=year, system__in=systems)}
    numbers = []
    for row, system, enabled in fitting:
        if system is not None and enabled is not None:
            standing = there.get((system, row.name))
            stands = write_field("quantity", Facts(quantity=standing.quantity if standing else None))
            numbers.append(NumberOffered(row.sku_id, row.name, system, row.system, enabled, stands))
    return Offered(snapshot, year, numbers=tuple(numbers), left=len(rows) - len(numbers))


def _costs(actor: Actor, on: dt.date) -> Offered | None:
    snapshot, rows = payments(actor=actor, on=on)
    if snapshot is None:
        return None
    year = timezone.localdate(snapshot.fetched_at).year
    own, others = defaultdict[UUID | None, list[int]](list), defaultdict[UUID | None, list[int]](list)
    for line in CostLine.objects.filter(year=year, contract__isnull=False, removed_at=None):
        (own if line.source == Source.KITOS else others)[line.contract_id].append(line.amount_oere)
    costs = tuple(
        CostOffered(
            key=row.external_id,
            contract_id=row.contract.pk,
            name=row.contract.name,
            amount_oere=row.paid_a_year * 100,
            stands=sum(own[row.contract.pk]) if row.contract.pk in own else None,
            others=sum(others[row.contract.pk]) if row.contract.pk in others else None,
        )
        for row in rows
        if row.contract is not None and row.contract.removed_at is None and row.paid_a_year is not None
    )
    return Offered(snapshot, year, costs=costs, left=len(rows) - len(costs))
