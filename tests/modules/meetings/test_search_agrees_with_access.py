"""What one finds by searching is what one may read: never more, never less."""

import datetime as dt

import pytest

from chefforum.connectors.minutes.minutes import MinutesKind
from chefforum.kernel.search import queries as search
from chefforum.modules.meetings.access import readable_by
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.sending import recall_agenda, send_agenda
from tests.modules.meetings.conftest import NOW

LATER = dt.date(2026, 3, 4)
pytestmark = pytest.mark.django_db

EVERYBODY = ["secretary_of_unit", "other_secretariat", "member", "chair", "observer", "former", "substitute"]
EVERYBODY += ["colleague", "auditor", "admin"]


def found_by(actor) -> set[str]:
    """Every item has a recommendation, so its word finds them all."""
    found = search.search(actor=actor, text="indstilling")
    return {hit.url.rstrip("/").rsplit("/", 1)[-1] for hit in search.hits(found=found, places=found.places)}


def agree(world) -> None:
    for name in EVERYBODY:
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
