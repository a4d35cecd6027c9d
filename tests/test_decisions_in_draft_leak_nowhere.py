"""A decision that is being written is read by those who keep the meeting, and is in no page, file, search or list of
anybody else: while the meeting runs, after it, and in a version of the agenda that goes out meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.calc.decisions import Outcome
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings.models import Meeting
from chefforum.modules.meetings.rules.decision_sentences import mark_of
from chefforum.modules.meetings.services.attendance import Noted, leave_room, note_attendance
from chefforum.modules.meetings.services.running import end_meeting
from chefforum.modules.meetings.services.sending import send_changes, send_minutes
from chefforum.modules.meetings.services.treatment import finish_item, set_outcomes, write_decision
from tests.people import first_on_both
from tests.test_closed_items_leak_nowhere import EXPORTS, text_of
from tests.world import World

SECRETS = ("kvælstofaftalen", "inhabil", "Udfald", "Afbud")


@pytest.fixture(scope="module")
def world_of_module(world_of_module: World) -> World:
    """The running meeting with a decision, an outcome, attendance and somebody who is disqualified."""
    built = world_of_module
    at, keeper = timezone.now(), secretariat(built)
    for item in built.running.items.all():
        write_decision(
            actor=keeper, item=item, text="Chefforum tog kvælstofaftalen til efterretning.", mark=mark_of(""), at=at
        )
        parts = {part.pk: Outcome.REJECTED for part in item.recommendation_parts.all()}
        set_outcomes(actor=keeper, item=item, outcomes=parts, at=at)
    one, other = built.running.participants.all()
    note_attendance(actor=keeper, meeting=built.running, noted=[Noted(one.pk, "excused")], at=at)
    leave_room(
        actor=keeper, item=built.running_item, participant_id=other.pk, is_disqualified=True, reason="Nabo", at=at
    )
    return built


@pytest.fixture
def there(fresh_world: World) -> World:
    return fresh_world


def secretariat(there: World) -> Actor:
    return actor_for(person=there.person("secretariat"), on=there.lindeby.on)


def nothing_more(there: World) -> None:
    """The meeting runs."""


def a_new_version_of_the_agenda(there: World) -> None:
    send_changes(actor=secretariat(there), meeting=there.running, at=timezone.now(), reason="Et bilag")


def the_meeting_is_over(there: World) -> None:
    for item in there.running.items.all():
        if item.state != "treated":
            finish_item(actor=secretariat(there), item=item, at=timezone.now())
    end_meeting(actor=secretariat(there), meeting=there.running, at=timezone.now())


def places(there: World) -> list[str]:
    meeting = there.running
    return [
        reverse("start"),
        reverse("meetings:list"),
        reverse("meetings:meeting", args=[meeting.pk]),
        reverse("meetings:versions", args=[meeting.pk]),
        reverse("meetings:corrections", args=[meeting.pk]),
        *(reverse("meetings:item", args=[item.pk]) for item in meeting.items.all()),
        *(reverse("meetings:export", args=[meeting.pk, format]) for format in EXPORTS),
        reverse("search:search") + "?q=efterretning",
        reverse("search:search") + "?q=cykelsti",
        reverse("cases:list"),
        reverse("administration:trail"),
        reverse("meetings:minute_taking", args=[meeting.pk]),
        reverse("meetings:minute_item", args=[meeting.pk, there.running_item.pk]),
        reverse("meetings:attendance", args=[meeting.pk]),
        reverse("meetings:en_bloc", args=[meeting.pk]),
        reverse("meetings:minutes_progress", args=[meeting.pk]),
    ]


def leaks(there: World, name: str) -> set[tuple[str, str]]:
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    texts = {url: text_of(client, url) for url in places(there)}
    return {(url, secret) for url, text in texts.items() for secret in SECRETS if secret in text}


WHEN = [nothing_more, a_new_version_of_the_agenda, the_meeting_is_over]


@pytest.mark.parametrize("when", WHEN, ids=lambda when: when.__name__)
@pytest.mark.parametrize(
    "name", first_on_both(["forum_member", "observer", "substitute", "auditor", "other_secretariat"])
)
def test_nobody_else_reads_a_word_of_it(name: str, when: Callable[[World], None], there: World) -> None:
    when(there)
    assert leaks(there, name) == set()
    assert not Notification.objects.filter(text__contains="kvælstof").exists()


@pytest.mark.parametrize("when", WHEN, ids=lambda when: when.__name__)
def test_the_chair_reads_the_minutes_as_they_stand(when: Callable[[World], None], there: World) -> None:
    when(there)
    found = leaks(there, "forum_chair")
    for secret in SECRETS:
        assert (reverse("meetings:meeting", args=[there.running.pk]), secret) in found
    json = reverse("meetings:export", args=[there.running.pk, "json"])
    assert {secret for url, secret in found if url == json} >= {"kvælstofaftalen", "inhabil", "Afbud"}


def test_members_read_it_everywhere_once_the_minutes_are_sent_out(there: World) -> None:
    """Else the test above would pass on empty pages."""
    the_meeting_is_over(there)
    send_minutes(actor=secretariat(there), meeting=Meeting.objects.get(pk=there.running.pk), at=timezone.now())
    found = leaks(there, "forum_member")
    pages = [
        reverse("meetings:meeting", args=[there.running.pk]),
        *(reverse("meetings:export", args=[there.running.pk, format]) for format in EXPORTS),
    ]
    for url in pages:
        for secret in ("kvælstofaftalen", "inhabil", "Afbud"):
            assert (url, secret) in found
    for url in [pages[0], *pages[1:2], *pages[4:]]:  # page, HTML, PDF and Word tell the outcomes in words
        assert (url, "Udfald") in found
    for item in there.running.items.all():
        assert (reverse("meetings:item", args=[item.pk]), "kvælstofaftalen") in found
