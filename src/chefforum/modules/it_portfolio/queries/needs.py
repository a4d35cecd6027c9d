"""Whether systems that overlap are needed or nice to have, and which owners have not said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.access import may_write_system
from chefforum.modules.it_costs.queries.comparing import ComparedSystem
from chefforum.modules.it_costs.rules.kinds import NEED_NAMES, Need

from ..models import NeedQuestion
from .overlaps import OverlapsAsked, find_overlaps


@dataclass(frozen=True)
class NeedRow:
    """`asked_at`: when its owner was asked last. `may_ask`: the actor may, and there is somebody to ask."""

    system: ComparedSystem
    asked_at: dt.datetime | None
    may_ask: bool

    @property
    def need_name(self) -> str:
        return NEED_NAMES[Need(self.system.need)]


@dataclass(frozen=True)
class NeedsFound:
    """Systems that are like another: those of which nobody has said it, those nice to have, and those needed."""

    open: tuple[NeedRow, ...]
    nice: tuple[NeedRow, ...]
    needed: tuple[NeedRow, ...]

    @property
    def may_ask(self) -> bool:
        return any(one.may_ask for one in self.open)


def needs_of_overlapping(*, actor: Actor, tree: OrganisationTree, at: dt.datetime) -> NeedsFound:
    """Five queries. Raises AccessDenied."""
    found = find_overlaps(actor=actor, asked=OverlapsAsked(), tree=tree)
    systems = {one.id: one for pair in found.pairs for one in (pair.one, pair.other)}
    questions = NeedQuestion.objects.filter(system__in=list(systems)).order_by("at", "pk")
    asked = {(one.system_id, one.owner_id): one.at for one in questions}
    rows = [
        NeedRow(
            system=one,
            asked_at=asked.get((one.id, one.owner_id)) if one.owner_id else None,
            may_ask=one.owner_id is not None and may_write_system(actor, one.owner_unit_id),
        )
        for one in sorted(systems.values(), key=lambda one: (one.name.casefold(), str(one.id)))
    ]
    by_need = {need: tuple(row for row in rows if row.system.need == need) for need in Need}
    return NeedsFound(by_need[Need.UNKNOWN], by_need[Need.NICE], by_need[Need.NEED])
