"""A person's own notes: written, changed, deleted and brought back; marked words found again; carried along."""

import datetime as dt
import uuid

import pytest

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.models import Event
from chefforum.kernel.jobs.registry import rounds
from chefforum.modules.meetings.models import Attachment, Item, PrivateNote, Section
from chefforum.modules.meetings.queries.notes import all_notes, count_notes, find_note, notes_to
from chefforum.modules.meetings.queries.reading import meeting_on_page
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.notes import (
    NoteNotFound,
    NoteSaysNothing,
    change_note,
    delete_note,
    restore_note,
    write_note,
)
from chefforum.modules.meetings.services.sending import send_changes

pytestmark = pytest.mark.django_db
EVERYBODY_ELSE = ["secretary_of_unit", "other_secretariat", "chair", "observer", "substitute", "auditor", "admin"]


def item(world, number=3):
    return world.meeting.items.get(number=number)


def write(world, name="member", number=3, text="Husk tallene", **more):
    at = more.pop("at", world.now)
    return write_note(actor=world.as_(name), item=item(world, number), text=text, at=at, **more)


def beside(world, name="member", number=3, meeting=None):
    """The notes that somebody sees beside an item."""
    shown = meeting_on_page(actor=world.as_(name), meeting=meeting or world.meeting).items[number - 1]
    return notes_to(actor=world.as_(name), items=[shown])[shown.id]


def close(world, number=3, readers=()):
    set_confidentiality(
        actor=world.as_("secretary_of_unit"),
        item=item(world, number),
        is_confidential=True,
        reader_ids=[world.persons[name].pk for name in readers],
        at=world.now,
    )


def say(world, text, number=3):
    sections = Section.objects.filter(item=item(world, number), kind="presentation")
    assert sections.update(blocks=[{"type": "paragraph", "text": text}]) == 1
    send_changes(actor=world.as_("secretary_of_unit"), meeting=world.meeting, at=world.now, reason="Rettet")


def test_a_note_is_seen_by_its_writer_and_by_nobody_else(forum_world):
    note = write(forum_world)
    assert [one.text for one in beside(forum_world)] == ["Husk tallene"]
    assert find_note(actor=forum_world.as_("member"), note_id=note.pk) == note
    for name in EVERYBODY_ELSE:
        assert find_note(actor=forum_world.as_(name), note_id=note.pk) is None
        assert all_notes(actor=forum_world.as_(name)) == []
    for name in ("secretary_of_unit", "chair", "observer", "substitute"):
        assert beside(forum_world, name) == ()
    assert find_note(actor=Actor.command_line(), note_id=note.pk) is None
    assert all_notes(actor=Actor.command_line()) == []
    assert count_notes(actor=Actor.nobody(), item_ids=[item(forum_world).pk]) == {item(forum_world).pk: 0}


@pytest.mark.parametrize("name", EVERYBODY_ELSE)
def test_nobody_else_changes_deletes_or_brings_back_a_note(forum_world, name):
    note = write(forum_world)
    with pytest.raises(NoteNotFound):
        change_note(actor=forum_world.as_(name), note_id=note.pk, text="Andet", at=forum_world.now)
    with pytest.raises(NoteNotFound):
        delete_note(actor=forum_world.as_(name), note_id=note.pk, at=forum_world.now)
    delete_note(actor=forum_world.as_("member"), note_id=note.pk, at=forum_world.now)
    with pytest.raises(NoteNotFound):
        restore_note(actor=forum_world.as_(name), note_id=note.pk, at=forum_world.now)


def test_the_trail_knows_nothing_of_notes(forum_world):
    before = Event.objects.count()
    note = write(forum_world)
    change_note(actor=forum_world.as_("member"), note_id=note.pk, text="Andet", at=forum_world.now)
    delete_note(actor=forum_world.as_("member"), note_id=note.pk, at=forum_world.now)
    restore_note(actor=forum_world.as_("member"), note_id=note.pk, at=forum_world.now)
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["former", "colleague", "auditor", "admin", "other_secretariat"])
def test_nobody_writes_a_note_to_what_they_may_not_read(forum_world, name):
    with pytest.raises(AccessDenied):
        write(forum_world, name)


