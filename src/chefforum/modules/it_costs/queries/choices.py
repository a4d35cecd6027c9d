"""What forms of the register offer: units, vendors, persons, and words that were used before."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.queries import list_persons

from ..access import is_coordinator, may_write_system
from ..models import ItSystem, Vendor

Option = tuple[UUID, str]


def units_to_choose(tree: OrganisationTree) -> list[Option]:
    """Every unit, with its depth in dashes. No query."""
    return [(unit.id, f"{'– ' * depth}{unit.name}") for depth, unit in tree.walk()]


def writable_units(actor: Actor, tree: OrganisationTree) -> list[Option]:
    """The units that the actor writes systems of. No query."""
    if is_coordinator(actor):
        return units_to_choose(tree)
    shown = [(depth, unit) for depth, unit in tree.walk() if may_write_system(actor, unit.id)]
    least = min((depth for depth, _ in shown), default=0)
    return [(unit.id, f"{'– ' * (depth - least)}{unit.name}") for depth, unit in shown]


def vendors_to_choose() -> list[Option]:
    """One query."""
    return [(one.pk, one.name) for one in Vendor.objects.all()]


def persons_to_choose() -> list[Option]:
    """One query."""
    return [(one.pk, one.name) for one in list_persons()]


def words_used(field: str) -> list[str]:
    """What `family` or `business_type` of systems in the register says, by name. One query."""
    rows = ItSystem.objects.filter(removed_at__isnull=True).exclude(**{field: ""})
    return list(rows.order_by(field).values_list(field, flat=True).distinct())


def systems_to_name(*, but: UUID | None = None) -> list[str]:
    """What every system in the register is called, so that one can be chosen by typing; those of the same name are told
    apart by the beginning of their number. One query."""
    rows = ItSystem.objects.filter(removed_at__isnull=True).order_by("name").values_list("name", "pk")
    told = [(" ".join(name.split()), pk) for name, pk in rows if pk != but]
    count = Counter(name.casefold() for name, _ in told)
    return [name if count[name.casefold()] == 1 else _apart(name, pk) for name, pk in told]


def system_named(text: str) -> UUID | None:
    """The one that is called so, as `systems_to_name` tells it; None where none is, or more than one. One query."""
    wanted = " ".join(text.split()).casefold()
    rows = ItSystem.objects.filter(removed_at__isnull=True).values_list("name", "pk")
    told = [(" ".join(name.split()), pk) for name, pk in rows]
    found = [pk for name, pk in told if wanted in (name.casefold(), _apart(name, pk).casefold())]
    return found[0] if len(found) == 1 else None


def _apart(name: str, pk: UUID) -> str:
    return f"{name} ({str(pk)[:8]})"
