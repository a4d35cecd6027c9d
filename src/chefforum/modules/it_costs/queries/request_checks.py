"""What a request is held against while it is written and decided: systems that may do it, contracts that it may be
bought on, and what is paid for the like."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from chefforum.calc.overlap_parts import System, cosine_of_text, fold
from chefforum.kernel.access.rules import Actor

from ..access import reads_all_costs
from ..models import Contract, ItSystem, SystemTask, SystemUnit, Volume
from ..rules.kinds import LifeCycle
from ..rules.request_facts import LineFacts, RequestFacts
from ..rules.request_overlap import Near, nearest

MOST_CONTRACTS, MOST_PRICES, ALIKE = 5, 3, 0.45


@dataclass(frozen=True)
class Owned:
    """A system that may do it, and why."""

    system: ItSystem
    near: Near


@dataclass(frozen=True)
class Paid:
    """What one of the like costs us: `difference_pct` is how much more the wish costs a year than that, None where the
    wish says no number or amount, or is paid once."""

    system: str
    system_id: UUID
    item: str
    year: int
    price_oere: Decimal
    difference_pct: int | None

    @property
    def compared(self) -> str:
        """How the wish's price stands to it; "" where it cannot be said."""
        if self.difference_pct is None:
            return ""
        if self.difference_pct == 0:
            return "samme pris"
        return f"{abs(self.difference_pct)} % {'dyrere' if self.difference_pct > 0 else 'billigere'} nu"


@dataclass(frozen=True)
class LinePrices:
    """A line of the wish, what one costs in it, and what is paid for the like."""

    item: str
    price_oere: Decimal | None
    paid: tuple[Paid, ...]


@dataclass(frozen=True)
class Looked:
    """`prices` None: the actor does not read what items cost."""

    owned: tuple[Owned, ...]
    contracts: tuple[Contract, ...]
    prices: tuple[LinePrices, ...] | None


def look(*, actor: Actor, facts: RequestFacts, on: dt.date, but: UUID | None = None) -> Looked:
    """`but`: a system that is the wish itself. At most six queries."""
    owned = owned_alike(facts, but=but)
    contracts = contracts_for(facts, [one.system.pk for one in owned], on=on)
    prices = prices_of(facts) if reads_all_costs(actor) else None
    return Looked(owned, contracts, prices)


def owned_alike(facts: RequestFacts, *, but: UUID | None = None) -> tuple[Owned, ...]:
    """Systems in the register that are used and may do what is asked for, the nearest first. Three queries."""
    gone = LifeCycle.NOT_IN_USE.value
    rows = ItSystem.objects.filter(removed_at__isnull=True).exclude(life_cycle=gone).select_related("vendor")
    systems = {str(one.pk): one for one in rows if one.pk not in (but, facts.system_id)}
    kle, units = defaultdict(set), defaultdict(set)
    for system_id, number in SystemTask.objects.values_list("system_id", "kle_number"):
        kle[str(system_id)].add(number)
    for system_id, unit_id in SystemUnit.objects.values_list("system_id", "unit_id"):
        units[str(system_id)].add(str(unit_id))
    known = [
        System(
            key,
            one.name,
            f"{one.description} {one.family}",
            frozenset(kle[key]),
            fold(one.business_type),
            frozenset(units[key]),
            one.vendor.cvr or "" if one.vendor else "",
        )
        for key, one in systems.items()
    ]
    wish = System("", facts.title, f"{facts.need} {facts.for_whom}", frozenset(facts.tasks))
    return tuple(Owned(systems[near.key], near) for near in nearest(wish=wish, systems=known))


def contracts_for(facts: RequestFacts, system_ids: Sequence[UUID], *, on: dt.date) -> tuple[Contract, ...]:
    """Running contracts with the vendor that is named, or of the system or one that is near. Two queries."""
    near = [*system_ids, *([facts.system_id] if facts.system_id else [])]
    wanted = Q(covers__system__in=near)
    if facts.vendor_name.strip():
        wanted |= Q(vendor__name__icontains=facts.vendor_name.strip())
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    rows = Contract.objects.filter(wanted & running, removed_at__isnull=True).distinct()
    return tuple(rows.select_related("vendor").order_by("name")[:MOST_CONTRACTS])


def prices_of(facts: RequestFacts) -> tuple[LinePrices, ...]:
    """Of each line what is paid for items like it, in the newest year that both number and amount are known of. One
    query. Only for who reads all costs."""
    rows = Volume.objects.filter(quantity__gt=0, amount_oere__isnull=False, is_site_licence=False)
    newest: dict[tuple[UUID, str], Volume] = {}
    for one in rows.select_related("system").filter(system__removed_at__isnull=True).order_by("year"):
        newest[one.system_id, one.item] = one
    known = list(newest.values())
    return tuple(
        LinePrices(line.item, line.unit_price_oere, _alike(line, facts, known)) for line in facts.lines if known
    )


def _alike(line: LineFacts, facts: RequestFacts, known: Sequence[Volume]) -> tuple[Paid, ...]:
    texts = [fold(line.item), *(fold(f"{one.item} {one.system.name} {one.system.family}") for one in known)]
    alike = cosine_of_text(texts)[0, 1:]
    own = [one.system_id == facts.system_id for one in known]
    order = sorted(range(len(known)), key=lambda at: (not own[at], -alike[at], known[at].item))
    near = [known[at] for at in order if own[at] or alike[at] >= ALIKE][:MOST_PRICES]
    return tuple(_paid(one, line) for one in near)


def _paid(volume: Volume, line: LineFacts) -> Paid:
    assert volume.quantity is not None
    assert volume.amount_oere is not None
    price = Decimal(volume.amount_oere) / volume.quantity
    # What is paid is of a year, so what is bought once is not held against it.
    asked = line.unit_price_oere if line.is_yearly else None
    more = (asked / price - 1) * 100 if asked is not None and price else None
    return Paid(
        volume.system.name,
        volume.system_id,
        volume.item,
        volume.year,
        price,
        None if more is None else round(more),
    )
