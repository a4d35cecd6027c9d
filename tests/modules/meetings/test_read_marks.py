"""What somebody has read, across versions: read, new, and changed since they read it."""

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Attachment, Item, ReadMark, Section
from chefforum.modules.meetings.queries.changes import changes_since_read
from chefforum.modules.meetings.queries.preparing import changed_items, preparation_of
from chefforum.modules.meetings.rules.reading_marks import Standing, progress, seconds_to_skim, standing
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.read_marks import mark_read, mark_unread
from chefforum.modules.meetings.services.sending import send_changes

pytestmark = pytest.mark.django_db


def item(world, number=3):
    return world.meeting.items.get(number=number)


def read(world, name, number=3):
    return mark_read(actor=world.as_(name), item=item(world, number), at=world.now)


def send(world):
    return send_changes(actor=world.as_("secretary_of_unit"), meeting=world.meeting, at=world.now, reason="Rettet")


def retitle(world, title="Ny titel", number=3):
    Item.objects.filter(pk=item(world, number).pk).update(title=title)


def standing_of(world, name, number=3):
    preparation = preparation_of(actor=world.as_(name), meeting=world.meeting)
    return preparation.items[number - 1].standing


def close(world, number=3, readers=()):
    set_confidentiality(
        actor=world.as_("secretary_of_unit"),
        item=item(world, number),
        is_confidential=True,
        reader_ids=[world.persons[name].pk for name in readers],
        at=world.now,
    )


def test_an_item_is_new_until_it_is_read(forum_world):
    assert standing_of(forum_world, "member") == Standing.NEW
    read(forum_world, "member")
    assert standing_of(forum_world, "member") == Standing.READ


def test_what_one_has_read_is_new_to_another_and_to_those_who_stand_in_for_them(forum_world):
    read(forum_world, "member")
    for name in ("chair", "observer", "substitute", "secretary_of_unit"):
        assert standing_of(forum_world, name) == Standing.NEW


def test_reading_is_taken_back(forum_world):
    read(forum_world, "member")
    read(forum_world, "chair")
    mark_unread(actor=forum_world.as_("member"), item=item(forum_world))
    assert standing_of(forum_world, "member") == Standing.NEW
    assert standing_of(forum_world, "chair") == Standing.READ


def test_an_item_is_changed_when_a_new_version_of_it_is_sent_out_and_not_before(forum_world):
    read(forum_world, "member")
    retitle(forum_world)
    assert standing_of(forum_world, "member") == Standing.READ
    send(forum_world)
    assert standing_of(forum_world, "member") == Standing.CHANGED
    read(forum_world, "member")
    assert standing_of(forum_world, "member") == Standing.READ


def test_an_item_that_did_not_change_stays_read_when_the_meeting_is_sent_out_anew(forum_world):
    read(forum_world, "member", number=4)
    retitle(forum_world)
    send(forum_world)
    assert standing_of(forum_world, "member", number=4) == Standing.READ


def test_those_who_work_on_the_meeting_have_read_what_was_sent_out(forum_world):
    """A chair sees the change at once, and it is news to nobody before it is sent out."""
    read(forum_world, "chair")
    retitle(forum_world)
    assert standing_of(forum_world, "chair") == Standing.READ
    send(forum_world)
    assert standing_of(forum_world, "chair") == Standing.CHANGED


def test_reading_twice_leaves_one_mark(forum_world):
    read(forum_world, "member")
    read(forum_world, "member")
    assert ReadMark.objects.count() == 1


@pytest.mark.parametrize("name", ["former", "colleague", "auditor", "admin", "other_secretariat"])
def test_nobody_has_read_what_they_may_not_read(forum_world, name):
    with pytest.raises(AccessDenied):
        read(forum_world, name)


def test_nobody_has_read_an_item_that_is_closed_to_them(forum_world):
    close(forum_world, readers=["member"])
    read(forum_world, "member")
    for name in ("observer", "substitute"):
        with pytest.raises(AccessDenied):
            read(forum_world, name)


def test_an_item_that_is_closed_counts_neither_way(forum_world):
    close(forum_world)
    preparation = preparation_of(actor=forum_world.as_("member"), meeting=forum_world.meeting)
    assert (preparation.progress.words, preparation.hidden_count) == ("0 af 7 læst", 1)
    for number in (1, 2, 4, 5, 6, 7, 8):
        read(forum_world, "member", number)
    preparation = preparation_of(actor=forum_world.as_("member"), meeting=forum_world.meeting)
    assert preparation.progress.is_full
    assert preparation.next_unread is None


