"""The rhythm of a month: what a unit's leader has said of it, what must be explained, and who has not assessed yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.kernel.people.models import Person

from ..models import Assessment, EntryCategory, EntryChange, Rhythm, RollOutStep
from ..rules.approvals import Since
from ..rules.entries import ChangeState
from ..rules.rhythm import (
    ASSESSMENT_STATE_NAMES,
    CHANGED_SINCE,
    NOT_ASSESSED,
    AssessmentState,
    Pace,
    RollOut,
    due_date,
    must_be_explained,
)
from .approvals import since_approval
from .planning import Pair, plan_and_came
from .units import PlacedWorkplace, Workplace, find_workplace, heads_above, leaders_by_unit, list_workplaces


def pace_on(on: dt.date) -> Pace | None:
    """What the rhythm says on the day; None where nobody has set it."""
    row = Rhythm.objects.filter(valid_from__lte=on).first()
    if row is None:
        return None
    return Pace(row.due_working_day, row.threshold_oere, row.threshold_pct)


def list_rhythms() -> QuerySet[Rhythm]:
    return Rhythm.objects.all()


@dataclass(frozen=True)
class Deviation:
    """A category that came out otherwise than planned, with the explanation where there is one."""

    category: EntryCategory
    pair: Pair
    text: str

    @property
    def field(self) -> str:
        return f"category-{self.category.pk}"


@dataclass(frozen=True)
class MonthToAssess:
    place: Workplace
    period: int
    assessment: Assessment | None
    state_name: str
    deviations: tuple[Deviation, ...]
    due: dt.date | None
    steps: tuple[Any, ...]
    changed_since: bool
    is_closed: bool
    has_leader: bool
    since: Since | None  # the budget or the ledger was changed after it was approved

    @property
    def is_assessed(self) -> bool:
        return self.assessment is not None and self.assessment.state != AssessmentState.RETURNED.value


def month_to_assess(*, actor: Actor, unit_id: UUID, period: int, on: dt.date) -> MonthToAssess:
    """Raises UnitNotFound."""
    seen = plan_and_came(actor=actor, unit_id=unit_id, year=period // 100, on=on)
    pace = pace_on(on)
    assessment = Assessment.objects.filter(unit_id=unit_id, period=period).select_related("assessed_by", "approved_by")
    found = assessment.first()
    said = {note.category_id: note.text for note in found.deviations.all()} if found else {}
    deviations = tuple(
        Deviation(category, pair, said.get(category.pk, ""))
        for category, pair in seen.month(period % 100)
        if pace is not None
        and must_be_explained(planned_oere=pair.planned_oere, actual_oere=pair.actual_oere, pace=pace)
    )
    changed = last_changes(unit_ids=[unit_id], year=period // 100).get(unit_id)
    since = found is not None and changed is not None and changed > found.assessed_at
    return MonthToAssess(
        place=seen.place,
        period=period,
        assessment=found,
        state_name=state_name(found, changed),
        deviations=deviations,
        due=due_date(period=period, pace=pace) if pace else None,
        steps=tuple(found.steps.select_related("person")) if found else (),
        changed_since=since,
        is_closed=seen.closed is not None and period <= seen.closed,
        has_leader=bool(leaders_by_unit(unit_ids=[unit_id], on=on)),
        since=since_approval(assessments=[found], on=on).get(unit_id),
    )


@dataclass(frozen=True)
class StateOfMonth:
    """What was said of a month; `since`: the budget or the ledger was changed after it was approved."""

    name: str
    is_assessed: bool
    due: dt.date | None
    since: Since | None


def state_of_month(*, unit_id: UUID, period: int, on: dt.date) -> StateOfMonth:
    """Of a unit that the caller has asked about. Three queries, and those of `since_approval` where it is approved."""
    found, pace = Assessment.objects.filter(unit_id=unit_id, period=period).first(), pace_on(on)
    changed = last_changes(unit_ids=[unit_id], year=period // 100).get(unit_id)
    return StateOfMonth(
        name=state_name(found, changed),
        is_assessed=found is not None and found.state != AssessmentState.RETURNED.value,
        due=due_date(period=period, pace=pace) if pace else None,
        since=since_approval(assessments=[found], on=on).get(unit_id),
    )


def last_changes(*, unit_ids: Iterable[UUID], year: int) -> dict[UUID, dt.datetime]:
    """When each unit's entries of the year were changed last; a unit without is not in the answer. One query."""
    changes = EntryChange.objects.filter(
        entry__unit__in=list(unit_ids),
        entry__year=year,
        state__in=[ChangeState.APPLIED.value, ChangeState.CHOSEN.value],
    )
    return dict(changes.order_by().values_list("entry__unit").annotate(last=Max("at")))


