"""Systems as who works here reads them: the list, one of them whole, and what a form offers. Costs are not here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web.object_parts import marked

from ..access import READ_SYSTEMS
from ..models import ContractSystem, Dependency, FieldValue, ItSystem, SystemTask, SystemUnit
from ..rules.kinds import Answer, Hosting, LifeCycle, Need, PersonalData
from ..rules.register import PLAIN, SystemFacts
from .proposals import has_open_proposal, has_unvalidated

KIND = "it_costs.system"  # by which other modules say something of a system (web/object_parts.py)


class SystemNotFound(LookupError):
    """There is no such system."""


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to; empty is everything that is in the register."""

    words: str = ""
    kind: str = ""
    unit_id: UUID | None = None  # that answers for it, and all below
    used_by: UUID | None = None  # and all below
    vendor_id: UUID | None = None
    life_cycle: str = ""
    hosting: str = ""
    personal_data: str = ""
    uses_ai: str = ""
    need: str = ""
    task: str = ""  # a KLE number, with all below it
    is_critical: bool = False
    is_own_purchase: bool = False
    lacks: str = ""  # one of LACKS
    is_disputed: bool = False  # a source says something else than what was validated
    is_removed: bool = False
    mark: str = ""  # the word of one that another module has registered


SORTED_BY = {
    "navn": "name",
    "type": "kind",
    "leverandoer": "vendor__name",
    "enhed": "unit_name",
    "livscyklus": "life_cycle",
    "brugere": "users_high",
    "behov": "need",
    "aendret": "changed_at",
}
# What a system may lack, by the word in the address: name, and those that lack it.
LACKS: dict[str, tuple[str, Any]] = {
    "enhed": ("Ansvarlig enhed", Q(owner_unit__isnull=True)),
    "ejer": ("Systemejer", Q(owner__isnull=True)),
    "leverandoer": ("Leverandør", Q(vendor__isnull=True)),
    "opgaver": ("Opgaver (KLE)", ~Exists(SystemTask.objects.filter(system=OuterRef("pk")))),
    "brugere": ("Antal brugere", Q(users_high__isnull=True) & Q(users_low__isnull=True)),
    "livscyklus": ("Livscyklus", Q(life_cycle=LifeCycle.UNKNOWN.value)),
    "drift": ("Hvor det kører", Q(hosting=Hosting.UNKNOWN.value)),
    "persondata": ("Personoplysninger", Q(personal_data=PersonalData.UNKNOWN.value)),
    "ai": ("Bruger AI", Q(uses_ai=Answer.UNKNOWN.value)),
    "kritisk": (
        "Forretnings- eller samfundskritisk",
        Q(is_business_critical=Answer.UNKNOWN.value) | Q(is_socially_critical=Answer.UNKNOWN.value),
    ),
    "behov": ("Vurdering af behov", Q(need=Need.UNKNOWN.value)),
    "kontrakt": (
        "Kontrakt",
        ~Exists(ContractSystem.objects.filter(system=OuterRef("pk"), contract__removed_at__isnull=True)),
    ),
    "bekraeftet": ("Bekræftelse af oplysninger", has_unvalidated()),
}


def list_systems(
    *, actor: Actor, chosen: Chosen, tree: OrganisationTree, on: dt.date, order: str = "name"
) -> QuerySet[ItSystem]:
    """Those that fit, with `unit_name` (None: nobody answers for it) and `is_disputed`. One query, and one for a mark.

    Raises AccessDenied.
    """
    READ_SYSTEMS.require(actor)
    name = UnitPeriod.objects.filter(valid_on(on), unit=OuterRef("owner_unit")).values("name")[:1]
    rows = ItSystem.objects.annotate(unit_name=Subquery(name), is_disputed=has_open_proposal())
    rows = rows.select_related("vendor", "owner", "owner_unit")
    wanted = Q(removed_at__isnull=not chosen.is_removed)
    plain = {
        "kind": chosen.kind,
        "vendor": chosen.vendor_id,
        "life_cycle": chosen.life_cycle,
        "hosting": chosen.hosting,
        "personal_data": chosen.personal_data,
        "uses_ai": chosen.uses_ai,
        "need": chosen.need,
        "bought_outside_it": chosen.is_own_purchase,
    }
    wanted &= Q(**{field: value for field, value in plain.items() if value})
    for word in chosen.words.split():
        said = ("name", "former_name", "description", "business_type", "family", "vendor__name")
        wanted &= Q(*((f"{field}__icontains", word) for field in said), _connector=Q.OR)
    if chosen.unit_id is not None:
        wanted &= Q(owner_unit__in=tree.below([chosen.unit_id]))
    if chosen.used_by is not None:
        users = SystemUnit.objects.filter(system=OuterRef("pk"), unit__in=tree.below([chosen.used_by]))
        wanted &= Q(Exists(users))
    if chosen.task:
        wanted &= Q(Exists(SystemTask.objects.filter(system=OuterRef("pk"), kle_number__startswith=chosen.task)))
    if chosen.is_critical:
        wanted &= Q(is_business_critical=Answer.YES.value) | Q(is_socially_critical=Answer.YES.value)
    if chosen.lacks in LACKS:
        wanted &= LACKS[chosen.lacks][1]
    if chosen.is_disputed:
        wanted &= Q(has_open_proposal())
    has_mark = marked(kind=KIND, word=chosen.mark, actor=actor) if chosen.mark else None
    if has_mark is not None:
        wanted &= Q(pk__in=has_mark)
    direction = F(order.removeprefix("-"))
    by = direction.desc(nulls_last=True) if order.startswith("-") else direction.asc(nulls_last=True)
    return rows.filter(wanted).order_by(by, "name", "pk")


def find_system(*, actor: Actor, system_id: UUID) -> ItSystem:
    """Also one that is out of the register. Raises AccessDenied, SystemNotFound. One query."""
    READ_SYSTEMS.require(actor)
    rows = ItSystem.objects.select_related("vendor", "owner", "owner_unit", "person")
    found = rows.filter(pk=system_id).first()
    if found is None:
        raise SystemNotFound(system_id)
    return found


def facts_of(system: ItSystem) -> SystemFacts:
    """What is said of it now. Two queries."""
    said = {name: getattr(system, name) for name in PLAIN}
    units = tuple(system.used_by.order_by("unit__code").values_list("unit_id", flat=True))
    tasks = tuple(system.tasks.order_by("kle_number").values_list("kle_number", flat=True))
    return SystemFacts(**said, units=units, tasks=tasks)


def values_of(system: ItSystem) -> dict[str, FieldValue]:
    """Who says what each field is, by field; a field that nobody said anything of is not there. One query."""
    return {one.field: one for one in FieldValue.objects.filter(system=system).select_related("person")}


def dependencies_of(system: ItSystem) -> tuple[list[Dependency], list[Dependency]]:
    """What it needs, and what needs it. Two queries."""
    needs = list(system.needs.select_related("on_system").order_by("on_system__name"))
    return needs, list(system.needed_by.select_related("system").order_by("system__name"))
