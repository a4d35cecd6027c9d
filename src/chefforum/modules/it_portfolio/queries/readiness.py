"""Which systems are ready for a national centre for shared operation on a day, with all that says so.

Everybody who works here reads it, for the register is everybody's; what a system costs is with it for who reads costs,
and is then what they may see of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.access import READ_COSTS, may_write_system, units_of_costs
from chefforum.modules.it_costs.queries.cells import years_to_choose
from chefforum.modules.it_costs.queries.register import Chosen, list_systems
from chefforum.modules.it_costs.queries.ties import Tied, costs_of_systems, tied_systems
from chefforum.web import danish

from ..access import READ_READINESS
from ..models import DependencyCheck
from ..rules.readiness import Known, Ready, Stated, Terms, groups, order_of, running, states

YEARS_AHEAD = 5


@dataclass(frozen=True)
class AskedReadiness:
    """`on`: the day, today or later. `costs`: whether what systems cost is asked for."""

    chosen: Chosen
    on: dt.date
    ready: str = ""
    group: int = 0
    costs: bool = True


@dataclass(frozen=True)
class Row:
    """A system. `cost_oere`: what the actor sees of the year's, None: nothing is known. `group`: 0 where it stands
    alone, else which group must move together."""

    tied: Tied
    unit_name: str | None
    stated: Stated
    contracts: tuple[Terms, ...]
    needs: tuple[tuple[UUID, str], ...]
    needed_by: tuple[tuple[UUID, str], ...]
    group: int
    cost_oere: int | None
    may_check: bool
    is_checked: bool


@dataclass(frozen=True)
class Group:
    """Systems that must move together: in rounds, where each needs only what is in it or before. `ready`: how many of
    them are, each state."""

    number: int
    rounds: tuple[tuple[tuple[UUID, str], ...], ...]
    ready: dict[str, int]

    @property
    def size(self) -> int:
        return sum(len(one) for one in self.rounds)

    @property
    def title(self) -> str:
        return f"Gruppe {self.number}: {danish.counted(self.size, 'system,systemer')}"

    @property
    def note(self) -> str:
        return f"{self.ready[Ready.READY.value]} er klar"


@dataclass(frozen=True)
class Readiness:
    """`counts`: systems that fit by state; `ahead`: the same on days to come, of the same systems. `cost_year`: None
    where the actor reads no costs."""

    asked: AskedReadiness
    today: dt.date
    rows: tuple[Row, ...]
    counts: dict[str, int]
    ahead: tuple[tuple[dt.date, dict[str, int]], ...]
    groups: tuple[Group, ...]
    alone: int
    cost_year: int | None
    sees_all_costs: bool
    in_register: int


def readiness_of(*, actor: Actor, asked: AskedReadiness, tree: OrganisationTree, today: dt.date) -> Readiness:
    """Five queries, and those of the costs where they are asked for. Raises AccessDenied."""
    READ_READINESS.require(actor)
    tied = tied_systems(actor=actor)
    checks = dict(DependencyCheck.objects.values_list("system_id", "needs"))
    known = {one.system.pk: _known(one, checks.get(one.system.pk)) for one in tied}
    chosen = list(list_systems(actor=actor, chosen=asked.chosen, tree=tree, on=today))
    stated = states(known.values(), today=today, on=asked.on)
    found = [one for one in chosen if one.pk in known]
    in_groups, moving = _groups(known, stated)
    year, costs = _costs(actor, today) if asked.costs else (None, {})
    by_id = {one.system.pk: one for one in tied}
    rows = []
    needed_by: dict[UUID, list[UUID]] = {}
    for one in known.values():
        for other in one.needs:
            needed_by.setdefault(other, []).append(one.id)
    for system in found:
        tied_one = by_id[system.pk]
        amounts = costs.get(system.pk, {})
        rows.append(
            Row(
                tied=tied_one,
                unit_name=system.unit_name,  # type: ignore[attr-defined]
                stated=stated[system.pk],
                contracts=known[system.pk].contracts,
                needs=_named(tied_one.needs, known),
                needed_by=_named(needed_by.get(system.pk, ()), known),
                group=in_groups.get(system.pk, 0),
                cost_oere=amounts.get(year) if year is not None else None,
                may_check=may_write_system(actor, tied_one.system.owner_unit_id),
                is_checked=known[system.pk].needs_are_all,
            )
        )
    counts = _counts([row.stated for row in rows])
    ids = [row.tied.system.pk for row in rows]
    shown = [row for row in rows if (not asked.ready or row.stated.ready == asked.ready)]
    shown = [row for row in shown if not asked.group or row.group == asked.group]
    return Readiness(
        asked=asked,
        today=today,
        rows=tuple(shown),
        counts=counts,
        ahead=tuple(_ahead(known, ids, today, asked.on)),
        groups=moving,
        alone=len(known) - len(in_groups),
        cost_year=year,
        sees_all_costs=units_of_costs(actor) is None,
        in_register=len(known),
    )


def _known(tied: Tied, checked: list[str] | None) -> Known:
    system = tied.system
    return Known(
        id=system.pk,
        name=system.name,
        hosting=system.hosting,
        personal_data=system.personal_data,
        is_business_critical=system.is_business_critical,
        is_socially_critical=system.is_socially_critical,
        contracts=tuple(
            Terms(one.pk, one.name, one.ends_on, one.notice_months, one.irrevocable_until) for one in tied.contracts
        ),
        needs=tied.needs,
        needs_are_all=checked is not None and set(checked) == {str(one) for one in tied.needs},
    )


def _named(ids: Sequence[UUID] | frozenset[UUID], known: dict[UUID, Known]) -> tuple[tuple[UUID, str], ...]:
    return tuple(sorted(((one, known[one].name) for one in ids), key=lambda one: (one[1], one[0])))


def _groups(known: dict[UUID, Known], stated: dict[UUID, Stated]) -> tuple[dict[UUID, int], tuple[Group, ...]]:
    """Which group a system is in, and the groups of more than one, the largest first."""
    needs = [(one.id, other) for one in known.values() for other in one.needs]
    found = sorted((one for one in groups(list(known), needs) if len(one) > 1), key=lambda one: -len(one))
    of: dict[int, list[tuple[UUID, UUID]]] = {}
    in_groups = {one: number for number, members in enumerate(found, start=1) for one in members}
    for one, other in needs:
        of.setdefault(in_groups[one], []).append((one, other))
    moving = tuple(
        Group(
            number,
            tuple(
                tuple((one, known[one].name) for one in sorted(each, key=lambda one: known[one].name))
                for each in order_of(members, of[number])
            ),
            _counts([stated[one] for one in members]),
        )
        for number, members in enumerate(found, start=1)
    )
    return in_groups, moving


def _counts(stated: Sequence[Stated]) -> dict[str, int]:
    found = Counter(one.ready.value for one in stated)
    return {one.value: found[one.value] for one in Ready}


def _ahead(
    known: dict[UUID, Known], ids: Sequence[UUID], today: dt.date, on: dt.date
) -> list[tuple[dt.date, dict[str, int]]]:
    """Today, the day that is asked, and the ends of the years to come."""
    days = {today, on, *(dt.date(today.year + more, 12, 31) for more in range(YEARS_AHEAD))}
    found = []
    for day in sorted(days):
        stated = states(known.values(), today=today, on=day)
        found.append((day, _counts([stated[one] for one in ids])))
    return found


def _costs(actor: Actor, today: dt.date) -> tuple[int | None, dict[UUID, dict[int, int]]]:
    """Of the newest whole year that anything is known of, for who reads costs."""
    if not READ_COSTS.allows(actor):
        return None, {}
    years = years_to_choose()
    year = max((one for one in years if one < today.year), default=max(years, default=today.year))
    return year, costs_of_systems(actor=actor, years=[year])


def free_contracts(row: Row, today: dt.date) -> tuple[Terms, ...]:
    """The contracts that run on it. No query."""
    return running(row.contracts, today)


def checked_needs(*, actor: Actor, system_ids: Sequence[UUID]) -> dict[UUID, tuple[Tied, bool]]:
    """The systems that the actor may say of that what they need is all, with whether it is said. Four queries."""
    checks = dict(DependencyCheck.objects.filter(system__in=system_ids).values_list("system_id", "needs"))
    wanted = set(system_ids)
    return {
        one.system.pk: (one, set(checks.get(one.system.pk, ["?"])) == {str(other) for other in one.needs})
        for one in tied_systems(actor=actor)
        if one.system.pk in wanted and may_write_system(actor, one.system.owner_unit_id)
    }