def state_name(assessment: Assessment | None, changed: dt.datetime | None) -> str:
    """Where the month is, in words; what was changed after it was assessed is said."""
    if assessment is None:
        return NOT_ASSESSED
    name = ASSESSMENT_STATE_NAMES[AssessmentState(assessment.state)]
    if changed is not None and changed > assessment.assessed_at and assessment.state != AssessmentState.RETURNED:
        return f"{name}. {CHANGED_SINCE}"
    return name


@dataclass(frozen=True)
class OverviewRow:
    """A unit in the overview of a month. A unit without a leader is asked nothing, and is said to have none."""

    depth: int
    place: Workplace
    leaders: tuple[Person, ...]
    assessment: Assessment | None
    state_name: str
    last_change: dt.datetime | None
    roll_out: dict[str, dt.date]
    is_in_rhythm: bool  # it has begun with Mit Forventede Regnskab; everybody has, where nobody is noted to
    on: dt.date

    @property
    def is_reminded(self) -> bool:
        """It is waiting, and the rhythm holds for it."""
        return self.is_waiting and self.is_in_rhythm

    @property
    def is_waiting(self) -> bool:
        """Somebody is to assess it and has not."""
        return bool(self.leaders) and (
            self.assessment is None or self.assessment.state == AssessmentState.RETURNED.value
        )

    @property
    def waits_for_approval(self) -> bool:
        return self.assessment is not None and self.assessment.state == AssessmentState.ASSESSED.value

    @property
    def started(self) -> dt.date | None:
        return self._held(RollOut.STARTED)

    @property
    def workshop(self) -> dt.date | None:
        """The workshop that has been held."""
        return self._held(RollOut.WORKSHOP)

    @property
    def planned(self) -> dt.date | None:
        """A workshop that is still to come."""
        day = self.roll_out.get(RollOut.WORKSHOP.value)
        return day if day is not None and day > self.on else None

    def _held(self, step: RollOut) -> dt.date | None:
        day = self.roll_out.get(step.value)
        return day if day is not None and day <= self.on else None