def test_nobody_writes_a_note_to_an_item_or_a_bilag_that_is_closed_to_them(forum_world):
    close(forum_world, readers=["member"])
    write(forum_world, "member")
    with pytest.raises(AccessDenied):
        write(forum_world, "observer")
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).exclude(item=item(forum_world)).first()
    Attachment.objects.filter(pk=attachment.pk).update(is_confidential=True)
    send_changes(
        actor=forum_world.as_("secretary_of_unit"), meeting=forum_world.meeting, at=forum_world.now, reason="Lukket"
    )
    write(forum_world, "chair", attachment.item.number, attachment_id=attachment.pk)
    with pytest.raises(AccessDenied):
        write(forum_world, "member", attachment.item.number, attachment_id=attachment.pk)


def test_a_note_to_a_bilag_says_which_and_what_page(forum_world):
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).first()
    number = attachment.item.number
    write(forum_world, number=number, attachment_id=attachment.pk, page=4)
    (note,) = beside(forum_world, number=number)
    assert (note.attachment, note.page) == (attachment.title, 4)


def test_a_bilag_of_another_item_is_refused(forum_world):
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).exclude(item=item(forum_world)).first()
    with pytest.raises(AccessDenied):
        write(forum_world, attachment_id=attachment.pk)


def test_an_empty_note_is_refused_and_an_empty_highlight_is_not(forum_world):
    with pytest.raises(NoteSaysNothing):
        write(forum_world, text="  ")
    assert write(forum_world, text="", quote="Mit Forventede Regnskab").quote


def test_a_deleted_note_is_gone_and_comes_back_as_it_was(forum_world):
    note = write(forum_world)
    delete_note(actor=forum_world.as_("member"), note_id=note.pk, at=forum_world.now)
    assert beside(forum_world) == ()
    assert all_notes(actor=forum_world.as_("member")) == []
    restore_note(actor=forum_world.as_("member"), note_id=note.pk, at=forum_world.now)
    assert [one.text for one in beside(forum_world)] == ["Husk tallene"]


def test_after_an_hour_a_deleted_note_is_gone_for_good(forum_world):
    note = write(forum_world)
    delete_note(actor=forum_world.as_("member"), note_id=note.pk, at=forum_world.now)
    later = forum_world.now + dt.timedelta(minutes=61)
    with pytest.raises(NoteNotFound):
        restore_note(actor=forum_world.as_("member"), note_id=note.pk, at=later)
    write_note(actor=forum_world.as_("chair"), item=item(forum_world), text="Min egen", at=later)
    assert not PrivateNote.objects.filter(pk=note.pk).exists()


def test_deleted_notes_are_thrown_away_by_a_round_though_nobody_writes(forum_world):
    gone, kept = write(forum_world), write(forum_world, text="Står")
    delete_note(actor=forum_world.as_("member"), note_id=gone.pk, at=forum_world.now)
    (thrower,) = [one for one in rounds() if one.name == "meetings.deleted_notes"]
    thrower.run(at=forum_world.now + dt.timedelta(minutes=59))
    assert PrivateNote.objects.count() == 2
    thrower.run(at=forum_world.now + dt.timedelta(minutes=61))
    assert PrivateNote.objects.get() == kept


def test_what_is_written_on_two_machines_is_both_kept(forum_world):
    note = write(forum_world)
    member, later = forum_world.as_("member"), forum_world.now + dt.timedelta(minutes=1)
    change_note(actor=member, note_id=note.pk, text="Fra tavlen", at=later, seen_at=forum_world.now)
    other = change_note(actor=member, note_id=note.pk, text="Fra telefonen", at=later, seen_at=forum_world.now)
    assert other.pk != note.pk
    assert {one.text for one in beside(forum_world)} == {"Fra tavlen", "Fra telefonen"}


def test_a_note_is_changed_in_place(forum_world):
    note = write(forum_world)
    changed = change_note(
        actor=forum_world.as_("member"), note_id=note.pk, text="Andet", at=forum_world.now, seen_at=forum_world.now
    )
    assert changed.pk == note.pk
    with pytest.raises(NoteSaysNothing):
        change_note(actor=forum_world.as_("member"), note_id=note.pk, text=" ", at=forum_world.now)
    assert [one.text for one in beside(forum_world)] == ["Andet"]
    with pytest.raises(NoteNotFound):
        change_note(actor=forum_world.as_("member"), note_id=uuid.uuid4(), text="Andet", at=forum_world.now)


