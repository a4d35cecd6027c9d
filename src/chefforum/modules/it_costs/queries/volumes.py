"""Numbers of items as the actor may know them: a list with two years side by side, what can be undone, and the years
that there is something of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.reading.queries import once

from ..access import READ_ALL_COSTS, READ_SYSTEMS, may_read_numbers, may_write_system, reads_all_costs
from ..models import Headcount, ItSystem, PriceIndex, Replacement, Volume, VolumeChange
from ..rules.volumes import Facts, missing_fields

ANALYSED = (2022, 2025)  # the two years of the analysis that this is made for
UNDO_WITHIN = dt.timedelta(days=30)


@dataclass(frozen=True)
class ChosenVolumes:
    """What the list is narrowed to; empty is everything."""

    words: str = ""
    family: str = ""
    unit_id: UUID | None = None  # that answers for the system, and all below
    lacks: bool = False  # something in one of the two years


@dataclass(frozen=True)
class VolumeRow:
    """An item with what is said of it in the years that are shown."""

    system: ItSystem
    item: str
    years: tuple[tuple[int, Facts], ...]
    may_write: bool

    @property
    def lacks(self) -> bool:
        return any(missing_fields(facts) for _, facts in self.years)


def years_there() -> list[int]:
    """Those that something is written of, oldest first. One query, once in a reading."""
    return once(
        "years_of_volumes", lambda: list(Volume.objects.order_by("year").values_list("year", flat=True).distinct())
    )


def usual_years(there: Sequence[int]) -> tuple[int, int]:
    """The analysis' two where both are there, else the first and the last, else the analysis' two."""
    if set(ANALYSED) <= set(there) or len(there) < 2:
        return ANALYSED
    return there[0], there[-1]


def list_volumes(
    *, actor: Actor, chosen: ChosenVolumes, years: tuple[int, int], tree: OrganisationTree
) -> list[VolumeRow]:
    """The items of the systems whose numbers the actor may know, by system and item. Amounts are there for who reads
    all costs alone. One query. Raises AccessDenied."""
    READ_SYSTEMS.require(actor)
    rows = Volume.objects.select_related("system").order_by("system__name", "system_id", "item", "year")
    if chosen.family:
        rows = rows.filter(system__family=chosen.family)
    if chosen.unit_id is not None:
        rows = rows.filter(system__owner_unit__in=tree.below([chosen.unit_id]))
    with_amounts = reads_all_costs(actor)
    said: dict[tuple[UUID, str], dict[int, Facts]] = {}
    systems: dict[UUID, ItSystem] = {}
    for one in rows:
        system = one.system
        if not may_read_numbers(actor, owner_id=system.owner_id, unit_id=system.owner_unit_id):
            continue
        systems[system.pk] = system
        amount = one.amount_oere if with_amounts else None
        said.setdefault((system.pk, one.item), {})[one.year] = Facts(one.quantity, one.measured_in, amount)
    words = chosen.words.casefold().split()
    found = [
        VolumeRow(
            systems[system_id],
            item,
            tuple((year, by_year.get(year, Facts())) for year in years),
            may_write_system(actor, systems[system_id].owner_unit_id),
        )
        for (system_id, item), by_year in said.items()
        if all(word in f"{systems[system_id].name} {item}".casefold() for word in words)
    ]
    return [one for one in found if not chosen.lacks or one.lacks]


def systems_to_write(actor: Actor) -> list[tuple[UUID, str]]:
    """The systems in the register whose numbers the actor writes, by name. One query."""
    rows = ItSystem.objects.filter(removed_at__isnull=True).only("id", "name", "owner_unit_id").order_by("name", "id")
    return [(one.pk, one.name) for one in rows if may_write_system(actor, one.owner_unit_id)]


def undoable(*, actor: Actor, at: dt.datetime) -> VolumeChange | None:
    """One of the actor's last batch that is not undone; None where there is none lately. One query."""
    if actor.person_id is None:
        return None
    rows = VolumeChange.objects.filter(
        person_id=actor.person_id, undone_at__isnull=True, at__gte=at - UNDO_WITHIN
    ).select_related("system")
    return rows.order_by("-at", "-pk").first()


def list_replacements() -> list[Replacement]:
    """One query."""
    return list(Replacement.objects.select_related("old", "new"))


def list_indices() -> list[PriceIndex]:
    """One query."""
    return list(PriceIndex.objects.all())


def list_headcounts() -> list[Headcount]:
    """One query."""
    return list(Headcount.objects.select_related("person"))


def stands_of(keys: Collection[tuple[UUID, str, int]]) -> dict[tuple[UUID, str, int], Facts]:
    """What stands of items in years. One query."""
    rows = Volume.objects.filter(system__in={system for system, _, _ in keys}).order_by("pk")
    return {(one.system_id, one.item, one.year): Facts(one.quantity, one.measured_in, one.amount_oere) for one in rows}


def systems_by_name(names: Iterable[str]) -> dict[str, list[UUID]]:
    """The systems of those names, by name without regard to capitals; one in the register stands before others. One
    query."""
    wanted = {name.casefold() for name in names}
    found: dict[str, list[tuple[bool, UUID]]] = {}
    for pk, name, removed_at in ItSystem.objects.order_by("pk").values_list("pk", "name", "removed_at"):
        if name.casefold() in wanted:
            found.setdefault(name.casefold(), []).append((removed_at is None, pk))
    return {name: [pk for is_in, pk in rows if is_in] or [pk for _, pk in rows] for name, rows in found.items()}


def table_of_volumes(*, actor: Actor) -> list[tuple[str, str, int, Facts]]:
    """All that is written, for who reads all costs: system, item, year and what is said. One query. Raises
    AccessDenied."""
    READ_ALL_COSTS.require(actor)
    rows = Volume.objects.select_related("system").order_by("system__name", "system_id", "item", "year")
    return [
        (one.system.name, one.item, one.year, Facts(one.quantity, one.measured_in, one.amount_oere)) for one in rows
    ]