def test_the_next_to_read_is_the_first_that_is_new_or_changed(forum_world):
    read(forum_world, "member", 1)
    read(forum_world, "member", 2)
    retitle(forum_world, number=1)
    send(forum_world)
    preparation = preparation_of(actor=forum_world.as_("member"), meeting=forum_world.meeting)
    assert preparation.next_unread.item.number == 1


def test_changes_are_told_in_the_text_that_is_read_now(forum_world):
    section = Section.objects.filter(item=item(forum_world), kind="presentation").first()
    section.blocks = [{"type": "paragraph", "text": "Kort fortalt er planen ny."}]
    section.save()
    send(forum_world)
    read(forum_world, "member")
    section.blocks = [{"type": "paragraph", "text": "Kort fortalt er planen gammel."}]
    section.save()
    retitle(forum_world)
    send(forum_world)
    shown = preparation_of(actor=forum_world.as_("member"), meeting=forum_world.meeting).items[2].item
    changes = changes_since_read(actor=forum_world.as_("member"), item=shown)
    place = next(place for place, one in enumerate(shown.sections) if one.kind == "presentation")
    assert list(changes.words) == [place]
    (word,) = changes.words[place]
    assert (word.removed, "Kort fortalt er planen gammel."[word.start : word.end]) == ("ny", "gammel")
    assert [(fact.name, fact.after) for fact in changes.facts] == [("Titel", "Ny titel")]


def test_a_decision_that_is_sent_out_is_a_section_that_is_new(forum_world):
    decision = Section.objects.filter(item=item(forum_world), kind="decision")
    kept = list(decision)
    decision.delete()
    send(forum_world)
    read(forum_world, "member")
    Section.objects.bulk_create(kept)
    send(forum_world)
    shown = preparation_of(actor=forum_world.as_("member"), meeting=forum_world.meeting).items[2].item
    changes = changes_since_read(actor=forum_world.as_("member"), item=shown)
    assert [shown.sections[place].kind for place in changes.added] == ["decision"]


def test_nothing_is_told_to_somebody_who_has_read_the_newest_or_nothing(forum_world):
    shown = preparation_of(actor=forum_world.as_("member"), meeting=forum_world.meeting).items[2].item
    assert changes_since_read(actor=forum_world.as_("member"), item=shown) is None
    read(forum_world, "member")
    assert changes_since_read(actor=forum_world.as_("member"), item=shown) is None


def test_a_bilag_that_is_closed_since_is_not_told_by_its_name(forum_world):
    attachment = Attachment.objects.filter(item__meeting=forum_world.meeting).first()
    number = attachment.item.number
    read(forum_world, "member", number)
    attachment.is_confidential, attachment.title = True, "Forhandling med leverandøren"
    attachment.save()
    send(forum_world)
    shown = preparation_of(actor=forum_world.as_("member"), meeting=forum_world.meeting).items[number - 1].item
    changes = changes_since_read(actor=forum_world.as_("member"), item=shown)
    assert "leverandøren" not in str(changes)
    assert changes.facts == ()


def test_changed_items_are_told_until_they_are_read_again_and_never_of_a_closed_one(forum_world):
    member = forum_world.as_("member")
    read(forum_world, "member", 3)
    read(forum_world, "member", 4)
    retitle(forum_world, "Ny tre", 3)
    retitle(forum_world, "Ny fire", 4)
    assert changed_items(actor=member, most=5) == []
    send(forum_world)
    assert [one.title for one in changed_items(actor=member, most=5)] == ["Ny tre", "Ny fire"]
    close(forum_world, 4)
    assert [one.title for one in changed_items(actor=member, most=5)] == ["Ny tre"]
    read(forum_world, "member", 3)
    assert changed_items(actor=member, most=5) == []


@pytest.mark.parametrize(
    ("published", "seen", "is_hidden", "expected"),
    [
        (7, 7, False, Standing.READ),
        (8, 7, False, Standing.CHANGED),
        (7, None, False, Standing.NEW),
        (None, 7, False, Standing.UNSENT),
        (None, None, False, Standing.UNSENT),
        (7, 7, True, Standing.HIDDEN),
    ],
)
def test_standing(published, seen, is_hidden, expected):
    assert standing(published=published, read=seen, is_hidden=is_hidden) == expected


def test_a_bar_without_anything_to_read_is_not_full():
    assert not progress([Standing.HIDDEN, Standing.UNSENT]).is_full


def test_reading_takes_longer_the_more_there_is_to_read_within_bounds():
    assert [seconds_to_skim(words) for words in (0, 120, 100_000)] == [4, 10, 30]