@dataclass(frozen=True)
class Overview:
    period: int
    on: dt.date
    rows: tuple[OverviewRow, ...]
    due: dt.date | None

    @property
    def asked(self) -> int:
        return sum(bool(row.leaders) for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(row.is_waiting for row in self.rows)

    @property
    def not_begun(self) -> int:
        """Those that are waiting, and that nobody reminds yet."""
        return sum(row.is_waiting and not row.is_in_rhythm for row in self.rows)

    @property
    def approved(self) -> int:
        return sum(
            row.assessment is not None and row.assessment.state == AssessmentState.APPROVED.value for row in self.rows
        )

    @property
    def started(self) -> int:
        return sum(row.started is not None and row.started <= self.on for row in self.rows)

    @property
    def at_workshop(self) -> int:
        """A workshop on a day to come is a plan."""
        return sum(row.workshop is not None and row.workshop <= self.on for row in self.rows)


def overview_of(*, actor: Actor, period: int, on: dt.date) -> Overview:
    """Who has assessed the month and who has not, of the units that the actor may read. A fixed number of queries."""
    tree = tree_on(on)
    placed = list_workplaces(actor=actor, on=on, tree=tree)
    pace = pace_on(on)
    rows = tuple(_overview_rows(placed, period=period, on=on))
    return Overview(period, on, rows, due_date(period=period, pace=pace) if pace else None)


def rows_to_remind(*, actor: Actor, period: int, on: dt.date, unit_id: UUID | None = None) -> list[OverviewRow]:
    """Units, or the one, that have not assessed the month and that the rhythm holds for, of those that the actor may
    remind.

    Raises AccessDenied where the actor may remind of none.
    """
    mine = [
        row
        for row in overview_of(actor=actor, period=period, on=on).rows
        if row.place.may_remind and unit_id in (None, row.place.id)
    ]
    if not mine:
        raise AccessDenied("Du har ikke adgang til at minde nogen om at vurdere.")
    return [row for row in mine if row.is_reminded]


def begun_units(*, on: dt.date) -> set[UUID] | None:
    """The units that have begun with Mit Forventede Regnskab, whose months the rhythm holds for; None where nobody is
    noted to have, so that it holds for all. One query."""
    steps = RollOutStep.objects.filter(kind=RollOut.STARTED.value, date__lte=on)
    return set(steps.values_list("unit_id", flat=True)) or None


def _overview_rows(placed: Sequence[PlacedWorkplace], *, period: int, on: dt.date) -> Iterable[OverviewRow]:
    ids = [one.place.id for one in placed]
    leaders = leaders_by_unit(unit_ids=ids, on=on)
    found = Assessment.objects.filter(unit__in=ids, period=period).select_related("assessed_by", "approved_by")
    assessments = {one.unit_id: one for one in found}
    changes = last_changes(unit_ids=ids, year=period // 100)
    roll_out: dict[UUID, dict[str, dt.date]] = {}
    for unit_id, kind, date in RollOutStep.objects.filter(unit__in=ids).values_list("unit_id", "kind", "date"):
        roll_out.setdefault(unit_id, {})[kind] = date
    begun = begun_units(on=on)
    for one in placed:
        unit_id = one.place.id
        yield OverviewRow(
            depth=one.depth,
            place=one.place,
            leaders=tuple(leaders.get(unit_id, ())),
            assessment=assessments.get(unit_id),
            state_name=state_name(assessments.get(unit_id), changes.get(unit_id)),
            last_change=changes.get(unit_id),
            roll_out=roll_out.get(unit_id, {}),
            is_in_rhythm=begun is None or unit_id in begun,
            on=on,
        )


@dataclass(frozen=True)
class NotAssessed:
    unit_id: UUID
    name: str
    leaders: tuple[Person, ...]


def not_assessed(*, period: int, on: dt.date) -> list[NotAssessed]:
    """Every unit that the rhythm holds for and whose leader has not assessed the month: for reminders, which nobody in
    particular asks for."""
    tree = tree_on(on)
    leaders = leaders_by_unit(unit_ids=[unit.id for unit in tree.units], on=on)
    done = set(
        Assessment.objects.filter(period=period)
        .exclude(state=AssessmentState.RETURNED.value)
        .values_list("unit_id", flat=True)
    )
    begun = begun_units(on=on)
    return [
        NotAssessed(unit.id, unit.name, tuple(leaders[unit.id]))
        for unit in tree.units
        if unit.id in leaders and unit.id not in done and (begun is None or unit.id in begun)
    ]


def approvers_of(*, tree: OrganisationTree, unit_id: UUID, on: dt.date) -> list[Person]:
    """Who approves the unit's months: the leaders of the nearest unit above that has any."""
    above = [unit.id for unit in tree.path(unit_id)]
    return heads_above(tree=tree, unit_id=unit_id, leaders=leaders_by_unit(unit_ids=above, on=on))


def may_assess(*, actor: Actor, unit_id: UUID, on: dt.date) -> bool:
    """Whether the actor writes for the unit. Raises UnitNotFound."""
    return find_workplace(actor=actor, unit_id=unit_id, on=on).may_write
