"""What members read is the newest version that was sent out: numbered, locked, and the same until the next one."""

import dataclasses
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chefforum.calc.redline import Mark
from chefforum.connectors.minutes import Change, Difference
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import add_document
from chefforum.modules.meetings.models import Attachment, Item, Revision, VersionItem
from chefforum.modules.meetings.queries import meetings as queries
from chefforum.modules.meetings.queries.reading import meeting_on_page, minutes_of
from chefforum.modules.meetings.queries.versions import list_versions
from chefforum.modules.meetings.services.keeping import attach_file, set_confidentiality
from chefforum.modules.meetings.services.sending import send_changes
from chefforum.modules.meetings.services.steps import StepNotPossible
from chefforum.modules.meetings.templatetags.reading import before_and_after

pytestmark = pytest.mark.django_db


def page(world, name):
    return meeting_on_page(actor=world.as_(name), meeting=world.meeting)


def change_title(world, title="Ny titel"):
    Item.objects.filter(meeting=world.meeting, number=3).update(title=title)


def send(world, name="secretary_of_unit", reason="Titlen er rettet"):
    return send_changes(actor=world.as_(name), meeting=world.meeting, at=world.now, reason=reason)


def test_a_change_is_read_by_those_who_keep_the_meeting_and_by_nobody_else(forum_world):
    before = page(forum_world, "member").items[2].title
    change_title(forum_world)
    assert page(forum_world, "secretary_of_unit").items[2].title == "Ny titel"
    assert page(forum_world, "member").items[2].title == before
    exported = minutes_of(actor=forum_world.as_("member"), meeting=forum_world.meeting)
    # The file's own table of contents may name what is closed and has left the meeting: it is the keepers' alone.
    assert exported == dataclasses.replace(forum_world.minutes, contents=(), contents_heading="")


def test_only_those_who_keep_the_meeting_are_told_of_changes_not_sent_out(forum_world):
    assert not page(forum_world, "secretary_of_unit").has_unsent_changes
    change_title(forum_world)
    assert page(forum_world, "secretary_of_unit").has_unsent_changes
    assert not page(forum_world, "member").has_unsent_changes


def test_a_new_version_is_numbered_and_read_by_all(forum_world):
    change_title(forum_world)
    assert send(forum_world).number == 2
    assert page(forum_world, "member").items[2].title == "Ny titel"
    assert not page(forum_world, "secretary_of_unit").has_unsent_changes


def test_the_version_before_still_says_what_it_said(forum_world):
    change_title(forum_world)
    send(forum_world)
    first = VersionItem.objects.get(version__number=1, position=2)
    assert first.revision.content["item"]["title"] == forum_world.minutes.items[2].title


def test_an_item_that_did_not_change_keeps_its_revision(forum_world):
    before = Revision.objects.count()
    change_title(forum_world)
    send(forum_world)
    assert Revision.objects.count() == before + 1


def test_sending_out_twice_makes_one_version(forum_world):
    change_title(forum_world)
    assert send(forum_world).pk == send(forum_world).pk


def test_a_new_version_must_say_what_has_changed(forum_world):
    change_title(forum_world)
    with pytest.raises(StepNotPossible, match="hvad der er ændret"):
        send(forum_world, reason=" ")


@pytest.mark.parametrize("name", ["chair", "member", "other_secretariat", "admin", "colleague"])
def test_only_the_secretariat_sends_out(forum_world, name):
    change_title(forum_world)
    with pytest.raises(AccessDenied):
        send(forum_world, name)


def test_an_item_that_is_taken_out_is_in_the_old_version_and_not_in_the_new(forum_world):
    item = forum_world.meeting.items.get(number=8)
    item.state = "withdrawn"
    item.save()
    send(forum_world, reason="Punkt 8 er trukket")
    assert [one.number for one in page(forum_world, "member").items] == [1, 2, 3, 4, 5, 6, 7]
    assert queries.find_item(actor=forum_world.as_("member"), item_id=item.pk) is None
    assert VersionItem.objects.filter(version__number=1, item=item).exists()


