"""Indexing costs queries by the batch, not by the entry."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from searching import entry, finds

from chefforum.kernel.search.rules.words import word_of
from chefforum.kernel.search.services import index

pytestmark = pytest.mark.django_db

# A lock, a savepoint and its end, what is replaced, places that are taken, and the keys; then the rows themselves, of
# which SQLite takes 90 at a time.
MOST_BESIDE_ROWS, ROWS_AT_A_TIME = 7, 90


def queries_to_index(count: int) -> int:
    entries = [entry(str(number), f"Linden nummer {number}") for number in range(count)]
    with CaptureQueriesContext(connection) as queries:
        index(entries=entries)
    return len(queries)


def test_a_batch_takes_a_few_queries_whether_the_entries_are_new_or_known() -> None:
    bound = MOST_BESIDE_ROWS + -(-500 // ROWS_AT_A_TIME)
    assert queries_to_index(500) <= bound
    assert queries_to_index(500) <= bound
    assert len(finds("linden")) == 500


def test_one_entry_takes_no_more_than_a_handful() -> None:
    assert queries_to_index(1) <= MOST_BESIDE_ROWS + 1


def test_a_word_that_was_seen_is_not_stemmed_again() -> None:
    word_of.cache_clear()
    index(entries=[entry("1", "budgettet " * 1000 + "lindens"), entry("2", "budgettet lindens")])
    assert word_of.cache_info().misses == 3  # and the title's one word
