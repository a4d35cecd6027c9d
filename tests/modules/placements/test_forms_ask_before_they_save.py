"""The forms of placements and places: what is unusual is asked about, all that is wrong is said at once, and a form
that is sent again makes nothing more."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.modules.placements.models import DurationLimit, Place, Placement, StartWindow
from chefforum.modules.placements.rules.places import PlaceWords
from chefforum.modules.placements.rules.register import Facts
from chefforum.modules.placements.services.places import WrongPlace, change_place
from chefforum.modules.placements.services.register import register_placement
from chefforum.modules.placements.services.register_checks import Unusual
from chefforum.web.once import ALREADY_SAVED, SAVED_AND_CHANGED, AlreadyMade

DAY = dt.timedelta(days=1)
NEW, NEW_PLACE = "placements:placement_new", "placements:place_new"


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def place(town: SimpleNamespace, today: dt.date) -> Place:
    return a_place(town, today)


def a_place(town: SimpleNamespace, today: dt.date, **said: Any) -> Place:
    usual = {
        "workplace": town.workplaces[town.north],
        "kind": "internship",
        "job_type": town.job_type,
        "hours_from": Decimal(30),
        "hours_to": Decimal(30),
        "open_from": today - 100 * DAY,
        "created_at": timezone.now(),
    }
    return Place.objects.create(**(usual | said))


def client_of(town: SimpleNamespace, name: str = "consultant") -> Client:
    client = Client()
    client.force_login(town.people[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def said_of(place: Place, today: dt.date, **said: str) -> dict[str, str]:
    usual = {
        "kind": "internship",
        "sector": "municipal",
        "place_id": str(place.pk),
        "starts_on": today.isoformat(),
        "ends_on": (today + 27 * DAY).isoformat(),
        "once": str(uuid4()),
    }
    return usual | said


def of_a_place(town: SimpleNamespace, today: dt.date, **said: str) -> dict[str, str]:
    usual = {
        "workplace": str(town.workplaces[town.north].pk),
        "kind": "internship",
        "job_type": str(town.job_type.pk),
        "slots": "1",
        "open_from": today.isoformat(),
        "once": str(uuid4()),
    }
    return usual | said


def test_a_course_is_saved_once_however_often_the_form_is_sent(
    town: SimpleNamespace, place: Place, today: dt.date
) -> None:
    client, said = client_of(town), said_of(place, today, external_reference="MOM-1")
    client.post(reverse(NEW), said)
    again = client.post(reverse(NEW), said, follow=True)
    there = Placement.objects.get()
    assert again.redirect_chain == [(reverse("placements:placement", args=[there.pk]), 302)]
    assert ALREADY_SAVED in again.content.decode()
    other = said | {"once": str(uuid4()), "external_reference": "MOM-2", "place_id": "", "unit_id": str(town.north.pk)}
    client.post(reverse(NEW), other)
    assert Placement.objects.count() == 2


def test_a_place_is_offered_once_however_often_the_form_is_sent(town: SimpleNamespace, today: dt.date) -> None:
    client, said = client_of(town, "leader"), of_a_place(town, today)
    assert client.post(reverse(NEW_PLACE), said).status_code == 302
    again = client.post(reverse(NEW_PLACE), said, follow=True)
    there = Place.objects.get()
    assert again.redirect_chain == [(reverse("placements:place", args=[there.pk]), 302)]
    assert ALREADY_SAVED in again.content.decode()


def test_a_course_corrected_and_sent_again_is_led_to_its_change(
    town: SimpleNamespace, place: Place, today: dt.date
) -> None:
    client, said = client_of(town), said_of(place, today, external_reference="MOM-1")
    client.post(reverse(NEW), said)
    there = Placement.objects.get()
    corrected = said | {"external_reference": "MOM-2"}
    answer = client.post(reverse(NEW), corrected)
    change = reverse("placements:placement_change", args=[there.pk])
    page = answer.content.decode()
    assert SAVED_AND_CHANGED in page
    assert ALREADY_SAVED not in page
    assert f'action="{change}"' in page
    assert 'value="MOM-2"' in page
    seen = answer.context["form"]["seen"].value()
    assert client.post(change, corrected | {"seen": seen, "alligevel": ""}).status_code == 302
    there.refresh_from_db()
    assert there.external_reference == "MOM-2"
    stale = client.post(change, corrected | {"external_reference": "MOM-3", "seen": seen})
    assert "siden du åbnede siden" in stale.content.decode()


def test_a_place_corrected_and_sent_again_is_led_to_its_change(town: SimpleNamespace, today: dt.date) -> None:
    client, said = client_of(town, "leader"), of_a_place(town, today)
    client.post(reverse(NEW_PLACE), said)
    there = Place.objects.get()
    answer = client.post(reverse(NEW_PLACE), said | {"slots": "3"})
    change = reverse("placements:place_change", args=[there.pk])
    assert SAVED_AND_CHANGED in answer.content.decode()
    assert f'action="{change}"' in answer.content.decode()
    assert answer.context["form"]["slots"].value() == "3"
    assert client.post(change, said | {"slots": "3"}).status_code == 302
    there.refresh_from_db()
    assert there.slots == 3


def test_the_token_of_another_leads_to_nothing_of_theirs(town: SimpleNamespace, today: dt.date) -> None:
    said = of_a_place(town, today)
    client_of(town, "leader").post(reverse(NEW_PLACE), said)
    client_of(town, "coordinator").post(reverse(NEW_PLACE), said)
    assert Place.objects.count() == 2


def test_a_page_gives_each_form_a_token_of_its_own(town: SimpleNamespace, place: Place) -> None:
    client = client_of(town)
    tokens = {str(client.get(reverse(NEW)).context["form"]["once"].value()) for _ in range(2)}
    assert len(tokens) == 2


def test_the_key_itself_holds_it_to_one(town: SimpleNamespace, today: dt.date) -> None:
    facts = Facts("internship", "municipal", today, unit_id=town.north.pk)
    arguments = {"actor": town.as_("consultant"), "facts": facts, "at": timezone.now(), "made_id": uuid4()}
    made = register_placement(**arguments)
    with pytest.raises(AlreadyMade) as there:
        register_placement(**arguments)
    assert there.value.made_id == made.pk


def test_what_is_unusual_is_asked_about_and_nothing_is_lost(
    town: SimpleNamespace, place: Place, today: dt.date
) -> None:
    DurationLimit.objects.create(valid_from=dt.date(2020, 1, 1), kind="internship", weeks=4, source="LAB")
    client, said = client_of(town), said_of(place, today, ends_on=(today + 69 * DAY).isoformat(), hours="37")
    answer = client.post(reverse(NEW), said)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Gem alligevel" in text
    assert "Forløbet varer 10 uger. For virksomhedspraktik er det længste 4 uger." in text
    assert "Forløbet er på 37 timer om ugen, og pladsen er opslået med 30 timer." in text
    assert f'value="{said["ends_on"]}"' in text
    assert f'value="{said["once"]}"' in text
    assert not Placement.objects.exists()
    yes = {"alligevel": answer.context["unusual"].signature}
    longer = {"ends_on": (today + 76 * DAY).isoformat()}  # another thing than what was said yes to
    assert client.post(reverse(NEW), said | yes | longer).status_code == 422
    assert client.post(reverse(NEW), said | yes).status_code == 302
    assert Placement.objects.get().hours == 37


def test_who_corrects_something_else_is_not_asked_again(town: SimpleNamespace, place: Place, today: dt.date) -> None:
    client, said = client_of(town), said_of(place, today)
    client.post(reverse(NEW), said)
    made = Placement.objects.get()
    place.open_from = today + 5 * DAY
    place.save()
    url = reverse("placements:placement_change", args=[made.pk])
    said |= {"seen": str(made.changes.get().pk)}
    assert client.post(url, said | {"external_reference": "MOM-9"}).status_code == 302
    said["seen"] = str(made.changes.first().pk)
    asked = client.post(url, said | {"starts_on": (today + DAY).isoformat()})
    assert f"pladsen er først åben fra {place.open_from:%d-%m-%Y}" in asked.content.decode()
    assert asked.status_code == 422


def test_a_place_that_is_taken_is_not_taken_again_unasked(town: SimpleNamespace, place: Place, today: dt.date) -> None:
    arguments = {"actor": town.as_("consultant"), "at": timezone.now(), "accepted": ""}
    facts = Facts("internship", "municipal", today, place_id=place.pk, ends_on=today + 10 * DAY)
    register_placement(facts=facts, **arguments)
    with pytest.raises(Unusual, match="2 forløb på én plads"):
        register_placement(facts=facts, **arguments)


def test_all_that_is_wrong_with_a_course_is_said_at_once_at_its_field(
    town: SimpleNamespace, place: Place, today: dt.date
) -> None:
    Placement.objects.create(
        reference="F-1",
        external_reference="MOM-1",
        kind="internship",
        unit=town.north,
        starts_on=today,
        created_at=timezone.now(),
    )
    wrong = {
        "kind": "",
        "ends_on": (today - DAY).isoformat(),
        "hours": "99",
        "external_reference": "MOM-1",
        "workplace_id": str(town.workplaces[town.south].pk),
    }
    answer = client_of(town).post(reverse(NEW), said_of(place, today, **wrong))
    errors = answer.context["form"].errors
    assert set(errors) == {"kind", "ends_on", "hours", "external_reference", "place_id"}
    assert "Se det forløb, der har nummeret" in answer.content.decode()


def test_all_that_is_wrong_with_a_place_is_said_at_once_at_its_field(
    town: SimpleNamespace, place: Place, today: dt.date
) -> None:
    Place.objects.filter(pk=place.pk).update(slots=2)
    for number in range(2):
        Placement.objects.create(
            reference=f"F-{number}",
            kind="internship",
            unit=town.north,
            place=place,
            starts_on=today,
            ends_on=today + 10 * DAY,
            created_at=timezone.now(),
        )
    said = of_a_place(town, today, kind="utility", hours_from="20", hours_to="10", tasks="Spørg 010180-1234")
    answer = client_of(town, "leader").post(reverse("placements:place_change", args=[place.pk]), said)
    assert set(answer.context["form"].errors) == {"kind", "slots", "hours_to", "tasks"}


def words_of(place: Place, **said: Any) -> PlaceWords:
    words = PlaceWords(place.kind, place.job_type_id, place.slots, place.open_from, place.hours_from, place.hours_to)
    return dataclasses.replace(words, **said)


def test_slots_that_are_agreed_are_told_with_their_days_and_when_there_can_be_fewer(
    town: SimpleNamespace, today: dt.date
) -> None:
    place = a_place(town, today, slots=3)
    days = [(10, 20), (15, 30), (18, None)]
    for number, (first, last) in enumerate(days):
        Placement.objects.create(
            reference=f"F-{number}",
            kind="internship",
            unit=town.north,
            place=place,
            starts_on=today + first * DAY,
            ends_on=last and today + last * DAY,
            created_at=timezone.now(),
        )
    arguments = {"actor": town.as_("leader"), "place_id": place.pk, "at": timezone.now()}
    with pytest.raises(WrongPlace) as refused:
        change_place(words=words_of(place, slots=1), **arguments)
    [(field, words)] = refused.value.problems
    assert field == "slots"
    first, last, then = (f"{today + day * DAY:%d-%m-%Y}" for day in (15, 30, 31))
    assert f"op til 3 forløb på samme tid fra {first} til {last}. Fra {then} kan antallet være 1." in words
    Placement.objects.filter(reference="F-1").update(ends_on=None)
    with pytest.raises(WrongPlace, match="ingen slutdato"):
        change_place(words=words_of(place, slots=1), **arguments)


def test_a_place_that_is_overbooked_can_still_be_corrected(town: SimpleNamespace, place: Place, today: dt.date) -> None:
    for number in range(2):
        Placement.objects.create(
            reference=f"F-{number}",
            kind="internship",
            unit=town.north,
            place=place,
            starts_on=today,
            created_at=timezone.now(),
        )
    words = words_of(place, tasks="Rydde op.")
    change_place(actor=town.as_("leader"), place_id=place.pk, words=words, at=timezone.now())
    assert Place.objects.get().tasks == "Rydde op."


def test_places_in_the_list_are_told_apart_and_settle_what_follows(town: SimpleNamespace, today: dt.date) -> None:
    for said in ({}, {}, {"hours_to": Decimal(37)}, {"supervisor": "Souschefen"}):
        a_place(town, today, **said)
    busy = a_place(town, today)
    Placement.objects.create(
        reference="F-1",
        kind="internship",
        unit=town.north,
        place=busy,
        starts_on=today,
        ends_on=today + 9 * DAY,
        created_at=timezone.now(),
    )
    answer = client_of(town).get(reverse(NEW), {"plads": str(busy.pk), "timer": "25"})
    options = [words for _, words in answer.context["form"].fields["place_id"].choices]
    assert len(set(options)) == len(options) == 6
    assert sum("(nr. " in words for words in options) == 2
    assert any(f"30 timer, ledig fra {today + 10 * DAY:%d-%m-%Y}" in words for words in options)
    initial = answer.context["form"].initial
    assert initial["workplace_id"] == str(busy.workplace_id)
    assert initial["job_type_id"] == str(town.job_type.pk)
    assert (initial["kind"], initial["hours"]) == ("internship", "25")
    assert "data-follows=" in answer.content.decode()


def test_a_place_gives_its_hours_where_nobody_says_others(town: SimpleNamespace, place: Place, today: dt.date) -> None:
    client_of(town).post(reverse(NEW), said_of(place, today))
    made = Placement.objects.get()
    assert (made.hours, made.workplace_id, made.job_type_id) == (30, place.workplace_id, place.job_type_id)


def test_what_was_looked_for_goes_along_to_the_form(town: SimpleNamespace, place: Place, today: dt.date) -> None:
    StartWindow.objects.create(place=place, first_day=today + 3 * DAY, last_day=today + 9 * DAY)
    client = client_of(town)
    asked = {"type": "internship", "start": today.isoformat(), "uger": "4", "timer": "30"}
    found = client.get(reverse("placements:find_place"), asked)
    assert "på ingen af dem kan man begynde" in found.content.decode()
    [(_, carried)] = found.context["found"]
    form = client.get(f"{reverse(NEW)}?{carried}").context["form"]
    said = {name: form[name].value() for name in ("kind", "place_id", "starts_on", "ends_on", "hours", "job_type_id")}
    assert said == {
        "kind": "internship",
        "place_id": str(place.pk),
        "starts_on": (today + 3 * DAY).isoformat(),
        "ends_on": (today + 30 * DAY).isoformat(),
        "hours": "30",
        "job_type_id": str(town.job_type.pk),
    }


def test_the_headline_of_the_list_counts_the_days_on_which_one_can_begin(
    town: SimpleNamespace, place: Place, today: dt.date
) -> None:
    StartWindow.objects.create(place=place, first_day=today + 3 * DAY, last_day=today + 9 * DAY)
    a_place(town, today, slots=2)
    said = client_of(town).get(reverse("placements:places")).content.decode()
    assert "3 ledige pladser i dag. På 2 af dem kan man begynde i dag." in said


def test_of_the_pool_nothing_tells_another_unit_how_many_are_taken(town: SimpleNamespace, today: dt.date) -> None:
    place = a_place(town, today, slots=7, is_shared=True)
    for number in range(4):
        Placement.objects.create(
            reference=f"F-{number}",
            kind="internship",
            unit=town.north,
            place=place,
            starts_on=today,
            ends_on=today + 9 * DAY,
            created_at=timezone.now(),
        )
    urls = (
        reverse("placements:places"),
        reverse("placements:place", args=[place.pk]),
        reverse("placements:places_file", args=["csv"]),
    )
    seen = {name: [client_of(town, name).get(url).content.decode() for url in urls] for name in ("leader", "chief")}
    others = [client_of(town, "other_chief").get(url).content.decode() for url in urls]
    assert "4 af 7 optaget" in seen["leader"][0]
    assert ";7;4;3;" in seen["leader"][2]
    assert "3 ledige" in others[0]
    assert ";;;3;;" in others[2]
    for text in others[:2]:
        assert "optaget" not in text
        assert "Optaget" not in text
        assert ">7<" not in text
