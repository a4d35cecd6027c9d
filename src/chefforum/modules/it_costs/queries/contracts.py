"""Contracts as who works here reads them: the list, one of them with what it covers, and those that end. What they cost
is not here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.organisation.rules import OrganisationTree

from ..access import READ_SYSTEMS
from ..models import Contract, ContractSystem
from ..rules.contracts import CONTRACT_FIELDS, ContractFacts, last_day_of_notice, months_after


class ContractNotFound(LookupError):
    """There is no such contract."""


@dataclass(frozen=True)
class ContractsChosen:
    """What a list is narrowed to. `ends`: months ahead as "3", "6", "12"; "udloebet", "uden"; "" is those that run."""

    words: str = ""
    vendor_id: UUID | None = None
    unit_id: UUID | None = None  # and all below
    ends: str = ""
    is_removed: bool = False


ENDS = {
    "": "Gældende",
    "3": "Slutter inden 3 måneder",
    "6": "Slutter inden 6 måneder",
    "12": "Slutter inden 12 måneder",
    "uden": "Uden slutdato",
    "udloebet": "Udløbet",
    "alle": "Alle",
}
CONTRACTS_SORTED_BY = {
    "navn": "name",
    "leverandoer": "vendor__name",
    "enhed": "unit_name",
    "slutter": "ends_on",
    "uopsigelig": "irrevocable_until",
}


@dataclass(frozen=True)
class Covered:
    """A system that a contract is of. `share` None: not said; `reckoned` is then the same for each that is not said."""

    row: ContractSystem
    share: Decimal | None
    reckoned: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """Of what the contract costs, with at most two decimals."""
        return None if self.reckoned is None else round(self.reckoned * 100, 2).normalize() + 0


def list_contracts(
    *, actor: Actor, chosen: ContractsChosen, tree: OrganisationTree, on: dt.date, order: str = "ends_on"
) -> QuerySet[Contract]:
    """Those that fit, with `unit_name` and `systems`, how many it is of. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    name = UnitPeriod.objects.filter(valid_on(on), unit=OuterRef("unit")).values("name")[:1]
    rows = Contract.objects.annotate(unit_name=Subquery(name), systems=Count("covers")).select_related("vendor")
    wanted = Q(removed_at__isnull=not chosen.is_removed)
    for word in chosen.words.split():
        said = ("name", "number", "vendor__name", "covers__system__name")
        matching = Contract.objects.filter(Q(*((f"{one}__icontains", word) for one in said), _connector=Q.OR))
        wanted &= Q(pk__in=matching.values("pk"))
    if chosen.vendor_id is not None:
        wanted &= Q(vendor=chosen.vendor_id)
    if chosen.unit_id is not None:
        wanted &= Q(unit__in=tree.below([chosen.unit_id]))
    wanted &= _ends(chosen.ends, on)
    name_of, is_down = order.lstrip("-"), order.startswith("-")
    by = F(name_of).desc(nulls_last=True) if is_down else F(name_of).asc(nulls_last=True)
    return rows.filter(wanted).order_by(by, "name", "pk")


def _ends(ends: str, on: dt.date) -> Q:
    if ends == "alle":
        return Q()
    if ends == "uden":
        return Q(ends_on__isnull=True)
    if ends == "udloebet":
        return Q(ends_on__lt=on)
    runs = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return Q(ends_on__gte=on, ends_on__lte=months_after(on, int(ends))) if ends.isdigit() else runs


def find_contract(*, actor: Actor, contract_id: UUID) -> Contract:
    """Also one that is out of the register. One query. Raises AccessDenied, ContractNotFound."""
    READ_SYSTEMS.require(actor)
    found = Contract.objects.select_related("vendor", "unit").filter(pk=contract_id).first()
    if found is None:
        raise ContractNotFound(contract_id)
    return found


def contract_facts(contract: Contract) -> ContractFacts:
    """No query."""
    return ContractFacts(**{name: getattr(contract, name) for name in CONTRACT_FIELDS})


def covered_by(contract: Contract) -> list[Covered]:
    """What it covers, with the share that is said, or the one it gets: what is left, the same for each. One query."""
    rows = list(contract.covers.select_related("system").order_by("system__name"))
    unsaid = [one for one in rows if one.share is None]
    left = max(Decimal(1) - sum((one.share for one in rows if one.share is not None), Decimal(0)), Decimal(0))
    each = left / len(unsaid) if unsaid else None
    return [Covered(one, one.share, each if one.share is None else one.share) for one in rows]


def notice_day(contract: Contract) -> dt.date | None:
    """The last day it can be ended for its end. No query."""
    return last_day_of_notice(contract.ends_on, contract.notice_months)


def ending(*, units: frozenset[UUID] | None, on: dt.date, months: int, most: int) -> list[Contract]:
    """Contracts of the units (None: all) that end within the months, those whose end is nearest first. One query."""
    rows = Contract.objects.filter(removed_at__isnull=True, ends_on__gte=on, ends_on__lte=months_after(on, months))
    if units is not None:
        rows = rows.filter(unit__in=units)
    return list(rows.select_related("vendor").order_by("ends_on", "name")[:most])
