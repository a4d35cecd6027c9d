"""What comes after the agenda was sent out is a supplement: the chair has agreed, and numbers go on."""

from __future__ import annotations

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import ItemStep
from chefforum.modules.meetings.queries.reading import meeting_on_page
from chefforum.modules.meetings.services.agenda import place_item
from chefforum.modules.meetings.services.ordering import arrange
from chefforum.modules.meetings.services.sending import recall_agenda, send_agenda, send_changes
from chefforum.modules.meetings.services.steps import ReasonMissing, StepNotPossible
from tests.modules.meetings.agenda_world import KEEPER, first_and_last, numbers, planned, put_on, ready


@pytest.fixture
def sent(forum_world):
    first_and_last(forum_world)
    meeting = planned(forum_world)
    put_on(forum_world, meeting, "Budget")
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    meeting.refresh_from_db()
    return meeting


def place_late(world, meeting, title, **options):
    options = {"reason": "Fristen er på fredag", "chair_agrees": True} | options
    name = options.pop("name", KEEPER)
    return place_item(actor=world.as_(name), item=ready(world, title), meeting=meeting, at=world.now, **options)


def test_the_chair_has_to_agree_and_somebody_says_why(forum_world, sent) -> None:
    with pytest.raises(StepNotPossible, match="formanden har sagt ja"):
        place_late(forum_world, sent, "Sen sag", chair_agrees=False)
    with pytest.raises(ReasonMissing):
        place_late(forum_world, sent, "Sen sag", reason=" ")
    with pytest.raises(AccessDenied):
        place_late(forum_world, sent, "Sen sag", name="chair")
    late = place_late(forum_world, sent, "Sen sag")
    assert ItemStep.objects.get(item=late, name="place").reason == "Formanden har sagt ja: Fristen er på fredag"


def test_it_is_numbered_after_the_others_and_they_keep_theirs(forum_world, sent) -> None:
    before = numbers(sent)
    late = place_late(forum_world, sent, "Sen sag")
    later = place_late(forum_world, sent, "Endnu senere")
    assert (late.is_supplement, late.number) == (True, 4)
    arrange(
        actor=forum_world.as_(KEEPER),
        meeting=sent,
        seen=[item.pk for item in sent.items.order_by("position")],
        order=[*(item.pk for item in sent.items.order_by("position")[:3]), later.pk, late.pk],
        minutes={},
        at=forum_world.now,
    )
    assert numbers(sent) == before | {"Endnu senere": 4, "Sen sag": 5}


def test_members_read_it_with_the_next_version_and_not_before(forum_world, sent) -> None:
    place_late(forum_world, sent, "Sen sag")
    member = forum_world.as_("member")
    assert "Sen sag" not in {item.title for item in meeting_on_page(actor=member, meeting=sent).items}
    version = send_changes(actor=forum_world.as_(KEEPER), meeting=sent, at=forum_world.now, reason="Et tillæg")
    assert version.number == 2
    shown = meeting_on_page(actor=member, meeting=sent).items
    assert [(item.number, item.title, item.is_supplement) for item in shown][-1] == (4, "Sen sag", True)


def test_after_a_recall_all_are_numbered_anew(forum_world, sent) -> None:
    recall_agenda(actor=forum_world.as_(KEEPER), meeting=sent, at=forum_world.now, reason="Forkert bilag")
    put_on(forum_world, sent, "Praktik")
    assert sorted(number for number in numbers(sent).values() if number) == [1, 2, 3, 4]
    assert numbers(sent)["Temaer til kommende møder"] == 4


def test_the_page_asks_for_the_chairs_word(forum_world, sent, client) -> None:
    client.force_login(forum_world.persons[KEEPER])
    late = ready(forum_world, "Sen sag")
    page = client.get(f"/moeder/{sent.pk}/dagsorden/").content.decode()
    assert "Formanden har sagt ja" in page
    url = f"/moeder/{sent.pk}/dagsorden/{late.pk}/saet-paa/"
    assert "Et tillæg kræver" in client.post(url, {"reason": "Haster"}, follow=True).content.decode()
    late.refresh_from_db()
    assert late.state == "ready"
    client.post(url, {"reason": "Haster", "chair_agrees": "1"})
    late.refresh_from_db()
    assert (late.state, late.number) == ("on_agenda", 4)
