"""The pages of the register: who finds what on the list, what a placement's page tells, and what the forms answer."""

from __future__ import annotations

import csv
import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.audit.models import Event
from chefforum.kernel.imports.models import Import
from chefforum.modules.placements.models import (
    DurationLimit,
    JobType,
    Outcome,
    OutcomeDefinition,
    Place,
    Placement,
    PlacementChange,
    StartWindow,
)

DAY = dt.timedelta(days=1)


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def there(town: SimpleNamespace, today: dt.date) -> SimpleNamespace:
    """One that runs in the north, one that ended in the south, one in the park, and one in a company."""
    at = timezone.now()
    OutcomeDefinition.objects.create(
        version=1, name="Sag lukket", text="", months_after=3, valid_from=dt.date(2020, 1, 1), source="prøve"
    )
    usual = {"kind": "internship", "created_at": at, "job_type": town.job_type}
    town.runs = Placement.objects.create(
        reference="F-1", unit=town.north, starts_on=today - 5 * DAY, ends_on=today + 5 * DAY, **usual
    )
    town.ended = Placement.objects.create(
        reference="F-2", unit=town.south, starts_on=today - 300 * DAY, ends_on=today - 200 * DAY, **usual
    )
    town.in_park = Placement.objects.create(reference="F-3", unit=town.park, starts_on=today + DAY, **usual)
    town.outside = Placement.objects.create(reference="F-4", sector="private", starts_on=today, **usual)
    return town


def client_of(town: SimpleNamespace, name: str) -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def listed(town: SimpleNamespace, name: str, **chosen: Any) -> set[str]:
    answer = client_of(town, name).get(reverse("placements:placements"), chosen)
    assert answer.status_code == 200
    return {row.placement.reference for row in answer.context["rows"]}


