"""Within one reading the same is asked once, and what was asked is of one moment."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chefforum.kernel.organisation.models import UnitPeriod
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.reading.queries import once, one_reading
from tests import factories

DAY, NEXT = dt.date(2026, 4, 2), dt.date(2026, 4, 3)


def test_outside_a_reading_everything_is_asked_anew() -> None:
    answers = iter("ab")
    assert [once("key", lambda: next(answers)), once("key", lambda: next(answers))] == ["a", "b"]


def test_one_reading_within_another_is_the_same_and_it_ends_with_the_outer() -> None:
    answers = iter("ab")
    with one_reading():
        with one_reading():
            assert once("key", lambda: next(answers)) == "a"
        assert once("key", lambda: next(answers)) == "a"
    assert once("key", lambda: next(answers)) == "b"


def test_an_answer_of_nothing_is_an_answer_too() -> None:
    asked: list[int] = []
    with one_reading():
        for _ in range(2):
            assert once("key", lambda: asked.append(1)) is None
    assert asked == [1]


@pytest.mark.django_db
def test_the_organisation_of_a_day_is_asked_once_and_is_of_one_moment() -> None:
    top = factories.unit("Lindeby", code="1000")
    with one_reading(), CaptureQueriesContext(connection) as asked:
        before = tree_on(DAY)
        UnitPeriod.objects.update(name="Elmeby")
        assert tree_on(DAY) is before
        assert tree_on(NEXT) is not before
    assert len(asked) == 3
    assert tree_on(DAY).unit(top.pk).name == "Elmeby"
