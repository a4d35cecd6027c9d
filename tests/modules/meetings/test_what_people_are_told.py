"""Who is told what on an item's way; and that what is told never names a closed item."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.people.models import Employment
from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.services.comments import write_comment
from chefforum.modules.meetings.services.hearings import answer_hearing, ask_hearing, remind_hearing
from chefforum.modules.meetings.services.items import (
    approve_item,
    return_item,
    revive_item,
    submit_item,
    withdraw_item,
)
from chefforum.modules.meetings.services.keeping import set_confidentiality
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

pytestmark = pytest.mark.django_db
SECRET = "Lukning af Østskolen"


@pytest.fixture
def world(forum_world):
    making.people(forum_world)
    forum_world.item = making.item(forum_world, title=SECRET)
    return forum_world


def told(world, kind: str) -> set[str]:
    names = {person.pk: name for name, person in world.persons.items()}
    return {names[row.person_id] for row in Notification.objects.filter(kind=f"meetings.{kind}")}


def whole_way(world) -> None:
    """Everything that can be told of an item."""
    item, as_ = world.item, world.as_
    [hearing] = ask_hearing(actor=as_("author"), item=item, unit_ids=[world.elsewhere.pk], due_date=NOW.date(), at=NOW)
    remind_hearing(actor=as_("author"), hearing=hearing, at=NOW)
    answer_hearing(actor=as_("head_elsewhere"), hearing=hearing, has_remarks=True, text="Nej", at=NOW)
    write_comment(actor=as_("head"), item=item, section=None, text=f"Om {SECRET}", at=NOW)
    submit_item(actor=as_("author"), item=item, at=NOW)
    return_item(actor=as_("head"), item=item, at=NOW, reason=f"Ret {SECRET}")
    submit_item(actor=as_("author"), item=item, at=NOW)
    approve_item(actor=as_("head"), item=item, at=NOW)
    withdraw_item(actor=as_("secretary_of_unit"), item=item, at=NOW, reason=f"Ikke {SECRET}")
    revive_item(actor=as_("secretary_of_unit"), item=item, at=NOW)


def test_each_is_told_what_is_theirs(world):
    whole_way(world)
    assert told(world, "submitted") == {"head"}
    assert told(world, "returned") == {"author"}
    assert told(world, "approved") == {"author"}
    assert told(world, "ready") == {"secretary_of_unit", "secretary"}
    assert told(world, "hearing") == told(world, "hearing_reminder") == {"head_elsewhere"}
    assert told(world, "hearing_answered") == {"author"}
    assert told(world, "comment") == {"author"}
    assert told(world, "withdrawn") == told(world, "revived") == {"author"}


def test_what_is_told_leads_to_the_item_s_way(world):
    whole_way(world)
    urls = set(Notification.objects.values_list("url", flat=True))
    assert urls == {reverse("meetings:process", args=[world.item.pk])}


def test_an_open_item_is_named(world):
    whole_way(world)
    texts = list(Notification.objects.values_list("text", flat=True))
    assert all(f"“{SECRET}”" in text for text in texts)


def test_a_closed_item_is_never_named_and_no_reason_comment_or_answer_is_repeated(world):
    readers = [world.persons["head_elsewhere"].pk]
    set_confidentiality(
        actor=world.as_("secretary_of_unit"), item=world.item, is_confidential=True, reader_ids=readers, at=NOW
    )
    whole_way(world)
    texts = list(Notification.objects.values_list("text", flat=True))
    assert len(texts) >= 10
    assert not [text for text in texts if SECRET in text]
    assert all("Lukket punkt" in text for text in texts)


def test_a_title_with_braces_is_told_as_it_is(world):
    Item.objects.filter(pk=world.item.pk).update(title="Budget {item} {0}")
    submit_item(actor=world.as_("author"), item=world.item, at=NOW)
    assert "“Budget {item} {0}”" in Notification.objects.get().text


def test_where_the_department_has_no_leader_the_one_above_is_told(world):
    Employment.objects.filter(person=world.persons["head"]).update(unit=world.top)
    submit_item(actor=world.as_("author"), item=world.item, at=NOW)
    assert told(world, "submitted") == {"head"}


def test_who_led_the_department_until_yesterday_is_not_told(world):
    Employment.objects.filter(person=world.persons["head"]).update(valid_to=NOW.date() - dt.timedelta(days=1))
    submit_item(actor=world.as_("author"), item=world.item, at=NOW)
    assert told(world, "submitted") == set()
