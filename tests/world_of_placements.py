"""What there is of placements in Lindeby: a school with a P-number and places, somebody placed in each way, a round of
targets, a task list that is shared, and a consultant who comes by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from chefforum.modules.placements.models import (
    Consultant,
    ConsultantService,
    Contact,
    DurationLimit,
    EmployeeCount,
    EmptySpell,
    JobType,
    KeyShare,
    NetExpansionRule,
    Outcome,
    OutcomeDefinition,
    Place,
    Placement,
    PublicExtract,
    PublicFigure,
    ReasonablenessRule,
    RepresentativeStatement,
    StaffingKey,
    StartWindow,
    Target,
    TargetRound,
    TargetShare,
    Task,
    TaskList,
    Workplace,
)
from chefforum.modules.placements.queries.targets import facts_in
from chefforum.modules.placements.rules import usual
from chefforum.modules.placements.rules.kinds import (
    Basis,
    ContactKind,
    CountedIn,
    EmptyReason,
    EndReason,
    ExitType,
    PlacementKind,
    Sector,
    TargetGroup,
)
from chefforum.modules.placements.rules.targets import fingerprint_of
from tests.people import LONG_AGO, Lindeby


@dataclass(frozen=True)
class PlacementsThere:
    """`placement` is at the school and runs; `ended` was there and has an outcome; `outside` is in a company."""

    job_type: JobType
    workplace: Workplace
    place: Place
    placement: Placement
    ended: Placement
    outside: Placement
    definition: OutcomeDefinition
    reasonableness: ReasonablenessRule
    key: StaffingKey
    round: TargetRound
    task_list: TaskList
    own_task_list: TaskList
    consultant: Consultant
    contact: Contact


def build(*, lindeby: Lindeby, at: dt.datetime) -> PlacementsThere:
    """Writes it for a day, the placements around it."""
    definition, reasonableness = _rules()
    job_type = JobType.objects.create(code="paedagogisk", name="Pædagogmedhjælp", position=1)
    JobType.objects.create(code="koekken", name="Køkken og kantine", position=2)
    task_list, own = _task_lists(lindeby=lindeby, job_type=job_type, at=at)
    place = _place(lindeby=lindeby, job_type=job_type, task_list=task_list, at=at)
    consultant, contact = _consultant(lindeby=lindeby, at=at)
    key, target_round = _targets(lindeby=lindeby, at=at)
    registered = at - dt.timedelta(days=310)  # before they began, and so long ago that all may see them
    placement, ended, outside = _placements(lindeby=lindeby, place=place, definition=definition, at=registered)
    _public_figures(lindeby=lindeby, at=at)
    return PlacementsThere(
        job_type=job_type,
        workplace=place.workplace,
        place=place,
        placement=placement,
        ended=ended,
        outside=outside,
        definition=definition,
        reasonableness=reasonableness,
        key=key,
        round=target_round,
        task_list=task_list,
        own_task_list=own,
        consultant=consultant,
        contact=contact,
    )


def _public_figures(*, lindeby: Lindeby, at: dt.datetime) -> None:
    """Two months of a table, as it was fetched."""
    extract = PublicExtract.objects.create(
        table="PTVC01",
        title="Tilbud og samtaler",
        fetched_at=at,
        sha256="0" * 64,
        person=lindeby.persons["job_consultant"],
    )
    PublicFigure.objects.bulk_create(
        PublicFigure(extract=extract, area=area, period=period, group="I alt", measure="Antal aktiverede", value=value)
        for area, values in (("Lindeby", (205, None)), ("Hele landet", (12345, 12400)))
        for period, value in zip(("2026M01", "2026M02"), values, strict=True)
    )


def _place(*, lindeby: Lindeby, job_type: JobType, task_list: TaskList, at: dt.datetime) -> Place:
    """Two places at the school, one of which stood empty; what the representative said of the school."""
    on, leader = lindeby.on, lindeby.persons["workplace_leader"]
    workplace = Workplace.objects.create(
        unit=lindeby.units["3100"], p_number="1003402117", name="Nordskolen", valid_from=LONG_AGO
    )
    for days, heads, fte in ((30, 62, "54.5"), (330, 60, "53")):
        EmployeeCount.objects.create(
            workplace=workplace, on_date=on - dt.timedelta(days=days), heads=heads, fte=Decimal(fte)
        )
    place = Place.objects.create(
        workplace=workplace,
        kind=PlacementKind.INTERNSHIP.value,
        job_type=job_type,
        slots=2,
        hours_from=Decimal(20),
        hours_to=Decimal(37),
        supervisor="Souschefen",
        tasks="Hjælp ved måltider og på legepladsen.",
        task_list=task_list,
        languages="dansk, engelsk",
        limits="Børneattest.",
        is_shared=True,
        open_from=on - dt.timedelta(days=200),
        created_at=at,
        person=leader,
    )
    StartWindow.objects.create(place=place, first_day=on, last_day=on + dt.timedelta(days=40))
    began = on - dt.timedelta(days=20)
    reason = EmptyReason.NO_CANDIDATE.value
    EmptySpell.objects.create(place=place, reason=reason, slots=1, first_day=began, at=at, person=leader)
    RepresentativeStatement.objects.create(
        workplace=workplace,
        said_on=on - dt.timedelta(days=15),
        representative="Tillidsrepræsentant for pædagogerne",
        is_net_expansion=True,
        is_reasonable=True,
        at=at,
        person=leader,
    )
    return place


def _consultant(*, lindeby: Lindeby, at: dt.datetime) -> tuple[Consultant, Contact]:
    person = lindeby.persons["job_consultant"]
    consultant = Consultant.objects.create(
        person=person, phone="43 00 00 00", about="skoler og dagtilbud", weekly_hours=Decimal(30)
    )
    ConsultantService.objects.create(consultant=consultant, unit=lindeby.units["3000"], valid_from=LONG_AGO)
    contact = Contact.objects.create(
        consultant=consultant,
        unit=lindeby.units["3100"],
        kind=ContactKind.VISIT.value,
        planned_for=lindeby.on + dt.timedelta(days=7),
        note="Pladser til foråret",
        at=at,
        person=person,
    )
    return consultant, contact


def _placements(
    *, lindeby: Lindeby, place: Place, definition: OutcomeDefinition, at: dt.datetime
) -> tuple[Placement, Placement, Placement]:
    on, by = lindeby.on, lindeby.persons["job_consultant"]
    at_school = {
        "unit": place.workplace.unit,
        "workplace": place.workplace,
        "place": place,
        "job_type": place.job_type,
        "consultant": by,
        "created_at": at,
        "person": by,
    }
    placement = Placement.objects.create(
        reference="F-0001",
        external_reference="MOM-88121",
        kind=PlacementKind.INTERNSHIP.value,
        target_group=TargetGroup.UNEMPLOYMENT_BENEFIT.value,
        starts_on=on - dt.timedelta(days=10),
        ends_on=on + dt.timedelta(days=17),
        hours=Decimal(30),
        **at_school,
    )
    ended = Placement.objects.create(
        reference="F-0002",
        kind=PlacementKind.WAGE_SUBSIDY.value,
        target_group=TargetGroup.CASH_BENEFIT_JOB_READY.value,
        starts_on=on - dt.timedelta(days=300),
        ends_on=on - dt.timedelta(days=200),
        ended_on=on - dt.timedelta(days=200),
        end_reason=EndReason.AS_PLANNED.value,
        **at_school,
    )
    Outcome.objects.create(
        placement=ended,
        definition=definition,
        exit_type=ExitType.JOB.value,
        closed_on=on - dt.timedelta(days=150),
        as_of=on - dt.timedelta(days=90),
        at=at,
        person=by,
    )
    outside = Placement.objects.create(
        reference="F-0003",
        kind=PlacementKind.INTERNSHIP.value,
        sector=Sector.PRIVATE.value,
        starts_on=on - dt.timedelta(days=40),
        ends_on=on - dt.timedelta(days=13),
        created_at=at,
        person=by,
    )
    return placement, ended, outside


def _rules() -> tuple[OutcomeDefinition, ReasonablenessRule]:
    usual_rule = usual.USUAL_REASONABLENESS
    reasonableness = ReasonablenessRule.objects.create(
        valid_from=usual.SINCE,
        first_per=usual_rule.first_per,
        first_until=usual_rule.first_until,
        then_per=usual_rule.then_per,
        at_least=usual_rule.at_least,
        counted_in=usual_rule.counted_in.value,
        kinds=[kind.value for kind in usual_rule.kinds],
        source=usual.REASONABLENESS_SOURCE,
    )
    NetExpansionRule.objects.create(
        valid_from=usual.SINCE,
        months=usual.NET_EXPANSION_MONTHS,
        counted_in=CountedIn.HEADS.value,
        kinds=[PlacementKind.WAGE_SUBSIDY.value],
        source=usual.NET_EXPANSION_SOURCE,
    )
    DurationLimit.objects.bulk_create(
        DurationLimit(valid_from=usual.SINCE, kind=kind.value, target_group=str(group), weeks=weeks, source=source)
        for kind, group, weeks, source in usual.DURATIONS
    )
    definition = OutcomeDefinition.objects.create(
        version=1,
        name=usual.EFFECT_NAME,
        text=usual.EFFECT_TEXT,
        months_after=3,
        counted_exits=[one.value for one in usual.EFFECT_EXITS],
        valid_from=usual.SINCE,
        source=usual.EFFECT_SOURCE,
    )
    return definition, reasonableness


def _task_lists(*, lindeby: Lindeby, job_type: JobType, at: dt.datetime) -> tuple[TaskList, TaskList]:
    shared = TaskList.objects.create(
        title="Hjælp i skolens hverdag",
        about="Opgaver, som en praktikant kan begynde på den første dag.",
        unit=lindeby.units["2000"],
        job_type=job_type,
        shared_at=at,
        created_at=at,
        changed_at=at,
        person=lindeby.persons["forum_chair"],
    )
    Task.objects.create(task_list=shared, position=1, text="Gør klar til formiddagsmad", how_often="hver dag")
    Task.objects.create(task_list=shared, position=2, text="Gå med på biblioteket", with_help=True)
    own = TaskList.objects.create(
        title="Nordskolens egen liste",
        unit=lindeby.units["3100"],
        job_type=job_type,
        copied_from=shared,
        created_at=at,
        changed_at=at,
        person=lindeby.persons["workplace_leader"],
    )
    Task.objects.create(task_list=own, position=1, text="Gør klar til formiddagsmad")
    return shared, own


def _targets(*, lindeby: Lindeby, at: dt.datetime) -> tuple[StaffingKey, TargetRound]:
    coordinator = lindeby.persons["job_consultant"]
    key = StaffingKey.objects.create(
        name="Årsværk 1. januar", on_date=lindeby.on.replace(month=1, day=1), created_at=at, person=coordinator
    )
    units = (lindeby.units["2000"], lindeby.units["3000"])
    KeyShare.objects.bulk_create(
        KeyShare(key=key, unit=unit, fte=fte) for unit, fte in zip(units, (Decimal(100), Decimal(300)), strict=True)
    )
    made = TargetRound.objects.create(
        year=lindeby.on.year,
        number=1,
        key=key,
        holds_from=lindeby.on.replace(month=1, day=1),
        grounds="Reformen og antallet af ledige.",
        decision="Chefforum",
        set_at=at,
        person=coordinator,
        fingerprint="0" * 64,
    )
    target = Target.objects.create(
        round=made,
        kind=PlacementKind.INTERNSHIP.value,
        basis=Basis.SLOTS.value,
        slots=8,
        occupancy=Decimal("0.75"),
        weeks=Decimal(4),
        rounding="down",
        method="largest_remainder",
        tie_rule="smallest_weight",
        running=6,
        yearly=78,
    )
    for unit, running, yearly in zip(units, (2, 4), (20, 58), strict=True):
        TargetShare.objects.create(
            target=target,
            unit=unit,
            running=running,
            yearly=yearly,
            running_quota=Decimal("1.5") if running == 2 else Decimal("4.5"),
            yearly_quota=Decimal("19.5") if running == 2 else Decimal("58.5"),
            by_tie=True,
        )
    TargetRound.objects.filter(pk=made.pk).update(fingerprint=fingerprint_of(facts_in(made)))
    return key, made
