"""Who may be named on a closed item: those with a seat, and leaders outside the forum, found by name or address."""

import datetime as dt

import pytest

from chefforum.kernel.people.models import Employment, Person
from chefforum.modules.meetings.forms.meetings import ConfidentialityForm
from tests.modules.meetings.conftest import LONG_AGO, TODAY, unit


@pytest.fixture
def leaders(forum_world):
    for place, name in (("skolen", "Bo Ek"), ("havnen", "Bo Ek"), ("biblioteket", "Ada Holm")):
        person = Person.objects.create(email=f"{name[:2].lower()}.{place}@lindeby.example", name=name)
        Employment.objects.create(person=person, unit=unit(place), title="Leder", is_leader=True, valid_from=LONG_AGO)
    return {person.email: person for person in Person.objects.filter(employments__is_leader=True)}


def answered(forum, *, another="", is_confidential=True, readers=(), named=(), was_confidential=False, on=TODAY):
    data = {"another": another, "readers": list(readers)} | ({"is_confidential": "on"} if is_confidential else {})
    initial = {"is_confidential": was_confidential}
    return ConfidentialityForm(data, initial=initial, forum=forum, on=on, named=list(named))


@pytest.mark.parametrize("words", ["Ada Holm", "ada", "Ada Holm (biblioteket)", "AD.biblioteket@lindeby.example"])
def test_a_leader_outside_the_forum_is_found_by_name_and_by_address(forum_world, leaders, words):
    form = answered(forum_world.forum, another=words)
    assert form.is_valid(), form.errors
    assert form.reader_ids == [leaders["ad.biblioteket@lindeby.example"].pk]


def test_where_two_fit_nobody_is_guessed_and_the_addresses_are_told(forum_world, leaders):
    form = answered(forum_world.forum, another="Bo Ek")
    assert not form.is_valid()
    assert "bo.skolen@lindeby.example" in str(form.errors["another"])
    assert "bo.havnen@lindeby.example" in str(form.errors["another"])


def test_who_leads_no_more_is_not_offered(forum_world, leaders):
    Employment.objects.filter(person__name="Ada Holm").update(valid_to=TODAY - dt.timedelta(days=1))
    assert not answered(forum_world.forum, another="Ada Holm").is_valid()


def test_a_leader_who_is_named_already_stays_named_when_something_else_is_saved(forum_world, leaders):
    ada = leaders["ad.biblioteket@lindeby.example"].pk
    form = answered(forum_world.forum, readers=[ada], named=[ada])
    assert form.is_valid(), form.errors
    assert form.reader_ids == [ada]


def test_naming_somebody_on_an_item_that_is_not_closed_is_asked_about(forum_world, leaders):
    assert "is_confidential" in answered(forum_world.forum, another="Ada Holm", is_confidential=False).errors


def test_an_item_is_opened_without_taking_each_reader_off_first(forum_world, leaders):
    ada = leaders["ad.biblioteket@lindeby.example"].pk
    form = answered(forum_world.forum, readers=[ada], named=[ada], is_confidential=False, was_confidential=True)
    assert form.is_valid(), form.errors
