"""The month is assessed by the unit's leader, explained where it went otherwise, and approved by a leader above."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.notifications.services import remind
from chefforum.modules.forecast.models import Assessment, Rhythm
from chefforum.modules.forecast.queries.assessments import month_to_assess, not_assessed, overview_of
from chefforum.modules.forecast.queries.units import UnitNotFound
from chefforum.modules.forecast.rules.rhythm import Pace, ReturnCause, RollOut, due_date, must_be_explained
from chefforum.modules.forecast.services.assessing import (
    AssessmentRefused,
    DeviationsUnexplained,
    approve_month,
    assess_month,
    note_roll_out,
    remind_leaders,
    return_month,
    set_rhythm,
)
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, cell, put

MARCH = 202603
PACE = Pace(due_working_day=5, threshold_oere=1_000_00, threshold_pct=Decimal(10))


def assess(town, who="leader", explanations=None, period=MARCH, note=""):
    return assess_month(
        actor=town.as_(who),
        unit_id=town.north.pk,
        period=period,
        explanations=explanations or {},
        note=note,
        at=NOW,
        on=TODAY,
    )


def approve(town, who="chief"):
    return approve_month(actor=town.as_(who), unit_id=town.north.pk, period=MARCH, at=NOW, on=TODAY)


def send_back(town, who="chief", reason="Se på maj"):
    return return_month(
        actor=town.as_(who),
        unit_id=town.north.pk,
        period=MARCH,
        cause=ReturnCause.LACKING,
        reason=reason,
        at=NOW,
        on=TODAY,
    )


def state(town, who="leader"):
    return month_to_assess(actor=town.as_(who), unit_id=town.north.pk, period=MARCH, on=TODAY)


def told(town, who):
    return list(Notification.objects.filter(person=town.people[who], read_at=None).values_list("text", flat=True))


STEPS = {
    # who: may assess, approve (what the leader assessed), send back
    "leader": (True, False, False),
    "deputy": (True, False, False),
    "substitute": (True, False, False),
    "chief": (True, True, True),
    "other_leader": (False, False, False),
    "controller": (False, False, False),
    "part_controller": (False, False, False),
    "auditor": (False, False, False),
    "admin": (False, False, False),
    "colleague": (False, False, False),
}


@pytest.mark.parametrize("who", STEPS)
def test_who_may_take_which_step(town, who):
    may_assess, may_approve, may_return = STEPS[who]
    for may, step in ((may_assess, assess), (may_approve, approve), (may_return, send_back)):
        Assessment.objects.all().delete()
        if step is not assess:
            assess(town)
        if may:
            step(town, who)
        else:
            with pytest.raises((AccessDenied, UnitNotFound)):
                step(town, who)


def test_a_month_goes_from_assessed_to_approved(town):
    assert state(town).state_name == "Ikke vurderet"
    assess(town)
    assert told(town, "chief") == ["Nordskolen har vurderet marts 2026. Se og godkend."]
    assert approve(town).approved_by == town.people["chief"]
    assert state(town).state_name == "Godkendt"
    assert not told(town, "chief")
    with pytest.raises(AssessmentRefused, match="allerede godkendt"):
        assess(town)
    with pytest.raises(AssessmentRefused):
        approve(town)


def test_nobody_approves_what_they_assessed_themselves(town):
    assess(town, "chief")
    with pytest.raises(AccessDenied, match="selv"):
        approve(town, "chief")


def test_what_is_sent_back_is_told_and_assessed_again(town):
    assess(town)
    with pytest.raises(AssessmentRefused):
        send_back(town, reason="  ")
    send_back(town)
    assert told(town, "leader") == ["Din vurdering af marts 2026 er sendt retur: der mangler noget."]
    assert [step.name for step in state(town).steps] == ["assess", "return"]
    assess(town)
    assert not told(town, "leader")
    assert state(town).state_name == "Vurderet"


def test_a_month_that_is_not_over_is_not_assessed(town):
    with pytest.raises(AssessmentRefused, match="ikke gået endnu"):
        assess(town, period=202604)


def test_a_deviation_over_the_threshold_is_explained_first(town, ledger):
    set_rhythm(actor=town.controller, valid_from=dt.date(2026, 1, 1), pace=PACE, at=NOW, on=TODAY)
    new = NewEntry(town.substitutes.pk, rate_oere=250_00, values=((3, Decimal(40)),))
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    ledger(("2026-03", "5101", "4711", "12500,00"), ("2026-03", "7001", "4711", "-900,00"))
    assert [one.category for one in state(town).deviations] == [town.substitutes]  # 900 kr. is under the threshold
    with pytest.raises(DeviationsUnexplained, match="Vikarer"):
        assess(town, explanations={town.substitutes.pk: " "})
    assert not Assessment.objects.exists()
    assess(town, explanations={town.substitutes.pk: "To syge på en gang"})
    (note,) = Assessment.objects.get().deviations.all()
    assert (note.planned_oere, note.actual_oere, note.text) == (10_000_00, 12_500_00, "To syge på en gang")


def test_what_is_changed_after_it_was_assessed_is_said(town, entry):
    assess(town)
    put(town, entry, cell(entry, 5, 99, seen=40), at=NOW + dt.timedelta(hours=1))
    assert state(town).changed_since
    assert state(town).state_name == "Vurderet. Ændret siden"


@pytest.mark.parametrize(
    ("planned", "actual", "is_asked"),
    [
        (10_000_00, 11_000_00, False),  # exactly the threshold
        (10_000_00, 11_000_01, True),
        (20_000_00, 21_500_00, False),  # over the amount, under the percentage
        (20_000_00, 18_000_00, False),  # exactly the percentage
        (20_000_00, 17_999_99, True),  # less than planned is explained too
        (None, 1_000_01, True),
        (None, 0, False),
        (10_000_00, None, False),  # not known yet
    ],
)
def test_what_must_be_explained(planned, actual, is_asked):
    assert must_be_explained(planned_oere=planned, actual_oere=actual, pace=PACE) is is_asked


def test_the_due_day_is_the_nth_working_day_of_the_month_after():
    # Maundy Thursday to Easter Monday are holidays in April 2026: 1, 7, 8, 9 and 10 April are the working days.
    assert due_date(period=MARCH, pace=PACE) == dt.date(2026, 4, 10)
    assert due_date(period=202512, pace=PACE) == dt.date(2026, 1, 8)


def test_leaders_are_reminded_when_the_month_begins_and_on_the_last_day(town):
    def round_of(day):
        at = dt.datetime.combine(day, dt.time(6), tzinfo=dt.UTC)
        remind(at=at, on=day)
        remind(at=at, on=day)  # the round runs several times a day
        return told(town, "leader")

    assert not round_of(dt.date(2026, 4, 1))  # nobody has set the rhythm
    Rhythm.objects.create(valid_from=dt.date(2026, 1, 1), due_working_day=5, threshold_oere=0, threshold_pct=0)
    assert round_of(dt.date(2026, 4, 1)) == ["Vurdér marts 2026 for Nordskolen."]
    assert len(round_of(dt.date(2026, 4, 9))) == 1
    assert len(round_of(dt.date(2026, 4, 10))) == 2
    assess(town)
    assert not told(town, "leader")
    assert not round_of(dt.date(2026, 4, 11))


def test_finance_sees_who_has_and_who_has_not(town):
    assess(town)
    note_roll_out(
        actor=town.controller, unit_id=town.north.pk, kind=RollOut.WORKSHOP, date=dt.date(2026, 3, 2), at=NOW, on=TODAY
    )
    found = overview_of(actor=town.controller, period=MARCH, on=TODAY)
    assert (found.asked, found.waiting, found.at_workshop) == (3, 2, 1)
    note_roll_out(
        actor=town.controller, unit_id=town.south.pk, kind=RollOut.WORKSHOP, date=dt.date(2026, 4, 3), at=NOW, on=TODAY
    )
    assert overview_of(actor=town.controller, period=MARCH, on=TODAY).at_workshop == 1  # one to come is a plan
    by_name = {row.place.name: row for row in found.rows}
    assert by_name["Nordskolen"].state_name == "Vurderet"
    assert not by_name["Park"].leaders
    assert not by_name["Park"].is_waiting  # nobody leads it, so nobody is asked
    assert [row.place.name for row in overview_of(actor=town.leader, period=MARCH, on=TODAY).rows] == ["Nordskolen"]


def test_those_over_a_unit_remind_its_leaders_once_a_day(town):
    assess(town)
    first, again = (remind_leaders(actor=town.as_("part_controller"), period=MARCH, at=NOW, on=TODAY) for _ in range(2))
    assert (first.told, first.already) == (2, 0)
    assert (again.told, again.already) == (0, 2)
    assert told(town, "other_leader") == ["Husk at vurdere marts 2026 for Sydskolen."]
    assert not told(town, "leader")
    with pytest.raises(AccessDenied):
        remind_leaders(actor=town.leader, period=MARCH, at=NOW, on=TODAY)


def test_who_has_not_begun_is_not_reminded(town):
    note_roll_out(actor=town.controller, unit_id=town.south.pk, kind=RollOut.STARTED, date=TODAY, at=NOW, on=TODAY)
    note_roll_out(
        actor=town.controller,
        unit_id=town.schools.pk,
        kind=RollOut.STARTED,
        date=TODAY + dt.timedelta(days=1),
        at=NOW,
        on=TODAY,
    )
    found = overview_of(actor=town.controller, period=MARCH, on=TODAY)
    assert (found.waiting, found.not_begun) == (3, 2)
    assert remind_leaders(actor=town.controller, period=MARCH, at=NOW, on=TODAY).told == 1
    assert told(town, "other_leader") == ["Husk at vurdere marts 2026 for Sydskolen."]
    assert [one.name for one in not_assessed(period=MARCH, on=TODAY)] == ["Sydskolen"]


@pytest.mark.parametrize("who", ["part_controller", "chief", "leader", "auditor", "admin"])
def test_only_finance_sets_the_rhythm_and_notes_the_roll_out(town, who):
    with pytest.raises(AccessDenied):
        set_rhythm(actor=town.as_(who), valid_from=TODAY, pace=PACE, at=NOW, on=TODAY)
    with pytest.raises(AccessDenied):
        note_roll_out(actor=town.as_(who), unit_id=town.north.pk, kind=RollOut.STARTED, date=TODAY, at=NOW, on=TODAY)
