"""Roll-out: noted for many, planned, reminded of, and told to the forum in a document made from data."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.registry import attachable_kinds
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.forecast.imports.participants import apply_participants, fingerprint_of_steps, read_participants
from chefforum.modules.forecast.queries.roll_out import plan_by_month, roll_out_of
from chefforum.modules.forecast.rules.rhythm import RollOut
from chefforum.modules.forecast.services.roll_out import RollOutRefused, note_workshop, remind_of_roll_out
from tests.modules.forecast.conftest import NOW, TODAY
from tests.modules.forecast.test_long_sheets import client_of

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
    first, again = (remind_of_roll_out(actor=town.controller, at=NOW, on=TODAY) for _ in range(2))
    assert (first.told, first.already) == (2, 0)
    assert (again.told, again.already) == (0, 2)
    told = Notification.objects.filter(kind="forecast.roll_out").values_list("person__name", "text")
    assert sorted(told) == [
        ("chief", "Skoler: ikke i gang og ikke på workshop. Se, hvordan du kommer i gang."),
        ("other_leader", "Sydskolen: ikke i gang og ikke på workshop. Se, hvordan du kommer i gang."),
    ]


def test_a_word_to_those_who_lag_is_asked_about_and_says_whom_it_reached(town) -> None:
    client = client_of(town, "controller")
    url = reverse("forecast:roll_outs_remind")
    assert "Send besked til 4 ledere?" in client.get(url).text
    assert not Notification.objects.exists()
    assert "4 ledere er mindet om udrulningen." in client.post(url, follow=True).text
    for again in (client.post(url, follow=True), client.get(url, follow=True)):
        assert "4 ledere har fået besked i dag. Der er ikke sendt noget." in again.text
    Notification.objects.filter(person=town.people["chief"]).delete()
    asked = client.get(url).text
    assert "Send besked til 1 leder?" in asked
    assert "3 andre ledere har fået besked i dag" in asked


def test_the_presentation_says_where_the_year_ends_and_the_plan(town, books, budget) -> None:
    budget(("4020", "4711", "12000"), ("4020", "4712", "1200"))
    note(town, town.north, date=NEXT_WEEK)
    made = make(kind="forecast.presentation", actor=town.controller, parameters={}, format="docx", at=NOW)
    assert made.as_of == dt.date(2026, 3, 31)
    assert made.filename == "MFR præsentation 2026-04-02.docx"
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        text = file.read("word/document.xml").decode()
    for words in (
        "Hvad er MFR, og hvorfor?",
        "Hvad regner systemet, og hvad skriver lederen?",
        "Sådan ser en leder sit år",
        "En måned med MFR",
        "Hvor ender året?",
        "Hvad er ikke vurderet endnu?",
        "Planlagte workshops",
        "9. april 2026 (1 arbejdsplads)",
        "Hvem hjælper, og hvordan?",
        "Spørg controller.",
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


def test_the_presentation_shows_the_workplace_that_is_asked_for(town, books, budget) -> None:
    budget(("4020", "4711", "12000"), ("4020", "4712", "1200"))
    for place in (town.north, town.south):
        wanted = {"example": str(place.pk)}
        made = make(kind="forecast.presentation", actor=town.controller, parameters=wanted, format="docx", at=NOW)
        with zipfile.ZipFile(io.BytesIO(made.content)) as file:
            text = file.read("word/document.xml").decode()
        name = "Nordskolen" if place == town.north else "Sydskolen"
        assert f"Sådan ser en leder sit år: {name}" in text


def test_only_finance_is_offered_the_presentation_as_a_bilag(town) -> None:
    offered = {
        who: {one.name for one in attachable_kinds(actor=town.as_(who), on=TODAY)}
        for who in ("controller", "part_controller", "leader", "auditor", "colleague")
    }
    assert {"forecast.presentation", "forecast.roll_out", "forecast.area"} <= offered["controller"]
    assert "forecast.presentation" not in offered["part_controller"] | offered["leader"] | offered["auditor"]
    assert "forecast.area" in offered["leader"]
    assert "forecast.area" not in offered["auditor"] | offered["colleague"]


def test_the_plan_is_told_by_month(town) -> None:
    note(town, town.north, kind=RollOut.STARTED, date=TODAY - dt.timedelta(days=40))
    note(town, town.north)
    note(town, town.south, date=NEXT_WEEK + dt.timedelta(days=60))
    months = [(one.period, one.started, one.at_workshop, one.planned) for one in plan_by_month(state(town))]
    assert months == [
        (202602, ("Nordskolen",), (), ()),
        (202604, (), ("Nordskolen",), ()),
        (202606, (), (), ((NEXT_WEEK + dt.timedelta(days=60), "Sydskolen"),)),
    ]


# --- a list of participants ---

LIST = """Dato;E-mail;Enhedskode;Arbejdsplads;Hold
09-04-2026;{leader};;;Hold 1
09-04-2026;nobody@lindeby.example;;;
2026-04-02;;;Sydskolen;
snart;;;Sydskolen;
;;;;
09-04-2026;;ukendt;;
"""


def bring(town, text: str, who: str = "controller"):
    return read_participants(actor=town.as_(who), content=text.encode(), filename="hold.csv", options={}, at=NOW)


def test_participants_come_in_from_a_file_and_what_does_not_fit_is_told_by_line(town) -> None:
    preview = bring(town, LIST.format(leader=town.people["leader"].email))
    assert [one.line for one in preview.problems] == [3, 5, 7]
    assert sorted(change.where for change in preview.changes) == ["Nordskolen: workshop", "Sydskolen: workshop"]
    apply_participants(actor=town.controller, payload=preview.payload, at=NOW)
    assert {one.place.name: (one.workshop, one.planned) for one in state(town).rows} == {
        "Skoler": (None, None),
        "Nordskolen": (None, dt.date(2026, 4, 9)),
        "Sydskolen": (TODAY, None),
    }
    assert bring(town, LIST.format(leader=town.people["leader"].email)).nothing_to_do


def test_a_change_meanwhile_is_found_out(town) -> None:
    preview = bring(town, "Dato;Arbejdsplads\n02-04-2026;Sydskolen\n")
    note(town, town.north)
    assert fingerprint_of_steps(preview.payload) != preview.fingerprint


def test_a_file_without_heads_is_refused_whole(town) -> None:
    with pytest.raises(UnreadableFile):
        bring(town, "Anders;And\n")


def test_only_finance_brings_participants_in(town) -> None:
    with pytest.raises(AccessDenied):
        bring(town, LIST.format(leader=""), who="part_controller")
