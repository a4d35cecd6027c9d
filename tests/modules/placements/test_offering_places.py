"""A leader offers places of the own unit, says why they are empty, closes them, takes the last back; nobody else's."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.placements.forms.places import PlaceForm
from chefforum.modules.placements.models import EmptySpell, Place, Placement
from chefforum.modules.placements.queries.places import (
    PlaceFilter,
    PlaceNotFound,
    find_place,
    find_places,
    list_places,
    place_page,
)
from chefforum.modules.placements.rules.kinds import EmptyReason
from chefforum.modules.placements.rules.matching import Wish
from chefforum.modules.placements.rules.places import PlaceWords
from chefforum.modules.placements.rules.stays import Span
from chefforum.modules.placements.services import places as services
from chefforum.modules.placements.services.dated_rules import add_usual_rules
from chefforum.modules.placements.services.workplaces import count_employees
from tests.modules.placements.conftest import NOW, TODAY

DAY = dt.timedelta(days=1)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def words(town):
    return PlaceWords(
        kind="internship",
        job_type_id=town.job_type.pk,
        slots=2,
        open_from=TODAY - 10 * DAY,
        hours_from=Decimal(15),
        hours_to=Decimal(37),
        tasks="Hjælp ved måltider.",
        languages="dansk, engelsk",
    )


def offer(town, words, *, who="leader", unit=None, **other):
    return services.offer_place(
        actor=town.as_(who),
        workplace=town.workplaces[unit or town.north],
        words=dataclasses.replace(words, **other),
        at=NOW,
    )


def place_somebody(town, place, first=TODAY, last=TODAY + 20 * DAY, number=1):
    return Placement.objects.create(
        reference=f"F-{number}",
        kind=place.kind,
        unit=place.workplace.unit,
        workplace=place.workplace,
        place=place,
        starts_on=first,
        ends_on=last,
        created_at=NOW,
    )


def say_why(town, place, *, who="leader", **other):
    usual = {"reason": EmptyReason.NO_TASK, "slots": 1, "first_day": TODAY, "last_day": None, "note": ""}
    return services.note_empty(actor=town.as_(who), place_id=place.pk, at=LATER, **usual | other)


@pytest.mark.parametrize("who", ["leader", "substitute", "chief", "consultant", "coordinator"])
def test_who_leads_or_serves_the_unit_offers_places_there(town, words, who):
    assert offer(town, words, who=who).workplace.unit == town.north


@pytest.mark.parametrize("who", ["other_leader", "other_chief", "controller", "admin", "colleague"])
def test_nobody_else_offers_changes_closes_or_explains(town, words, who):
    place = offer(town, words, is_shared=True)
    actor = town.as_(who)
    with pytest.raises(AccessDenied):
        offer(town, words, who=who)
    with pytest.raises(AccessDenied):
        services.change_place(actor=actor, place_id=place.pk, words=words, at=NOW)
    with pytest.raises(AccessDenied):
        services.close_place(actor=actor, place_id=place.pk, closed_on=TODAY, at=NOW)
    with pytest.raises(AccessDenied):
        services.undo_place(actor=actor, place_id=place.pk, at=NOW)
    with pytest.raises(AccessDenied):
        say_why(town, place, who=who)


def test_a_place_outside_the_pool_is_not_found_by_another_unit(town, words):
    own = offer(town, words)
    shared = offer(town, words, is_shared=True)
    for who in ("other_leader", "other_chief"):
        with pytest.raises(PlaceNotFound):
            find_place(actor=town.as_(who), place_id=own.pk)
        seen = list_places(actor=town.as_(who), asked=PlaceFilter(), on=TODAY)
        assert [row.place.pk for row in seen] == [shared.pk]
    with pytest.raises(AccessDenied):
        list_places(actor=town.as_("colleague"), asked=PlaceFilter(), on=TODAY)


def test_of_the_pool_another_unit_sees_what_is_free_and_nothing_of_how_many_who_or_why(town, words):
    place = offer(town, words, is_shared=True)
    place_somebody(town, place)
    say_why(town, place)
    page = place_page(actor=town.as_("other_leader"), place_id=place.pk, at=LATER, on=TODAY)
    assert (page.row.now.free, page.row.taken, page.row.slots, page.row.next_free) == (1, None, None, None)
    assert (page.placements, page.spells, page.history, page.undo, page.may_change) == ((), (), (), "", False)
    own = place_page(actor=town.as_("leader"), place_id=place.pk, at=LATER, on=TODAY)
    assert (own.row.taken, own.row.slots) == (1, 2)
    assert [one.reference for one in own.placements] == ["F-1"]
    assert len(own.spells) == 1
    assert [one.what for one in own.history] == ["Skrev, hvorfor den er tom", "Tilbød pladsen"]


def test_another_units_shared_place_is_seen_but_not_changed_on_the_page(town, words):
    place = offer(town, words, is_shared=True)
    client = Client()
    client.force_login(town.people["other_chief"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("placements:place", args=[place.pk])).status_code == 200
    assert client.get(reverse("placements:place_change", args=[place.pk])).status_code == 403
    assert client.post(reverse("placements:place_undo", args=[place.pk])).status_code == 403
    assert client.get(reverse("placements:workplace", args=[place.workplace_id])).status_code == 404


@pytest.mark.parametrize("field", ["tasks", "limits", "languages", "supervisor"])
def test_a_cpr_number_comes_in_by_no_text_of_a_place(town, words, field):
    with pytest.raises(services.PlaceRefused, match="CPR"):
        offer(town, words, **{field: "Ring om 010190-1234"})
    with pytest.raises(services.PlaceRefused, match="CPR"):
        say_why(town, offer(town, words), note="010190-1234 kom ikke")


def test_a_change_is_told_and_taken_back(town, words):
    place = offer(town, words)
    changed = dataclasses.replace(words, slots=3, windows=(Span(TODAY, TODAY + 9 * DAY),))
    services.change_place(actor=town.as_("leader"), place_id=place.pk, words=changed, at=LATER)
    page = place_page(actor=town.as_("leader"), place_id=place.pk, at=LATER, on=TODAY)
    assert page.history[0].lines == ("Antal pladser: 2 → 3", "Starter mellem er ændret")
    assert page.undo == "Fortryd rettelsen"
    services.undo_place(actor=town.as_("leader"), place_id=place.pk, at=LATER)
    place.refresh_from_db()
    assert (place.slots, place.start_windows.count()) == (2, 0)
    with pytest.raises(services.PlaceRefused):
        services.undo_place(actor=town.as_("leader"), place_id=place.pk, at=LATER)


def test_what_another_did_since_or_a_day_ago_is_not_ones_own_to_take_back(town, words):
    place = offer(town, words)
    services.close_place(actor=town.as_("chief"), place_id=place.pk, closed_on=TODAY, at=LATER)
    with pytest.raises(services.PlaceRefused):
        services.undo_place(actor=town.as_("leader"), place_id=place.pk, at=LATER)
    with pytest.raises(services.PlaceRefused):
        services.undo_place(actor=town.as_("chief"), place_id=place.pk, at=LATER + 2 * DAY)
    services.undo_place(actor=town.as_("chief"), place_id=place.pk, at=LATER + DAY / 2)
    place.refresh_from_db()
    assert place.closed_on is None


def test_a_closed_place_opens_again(town, words):
    place = offer(town, words)
    services.close_place(actor=town.as_("leader"), place_id=place.pk, closed_on=TODAY, at=NOW)
    assert not list_places(actor=town.as_("leader"), asked=PlaceFilter(), on=TODAY)
    assert list_places(actor=town.as_("leader"), asked=PlaceFilter(with_closed=True), on=TODAY)
    services.reopen_place(actor=town.as_("leader"), place_id=place.pk, at=LATER)
    assert list_places(actor=town.as_("leader"), asked=PlaceFilter(), on=TODAY)


def test_a_place_keeps_a_job_type_that_is_in_use_no_more_but_no_new_place_takes_it(town, words):
    place = offer(town, words)
    type(town.job_type).objects.update(is_active=False)
    form = PlaceForm(None, actor=town.as_("leader"), kept=words)
    assert town.job_type.pk in [key for key, _ in form.fields["job_type"].choices]
    services.change_place(
        actor=town.as_("leader"), place_id=place.pk, words=dataclasses.replace(words, slots=3), at=LATER
    )
    with pytest.raises(services.PlaceRefused, match="ikke i brug"):
        offer(town, words)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("i sommer", "er ikke et tidsrum"),
        ("31-08-2026 til 01-08-2026", "før den første"),
        ("32-08-2026 til 01-09-2026", "er ikke"),
    ],
)
def test_a_window_that_is_none_is_told_beside_its_field(town, words, text, told):
    data = {**dict.fromkeys(PlaceForm.base_fields, ""), "windows": text}
    assert told in str(PlaceForm(data, actor=town.as_("leader")).errors["windows"])


def test_fewer_slots_than_are_agreed_are_refused(town, words):
    place = offer(town, words)
    place_somebody(town, place, TODAY + 50 * DAY, TODAY + 60 * DAY, 1)
    place_somebody(town, place, TODAY + 55 * DAY, TODAY + 70 * DAY, 2)
    with pytest.raises(services.PlaceRefused, match="2 forløb på samme tid"):
        services.change_place(
            actor=town.as_("leader"), place_id=place.pk, words=dataclasses.replace(words, slots=1), at=LATER
        )


def test_why_it_is_empty_ends_by_hand_or_when_it_is_filled(town, words):
    place = offer(town, words)
    spell = say_why(town, place, slots=2)
    services.end_empty(actor=town.as_("leader"), place_id=place.pk, spell_id=spell.pk, last_day=TODAY, at=LATER)
    say_why(town, place, reason=EmptyReason.NO_CANDIDATE, first_day=TODAY - DAY)
    place_somebody(town, place, number=1)
    place_somebody(town, place, number=2)
    page = place_page(actor=town.as_("leader"), place_id=place.pk, at=LATER, on=TODAY + DAY)
    by_reason = {one.spell.reason: (one.last, one.by_itself) for one in page.spells}
    assert by_reason["no_candidate"] == (TODAY - DAY, True)
    assert not page.open_spells


def test_no_more_slots_are_explained_than_stand_empty(town, words):
    place = offer(town, words)
    place_somebody(town, place)
    with pytest.raises(services.PlaceRefused, match="1 tomme"):
        say_why(town, place, slots=2)
    with pytest.raises(services.PlaceRefused, match="ikke åben"):
        say_why(town, place, first_day=TODAY - 90 * DAY)
    assert not EmptySpell.objects.exists()


def test_the_list_shows_what_is_asked_for(town, words):
    offer(town, words)
    full = offer(town, words, slots=1, languages="tysk", kind="wage_subsidy", is_shared=True)
    place_somebody(town, full)
    park = offer(town, words, who="coordinator", unit=town.park, windows=(Span(TODAY + DAY, TODAY + 5 * DAY),))

    def seen(**asked):
        rows = list_places(actor=town.as_("coordinator"), asked=PlaceFilter(**asked), on=TODAY)
        return {row.place.pk for row in rows}

    assert len(seen()) == 3
    assert full.pk not in seen(only_free=True)
    assert seen(language="tysk") == seen(kind="wage_subsidy") == seen(only_shared=True) == {full.pk}
    assert seen(department=town.park_department.pk) == {park.pk}
    assert park.pk not in seen(starts_on=TODAY)
    assert park.pk in seen(starts_on=TODAY + DAY)


def test_a_filter_comes_back_as_it_went_into_an_address():
    asked = PlaceFilter(kind="internship", starts_on=TODAY, only_free=True, job_type=3)
    said = {name: str(value) for name, value in asked.as_parameters().items()}
    assert PlaceFilter.from_query(said) == asked
    assert PlaceFilter.from_query({"weather": "rain", "only_free": "False"}) == PlaceFilter()


def test_a_consultant_finds_the_free_ones_and_the_ratio_puts_its_own_last(town, words):
    add_usual_rules(actor=town.as_("coordinator"), at=NOW)
    reached = offer(town, words)
    place_somebody(town, reached)
    better = offer(town, words, who="coordinator", unit=town.south)
    for unit, heads in ((town.north, 5), (town.south, 60)):
        count_employees(
            actor=town.as_("coordinator"),
            workplace=town.workplaces[unit],
            on_date=TODAY,
            heads=heads,
            fte=None,
            at=NOW,
        )
    found = find_places(
        actor=town.as_("consultant"), wish=Wish(kind="internship", start=TODAY, days=14, language="engelsk"), on=TODAY
    )
    assert [(one.row.place.pk, one.rule_reached) for one in found] == [(better.pk, False), (reached.pk, True)]
    park = offer(town, words, who="coordinator", unit=town.park)
    asked = Wish(kind="internship", start=TODAY, days=14)
    found = find_places(actor=town.as_("coordinator"), wish=asked, on=TODAY)
    assert {one.row.place.pk: one.rule_reached for one in found}[park.pk] is None  # nobody has counted there


def test_a_search_that_cannot_be_read_says_what_to_correct(town, client):
    client.force_login(town.people["coordinator"], backend="django.contrib.auth.backends.ModelBackend")
    said = client.get(reverse("placements:find_place"), {"type": "internship", "uger": "mange"}).content.decode()
    assert "Ret dette, så der kan søges" in said
    assert "Uger: " in said
    assert "Intet er gemt" not in said


def test_a_kind_that_no_rule_bounds_is_never_at_its_bound(town, words):
    add_usual_rules(actor=town.as_("coordinator"), at=NOW)
    offer(town, words, kind="utility")
    (found,) = find_places(actor=town.as_("leader"), wish=Wish(kind="utility", start=TODAY, days=14), on=TODAY)
    assert found.rule_reached is False


def test_many_places_cost_the_list_and_the_search_no_more(town, words, django_assert_num_queries):
    for number in range(8):
        place_somebody(town, offer(town, words), number=number)
    actor = town.as_("consultant")
    with django_assert_num_queries(4):
        assert len(list_places(actor=actor, asked=PlaceFilter(), on=TODAY)) == 8
    with django_assert_num_queries(7):
        find_places(actor=actor, wish=Wish(kind="internship", start=TODAY, days=14), on=TODAY)
    assert Place.objects.count() == 8
