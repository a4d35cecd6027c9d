"""What the coordinator sees before a round is set: the table, reckoned as it would be kept, beside what was before."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.queries import tree_on

from ..access import require_coordinator
from ..models import Placement, TargetRound
from ..rules.departments import department_of_units, departments_in
from ..rules.kinds import KIND_NAMES, TARGETED, PlacementKind, Sector
from ..rules.target_change import NamedRound, noughts_in, what_it_changes
from ..rules.target_tables import (
    BesideRow,
    PlainRounding,
    TargetTable,
    plainly_rounded,
    rows_beside,
    table_from,
    ties_of,
)
from ..rules.target_words import arithmetic
from ..rules.targets import KindSettings, facts_of, reckon
from .keys import KeyFound, get_key
from .targets import RoundFound, round_until

Began = dict[PlacementKind, dict[str, int]]


@dataclass(frozen=True)
class TargetDraft:
    """A round as it would be set. `before`: what holds until it begins; `changes`: what it changes, in words;
    `noughts`: where it sets no target, in words; `began_in`: the year whose placements stand beside."""

    key: KeyFound
    table: TargetTable
    arithmetic: tuple[tuple[str, str], ...]
    ties: tuple[str, ...]
    plain: PlainRounding
    beside: tuple[BesideRow, ...]
    before: RoundFound | None
    changes: tuple[str, ...]
    noughts: tuple[str, ...]
    began_in: int


def draft_of(
    *,
    actor: Actor,
    key_id: UUID,
    targets: Sequence[KindSettings],
    year: int,
    holds_from: dt.date | None,
    on: dt.date,
) -> TargetDraft:
    """The table and what stands beside it. The key is usable, and `what_is_wrong` has nothing to say of the settings.
    `holds_from` None is not written yet: then it is held against what holds at the end of the year.

    Raises AccessDenied for others than the coordinator: it counts placements one by one; KeyNotFound.
    """
    require_coordinator(actor)
    key = get_key(actor=actor, key_id=key_id)
    before = round_until(year=year, day=holds_from or dt.date(year, 12, 31))
    reckoned = [reckon(settings=one, key=key.weights) for one in targets]
    facts = [facts_of(one) for one in reckoned]
    table = table_from(
        shares={one.settings.kind: one.shares for one in facts},
        totals={one.settings.kind: (one.yearly, one.running) for one in facts},
        names=key.names,
    )
    began = began_by_department(year=year - 1, on=on)
    return TargetDraft(
        key=key,
        table=table,
        arithmetic=tuple((KIND_NAMES[one.settings.kind], arithmetic(one.settings)) for one in reckoned),
        ties=ties_of(reckoned, key.names),
        plain=plainly_rounded(reckoned, key.names),
        beside=rows_beside(table=table, before=before.table if before else None, began=began),
        before=before,
        changes=_changes(year=year, holds_from=holds_from, before=before, on=on) if holds_from else (),
        noughts=noughts_in(targets),
        began_in=year - 1,
    )


def _changes(*, year: int, holds_from: dt.date, before: RoundFound | None, on: dt.date) -> tuple[str, ...]:
    later = TargetRound.objects.filter(year=year, holds_from__gt=holds_from).order_by("number")
    if before is not None:
        later = later.exclude(pk=before.round.pk)
    return what_it_changes(
        year=year,
        holds_from=holds_from,
        before=_named(before.round) if before else None,
        later=[_named(one) for one in later],
        on=on,
    )


def _named(found: TargetRound) -> NamedRound:
    return NamedRound(str(found), found.year, found.holds_from)


def began_by_department(*, year: int, on: dt.date) -> Began:
    """How many placements in the municipality began in the year, by code of the department and under "" in all.

    A kind of which none is registered in the year is not in the answer: it is missing, not nought. Two queries.
    """
    last = dt.date(year, 12, 31)
    tree = tree_on(min(last, on))
    departments = departments_in(tree)
    codes, of_unit = {unit.id: unit.code for unit in departments}, department_of_units(tree, departments)
    rows = Placement.objects.filter(
        sector=Sector.MUNICIPAL.value,
        cancelled_at=None,
        kind__in=[kind.value for kind in TARGETED],
        starts_on__range=(dt.date(year, 1, 1), min(last, on)),
    ).values_list("kind", "unit")
    found: dict[PlacementKind, Counter[str]] = {}
    for kind, unit_id in rows:
        counts = found.setdefault(PlacementKind(kind), Counter())
        counts[""] += 1
        if unit_id in of_unit:
            counts[codes[of_unit[unit_id]]] += 1
    return {kind: dict(counts) for kind, counts in found.items()}
