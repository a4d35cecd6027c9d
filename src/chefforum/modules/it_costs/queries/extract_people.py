"""Who may write for an analyst, and who has lines left to answer for the municipality."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.queries import valid_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.models import Employment

from ..access import READERS_OF_COSTS
from ..models import Extract, ExtractLine, ExtractSignature
from .extract_lines import with_state

Held = dict[UUID, frozenset[UUID | None]]


def hands_to_choose(*, tree: OrganisationTree, on: dt.date, but: UUID | None) -> list[tuple[UUID, str]]:
    """Those who read all costs by a role of their own, but one. One query."""
    tops = [unit.id for unit in tree.children(None)]
    held = RoleAssignment.objects.filter(valid_on(on), role__in=[one.value for one in READERS_OF_COSTS], unit__in=tops)
    rows = held.order_by("person__name").values_list("person_id", "person__name").distinct()
    return [(pk, name) for pk, name in rows if pk != but]


def left_of(*, extract: Extract, tree: OrganisationTree, on: dt.date) -> dict[UUID, int]:
    """Each person who answers for lines that the municipality has not answered, with how many: the IT managers of their
    units, and who owns their systems and reads their costs. Three queries."""
    lines: Any = with_state(ExtractLine.objects.filter(extract=extract))
    lines = lines.filter(by_municipality__isnull=True)
    rows = list(lines.values_list("unit_id", "system__owner_id"))
    managed, read = _held(tree, on)
    found: Counter[UUID] = Counter()
    for unit, owner in rows:
        theirs = {person for person, units in managed.items() if unit in units}
        if owner is not None and unit in read.get(owner, frozenset()):
            theirs.add(owner)
        found.update(theirs)
    if extract.analyst_hand_id is not None:
        found.pop(extract.analyst_hand_id, None)
    return dict(found)


def _held(tree: OrganisationTree, on: dt.date) -> tuple[Held, Held]:
    """The units that each manages the technology of, and those that each reads the costs of. A role over the whole is
    over what is no unit's, too. Two queries."""
    managed, read = defaultdict[UUID, set[UUID | None]](set), defaultdict[UUID, set[UUID | None]](set)
    tops = {unit.id for unit in tree.children(None)}
    roles = RoleAssignment.objects.filter(valid_on(on), role__in=[one.value for one in READERS_OF_COSTS])
    for person, role, unit in roles.values_list("person_id", "role", "unit_id"):
        units: set[UUID | None] = {*tree.below([unit]), *([None] if unit in tops else [])}
        read[person] |= units
        if role == Role.IT_MANAGER:
            managed[person] |= units
    leads = Employment.objects.filter(valid_on(on), is_leader=True)
    for person, unit in leads.values_list("person_id", "unit_id"):
        read[person] |= tree.below([unit])
    return _frozen(managed.items()), _frozen(read.items())


def _frozen(held: Iterable[tuple[UUID, set[UUID | None]]]) -> Held:
    return {person: frozenset(units) for person, units in held}


def waiting(*, on: dt.date, days_before: int) -> list[Extract]:
    """Those whose answers are due within so many days or are late, while nobody has signed. One query."""
    due = on + dt.timedelta(days=days_before)
    signed = ExtractSignature.objects.filter(withdrawn_at__isnull=True).values("extract")
    found = Extract.objects.filter(answer_by__lte=due, validated_at__isnull=True)
    return list(found.exclude(pk__in=signed).order_by("created_at"))
