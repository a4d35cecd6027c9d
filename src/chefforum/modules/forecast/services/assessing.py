"""Assessing a month, approving it or sending it back, and reminding those who have not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from chefforum.calc.periods import name_of
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.notifications.services import notify, settle
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.organisation.queries import tree_on

from ..access import may_approve, require_writer
from ..models import Assessment, AssessmentStep, DeviationNote, Rhythm, RollOutStep
from ..queries.approvals import basis_to_keep
from ..queries.assessments import MonthToAssess, approvers_of, month_to_assess
from ..queries.reminding import Reminded, month_key, month_reminder
from ..queries.units import require_keeper
from ..queries.year_of_month import year_of_month
from ..rules.rhythm import (
    NO_CHANGES,
    RETURN_CAUSE_NAMES,
    AssessmentState,
    Pace,
    ReturnCause,
    RollOut,
    is_period,
    month_before,
)

REMINDER_KIND = "forecast.assess"
APPROVAL_KIND = "forecast.approve"
BASIS = ("approved_budget_oere", "approved_actual_oere", "approved_through")


class AssessmentRefused(ValueError):
    """What was asked cannot be done; the message tells the person why, and what to do."""


class DeviationsUnexplained(AssessmentRefused):
    """Categories that are over the threshold have no explanation; `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Skriv, hvorfor det gik anderledes end planlagt: {', '.join(names)}.")
        self.names = names


@transaction.atomic
def assess_month(
    *,
    actor: Actor,
    unit_id: UUID,
    period: int,
    explanations: Mapping[int, str],
    at: dt.datetime,
    on: dt.date,
    note: str = "",
    no_changes: bool = False,
) -> Assessment:
    """The leader has looked at the month; `explanations` are by category. It can be done again until it is approved.

    Where nothing is written and something ends far from its budget, `note` says why, or `no_changes` that there is
    nothing to write. The leaders above are told. Raises AccessDenied, DeviationsUnexplained, and AssessmentRefused for
    what is not said, for a month that is not over yet and for one that is approved already.
    """
    require_writer(actor, unit_id)
    Unit.objects.select_for_update().get(pk=unit_id)
    month = month_to_assess(actor=actor, unit_id=unit_id, period=period, on=on)
    _require_open(month, on)
    lacking = [one.category.name for one in month.deviations if not explanations.get(one.category.pk, "").strip()]
    if lacking:
        raise DeviationsUnexplained(lacking)
    if not note.strip() and not no_changes:
        _require_nothing_to_explain(actor, month, on)
    assessment, _ = Assessment.objects.update_or_create(
        unit_id=unit_id,
        period=period,
        defaults={
            "state": AssessmentState.ASSESSED.value,
            "note": note.strip(),
            "no_changes": no_changes,
            "assessed_at": at,
            "assessed_by_id": actor.person_id,
        },
    )
    assessment.deviations.all().delete()
    DeviationNote.objects.bulk_create(
        DeviationNote(
            assessment=assessment,
            category=one.category,
            planned_oere=one.pair.planned_oere,
            actual_oere=one.pair.actual_oere,
            text=explanations[one.category.pk].strip(),
        )
        for one in month.deviations
    )
    said = ". ".join(words for words in (NO_CHANGES if no_changes else "", note.strip()) if words)
    _step(actor=actor, assessment=assessment, name="assess", at=at, reason=said)
    settle(kinds=[REMINDER_KIND], url=_url(unit_id, period), at=at)
    _tell_approvers(actor, month, at, on)
    return assessment


def _tell_approvers(actor: Actor, month: MonthToAssess, at: dt.datetime, on: dt.date) -> None:
    heads = approvers_of(tree=tree_on(on), unit_id=month.place.id, on=on)
    notify(
        actor=actor,
        at=at,
        person_ids=[head.pk for head in heads if head.pk != actor.person_id],
        kind=APPROVAL_KIND,
        text=f"{month.place.name} har vurderet {name_of(month.period)}. Se og godkend.",
        url=_url(month.place.id, month.period),
        key=f"approve:{month.place.id}:{month.period}:{at.isoformat()}",
    )


def _require_open(month: MonthToAssess, on: dt.date) -> None:
    if not is_period(month.period) or month.period > month_before(on):
        raise AssessmentRefused("Måneden er ikke gået endnu, så den kan ikke vurderes.")
    if month.assessment is not None and month.assessment.state == AssessmentState.APPROVED.value:
        raise AssessmentRefused("Måneden er allerede godkendt. Bed din leder sende den retur, hvis noget skal ændres.")


def _require_nothing_to_explain(actor: Actor, month: MonthToAssess, on: dt.date) -> None:
    """Of who says nothing: the year must not end far from its budget with nothing written."""
    if year_of_month(actor=actor, place=month.place, period=month.period, on=on).asks:
        raise AssessmentRefused(
            "Der er ikke skrevet noget, og noget ventes at ende langt fra budgettet. Skriv hvorfor, skriv dine poster, "
            f"eller sæt hak ved “{NO_CHANGES}”."
        )


@transaction.atomic
def approve_month(*, actor: Actor, unit_id: UUID, period: int, at: dt.datetime, on: dt.date) -> Assessment:
    """What it is given on is kept, so that a change after it is seen. Raises AccessDenied for others than leaders above
    and for who assessed it, AssessmentRefused where it is not assessed or is approved already."""
    assessment = _to_decide(actor=actor, unit_id=unit_id, period=period, on=on)
    if assessment.assessed_by_id is not None and assessment.assessed_by_id == actor.person_id:
        raise AccessDenied("Du har selv vurderet måneden, så en anden skal godkende den.")
    assessment.state = AssessmentState.APPROVED.value
    assessment.approved_at, assessment.approved_by_id = at, actor.person_id
    basis = basis_to_keep(unit_id=unit_id, period=period, on=on)
    assessment.approved_budget_oere, assessment.approved_actual_oere = basis.budget, basis.actual
    assessment.approved_through = basis.through
    assessment.save(update_fields=["state", "approved_at", "approved_by", *BASIS])
    _step(actor=actor, assessment=assessment, name="approve", at=at)
    settle(kinds=[APPROVAL_KIND], url=_url(unit_id, period), at=at)
    return assessment


@transaction.atomic
def return_month(
    *, actor: Actor, unit_id: UUID, period: int, cause: ReturnCause, reason: str, at: dt.datetime, on: dt.date
) -> Assessment:
    """Back to the leader, who is told; also a month that is approved. Raises AccessDenied, AssessmentRefused."""
    assessment = _to_decide(actor=actor, unit_id=unit_id, period=period, on=on, also_approved=True)
    if not reason.strip():
        raise AssessmentRefused("Skriv, hvad der skal ses på igen.")
    assessment.state = AssessmentState.RETURNED.value
    assessment.approved_at = assessment.approved_by = None
    assessment.approved_budget_oere = assessment.approved_actual_oere = assessment.approved_through = None
    assessment.save(update_fields=["state", "approved_at", "approved_by", *BASIS])
    _step(actor=actor, assessment=assessment, name="return", at=at, reason=reason.strip(), cause=cause.value)
    settle(kinds=[APPROVAL_KIND], url=_url(unit_id, period), at=at)
    if assessment.assessed_by_id is not None:
        notify(
            actor=actor,
            at=at,
            person_ids=[assessment.assessed_by_id],
            kind=REMINDER_KIND,
            text=f"Din vurdering af {name_of(period)} er sendt retur: {RETURN_CAUSE_NAMES[cause].lower()}.",
            url=_url(unit_id, period),
            key=f"returned:{unit_id}:{period}:{at.isoformat()}",
        )
    return assessment


@transaction.atomic
def remind_leaders(*, actor: Actor, period: int, at: dt.datetime, on: dt.date, unit_id: UUID | None = None) -> Reminded:
    """Tells the leaders of units that have not assessed the month, of those that the actor may remind and that the
    rhythm holds for; once a day.

    Answers how many were told. Raises AccessDenied where the actor may remind of no unit.
    """
    rows, reached = month_reminder(actor=actor, period=period, on=on, unit_id=unit_id)
    for row in rows:
        notify(
            actor=actor,
            at=at,
            person_ids=[leader.pk for leader in row.leaders],
            kind=REMINDER_KIND,
            text=f"Husk at vurdere {name_of(period)} for {row.place.name}.",
            url=_url(row.place.id, period),
            key=month_key(row.place.id, period, on),
        )
    record(
        actor=actor,
        at=at,
        action="forecast.remind",
        object_kind="unit",
        object_id=unit_id or "",
        data={"period": period, "persons": reached.told},
    )
    return reached


@transaction.atomic
def set_rhythm(*, actor: Actor, valid_from: dt.date, pace: Pace, at: dt.datetime, on: dt.date) -> Rhythm:
    """From the day on; a row of the same day is replaced. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    row, _ = Rhythm.objects.update_or_create(
        valid_from=valid_from,
        defaults={
            "due_working_day": pace.due_working_day,
            "threshold_oere": pace.threshold_oere,
            "threshold_pct": pace.threshold_pct,
        },
    )
    data = {"from": valid_from.isoformat(), "day": pace.due_working_day, "oere": pace.threshold_oere}
    record(actor=actor, at=at, action="forecast.rhythm", object_kind="rhythm", object_id=row.pk, data=data)
    return row


@transaction.atomic
def note_roll_out(
    *, actor: Actor, unit_id: UUID, kind: RollOut, date: dt.date | None, at: dt.datetime, on: dt.date, note: str = ""
) -> None:
    """When a unit began or was at a workshop; no date takes it back. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    if date is None:
        RollOutStep.objects.filter(unit_id=unit_id, kind=kind.value).delete()
    else:
        RollOutStep.objects.update_or_create(
            unit_id=unit_id,
            kind=kind.value,
            defaults={"date": date, "note": note, "person_id": actor.person_id},
        )
    data = {"kind": kind.value, "date": date.isoformat() if date else None}
    record(actor=actor, at=at, action="forecast.roll_out", object_kind="unit", object_id=unit_id, data=data)


def _to_decide(*, actor: Actor, unit_id: UUID, period: int, on: dt.date, also_approved: bool = False) -> Assessment:
    if not may_approve(actor, unit_id, tree_on(on)):
        raise AccessDenied("Kun en leder over arbejdspladsen kan godkende måneden eller sende den retur.")
    found = Assessment.objects.select_for_update(of=("self",)).filter(unit_id=unit_id, period=period).first()
    states = {AssessmentState.ASSESSED.value} | ({AssessmentState.APPROVED.value} if also_approved else set())
    if found is None or found.state not in states:
        raise AssessmentRefused("Måneden venter ikke på at blive godkendt. Hent siden igen, og se, hvordan den står.")
    return found


def _step(
    *, actor: Actor, assessment: Assessment, name: str, at: dt.datetime, reason: str = "", cause: str = ""
) -> None:
    AssessmentStep.objects.create(
        assessment=assessment, name=name, cause=cause, reason=reason, at=at, person_id=actor.person_id
    )
    record(
        actor=actor,
        at=at,
        action=f"forecast.{name}",
        object_kind="unit",
        object_id=assessment.unit_id,
        data={"period": assessment.period},
    )


def _url(unit_id: UUID, period: int) -> str:
    return reverse("forecast:assess", args=[unit_id, period])
