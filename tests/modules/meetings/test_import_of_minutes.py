"""Minutes become a meeting: whole, once, and with the identities of what was there."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from chefforum.connectors.minutes import read_minutes, to_json
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.cases.models import Case
from chefforum.kernel.jobs.registry import Progress
from chefforum.modules.meetings.models import Item, Meeting
from chefforum.modules.meetings.queries import meetings as queries
from chefforum.modules.meetings.queries.reading import minutes_of
from chefforum.modules.meetings.services import import_kind
from chefforum.modules.meetings.services.importing import MeetingHasNoDate, MeetingIsInUse, import_minutes
from chefforum.modules.meetings.services.keeping import set_confidentiality

pytestmark = pytest.mark.django_db


def again(world, minutes):
    return import_minutes(
        actor=world.as_("secretary_of_unit"), minutes=minutes, forum=world.forum, publish=True, at=world.now
    )


def test_what_was_imported_comes_out_the_same(forum_world):
    secretary = forum_world.as_("secretary_of_unit")
    assert minutes_of(actor=secretary, meeting=forum_world.meeting) == forum_world.minutes


def test_the_real_minutes_come_out_the_same(forum_world, shared):
    file = shared("source/referat-chefforum-2026-01-28.md")
    minutes = read_minutes(content=file.read_bytes(), filename=file.name)
    meeting = again(forum_world, minutes)
    assert minutes_of(actor=forum_world.as_("secretary_of_unit"), meeting=meeting) == minutes


def test_each_item_belongs_to_the_case_of_its_journal_number(forum_world):
    assert Case.objects.count() == 8
    assert {item.case.journal_number for item in forum_world.meeting.items.all()} == {
        item.journal_number for item in forum_world.minutes.items
    }


def test_importing_again_keeps_the_identity_of_the_meeting_and_its_items(forum_world):
    before = set(Item.objects.values_list("pk", flat=True))
    assert again(forum_world, forum_world.minutes).pk == forum_world.meeting.pk
    assert set(Item.objects.values_list("pk", flat=True)) == before
    assert Meeting.objects.count() == 1


def test_a_confidential_item_stays_confidential_when_the_file_comes_again(forum_world):
    item = forum_world.meeting.items.get(number=3)
    set_confidentiality(
        actor=forum_world.as_("secretary_of_unit"), item=item, is_confidential=True, reader_ids=[], at=forum_world.now
    )
    again(forum_world, replace(forum_world.minutes, place="Et andet lokale"))
    assert Item.objects.get(number=3).is_confidential


def test_items_that_left_the_file_leave_the_meeting_with_all_their_parts(forum_world):
    again(forum_world, replace(forum_world.minutes, items=forum_world.minutes.items[:2]))
    assert forum_world.meeting.items.count() == 2
    left = Item.objects.filter(meeting=None)
    assert {item.state for item in left} == {"withdrawn"}
    member = forum_world.as_("member")
    assert not any(queries.find_item(actor=member, item_id=item.pk) for item in left)


def test_items_that_nobody_was_sent_leave_no_trace(forum_world):
    draft = forum_world.take_in(publish=False, date=dt.date(2026, 3, 4))
    before = Item.objects.count()
    forum_world.take_in(publish=False, date=dt.date(2026, 3, 4), items=forum_world.minutes.items[:2])
    assert (draft.items.count(), Item.objects.count()) == (2, before - 6)


@pytest.mark.parametrize("state", ["running", "approved", "closed"])
def test_a_meeting_that_runs_or_is_approved_is_not_replaced(forum_world, state):
    Meeting.objects.update(state=state)
    with pytest.raises(MeetingIsInUse, match="genåbn"):
        again(forum_world, forum_world.minutes)


@pytest.mark.parametrize("name", ["other_secretariat", "chair", "member", "admin", "colleague"])
def test_only_the_forums_secretariat_imports(forum_world, name):
    with pytest.raises(AccessDenied):
        import_minutes(
            actor=forum_world.as_(name),
            minutes=forum_world.minutes,
            forum=forum_world.forum,
            publish=True,
            at=forum_world.now,
        )


def test_minutes_without_a_date_are_refused_in_words(forum_world):
    with pytest.raises(MeetingHasNoDate, match="mødedatoen"):
        again(forum_world, replace(forum_world.minutes, date=None))


def test_each_import_leaves_one_event_and_the_same_file_again_no_new_version(forum_world):
    actions = Event.objects.filter(object_kind="meeting").values_list("action", flat=True)
    assert sorted(actions) == ["meetings.import", "meetings.publish"]
    again(forum_world, forum_world.minutes)
    assert Event.objects.filter(action="meetings.replace").count() == 1
    assert forum_world.meeting.versions.count() == 1


@pytest.mark.parametrize(("place", "is_warned"), [(None, False), ("Et andet lokale", True)])
def test_the_preview_warns_that_what_is_sent_out_becomes_a_new_version(forum_world, place, is_warned):
    changed = replace(forum_world.minutes, place=place or forum_world.minutes.place)
    preview = import_kind.read(
        actor=forum_world.as_("secretary_of_unit"),
        content=json.dumps(to_json(changed)).encode(),
        filename="referat.json",
        options={},
        at=forum_world.now,
        progress=Progress(),
    )
    assert any("ny version" in problem.text for problem in preview.problems) is is_warned