@pytest.mark.parametrize(
    ("name", "references"),
    [
        ("coordinator", {"F-1", "F-2", "F-3", "F-4"}),
        ("consultant", {"F-1", "F-2"}),
        ("chief", {"F-1", "F-2"}),
        ("other_chief", {"F-3"}),
        ("leader", {"F-1"}),
        ("other_leader", {"F-2"}),
    ],
)
def test_each_finds_what_is_theirs_on_the_list_and_in_its_file(
    there: SimpleNamespace, name: str, references: set[str]
) -> None:
    assert listed(there, name) == references
    answer = client_of(there, name).get(reverse("placements:placements_file", args=["csv"]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Nummer"] for row in rows} == references
    assert Event.objects.filter(action="placements.export").count() == 1


@pytest.mark.parametrize(
    ("chosen", "references"),
    [
        ({"tilstand": "runs"}, {"F-1", "F-4"}),
        ({"tilstand": "begins"}, {"F-3"}),
        ({"tilstand": "ended"}, {"F-2"}),
        ({"tilstand": "cancelled"}, set()),
        ({"tilstand": "udfald-mangler"}, {"F-2"}),
        ({"hvor": "private"}, {"F-4"}),
        ({"nummer": "f-2"}, {"F-2"}),
        ({"type": "wage_subsidy"}, set()),
        ({"type": "noget andet", "aar": "x", "enhed": "x"}, {"F-1", "F-2", "F-3", "F-4"}),
        ({"stilling": "paedagogisk", "sortering": "hvor", "side": "99"}, {"F-1", "F-2", "F-3", "F-4"}),
    ],
)
def test_the_list_is_narrowed(there: SimpleNamespace, chosen: dict[str, str], references: set[str]) -> None:
    assert listed(there, "coordinator", **chosen) == references


def test_a_department_is_all_below_it_and_a_file_is_what_is_shown(there: SimpleNamespace) -> None:
    assert listed(there, "coordinator", enhed=str(there.schools.pk)) == {"F-1", "F-2"}
    url = reverse("placements:placements_file", args=["csv"])
    answer = client_of(there, "coordinator").get(url, {"enhed": str(there.schools.pk), "tilstand": "ended"})
    assert answer.content.decode("utf-8-sig").count("\r\n") == 2


def test_nobody_narrows_to_a_unit_that_is_not_theirs(there: SimpleNamespace) -> None:
    assert listed(there, "leader", enhed=str(there.park.pk)) == {"F-1"}


def test_reading_one_is_noted(there: SimpleNamespace) -> None:
    answer = client_of(there, "leader").get(reverse("placements:placement", args=[there.runs.pk]))
    assert answer.status_code == 200
    event = Event.objects.get(action="placements.read")
    assert (event.person_id, event.object_id) == (there.people["leader"].pk, str(there.runs.pk))
    assert client_of(there, "leader").get(reverse("placements:placement", args=[there.ended.pk])).status_code == 404
    assert Event.objects.filter(action="placements.read").count() == 1


def test_what_is_said_twice_leads_to_the_first(there: SimpleNamespace, today: dt.date) -> None:
    client = client_of(there, "consultant")
    said = {
        "kind": "internship",
        "sector": "municipal",
        "unit_id": str(there.north.pk),
        "starts_on": today.isoformat(),
        "external_reference": "MOM-1",
        "hours": "18,5",
    }
    made = client.post(reverse("placements:placement_new"), said)
    first = Placement.objects.get(external_reference="MOM-1")
    assert made.headers["Location"] == reverse("placements:placement", args=[first.pk])
    again = client.post(reverse("placements:placement_new"), said)
    assert again.status_code == 422
    assert reverse("placements:placement", args=[first.pk]) in again.content.decode()
    assert 'value="MOM-1"' in again.content.decode()
    elsewhere = client.post(
        reverse("placements:placement_new"), said | {"unit_id": str(there.park.pk), "external_reference": ""}
    )
    assert elsewhere.status_code == 422


def test_a_persons_number_is_refused_and_not_kept(there: SimpleNamespace, today: dt.date) -> None:
    answer = client_of(there, "consultant").post(
        reverse("placements:placement_new"),
        {
            "kind": "internship",
            "sector": "municipal",
            "unit_id": str(there.north.pk),
            "starts_on": today.isoformat(),
            "external_reference": "010180-1234",
        },
    )
    assert answer.status_code == 422
    assert "ligner et CPR-nummer" in answer.content.decode()
    assert Placement.objects.count() == 4


def test_remarks_stop_nobody(there: SimpleNamespace, today: dt.date) -> None:
    DurationLimit.objects.create(
        valid_from=dt.date(2020, 1, 1), kind="internship", target_group="", weeks=4, source="LAB kap. 11"
    )
    place = Place.objects.create(
        workplace=there.workplaces[there.north],
        kind="internship",
        job_type=there.job_type,
        open_from=dt.date(2020, 1, 1),
        created_at=timezone.now(),
    )
    StartWindow.objects.create(place=place, first_day=today + 50 * DAY, last_day=today + 60 * DAY)
    Placement.objects.filter(pk=there.runs.pk).update(place=place, workplace=place.workplace)
    client = client_of(there, "consultant")
    said = {
        "kind": "internship",
        "sector": "municipal",
        "place_id": str(place.pk),
        "starts_on": today.isoformat(),
        "ends_on": (today + 41 * DAY).isoformat(),
    }
    asked = client.post(reverse("placements:placement_new"), said)
    agreed = {"alligevel": asked.context["unusual"].signature}
    kept = client.post(reverse("placements:placement_new"), said | agreed, follow=True)
    for answer in (asked, kept):
        text = answer.content.decode()
        assert "Forløbet varer 6 uger. For virksomhedspraktik er det længste 4 uger." in text
        assert "(LAB kap. 11)" in text
        until = f"{today + 5 * DAY:%d-%m-%Y}"
        assert f"med dette bliver det 2 forløb på én plads fra {today:%d-%m-%Y} til {until}." in text
        assert "uden for de dage" in text


def test_the_last_can_be_undone_from_the_page(there: SimpleNamespace, today: dt.date) -> None:
    client = client_of(there, "consultant")
    url = reverse("placements:placement_end", args=[there.ended.pk])
    day = (today - 250 * DAY).isoformat()
    done = client.post(url, {"ended_on": day, "end_reason": "illness"}, follow=True)
    change = PlacementChange.objects.get()
    assert f'name="change" value="{change.pk}"' in done.content.decode()
    assert "Sygdom" in done.content.decode()
    leaders = client_of(there, "other_leader").get(reverse("placements:placement", args=[there.ended.pk]))
    assert "placement_undo" not in leaders.content.decode()
    assert 'name="change"' not in leaders.content.decode()
    client.post(reverse("placements:placement_undo", args=[there.ended.pk]), {"change": change.pk})
    assert Placement.objects.get(pk=there.ended.pk).ended_on is None


def test_outcomes_are_filled_in_as_one_form(there: SimpleNamespace, today: dt.date) -> None:
    client = client_of(there, "consultant")
    other = Placement.objects.create(
        reference="F-5",
        kind="internship",
        unit=there.north,
        starts_on=today - 300 * DAY,
        ends_on=today - 190 * DAY,
        created_at=timezone.now(),
    )
    url = reverse("placements:outcomes_missing")
    page = client.get(url)
    assert [line["row"].placement.reference for line in page.context["lines"]] == ["F-2", "F-5"]
    answer = client.post(
        url,
        {
            "as_of": today.isoformat(),
            f"exit-{there.ended.pk}": "job",
            f"closed-{there.ended.pk}": (today - 150 * DAY).isoformat(),
            f"exit-{other.pk}": "on_benefit",
            f"closed-{other.pk}": today.isoformat(),  # cannot be
        },
    )
    assert answer.status_code == 422
    assert [line["row"].placement.reference for line in answer.context["lines"]] == ["F-5"]
    assert "stadig er på ydelse" in answer.content.decode()
    assert "1 forløb mangler udfald. Udfyld" in answer.content.decode()
    assert Outcome.objects.get().placement_id == there.ended.pk
    assert client.post(url, {"as_of": today.isoformat(), f"exit-{other.pk}": "on_benefit"}).status_code == 302
    assert "Ingen forløb mangler udfald" in client.get(url).content.decode()


def test_who_comes_second_is_told_line_by_line_what_is_not_saved(there: SimpleNamespace, today: dt.date) -> None:
    url, day = reverse("placements:outcomes_missing"), today.isoformat()
    first = {"as_of": day, f"exit-{there.ended.pk}": "job", f"closed-{there.ended.pk}": ""}
    closed = (today - 150 * DAY).isoformat()
    first[f"closed-{there.ended.pk}"] = closed
    assert client_of(there, "coordinator").post(url, first).status_code == 302
    name = there.people["coordinator"].name
    client = client_of(there, "consultant")
    late = first | {f"exit-{there.ended.pk}": "education"}
    answer = client.post(url, late)
    page = answer.content.decode()
    assert f"F-2: {name} har noteret “I job, sagen lukket" in page
    assert "Dit “I uddannelse, sagen lukket" in page
    assert reverse("placements:placement", args=[there.ended.pk]) in page
    assert "Du udfyldte ingen linjer" not in page
    assert "alert-success" not in page
    assert [one.exit_type for one in Outcome.objects.all()] == ["job"]
    same = client.post(url, first, follow=True).content.decode()
    assert "1 udfald stod der i forvejen." in same


def test_a_good_line_beside_one_that_came_late_is_saved_and_both_are_told(
    there: SimpleNamespace, today: dt.date
) -> None:
    url, day, closed = reverse("placements:outcomes_missing"), today.isoformat(), (today - 150 * DAY).isoformat()
    other = Placement.objects.create(
        reference="F-5",
        kind="internship",
        unit=there.north,
        starts_on=today - 300 * DAY,
        ends_on=today - 190 * DAY,
        created_at=timezone.now(),
    )
    said = {"as_of": day, f"exit-{there.ended.pk}": "job", f"closed-{there.ended.pk}": closed}
    client_of(there, "coordinator").post(url, said)
    said |= {f"exit-{there.ended.pk}": "education", f"exit-{other.pk}": "on_benefit"}
    answer = client_of(there, "consultant").post(url, said)
    page = answer.content.decode()
    assert "1 udfald er noteret. Se nedenfor, hvilke linjer der ikke er gemt." in page
    assert "F-2: " in page
    assert "alert-success" not in page
    assert Outcome.objects.get(placement=other).exit_type == "on_benefit"


def test_the_page_that_asks_whether_to_cancel_is_not_there_for_one_that_has_ended(
    there: SimpleNamespace, today: dt.date
) -> None:
    client = client_of(there, "consultant")
    ended, running = (reverse("placements:placement_cancel", args=[one.pk]) for one in (there.ended, there.runs))
    page = reverse("placements:placement", args=[there.ended.pk])
    assert client.get(running).status_code == 200
    assert ended in client.get(page).content.decode()  # nobody has noted how it ended: it may never have begun
    Outcome.objects.create(
        placement=there.ended,
        definition=OutcomeDefinition.objects.get(),
        exit_type="on_benefit",
        as_of=today,
        at=timezone.now(),
    )
    assert ended not in client.get(page).content.decode()
    answer = client.get(ended, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "har været i gang. Intet er ændret." in answer.content.decode()


@pytest.mark.parametrize("kind", ["placements.placements", "placements.outcomes"])
def test_a_file_named_by_a_persons_number_does_not_come_in(there: SimpleNamespace, kind: str) -> None:
    url = reverse("imports:import_new", args=[kind])
    file = SimpleUploadedFile("150685-1234.csv", b"a;b\n1;2\n", content_type="text/csv")
    text = client_of(there, "consultant").post(url, {"file": file}).content.decode()
    assert "Filens navn ligner et CPR-nummer, så filen er afvist." in text
    assert "150685-1234" not in text
    assert not Import.objects.exists()


def test_the_usual_job_types_are_added_once(there: SimpleNamespace) -> None:
    client, url = client_of(there, "coordinator"), reverse("placements:job_types")
    for _ in range(2):
        client.post(url, {"usual": "1"})
    assert JobType.objects.count() == 11
    client.post(url, {"name": "Ænder og gæs"})
    made = JobType.objects.get(code="aender-og-gaes")
    edit = reverse("placements:job_type", args=[made.code])
    assert client.post(edit, {"name": "It"}).status_code == 422
    client.post(edit, {"name": "Dyrepasning"})
    made.refresh_from_db()
    assert (made.name, made.is_active) == ("Dyrepasning", False)
    assert client_of(there, "consultant").get(url).status_code == 403


def test_old_placements_go_when_asked_twice(there: SimpleNamespace, today: dt.date) -> None:
    old = Placement.objects.create(
        reference="F-9",
        kind="internship",
        unit=there.north,
        starts_on=dt.date(2012, 1, 1),
        ends_on=dt.date(2012, 2, 1),
        created_at=timezone.now(),
    )
    client, url = client_of(there, "coordinator"), reverse("placements:placements_delete")
    asked = client.post(url, {"before": "2013-01-01"})
    assert "1 forløb sluttede før" in asked.content.decode()
    assert Placement.objects.filter(pk=old.pk).exists()
    assert client.post(url, {"before": today.isoformat(), "is_sure": "on"}).status_code == 422
    assert client.post(url, {"before": "2013-01-01", "is_sure": "on"}).status_code == 302
    assert Placement.objects.count() == 4
    assert Event.objects.get(action="placements.delete_old").data == {"before": "2013-01-01", "placements": 1}
    assert client_of(there, "consultant").post(url, {"before": "2013-01-01", "is_sure": "on"}).status_code == 403


def test_an_empty_register_says_how_to_begin(town: SimpleNamespace) -> None:
    page = client_of(town, "consultant").get(reverse("placements:placements")).content.decode()
    assert "Her er ingen forløb endnu" in page
    assert "Registrér det første" in page
    leaders = client_of(town, "leader").get(reverse("placements:placements")).content.decode()
    assert "Registrér" not in leaders.split("<main")[1]


def test_nobody_searches_for_a_placement(there: SimpleNamespace) -> None:
    answer = client_of(there, "coordinator").get(reverse("search:search"), {"q": "F-1"})
    assert "F-1</a>" not in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"MZ\x90\x00" + b"\x00" * 300, "af en type, der ikke tages imod"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "Filen er af typen PDF, men her skal den være"),
    ],
)
def test_a_file_that_is_no_table_is_told_what_to_be(there: SimpleNamespace, content: bytes, told: str) -> None:
    url = reverse("imports:import_new", args=["placements.placements"])
    file = SimpleUploadedFile("forloeb.csv", content, content_type="text/csv")
    text = client_of(there, "consultant").post(url, {"file": file}).content.decode()
    assert told in text
    assert "tekst (txt, md, csv) eller Excel (xlsx)" in text
    assert "Gem den som PDF" not in text
