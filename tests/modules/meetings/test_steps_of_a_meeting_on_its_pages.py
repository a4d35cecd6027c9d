"""Every step from planning to sending, taken on its page: by the forum's secretariat and by nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chefforum.modules.meetings.models import Meeting
from chefforum.modules.meetings.rules.states import MEETING_STEPS
from tests.modules.meetings.agenda_world import KEEPER, planned, put_on

ROLES = [
    KEEPER,
    "other_secretariat",
    "chair",
    "member",
    "observer",
    "substitute",
    "former",
    "colleague",
    "auditor",
    "admin",
]
# Step → the page that takes it, and what is posted.
PAGES = {
    "open": ("take_step", ["open"], {}),
    "review": ("review", [], {"others": "colleague@lindeby.example"}),
    "end_review": ("take_step", ["end_review"], {}),
    "send": ("send", [], {}),
    "recall": ("recall", [], {"reason": "Forkert bilag"}),
    "cancel": ("cancel", [], {"reason": "Vinterferie"}),
}
# Which of them the bar of the meeting offers, by state, with the words that it offers them by.
OFFERED = {
    "planned": {"Åbn for punkter", "Byg dagsordenen", "Ret tid og deltagere", "Aflys"},
    "open": {"Byg dagsordenen", "Se og udsend dagsorden", "Gennemsyn", "Ret tid og deltagere", "Aflys"},
    "review": {"Se og udsend dagsorden", "Byg dagsordenen", "Gennemsyn", "Ret tid og deltagere", "Aflys"},
    "sent": {"Byg dagsordenen", "Ret tid og deltagere", "Træk dagsordenen tilbage"},
    "cancelled": set(),
}


@pytest.fixture
def meeting(forum_world):
    return planned(forum_world)


def in_state(world, meeting, state: str, *, with_item: bool = True) -> None:
    if with_item and not meeting.items.exists():
        put_on(world, meeting, "Budget")
    published = world.now if state == "sent" else None
    Meeting.objects.filter(pk=meeting.pk).update(state=state, published_at=published)


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("step", PAGES)
def test_a_step_is_taken_by_the_secretariat_alone(forum_world, meeting, client, step, name) -> None:
    source = min(MEETING_STEPS[step].sources)
    in_state(forum_world, meeting, source, with_item=step != "cancel")
    page, more, posted = PAGES[step]
    client.force_login(forum_world.persons[name])
    answer = client.post(reverse(f"meetings:{page}", args=[meeting.pk, *more]), posted)
    meeting.refresh_from_db()
    if name == KEEPER:
        assert (answer.status_code, meeting.state) == (302, MEETING_STEPS[step].target)
    else:
        assert (answer.status_code, meeting.state) == (404 if name == "other_secretariat" else 403, source)


@pytest.mark.parametrize("step", PAGES)
def test_a_step_that_is_not_possible_now_changes_nothing_and_says_why(forum_world, meeting, client, step) -> None:
    in_state(forum_world, meeting, "running", with_item=step != "cancel")
    page, more, posted = PAGES[step]
    client.force_login(forum_world.persons[KEEPER])
    answer = client.post(reverse(f"meetings:{page}", args=[meeting.pk, *more]), posted, follow=True)
    meeting.refresh_from_db()
    assert meeting.state == "running"
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Intet er" in words or "ikke noget udsendt" in words or "Skriv, hvad der er ændret" in words


@pytest.mark.parametrize("state", OFFERED)
def test_the_bar_offers_what_can_be_done_now(forum_world, meeting, client, state) -> None:
    in_state(forum_world, meeting, state)
    client.force_login(forum_world.persons[KEEPER])
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    every = set().union(*OFFERED.values())
    assert {words for words in every if f">{words}<" in page} == OFFERED[state]


def test_members_are_offered_nothing_and_the_chair_may_look(forum_world, meeting, client) -> None:
    for name, offered in (("member", False), ("chair", True)):
        client.force_login(forum_world.persons[name])
        page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
        assert ("Se dagsordenen blive bygget" in page) == offered
        assert "Ret tid og deltagere" not in page
        assert ("Dagsorden udsendes senest" in page) == offered


def test_steps_of_others_rooms_have_no_address_here(forum_world, meeting, client) -> None:
    client.force_login(forum_world.persons[KEEPER])
    for step in set(MEETING_STEPS) - {"open", "end_review"}:
        assert client.post(reverse("meetings:take_step", args=[meeting.pk, step])).status_code == 404
