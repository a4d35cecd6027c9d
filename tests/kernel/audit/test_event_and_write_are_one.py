"""An event is written in the transaction of what it tells of: both are kept, or neither."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.models import Event
from chefforum.kernel.audit.queries import list_events, verify
from chefforum.kernel.audit.services import record
from chefforum.kernel.people.models import Person
from tests import factories

NOON = dt.datetime(2026, 2, 3, 12, 0, tzinfo=dt.UTC)


class ChangedMind(Exception):
    """Stands for whatever may go wrong after the write."""


@pytest.mark.django_db
def test_a_write_that_is_given_up_takes_its_event_along(write: Callable[..., Event]) -> None:
    @transaction.atomic
    def give_up() -> None:
        factories.person("Aldrig")
        write("given up")
        raise ChangedMind

    write("before")
    with pytest.raises(ChangedMind):
        give_up()
    assert not Person.objects.exists()
    assert [event.object_name for event in Event.objects.all()] == ["before"]
    assert verify() == (1, None)
    assert write("after").number == 2
    assert verify() == (2, None)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(actor=Actor.nobody(), at=NOON, action="a.b", object_kind="thing", object_id=1)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_event_keeps_who_and_what_as_they_were(write: Callable[..., Event]) -> None:
    person = factories.person("Asta Holm")
    actor = Actor(person_id=person.pk, name="Asta Holm", standing_in_for=("Bo Lind", "Eva Eg"))
    with transaction.atomic():
        number = record(actor=actor, at=NOON, action="a.b", object_kind="thing", object_id=uuid4()).number
    person.delete()
    event = Event.objects.get(number=number)
    assert event.person_name == "Asta Holm (stedfortræder for Bo Lind, Eva Eg)"
    assert verify() == (1, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [{"æøå": "€ 😀 \u2028"}, {"nested": [{"b": 1, "a": None}, 1.5, True]}, {"long": "x" * 5000}, {"big": 2**53 + 1}],
    ids=["letters", "nested", "long", "big number"],
)
def test_what_was_written_reads_back_with_the_same_hash(write: Callable[..., Event], data: dict[str, object]) -> None:
    write("navn " * 100, data=data)
    assert verify() == (1, None)
    assert Event.objects.get().data == data


@pytest.mark.django_db
def test_a_moment_in_another_time_zone_is_the_same_moment() -> None:
    summer = dt.datetime(2026, 7, 1, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    with transaction.atomic():
        record(actor=Actor.nobody(), at=summer, action="a.b", object_kind="thing", object_id=1)
    assert verify() == (1, None)
    assert Event.objects.get().at == dt.datetime(2026, 7, 1, 6, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_only_auditors_and_administrators_read_the_trail(write: Callable[..., Event]) -> None:
    write("something")
    with pytest.raises(AccessDenied):
        list_events(actor=Actor(person_id=uuid4(), name="Bo"))
    assert [event.object_name for event in list_events(actor=Actor.command_line())] == ["something"]


@pytest.mark.django_db
def test_the_trail_is_searched_by_words_and_by_dates_that_are_both_included(write: Callable[..., Event]) -> None:
    for name in ("budget", "placering"):
        write(name)
    actor, day = Actor.command_line(), dt.date(2026, 2, 3)
    one = dt.timedelta(days=1)
    assert [event.object_name for event in list_events(actor=actor, text="BUDG")] == ["budget"]
    assert list_events(actor=actor, from_date=day, to_date=day).count() == 2
    assert list_events(actor=actor, from_date=day + one).count() == 0
    assert list_events(actor=actor, to_date=day - one).count() == 0
    assert list_events(actor=actor, action="test.write").count() == 2
    assert list_events(actor=actor, action="test").count() == 0
