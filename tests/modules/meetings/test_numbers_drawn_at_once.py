"""Two secretaries who send out agendas in the same moment draw different numbers, on both databases."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chefforum.connectors.minutes.minutes import MinutesKind
from chefforum.modules.meetings.models import Meeting
from chefforum.modules.meetings.services.sending import send_agenda

AT_ONCE = 4


@pytest.mark.django_db(transaction=True)
def test_numbers_never_collide_and_none_is_left_out(forum_world):
    days = [dt.date(2026, 3, day) for day in range(1, AT_ONCE + 1)]
    items = forum_world.minutes.items[:1]
    agendas = [forum_world.take_in(publish=False, kind=MinutesKind.AGENDA, date=day, items=items) for day in days]
    actor = forum_world.as_("secretary_of_unit")
    barrier = Barrier(AT_ONCE)

    def send(meeting: Meeting) -> None:
        try:
            barrier.wait(timeout=20)
            send_agenda(actor=actor, meeting=meeting, at=forum_world.now)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(send, meeting) for meeting in agendas]:
            done.result(timeout=120)
    numbers = Meeting.objects.filter(date__in=days).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, AT_ONCE + 1))


@pytest.mark.django_db
def test_a_number_is_kept_when_the_agenda_is_called_back_and_sent_again(forum_world):
    agenda = forum_world.take_in(publish=False, kind=MinutesKind.AGENDA, date=dt.date(2026, 3, 4))
    actor = forum_world.as_("secretary_of_unit")
    send_agenda(actor=actor, meeting=agenda, at=forum_world.now)
    Meeting.objects.filter(pk=agenda.pk).update(state="review")
    send_agenda(actor=actor, meeting=agenda, at=forum_world.now)
    agenda.refresh_from_db()
    assert agenda.number == 1
    following = forum_world.take_in(publish=False, kind=MinutesKind.AGENDA, date=dt.date(2026, 4, 1))
    send_agenda(actor=actor, meeting=following, at=forum_world.now)
    following.refresh_from_db()
    assert following.number == 2
