"""Best first: the title before the text, whole words before beginnings, then newest; the same on both databases."""

import datetime as dt

import pytest
from searching import COLLEAGUE, entry, finds

from chefforum.kernel.search.queries import MOST_HITS, search
from chefforum.kernel.search.services import index

pytestmark = pytest.mark.django_db
OLD, NEW = dt.date(2020, 1, 1), dt.date(2026, 1, 1)


def test_the_title_comes_before_the_text_and_the_whole_word_before_the_beginning() -> None:
    index(
        entries=[
            entry("part of text", "budgetforslag", date=NEW),
            entry("text", "budget", date=NEW),
            entry("part of title", "", title="Budgetforslag", date=NEW),
            entry("title", "", title="Budgettet", date=OLD),
        ]
    )
    assert finds("budget") == ["title", "part of title", "text", "part of text"]


def test_among_equals_the_newest_is_first_and_what_has_no_date_last() -> None:
    index(
        entries=[
            entry("none", "budget", date=None),
            entry("old", "budget", date=OLD),
            entry("new", "budget", date=NEW),
        ]
    )
    assert finds("budget") == ["new", "old", "none"]


def test_a_year_and_a_kind_narrow_the_hits() -> None:
    index(
        entries=[
            entry("first", "budget", date=dt.date(2025, 1, 1)),
            entry("last", "budget", date=dt.date(2025, 12, 31)),
            entry("before", "budget", date=dt.date(2024, 12, 31)),
            entry("after", "budget", date=dt.date(2026, 1, 1)),
            entry("other", "budget", date=dt.date(2025, 6, 1), kind="test.document"),
        ]
    )
    assert finds("budget", year=2025) == ["last", "other", "first"]
    assert finds("budget", year=2025, kind="test.document") == ["other"]
    assert finds("budget", year=1) == []
    assert finds("budget", year=10_000) == []
    assert finds("budget", kind="test.nothing") == []


def test_the_kinds_and_years_of_the_hits_are_counted() -> None:
    index(
        entries=[
            entry("1", "budget", date=OLD),
            entry("2", "budget", date=NEW, kind="test.document"),
            entry("3", "budget", date=NEW),
            entry("4", "budget", date=None),
        ]
    )
    found = search(actor=COLLEAGUE, text="budget")
    assert [(choice.value, choice.count) for choice in found.kinds] == [("test.item", 3), ("test.document", 1)]
    assert [(choice.value, choice.count) for choice in found.years] == [("2026", 2), ("2020", 1)]


def test_a_thousand_hits_are_all_there_and_of_more_the_newest_thousand() -> None:
    day = dt.date(2020, 1, 1)
    index(entries=[entry(str(n), "budget", date=day + dt.timedelta(n)) for n in range(MOST_HITS)])
    found = search(actor=COLLEAGUE, text="budget")
    assert (found.total, found.has_more) == (MOST_HITS, False)
    index(entries=[entry("oldest", "", title="Budget", date=day - dt.timedelta(1))])
    found = search(actor=COLLEAGUE, text="budget")
    assert (found.total, found.has_more) == (MOST_HITS, True)
    assert "oldest" not in finds("budget")
