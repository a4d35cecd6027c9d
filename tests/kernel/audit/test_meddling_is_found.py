"""Rows of the trail that are changed straight in the database are found, and the first one is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chefforum.calc.chain import Break, BreakKind
from chefforum.kernel.audit.models import Event
from chefforum.kernel.audit.queries import verify

pytestmark = pytest.mark.django_db
Sql = Callable[..., None]


@pytest.fixture(autouse=True)
def five_events(write: Callable[..., Event]) -> None:
    for number in range(1, 6):
        write(f"nummer {number}", data={"number": number})


def found() -> Break | None:
    return verify()[1]


def test_a_trail_that_nobody_touched_holds() -> None:
    assert verify() == (5, None)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-02-03 09:30:15.123457+00:00"),
        ("person_id", "0" * 32),
        ("person_name", "En anden"),
        ("action", "test.read"),
        ("object_kind", "other"),
        ("object_id", "nummer 4"),
        ("object_name", ""),
        ("data", '{"number": 4}'),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_column_is_found_at_its_event(sql: Sql, column: str, value: str) -> None:
    sql(f"update audit_event set {column} = %s where number = 3", value)
    assert found() == Break(3, BreakKind.CHANGED)


def test_a_changed_link_to_the_event_before_is_found(sql: Sql) -> None:
    sql("update audit_event set previous = %s where number = 3", "0" * 64)
    assert found() == Break(3, BreakKind.CHANGED)


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_event_is_found(sql: Sql, number: int) -> None:
    sql("delete from audit_event where number = %s", number)
    assert verify() == (4, Break(number, BreakKind.REMOVED))


def test_events_cut_off_at_the_end_are_found(sql: Sql) -> None:
    sql("delete from audit_event where number > 3")
    assert verify() == (3, Break(4, BreakKind.REMOVED))


def test_a_trail_that_was_emptied_is_found(sql: Sql) -> None:
    sql("delete from audit_event")
    assert verify() == (0, Break(1, BreakKind.REMOVED))


def test_events_are_missed_also_where_the_note_of_the_length_was_cut_with_them(sql: Sql) -> None:
    """Whoever corrects the count forgets the hash of the last event."""
    sql("delete from audit_event where number > 3")
    sql("update audit_chainhead set count = 3")
    assert found() == Break(3, BreakKind.CHANGED)


def test_a_note_of_the_length_that_was_removed_is_missed(sql: Sql) -> None:
    sql("delete from audit_chainhead")
    assert found() == Break(1, BreakKind.INSERTED)


def test_an_event_put_after_the_last_is_found(sql: Sql) -> None:
    sql(
        "insert into audit_event (number, at, person_name, action, object_kind, object_id, object_name, data, "
        "previous, hash) select 6, at, person_name, action, object_kind, object_id, object_name, data, hash, hash "
        "from audit_event where number = 5"
    )
    assert verify()[0] == 6
    assert found() in (Break(6, BreakKind.INSERTED), Break(6, BreakKind.CHANGED))


def test_an_event_put_in_between_is_found_though_the_later_ones_got_new_numbers(
    sql: Sql, write: Callable[..., Event]
) -> None:
    """The forger writes a true sixth event, then moves it in front of the third."""
    sql("update audit_event set number = number + 100 where number >= 3")
    third = Event.objects.get(number=103)
    sql("update audit_chainhead set count = 2, hash = %s", third.previous)
    write("sneget ind")
    sql("update audit_event set number = number - 99 where number > 100")
    assert found() == Break(3, BreakKind.INSERTED)


def test_the_first_of_two_changes_is_named(sql: Sql) -> None:
    sql("update audit_event set object_name = 'x' where number in (2, 4)")
    assert found() == Break(2, BreakKind.CHANGED)
