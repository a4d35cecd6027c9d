"""Two secretaries who order one agenda in the same moment: one order holds, the other is told, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.services.agenda import place_item, take_off_item
from chefforum.modules.meetings.services.ordering import AgendaChanged, arrange
from tests.modules.meetings.agenda_world import KEEPER, numbers, planned, put_on, ready, titles


def at_once(*works) -> list[object]:
    """What each work answered, or the refusal that it raised."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(timeout=20)
            return work()
        except AgendaChanged as changed:
            return changed
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=120) for done in [pool.submit(run, work) for work in works]]


@pytest.mark.django_db(transaction=True)
def test_one_order_holds_and_the_other_is_told(forum_world):
    meeting = planned(forum_world)
    a, b, c = (item.pk for item in put_on(forum_world, meeting, "A", "B", "C"))
    actor = forum_world.as_(KEEPER)

    def order(*wanted):
        return lambda: arrange(
            actor=actor, meeting=meeting, seen=[a, b, c], order=wanted, minutes={}, at=forum_world.now
        )

    answers = at_once(order(b, a, c), order(c, b, a))
    assert sum(isinstance(answer, AgendaChanged) for answer in answers) == 1
    assert titles(meeting) in (["B", "A", "C"], ["C", "B", "A"])
    assert sorted(numbers(meeting).values()) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_items_that_come_and_go_at_once_leave_no_gap_and_no_number_twice(forum_world):
    meeting = planned(forum_world)
    first, *_ = put_on(forum_world, meeting, "A", "B", "C")
    new = [ready(forum_world, title) for title in ("D", "E")]
    actor = forum_world.as_(KEEPER)
    works = [lambda: take_off_item(actor=actor, item=first, at=forum_world.now)]
    works += [lambda item=item: place_item(actor=actor, item=item, meeting=meeting, at=forum_world.now) for item in new]
    at_once(*works)
    assert sorted(numbers(meeting).values()) == [1, 2, 3, 4]
    assert sorted(Item.objects.filter(meeting=meeting).values_list("position", flat=True)) == [0, 1, 2, 3]
