"""Roll-out: noted for many, planned, reminded of, and told to the forum in a document made from data."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import make
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.forecast.queries.roll_out import roll_out_of
from chefforum.modules.forecast.rules.rhythm import RollOut
from chefforum.modules.forecast.services.roll_out import RollOutRefused, note_workshop, remind_of_roll_out
from tests.modules.forecast.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + dt.timedelta(days=7)


def note(town, *units, kind=RollOut.WORKSHOP, date=TODAY, who: str = "controller") -> int:
    return note_workshop(
        actor=town.as_(who), unit_ids=[unit.pk for unit in units], kind=kind, date=date, at=NOW, on=TODAY
    )


def state(town):
    return roll_out_of(actor=town.controller, on=TODAY)


def test_a_workshop_is_noted_for_many_and_the_first_day_stays(town) -> None:
    assert note(town, town.north, date=TODAY - dt.timedelta(days=9)) == 1
    assert note(town, town.north, town.south) == 1
    days = {one.place.name: one.workshop for one in state(town).rows}
    assert days == {"Skoler": None, "Nordskolen": TODAY - dt.timedelta(days=9), "Sydskolen": TODAY}


def test_a_workshop_to_come_is_a_plan_and_not_counted(town) -> None:
    note(town, town.north, date=NEXT_WEEK)
    assert (state(town).at_workshop, state(town).planned) == (0, 1)
    note(town, town.north)
    assert (state(town).at_workshop, state(town).planned) == (1, 0)


def test_nobody_has_begun_on_a_day_to_come(town) -> None:
    with pytest.raises(RollOutRefused):
        note(town, town.north, kind=RollOut.STARTED, date=NEXT_WEEK)
    with pytest.raises(RollOutRefused):
        note(town)


@pytest.mark.parametrize("who", ["part_controller", "leader", "chief", "auditor"])
def test_only_finance_notes_and_reminds(town, who) -> None:
    with pytest.raises(AccessDenied):
        note(town, town.north, who=who)
    with pytest.raises(AccessDenied):
        remind_of_roll_out(actor=town.as_(who), at=NOW, on=TODAY)


def test_those_who_lag_are_told_once_a_day(town) -> None:
    note(town, town.north)
    note(town, town.north, kind=RollOut.STARTED)
    for _ in range(2):
        remind_of_roll_out(actor=town.controller, at=NOW, on=TODAY)
    told = Notification.objects.filter(kind="forecast.roll_out").values_list("person__name", "text")
    assert sorted(told) == [
        ("chief", "Skoler: ikke i gang og ikke på workshop. Se, hvordan du kommer i gang."),
        ("other_leader", "Sydskolen: ikke i gang og ikke på workshop. Se, hvordan du kommer i gang."),
    ]


def test_the_presentation_says_where_the_year_ends_and_the_plan(town, books, budget) -> None:
    budget(("4020", "4711", "12000"), ("4020", "4712", "1200"))
    note(town, town.north, date=NEXT_WEEK)
    made = make(kind="forecast.presentation", actor=town.controller, parameters={}, format="docx", at=NOW)
    assert made.filename == "MFR præsentation 2026-04-02.docx"
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        text = file.read("word/document.xml").decode()
    for words in (
        "Hvad er MFR?",
        "Hvor ender året?",
        "ikke vurderet",
        "Planlagte workshops",
        "9. april 2026",
        "Skoler",
    ):
        assert words in text
    pdf = make(kind="forecast.presentation", actor=town.controller, parameters={}, format="pdf", at=NOW)
    assert pdf.content.startswith(b"%PDF")


def test_the_presentation_is_made_before_any_ledger(town) -> None:
    made = make(kind="forecast.presentation", actor=town.controller, parameters={}, format="pdf", at=NOW)
    assert made.content.startswith(b"%PDF")


def test_the_list_is_a_sheet(town) -> None:
    note(town, town.north)
    made = make(kind="forecast.roll_out", actor=town.controller, parameters={}, format="xlsx", at=NOW)
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        text = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    assert "Nordskolen" in text
    assert "2026-04-02" in text


@pytest.mark.parametrize("who", ["part_controller", "leader"])
def test_others_than_finance_make_no_presentation(town, who) -> None:
    with pytest.raises(AccessDenied):
        make(kind="forecast.presentation", actor=town.as_(who), parameters={}, format="pdf", at=NOW)