def test_marked_words_are_found_where_they_stand_and_said_to_be_gone_where_they_do_not(forum_world):
    say(forum_world, "Planen er ny. Planen er god.")
    write(forum_world, text="", quote="Planen", before="Planen er ny. ", after=" er god.")
    (note,) = beside(forum_world)
    assert (note.place.start, note.quote) == (14, "Planen")
    say(forum_world, "Helt andre ord.")
    (note,) = beside(forum_world)
    assert (note.place, note.quote, note.is_quote_hidden) == (None, "Planen", False)


def test_the_notes_to_an_item_that_is_closed_later_stay_with_their_writer_without_the_words_of_the_item(forum_world):
    say(forum_world, "Planen er ny.")
    write(forum_world, quote="Planen er ny")
    close(forum_world)
    (note,) = beside(forum_world)
    assert (note.text, note.quote, note.is_quote_hidden) == ("Husk tallene", "", True)
    (listed,) = all_notes(actor=forum_world.as_("member"))
    assert (listed.id, listed.title) == (None, "Lukket punkt")
    assert listed.notes[0].text == "Husk tallene"
    assert "Planen" not in str(listed)


def test_the_notes_of_somebody_who_left_the_forum_stay_theirs(forum_world):
    write(forum_world)
    title = item(forum_world).title
    forum_world.persons["member"].memberships.all().delete()
    (listed,) = all_notes(actor=forum_world.as_("member"))
    assert (listed.id, listed.title, listed.where) == (None, "Lukket punkt", "")
    assert title not in str(listed)
    assert listed.notes[0].text == "Husk tallene"


def postponed(world, times):
    """Item 3 postponed from meeting to meeting; the last meeting is given."""
    before = item(world)
    for month in range(3, 3 + times):
        meeting = world.take_in(date=dt.date(2026, month, 4), title=f"Chefforum 04-0{month}-2026")
        after = meeting.items.get(number=3)
        Item.objects.filter(pk=after.pk).update(predecessor=before)
        before = after
    return meeting


def test_notes_follow_an_item_that_is_postponed_twice_and_say_where_they_were_written(forum_world):
    write(forum_world)
    meeting = postponed(forum_world, 2)
    last = meeting.items.get(number=3)
    write_note(actor=forum_world.as_("member"), item=last, text="Ny", at=forum_world.now + dt.timedelta(days=30))
    notes = beside(forum_world, meeting=meeting)
    assert [(note.text, note.origin) for note in notes] == [
        ("Husk tallene", "Skrevet til punkt 3, Chefforum 4. februar 2026"),
        ("Ny", ""),
    ]
    assert count_notes(actor=forum_world.as_("member"), item_ids=[last.pk]) == {last.pk: 2}
    for name in ("chair", "substitute", "secretary_of_unit"):
        assert beside(forum_world, name, meeting=meeting) == ()


def test_the_item_that_was_postponed_does_not_show_what_is_written_to_its_successor(forum_world):
    meeting = postponed(forum_world, 1)
    write_note(actor=forum_world.as_("member"), item=meeting.items.get(number=3), text="Ny", at=forum_world.now)
    assert beside(forum_world) == ()


def test_words_marked_in_a_closed_predecessor_are_shown_only_where_they_stand_in_what_can_be_read(forum_world):
    say(forum_world, "Kun i det første.")
    write(forum_world, quote="Kun i det første")
    later = forum_world.now + dt.timedelta(minutes=1)
    write(forum_world, quote=forum_world.minutes.items[2].sections[0].blocks[0].text, at=later)
    meeting = postponed(forum_world, 1)
    close(forum_world)
    hidden, found = beside(forum_world, meeting=meeting)
    assert (hidden.quote, hidden.is_quote_hidden, hidden.text) == ("", True, "Husk tallene")
    assert found.place is not None
    assert found.quote


def test_a_ring_of_predecessors_ends(forum_world):
    """It cannot be made by postponing; if it ever stands in the tables, no page hangs."""
    one, other = item(forum_world, 3), item(forum_world, 4)
    Item.objects.filter(pk=one.pk).update(predecessor=other)
    Item.objects.filter(pk=other.pk).update(predecessor=one)
    write(forum_world)
    assert len(beside(forum_world)) == 1
    assert len(beside(forum_world, number=4)) == 1