def test_a_confidential_attachment_has_neither_title_nor_file_for_members(forum_world):
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).first()
    title = attachment.title
    attachment.is_confidential = True
    attachment.save()
    send(forum_world, reason="Bilaget er lukket")
    shown = [one for item in page(forum_world, "member").items for one in item.attachments if one.is_hidden]
    assert [(one.title, one.document_id) for one in shown] == [("Lukket bilag", None)]
    exported = minutes_of(actor=forum_world.as_("member"), meeting=forum_world.meeting)
    assert title not in str(exported)
    assert title in str(minutes_of(actor=forum_world.as_("chair"), meeting=forum_world.meeting))


@pytest.mark.parametrize("name", ["member", "secretary_of_unit"])
def test_a_page_of_a_hundred_items_costs_no_more_queries_than_one_of_eight(forum_world, name):
    with CaptureQueriesContext(connection) as of_eight:
        page(forum_world, name)
    forum_world.take_in(items=(forum_world.minutes.items * 13)[:100])
    with CaptureQueriesContext(connection) as of_a_hundred:
        assert len(page(forum_world, name).items) == 100
    assert len(of_a_hundred) <= len(of_eight)


def changes(world, name):
    return [
        (row.version.number, [(change.where, change.after) for change in row.changes])
        for row in list_versions(actor=world.as_(name), meeting=world.meeting)
    ]


def test_everybody_who_reads_the_meeting_sees_what_a_version_changed(forum_world):
    change_title(forum_world)
    send(forum_world)
    for name in ("member", "observer", "substitute", "chair", "secretary_of_unit"):
        assert changes(forum_world, name) == [(2, [("Punkt 3, titel", "Ny titel")]), (1, [])]


def test_what_is_changed_in_an_item_that_is_closed_since_is_not_told(forum_world):
    change_title(forum_world)
    send(forum_world)
    set_confidentiality(
        actor=forum_world.as_("secretary_of_unit"),
        item=forum_world.meeting.items.get(number=3),
        is_confidential=True,
        reader_ids=[],
        at=forum_world.now,
    )
    assert changes(forum_world, "member") == [(2, []), (1, [])]
    assert changes(forum_world, "chair") == [(2, [("Punkt 3, titel", "Ny titel")]), (1, [])]


def test_a_file_that_is_laid_on_is_a_change_even_if_no_word_is(forum_world):
    actor = forum_world.as_("secretary_of_unit")
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).first()
    for text, told in ((b"Den ene", "Filen er lagt på"), (b"Den anden", "En ny fil")):
        document = add_document(
            actor=actor, at=forum_world.now, title="Notat", content=io.BytesIO(text), filename="notat.txt"
        ).document
        attach_file(actor=actor, attachment=attachment, document=document, at=forum_world.now)
        send(forum_world, reason="Bilag")
        (newest, [(where, after)]), *_ = changes(forum_world, "member")
        assert (after, attachment.title in where) == (told, True)
    assert newest == 3


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("Til stede: Ida, Bo og Eva", "Til stede: Ida og Eva", [", Bo"], []),
        ("at planen for skolerne godkendes", "at planen for skolerne afvises", ["godkendes"], ["afvises"]),
        ("Ja", "Sagen udsættes", ["Ja"], ["Sagen udsættes"]),
        (None, "Nyt", [], ["Nyt"]),
        ("Gammelt", None, ["Gammelt"], []),
    ],
)
def test_in_a_change_the_words_that_differ_are_marked(before, after, left, right) -> None:
    shown = before_and_after(Difference("Her", Change.CHANGED, before, after))
    marked = [[piece.text for piece in side if piece.mark != Mark.SAME] for side in (shown.before, shown.after)]
    assert marked == [left, right]
    assert "".join(piece.text for piece in shown.before) == (before or "")
    assert "".join(piece.text for piece in shown.after) == (after or "")
