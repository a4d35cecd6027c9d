"""Keys of full-time equivalents: what the organisation counts on a day, and the keys that have been made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import fte_by_unit, tree_on, trees_on
from chefforum.kernel.organisation.rules import OrganisationTree, UnitOnDate
from chefforum.web import danish

from ..access import READ_PUBLISHED
from ..models import KeyShare, StaffingKey, TargetRound
from ..rules.departments import department_of_units, departments_in


class KeyNotFound(LookupError):
    """There is no such key."""


@dataclass(frozen=True)
class CountedDepartment:
    """A department on a day and what the organisation counts in it and below it; None where nobody has counted.

    `oldest`: the day of the oldest count among them.
    """

    unit: UnitOnDate
    fte: Decimal | None
    oldest: dt.date | None


def counted_departments(on: dt.date) -> tuple[CountedDepartment, ...]:
    """Every department on the day; a unit counts in one of them, as its placements do. Two queries."""
    tree, counted = tree_on(on), fte_by_unit(on)
    departments, found = departments_in(tree), []
    of_unit = department_of_units(tree, departments)
    for unit in departments:
        counts = [counted[below] for below, above in of_unit.items() if above == unit.id and below in counted]
        fte = sum((number for number, _ in counts), Decimal(0)) if counts else None
        found.append(CountedDepartment(unit, fte, min((day for _, day in counts), default=None)))
    return tuple(found)


@dataclass(frozen=True)
class KeyLine:
    """A department of a key: None where it is not counted. `share_pct` of the whole, None where that is not known."""

    code: str
    name: str
    fte: Decimal | None
    share_pct: Decimal | None


@dataclass(frozen=True)
class KeyFound:
    """A key with its departments in the organisation's order."""

    key: StaffingKey
    lines: tuple[KeyLine, ...]
    total: Decimal

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(line.name for line in self.lines if line.fte is None)

    @property
    def is_usable(self) -> bool:
        """Whether targets can be shared out by it."""
        return bool(self.lines) and not self.missing and self.total > 0

    @property
    def weights(self) -> dict[str, Decimal]:
        """Full-time equivalents by the department's code, those that are counted."""
        return {line.code: line.fte for line in self.lines if line.fte is not None}

    @property
    def names(self) -> dict[str, str]:
        return {line.code: line.name for line in self.lines}


def list_keys(actor: Actor) -> tuple[KeyFound, ...]:
    """Every key, the newest first. Raises AccessDenied. Three queries however many."""
    READ_PUBLISHED.require(actor)
    return _found(StaffingKey.objects.select_related("person"))


def get_key(*, actor: Actor, key_id: UUID) -> KeyFound:
    """Raises AccessDenied, KeyNotFound. Three queries."""
    READ_PUBLISHED.require(actor)
    found = _found(StaffingKey.objects.filter(pk=key_id).select_related("person"))
    if not found:
        raise KeyNotFound
    return found[0]


def rounds_by_key(key_id: UUID) -> list[TargetRound]:
    """The rounds that rest on the key, the newest first."""
    return list(TargetRound.objects.filter(key=key_id))


def why_name_is_taken(name: str) -> str:
    """Which key has the name already, in words; "" where none has. Large and small letters are the same. One query."""
    asked = " ".join(name.split()).casefold()
    for same, day in StaffingKey.objects.values_list("name", "on_date"):
        if " ".join(same.split()).casefold() == asked:
            return (
                f"Der er allerede en nøgle, der hedder “{same}”, opgjort {danish.date(day)}. Giv denne et andet navn."
            )
    return ""


def key_names() -> frozenset[str]:
    """What the keys are called."""
    return frozenset(StaffingKey.objects.values_list("name", flat=True))


def _found(keys: Iterable[StaffingKey]) -> tuple[KeyFound, ...]:
    made = list(keys)
    shares: dict[UUID, list[KeyShare]] = {key.pk: [] for key in made}
    for share in KeyShare.objects.filter(key__in=shares).select_related("unit"):
        shares[share.key_id].append(share)
    trees = trees_on(key.on_date for key in made)
    return tuple(_with_lines(key, shares[key.pk], trees[key.on_date]) for key in made)


def _with_lines(key: StaffingKey, shares: list[KeyShare], tree: OrganisationTree) -> KeyFound:
    """The departments of the day, and those of the key that the organisation no longer says were there."""
    by_unit = {share.unit_id: share for share in shares}
    total = sum((share.fte for share in shares), Decimal(0))
    departments = departments_in(tree)
    is_whole = total > 0 and all(unit.id in by_unit for unit in departments)

    def line(code: str, name: str, share: KeyShare | None) -> KeyLine:
        fte = share.fte if share else None
        return KeyLine(code, name, fte, 100 * fte / total if fte is not None and is_whole else None)

    known = [line(unit.code, unit.name, by_unit.pop(unit.id, None)) for unit in departments]
    others = [
        line(share.unit.code, unit.name if (unit := tree.unit(share.unit_id)) else share.unit.code, share)
        for share in by_unit.values()
    ]
    return KeyFound(key, (*known, *others), total)
