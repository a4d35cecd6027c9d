"""A department is asked, its leader reads the item and answers; nobody of another department does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings.access import worked_on_by
from chefforum.modules.meetings.cards.items import items_waiting
from chefforum.modules.meetings.models import Hearing, Item
from chefforum.modules.meetings.rules.states import ItemState
from chefforum.modules.meetings.services.hearings import answer_hearing, ask_hearing, remind_hearing
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.steps import StepNotPossible
from tests import factories
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 2, 10)


@pytest.fixture
def world(forum_world):
    """`third` leads a third department, which is never asked unless the test says so."""
    making.people(forum_world)
    forum_world.third = factories.unit("tredje", under=forum_world.top)
    forum_world.persons["third"] = factories.person("third")
    factories.employment(forum_world.persons["third"], forum_world.third, is_leader=True)
    forum_world.item = making.item(forum_world)
    return forum_world


def ask(world, *units, by="author", due=DUE) -> list[Hearing]:
    chosen = [unit.pk for unit in units or (world.elsewhere,)]
    return ask_hearing(actor=world.as_(by), item=world.item, unit_ids=chosen, due_date=due, at=NOW)


def answer(world, hearing, *, by="head_elsewhere", text="", at=NOW) -> None:
    answer_hearing(actor=world.as_(by), hearing=hearing, has_remarks=bool(text), text=text, at=at)


def test_a_leader_reads_the_item_from_the_moment_that_the_department_is_asked(world):
    client = making.client_of(world, "head_elsewhere")
    for name in ("process", "item"):
        assert client.get(making.page(name, world.item)).status_code == 404
    ask(world)
    for name in ("process", "item"):
        assert client.get(making.page(name, world.item)).status_code == 200
    assert making.client_of(world, "third").get(making.page("process", world.item)).status_code == 404


def test_who_is_asked_is_told_by_when_and_led_to_the_form(world):
    (hearing,) = ask(world)
    card = items_waiting(actor=world.as_("head_elsewhere"), on=NOW.date())
    assert card is not None
    assert [row.meta for row in card.rows] == ["Høring skal besvares senest 10. februar 2026. Chefforum"]
    there = f'href="#hoering-{hearing.pk}"'
    assert there in making.client_of(world, "head_elsewhere").get(making.page("process", world.item)).content.decode()
    assert there not in making.client_of(world, "author").get(making.page("process", world.item)).content.decode()


def test_a_leader_no_longer_reads_it_when_it_is_withdrawn_or_sent_out(world):
    ask(world)
    for state in ItemState:
        Item.objects.filter(pk=world.item.pk).update(state=state)
        is_read = worked_on_by(world.as_("head_elsewhere")).filter(pk=world.item.pk).exists()
        assert is_read == (state in {"draft", "submitted", "returned", "ready", "on_agenda"})


@pytest.mark.parametrize("name", ["chair", "third", "head_elsewhere", "auditor"])
def test_nobody_asks_but_those_who_prepare_the_item(world, name):
    with pytest.raises(AccessDenied):
        ask(world, by=name)


@pytest.mark.parametrize("name", ["author", "case_author", "head", "secretary_of_unit"])
def test_those_who_prepare_the_item_ask_several_at_once(world, name):
    assert len(ask(world, world.elsewhere, world.third, by=name)) == 2


@pytest.mark.parametrize(
    ("units", "due", "why"),
    [
        ([], DUE, "mindst én"),
        (["elsewhere"], NOW.date() - dt.timedelta(days=1), "Fristen"),
        (["asked"], DUE, "spurgt i forvejen"),
    ],
)
def test_asking_is_refused_with_the_reason(world, units, due, why):
    world.asked = world.third
    ask(world, world.third)
    chosen = [getattr(world, name).pk for name in units]
    with pytest.raises(StepNotPossible, match=why):
        ask_hearing(actor=world.as_("author"), item=world.item, unit_ids=chosen, due_date=due, at=NOW)
    assert Hearing.objects.count() == 1


def test_nobody_is_asked_about_a_closed_item_that_they_may_not_read(world):
    keeper = world.as_("secretary_of_unit")
    close = {"actor": keeper, "item": world.item, "is_confidential": True, "at": NOW}
    set_confidentiality(reader_ids=[], **close)
    with pytest.raises(StepNotPossible, match="lukket"):
        ask(world)
    set_confidentiality(reader_ids=[world.persons["head_elsewhere"].pk], **close)
    ask(world)
    assert worked_on_by(world.as_("head_elsewhere")).filter(pk=world.item.pk).exists()
    set_confidentiality(reader_ids=[], **close)
    assert not worked_on_by(world.as_("head_elsewhere")).filter(pk=world.item.pk).exists()


def test_the_answer_is_read_by_who_prepares_the_item_and_not_by_others_who_are_asked(world):
    first, _ = sorted(ask(world, world.elsewhere, world.third), key=lambda one: one.unit_id != world.elsewhere.pk)
    answer(world, first, text="Husk cyklisterne")
    for name in ("author", "head", "secretary_of_unit", "chair", "head_elsewhere"):
        assert (
            "Husk cyklisterne" in making.client_of(world, name).get(making.page("process", world.item)).content.decode()
        )
    other = making.client_of(world, "third").get(making.page("process", world.item)).content.decode()
    assert "Husk cyklisterne" not in other
    assert "Besvaret" in other


def test_only_the_department_s_leader_answers_and_only_once(world):
    [hearing] = ask(world)
    for name in ("author", "head", "third", "secretary_of_unit", "chair"):
        with pytest.raises(AccessDenied):
            answer(world, hearing, by=name)
    answer(world, hearing)
    with pytest.raises(StepNotPossible, match="besvaret i forvejen"):
        answer(world, hearing, text="Alligevel")
    hearing.refresh_from_db()
    assert (hearing.has_remarks, hearing.answer) == (False, "")


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (1, True)])
def test_an_answer_after_the_day_is_taken_and_shown_as_late(world, days, is_late):
    [hearing] = ask(world)
    answer(world, hearing, at=dt.datetime.combine(DUE, dt.time(22), dt.UTC) + dt.timedelta(days=days, minutes=59))
    shown = making.client_of(world, "author").get(making.page("process", world.item)).content.decode()
    assert ("For sent" in shown) is is_late


def test_who_has_answered_is_waited_for_no_more_and_others_are(world):
    """The line in the bell is settled for the whole department, with its reminders; not for another department."""
    first, _ = sorted(ask(world, world.elsewhere, world.third), key=lambda one: one.unit_id != world.elsewhere.pk)
    remind_hearing(actor=world.as_("author"), hearing=first, at=NOW)
    answer(world, first)
    asked = Notification.objects.filter(kind__in=["meetings.hearing", "meetings.hearing_reminder"])
    waiting = asked.filter(read_at=None).values_list("person__name", flat=True)
    assert (asked.count(), set(waiting)) == (3, {"third"})


def test_remarks_need_words(world):
    [hearing] = ask(world)
    url = reverse("meetings:hearing_answer", args=[world.item.pk, hearing.pk])
    refused = making.client_of(world, "head_elsewhere").post(url, {"has_remarks": "yes", "text": " "})
    assert refused.status_code == 422
    assert "Skriv bemærkningerne" in refused.content.decode()
    making.client_of(world, "head_elsewhere").post(url, {"has_remarks": "yes", "text": "Nej tak"})
    hearing.refresh_from_db()
    assert hearing.answer == "Nej tak"


def test_leaders_are_reminded_at_most_once_a_day_and_never_when_they_have_answered(world):
    [hearing] = ask(world)
    for _ in range(2):
        remind_hearing(actor=world.as_("author"), hearing=hearing, at=NOW)
    told = Notification.objects.filter(kind="meetings.hearing_reminder", person=world.persons["head_elsewhere"])
    assert told.count() == 1
    remind_hearing(actor=world.as_("author"), hearing=hearing, at=NOW + dt.timedelta(days=1))
    assert told.count() == 2
    answer(world, hearing)
    hearing.refresh_from_db()
    with pytest.raises(StepNotPossible, match="har svaret"):
        remind_hearing(actor=world.as_("author"), hearing=hearing, at=NOW)


def test_what_a_department_was_asked_waits_no_longer_when_it_has_answered(world):
    asked = {hearing.unit_id: hearing for hearing in ask(world, world.elsewhere, world.third)}
    hearing, other = asked[world.elsewhere.pk], asked[world.third.pk]
    remind_hearing(actor=world.as_("author"), hearing=hearing, at=NOW)
    answer(world, hearing)
    waiting = Notification.objects.filter(kind__startswith="meetings.hearing", read_at=None).exclude(key="")
    assert list(waiting.values_list("key", flat=True)) == [f"hearing:{other.pk}"]


def test_the_form_that_asks_lists_departments_with_a_leader_that_are_not_asked(world):
    ask(world)
    shown = making.client_of(world, "author").get(making.page("process", world.item)).content.decode()
    assert f'value="{world.third.pk}"' in shown
    assert f'value="{world.elsewhere.pk}"' not in shown
    assert f'value="{world.top.pk}"' not in shown
    making.client_of(world, "author").post(
        making.page("hearing_ask", world.item), {"units": [str(world.third.pk)], "due_date": "2099-01-01"}
    )
    assert Hearing.objects.filter(unit=world.third).exists()
