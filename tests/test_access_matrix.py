"""Who is let in where: every cell of access_matrix.csv."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests import world
from tests.access_matrix import CALLS, Row, answered, read_matrix, sessions
from tests.world import World

MATRIX = read_matrix()


@pytest.fixture(scope="module")
def there(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, dict[str, str]]]:
    """One world for all rows, and each person's session in it; gone again after the last row."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = world.build()
        yield built, sessions(built)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", MATRIX, ids=str)
def test_everybody_gets_the_answer_that_the_matrix_says(row: Row, there: tuple[World, dict[str, str]]) -> None:
    built, signed_in = there
    call = CALLS[row.url_name][row.state]
    got = {
        name: answered(url_name=row.url_name, call=call, world=built, session=signed_in.get(name))
        for name in row.expected
    }
    wrong = {name: f"{got[name]}, not {row.expected[name]}" for name in got if got[name] != row.expected[name]}
    assert not wrong


def test_every_state_that_is_described_is_in_the_matrix() -> None:
    described = {(url_name, state) for url_name, calls in CALLS.items() for state in calls}
    assert described == {(row.url_name, row.state) for row in MATRIX}


def test_no_row_is_there_twice() -> None:
    rows = [(row.url_name, row.state) for row in MATRIX]
    assert len(rows) == len(set(rows))


def test_the_signed_out_read_nothing_but_public_pages() -> None:
    """Whatever else a row says: 302 is the way to sign in. Who has a calendar's address has its key."""
    public = {
        "health",
        "meetings:calendar",
        "meetings:schema",
        "accessibility",
        "privacy",
        "access:login",
        "access:demo_login",
        "it_benchmark:schema",
    }
    open_to_all = {row.url_name for row in MATRIX if row.expected["anonymous"] == 200}
    assert {name for name in open_to_all if not name.startswith("public:")} <= public


def test_what_everybody_reads_of_meetings_is_open_minutes_of_a_forum_that_shows_them() -> None:
    """Where the forum does not, its addresses are not there; a list without anything in it and the robots' file are."""
    shown = {str(row) for row in MATRIX if row.url_name.startswith("public:") and row.expected["anonymous"] == 200}
    assert shown == {
        "public:forums [public]",
        "public:forum [public]",
        "public:meeting [public]",
        "public:export [public, html]",
        "public:attachment [public]",
        "public:sitemap [public]",
        "public:forums [not public]",
        "public:sitemap [not public]",
        "public:robots []",
    }


def test_everybody_gets_the_same_answer_from_the_open_pages() -> None:
    assert all(len(set(row.expected.values())) == 1 for row in MATRIX if row.url_name.startswith("public:"))
