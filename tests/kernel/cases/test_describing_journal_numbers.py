"""What a journal number means is told by the list that is loaded, for many numbers in a fixed number of queries."""

import datetime as dt

import pytest
from invented_kle import FACETS, load, plan, subject

from chefforum.kernel.cases.queries import JournalStatus, describe

KNOWN = "01.10.04-A00-3-26"


def described(text: str) -> tuple[JournalStatus, str | None, str]:
    found = describe(journal_numbers=[text])[text]
    return found.status, found.subject_title, found.message


@pytest.fixture
def _list_loaded(db) -> None:
    load(plan(subject("01.10.04", "Linde"), subject("01.10.08", "Elm", ended="2015-06-30")))


@pytest.mark.django_db
def test_without_a_list_a_number_is_unchecked_and_says_so() -> None:
    status, title, message = described(KNOWN)
    assert (status, title) == (JournalStatus.NO_LIST_LOADED, None)
    assert "ikke indlæst" in message


@pytest.mark.usefixtures("_list_loaded")
def test_a_known_number_has_the_titles_of_its_subject_and_group() -> None:
    found = describe(journal_numbers=[KNOWN])[KNOWN]
    assert (found.status, found.subject_title, found.group_title, found.message) == (
        JournalStatus.OK,
        "Linde",
        "Træer",
        "",
    )


@pytest.mark.usefixtures("_list_loaded")
def test_an_unknown_subject_is_named() -> None:
    assert described("01.10.99-A00-3-26") == (
        JournalStatus.UNKNOWN_SUBJECT,
        None,
        "Emnet 01.10.99 findes ikke i KLE.",
    )


@pytest.mark.usefixtures("_list_loaded")
def test_a_retired_subject_keeps_its_title_and_tells_the_day() -> None:
    assert described("01.10.08-A00-3-12") == (
        JournalStatus.RETIRED,
        "Elm",
        "01.10.08 Elm udgår af KLE 30. juni 2015.",
    )


@pytest.mark.usefixtures("_list_loaded")
def test_a_facet_is_taken_by_its_form_until_a_facet_list_is_loaded() -> None:
    assert described("01.10.04-X99-3-26")[0] == JournalStatus.OK
    load(FACETS, at=dt.datetime(2026, 2, 3, tzinfo=dt.UTC))
    assert described("01.10.04-X99-3-26")[0] == JournalStatus.UNKNOWN_FACET
    assert describe(journal_numbers=[KNOWN])[KNOWN].facet_title == "I almindelighed"


@pytest.mark.usefixtures("_list_loaded")
def test_what_is_no_journal_number_is_told_why() -> None:
    status, title, message = described("01.10-A00-3-26")
    assert (status, title) == (JournalStatus.MALFORMED, None)
    assert "tre gange to cifre" in message


@pytest.mark.usefixtures("_list_loaded")
def test_two_thousand_numbers_take_as_many_queries_as_one(django_assert_num_queries) -> None:
    many = [f"01.10.{serial % 100:02d}-A00-{serial}-26" for serial in range(2000)]
    with django_assert_num_queries(3):
        assert len(describe(journal_numbers=many)) == 2000
    with django_assert_num_queries(3):
        describe(journal_numbers=[KNOWN])


@pytest.mark.django_db
def test_no_numbers_ask_the_database_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert describe(journal_numbers=[]) == {}
        assert describe(journal_numbers=["ikke et nummer"])["ikke et nummer"].status == JournalStatus.MALFORMED


@pytest.mark.django_db
def test_the_numbers_of_a_real_list_get_their_titles(shared) -> None:
    load(shared("data/kle/kle_emner_2026-02.csv").read_bytes(), "kle.csv")
    found = describe(journal_numbers=["00.30.04-Ø00-21-26", "00.01.00-A00-32-24"])
    assert {text: (row.status, bool(row.subject_title)) for text, row in found.items()} == {
        "00.30.04-Ø00-21-26": (JournalStatus.OK, True),
        "00.01.00-A00-32-24": (JournalStatus.OK, True),
    }
