"""The index follows its table, an object is in it once, and building it anew gives what the sources have."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from searching import entry, finds, put

from chefforum.kernel.access.rules import SIGNED_IN
from chefforum.kernel.search.models import SearchDocument
from chefforum.kernel.search.registry import (
    SearchEntry,
    SearchSource,
    forget_search_source,
    register_search_source,
    search_sources,
)
from chefforum.kernel.search.rules.places import PLACES_A_DAY, day_begins, place_of, year_of
from chefforum.kernel.search.services import LONGEST_BODY, index, rebuild, remove


@pytest.fixture
def rows() -> Iterator[list[SearchEntry]]:
    """The entries of the only source that is registered while the test runs."""
    others = search_sources()
    for source in others:
        forget_search_source(source.kind)
    rows: list[SearchEntry] = []
    register_search_source(SearchSource(kind="test.item", title="Punkter", rows=lambda: iter(rows), rule=SIGNED_IN))
    yield rows
    forget_search_source("test.item")
    for source in others:
        register_search_source(source)


@pytest.mark.django_db
def test_an_object_that_changes_is_found_by_its_new_words_alone() -> None:
    index(entries=[entry("1", "Linden", date=dt.date(2020, 1, 1))])
    index(entries=[entry("1", "Elmen", date=dt.date(2026, 1, 1))])
    assert (finds("linden"), finds("elmen")) == ([], ["1"])
    assert SearchDocument.objects.count() == 1


@pytest.mark.django_db
def test_the_same_object_twice_in_a_batch_is_there_once_as_last_told() -> None:
    assert index(entries=[entry("1", "Linden"), entry("1", "Elmen")]) == 1
    assert (finds("linden"), finds("elmen")) == ([], ["1"])


@pytest.mark.django_db
def test_objects_of_two_kinds_may_have_the_same_id() -> None:
    index(entries=[entry("1", "Linden"), entry("1", "Elmen", kind="test.other")])
    remove(kind="test.item", object_ids=["1", "not there"])
    assert (finds("linden"), finds("elmen")) == ([], ["1"])


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_found() -> None:
    put("Linden")
    with transaction.atomic():
        index(entries=[entry("0", "Elmen")])
        remove(kind="test.item", object_ids=["0"])
        transaction.set_rollback(True)
    assert (finds("linden"), finds("elmen")) == (["0"], [])


@pytest.mark.django_db
def test_index_follows_table_when_rows_are_changed_behind_its_back() -> None:
    put("Linden", "Elmen")
    SearchDocument.objects.filter(object_id="0").update(body_stem="ask qwask")
    SearchDocument.objects.filter(object_id="1").delete()
    assert (finds("linden"), finds("elmen"), finds("ask")) == ([], [], ["0"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # Raises where index and table say different things.
            cursor.execute("insert into search_index (search_index, rank) values ('integrity-check', 1)")


@pytest.mark.django_db
def test_a_very_long_text_is_searched_in_its_beginning_and_kept_whole() -> None:
    put("linden " + "æble " * (LONGEST_BODY // 4) + " elmen")
    assert (finds("linden"), finds("elmen")) == (["0"], [])
    assert SearchDocument.objects.get().body.endswith("elmen")


@pytest.mark.django_db
def test_a_text_of_a_hundred_thousand_different_letters_fits() -> None:
    put(" ".join(chr(letter) for letter in range(0x4E00, 0x4E00 + LONGEST_BODY // 5)))
    assert finds("一") == ["0"]


@pytest.mark.django_db
def test_building_anew_adds_what_is_missing_and_removes_what_is_gone(rows: list[SearchEntry]) -> None:
    index(entries=[entry("gone", "Linden"), entry("changed", "Linden"), entry("foreign", "Linden", kind="test.old")])
    rows += [entry("changed", "Elmen"), entry("new", "Elmen")]
    done: list[int] = []
    assert rebuild(progress=done.append) == 2
    assert (finds("linden"), set(finds("elmen"))) == ([], {"changed", "new"})
    assert done == [2]


@pytest.mark.django_db
def test_building_anew_twice_gives_the_same_index(rows: list[SearchEntry]) -> None:
    rows += [entry(str(number), "Elmen") for number in range(50)]
    rebuild()
    first = list(SearchDocument.objects.values_list("id", "object_id"))
    rebuild()
    assert list(SearchDocument.objects.values_list("id", "object_id")) == first


def test_a_place_that_is_taken_gives_the_next_within_the_day() -> None:
    date = dt.date(2026, 1, 28)
    first = place_of(date=date, kind="test.item", object_id="1", taken=())
    second = place_of(date=date, kind="test.item", object_id="1", taken={first})
    assert first != second
    assert {first // PLACES_A_DAY, second // PLACES_A_DAY} == {date.toordinal()}
    assert second == day_begins(date) + (first - day_begins(date) + 1) % PLACES_A_DAY
    assert (year_of(first), year_of(day_begins(None))) == (2026, None)


@pytest.mark.django_db
def test_two_objects_that_want_the_same_place_both_get_one() -> None:
    index(entries=[entry("1", "Linden")])
    place = SearchDocument.objects.get().pk
    SearchDocument.objects.update(object_id="elsewhere")
    index(entries=[entry("1", "Linden")])
    assert set(SearchDocument.objects.values_list("pk", flat=True)) == {place, place + 1}


@pytest.mark.django_db
def test_what_names_an_object_is_told_anew_with_it() -> None:
    names = {"1": "Linden"}
    register_search_source(
        SearchSource(
            kind="test.list",
            title="Lister",
            rows=lambda: iter(()),
            rule=SIGNED_IN,
            naming={"test.item": lambda ids: [entry("a", f"Listen med {names['1']}", kind="test.list")]},
        )
    )
    try:
        index(entries=[entry("1", "Linden")])
        names["1"] = "Elmen"
        index(entries=[entry("1", "Elmen")])
        index(entries=[entry("9", "Bøgen", kind="test.other")])
    finally:
        forget_search_source("test.list")
    assert (finds("linden"), sorted(finds("elmen")), finds("bøgen")) == ([], ["1", "a"], ["9"])
