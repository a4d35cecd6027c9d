"""What one finds by searching is what one may read: never more, never less."""

import datetime as dt

import pytest

from chefforum.connectors.minutes.minutes import MinutesKind
from chefforum.kernel.search import queries as search
from chefforum.modules.meetings.access import readable_by
from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.rules.states import ItemState
from chefforum.modules.meetings.search import index_items
from chefforum.modules.meetings.services.agenda import place_item, plan_meeting
from chefforum.modules.meetings.services.hearings import ask_hearing
from chefforum.modules.meetings.services.items import approve_item, revive_item, submit_item, withdraw_item
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.sending import recall_agenda, send_agenda
from chefforum.modules.meetings.services.steps import step_meeting
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

LATER = dt.date(2026, 3, 4)
pytestmark = pytest.mark.django_db

PREPARING = ["author", "case_author", "head", "head_elsewhere"]
EVERYBODY = ["secretary_of_unit", "other_secretariat", "member", "chair", "observer", "former", "substitute"]
EVERYBODY += ["colleague", "auditor", "admin"]


def found_by(actor) -> set[str]:
    """Every item has a recommendation, so its word finds them all."""
    found = search.search(actor=actor, text="indstilling")
    return {hit.url.rstrip("/").rsplit("/", 1)[-1] for hit in search.hits(found=found, places=found.places)}


def agree(world) -> None:
    for name in [*EVERYBODY, *(name for name in PREPARING if name in world.persons)]:
        actor = world.as_(name)
        assert found_by(actor) == {str(pk) for pk in readable_by(actor).values_list("pk", flat=True)}, name


def test_of_a_published_meeting(forum_world):
    agree(forum_world)
    assert len(found_by(forum_world.as_("member"))) == 8


def test_of_a_draft(forum_world):
    forum_world.take_in(publish=False, date=LATER)
    agree(forum_world)
    assert len(found_by(forum_world.as_("member"))) == 8
    assert len(found_by(forum_world.as_("secretary_of_unit"))) == 16


def test_of_a_confidential_item_with_a_named_reader(forum_world):
    secretary = forum_world.as_("secretary_of_unit")
    for readers in (["member"], ["former"], ["substitute"], []):
        set_confidentiality(
            actor=secretary,
            item=forum_world.meeting.items.get(number=4),
            is_confidential=True,
            reader_ids=[forum_world.persons[name].pk for name in readers],
            at=NOW,
        )
        agree(forum_world)
    assert len(found_by(forum_world.as_("member"))) == 7


def test_of_a_draft_with_a_confidential_item_sent_out_again(forum_world):
    secretary = forum_world.as_("secretary_of_unit")
    agenda = forum_world.take_in(kind=MinutesKind.AGENDA, date=LATER)
    set_confidentiality(
        actor=secretary,
        item=agenda.items.get(number=4),
        is_confidential=True,
        reader_ids=[forum_world.persons["observer"].pk],
        at=NOW,
    )
    recall_agenda(actor=secretary, meeting=agenda, at=NOW, reason="Et bilag mangler")
    agree(forum_world)
    assert len(found_by(forum_world.as_("observer"))) == 8
    send_agenda(actor=secretary, meeting=agenda, at=NOW)
    agree(forum_world)
    assert len(found_by(forum_world.as_("observer"))) == 16
    assert len(found_by(forum_world.as_("member"))) == 15


def written(world) -> Item:
    making.people(world)
    item = making.item(world, title="Ny indstilling")
    item.wanted_meeting = plan_meeting(
        actor=world.as_("secretary_of_unit"), forum=world.forum, date=dt.date(2026, 2, 25), at=NOW
    )
    item.save()
    index_items([item.pk])
    return item


def finders(world, item) -> set[str]:
    return {name for name in [*EVERYBODY, *PREPARING] if str(item.pk) in found_by(world.as_(name))}


def test_of_an_item_on_its_way_to_the_agenda(forum_world):
    item = written(forum_world)
    keepers, own = {"secretary_of_unit", "chair"}, {"author", "case_author", "head"}
    assert finders(forum_world, item) == keepers | own
    agree(forum_world)
    ask_hearing(actor=forum_world.as_("author"), item=item, unit_ids=[forum_world.elsewhere.pk], due_date=LATER, at=NOW)
    assert finders(forum_world, item) == keepers | own | {"head_elsewhere"}
    agree(forum_world)
    withdraw_item(actor=forum_world.as_("author"), item=item, at=NOW, reason="Ikke nu")
    assert finders(forum_world, item) == keepers | own
    agree(forum_world)
    revive_item(actor=forum_world.as_("author"), item=item, at=NOW)
    submit_item(actor=forum_world.as_("author"), item=item, at=NOW)
    approve_item(actor=forum_world.as_("head"), item=item, at=NOW)
    agree(forum_world)


@pytest.mark.parametrize("readers", [[], ["case_author"], ["head_elsewhere"], ["member"], ["head"]])
def test_of_a_closed_item_on_its_way(forum_world, readers):
    item = written(forum_world)
    ask_hearing(actor=forum_world.as_("author"), item=item, unit_ids=[forum_world.elsewhere.pk], due_date=LATER, at=NOW)
    set_confidentiality(
        actor=forum_world.as_("secretary_of_unit"),
        item=item,
        is_confidential=True,
        reader_ids=[forum_world.persons[name].pk for name in readers],
        at=NOW,
    )
    agree(forum_world)
    named = set(readers) & {"case_author", "head_elsewhere"}
    assert finders(forum_world, item) == {"secretary_of_unit", "chair", "author", "head"} | named


@pytest.mark.parametrize("is_confidential", [False, True])
def test_of_an_agenda_that_is_out_for_review(forum_world, is_confidential):
    item = written(forum_world)
    keeper = forum_world.as_("secretary_of_unit")
    submit_item(actor=forum_world.as_("author"), item=item, at=NOW)
    approve_item(actor=forum_world.as_("head"), item=item, at=NOW)
    coming = item.wanted_meeting
    place_item(actor=keeper, item=item, meeting=coming, at=NOW)
    set_confidentiality(actor=keeper, item=item, is_confidential=is_confidential, reader_ids=[], at=NOW)
    coming.reviewers.create(person=forum_world.persons["colleague"])
    step_meeting(actor=keeper, meeting=coming, name="review", at=NOW)
    agree(forum_world)
    assert ("colleague" in finders(forum_world, item)) is not is_confidential
    step_meeting(actor=keeper, meeting=coming, name="end_review", at=NOW)
    agree(forum_world)
    assert "colleague" not in finders(forum_world, item)


@pytest.mark.parametrize("state", ItemState)
def test_of_an_item_in_every_state(forum_world, state):
    item = written(forum_world)
    Item.objects.filter(pk=item.pk).update(state=state)
    index_items([item.pk])
    agree(forum_world)


def test_of_an_item_that_the_secretariat_writes_for_no_department(forum_world):
    item = written(forum_world)
    Item.objects.filter(pk=item.pk).update(unit=None)
    index_items([item.pk])
    agree(forum_world)
    assert finders(forum_world, item) == {"secretary_of_unit", "chair", "author"}
