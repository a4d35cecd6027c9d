"""Drafts, published meetings and confidential items: who reads what, in every exit."""

import datetime as dt
from dataclasses import replace

import pytest

from chefforum.modules.meetings.queries import meetings as queries
from chefforum.modules.meetings.queries.reading import meeting_on_page, minutes_of
from chefforum.modules.meetings.services.keeping import set_confidentiality

pytestmark = pytest.mark.django_db

READERS = ["secretary_of_unit", "member", "chair", "observer", "substitute"]
OTHERS = ["other_secretariat", "former", "colleague", "auditor", "admin"]


@pytest.mark.parametrize("name", READERS)
def test_a_published_meeting_is_read_by_the_forum_and_its_secretariat(forum_world, name):
    assert queries.find_meeting(actor=forum_world.as_(name), meeting_id=forum_world.meeting.pk)


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_knows_of_the_meeting(forum_world, name):
    actor = forum_world.as_(name)
    assert queries.find_meeting(actor=actor, meeting_id=forum_world.meeting.pk) is None
    assert not queries.list_meetings(actor=actor).exists()
    item = forum_world.meeting.items.first()
    assert queries.find_item(actor=actor, item_id=item.pk) is None


@pytest.mark.parametrize(
    ("name", "reads"), [("secretary_of_unit", True), ("chair", True), ("member", False), ("substitute", False)]
)
def test_a_draft_is_read_only_by_those_who_keep_it(forum_world, name, reads):
    draft = forum_world.take_in(publish=False, date=dt.date(2026, 3, 4), title="Ikke til andre endnu")
    shown = meeting_on_page(actor=forum_world.as_(name), meeting=draft)
    assert (len(shown.items), shown.head.title) == ((8, "Ikke til andre endnu") if reads else (0, ""))
    assert shown.head.participants == (forum_world.minutes.participants if reads else ())
    assert bool(queries.find_item(actor=forum_world.as_(name), item_id=draft.items.first().pk)) is reads


def test_members_know_the_day_and_place_of_a_meeting_whose_agenda_is_not_sent_out(forum_world):
    draft = forum_world.take_in(publish=False, date=dt.date(2026, 3, 4))
    assert queries.find_meeting(actor=forum_world.as_("member"), meeting_id=draft.pk)
    assert queries.find_meeting(actor=forum_world.as_("colleague"), meeting_id=draft.pk) is None
    counts = {row.pk: row.item_count for row in queries.list_meetings(actor=forum_world.as_("member"))}
    assert counts == {forum_world.meeting.pk: 8, draft.pk: 0}


def is_hidden(world, item, name):
    shown = meeting_on_page(actor=world.as_(name), meeting=item.meeting).items
    return next(one.is_hidden for one in shown if one.id == item.pk)


def close(world, number, readers=()):
    item = world.meeting.items.get(number=number)
    set_confidentiality(
        actor=world.as_("secretary_of_unit"),
        item=item,
        is_confidential=True,
        reader_ids=[world.persons[name].pk for name in readers],
        at=world.now,
    )
    return item


def test_a_confidential_item_is_masked_for_members_on_the_page_and_in_the_export(forum_world):
    item = close(forum_world, 4)
    actor = forum_world.as_("member")
    shown = meeting_on_page(actor=actor, meeting=forum_world.meeting).items[3]
    assert (shown.is_hidden, shown.title, shown.sections, shown.journal_number) == (True, "Lukket punkt", (), None)
    exported = str(minutes_of(actor=actor, meeting=forum_world.meeting))
    assert item.title not in exported
    assert item.decision not in exported


def test_those_who_keep_the_meeting_read_a_confidential_item_whole(forum_world):
    close(forum_world, 4)
    exported = minutes_of(actor=forum_world.as_("secretary_of_unit"), meeting=forum_world.meeting)
    items = list(forum_world.minutes.items)
    items[3] = replace(items[3], is_confidential=True)
    assert exported == replace(forum_world.minutes, items=tuple(items))


def test_a_named_reader_reads_it_and_the_substitute_of_that_reader_does_not(forum_world):
    item = close(forum_world, 4, readers=["member"])
    assert not is_hidden(forum_world, item, "member")
    assert is_hidden(forum_world, item, "substitute")
    assert is_hidden(forum_world, item, "observer")


def test_an_item_opened_again_is_read_by_all_members_and_forgets_its_readers(forum_world):
    item = close(forum_world, 4, readers=["member"])
    secretary = forum_world.as_("secretary_of_unit")
    set_confidentiality(actor=secretary, item=item, is_confidential=False, reader_ids=[], at=forum_world.now)
    assert not is_hidden(forum_world, item, "observer")
    assert queries.reader_ids(item) == []


def test_a_hidden_item_takes_its_time_so_that_those_after_it_come_when_the_meeting_reaches_them(forum_world):
    close(forum_world, 4)
    whole = meeting_on_page(actor=forum_world.as_("secretary_of_unit"), meeting=forum_world.meeting)
    masked = meeting_on_page(actor=forum_world.as_("observer"), meeting=forum_world.meeting)
    assert [item.starts_at for item in masked.items] == [item.starts_at for item in whole.items]
    assert masked.items[4].starts_at > masked.items[3].starts_at
