"""The tree of the organisation on one day, as a value that can be asked about without the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID


class OrganisationLoop(ValueError):
    """Units hang below each other in a ring; the message names them."""


@dataclass(frozen=True)
class UnitOnDate:
    """A unit as it was on the tree's date; `parent` is None at the top."""

    id: UUID
    code: str
    name: str
    short_name: str
    kind: str
    parent: UUID | None


@dataclass(frozen=True)
class OrganisationTree:
    """All units that existed on a date. Asking about a unit that did not exist then gives nothing, never an error."""

    units: tuple[UnitOnDate, ...]
    _by_id: dict[UUID, UnitOnDate] = field(init=False, repr=False, compare=False)
    _children: dict[UUID | None, list[UnitOnDate]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {unit.id: unit for unit in self.units}
        children: dict[UUID | None, list[UnitOnDate]] = defaultdict(list)
        for unit in self.units:
            # A unit whose parent is closed is shown at the top rather than not at all.
            children[unit.parent if unit.parent in by_id else None].append(unit)
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "_children", dict(children))

    def __contains__(self, unit_id: UUID) -> bool:
        return unit_id in self._by_id

    def unit(self, unit_id: UUID) -> UnitOnDate | None:
        return self._by_id.get(unit_id)

    def children(self, unit_id: UUID | None) -> tuple[UnitOnDate, ...]:
        """The units just below; below None are those at the top."""
        return tuple(self._children.get(unit_id, ()))

    def path(self, unit_id: UUID) -> tuple[UnitOnDate, ...]:
        """From the top down to the unit itself."""
        found: list[UnitOnDate] = []
        current = self.unit(unit_id)
        while current is not None and current not in found:
            found.append(current)
            current = self._by_id.get(current.parent) if current.parent else None
        return tuple(reversed(found))

    def below(self, unit_ids: Iterable[UUID]) -> frozenset[UUID]:
        """The units themselves and everything below them; only units that exist on the tree's date."""
        found: set[UUID] = set()
        waiting = [unit_id for unit_id in unit_ids if unit_id in self._by_id]
        while waiting:
            unit_id = waiting.pop()
            if unit_id not in found:
                found.add(unit_id)
                waiting += [child.id for child in self.children(unit_id)]
        return frozenset(found)

    def walk(self) -> Iterator[tuple[int, UnitOnDate]]:
        """Every unit with its depth (0 at the top), parents before children, in the order of `units`."""
        waiting = [(0, unit) for unit in reversed(self.children(None))]
        while waiting:
            depth, unit = waiting.pop()
            yield depth, unit
            waiting += [(depth + 1, child) for child in reversed(self.children(unit.id))]


def check_no_loop(parents: dict[str, str | None]) -> None:
    """Each unit's code and its parent's code; raises OrganisationLoop where a unit is its own ancestor."""
    safe: set[str] = set()
    for start in parents:
        path: list[str] = []
        current: str | None = start
        while current is not None and current not in safe:
            if current in path:
                ring = " → ".join([*path[path.index(current) :], current])
                raise OrganisationLoop(f"Enhederne ligger i ring under hinanden: {ring}. Ret en af dem.")
            path.append(current)
            current = parents.get(current)
        safe.update(path)
