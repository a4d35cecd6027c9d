"""Several who write at the same time get one chain: no two events follow the same one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from chefforum.kernel.audit.models import ChainHead, Event
from chefforum.kernel.audit.queries import verify
from chefforum.kernel.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6
EACH = 8


def at_once(work: Callable[[int], None]) -> None:
    """Runs the work in real threads, each with a connection of its own, all starting in the same moment."""
    barrier = Barrier(WRITERS)

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(run, number) for number in range(WRITERS)]:
            done.result(timeout=120)


def test_writers_at_the_same_time_make_one_unbroken_chain(write: Callable[..., Event]) -> None:
    """The first event of all is among them: nobody has made the row that is locked."""
    at_once(lambda writer: [write(f"{writer}.{number}") for number in range(EACH)] and None)
    assert verify() == (WRITERS * EACH, None)
    assert ChainHead.objects.get().count == WRITERS * EACH
    names = {event.object_name for event in Event.objects.all()}
    assert names == {f"{writer}.{number}" for writer in range(WRITERS) for number in range(EACH)}


def test_writers_that_give_up_leave_neither_event_nor_gap(write: Callable[..., Event]) -> None:
    def work(writer: int) -> None:
        for number in range(EACH):
            with transaction.atomic():
                factories.person(f"{writer}.{number}")
                write(f"{writer}.{number}")
                if number % 2:
                    transaction.set_rollback(True)

    at_once(work)
    assert verify() == (WRITERS * EACH // 2, None)
    kept = {event.object_name for event in Event.objects.all()}
    assert kept == {person.name for person in Person.objects.all()}
