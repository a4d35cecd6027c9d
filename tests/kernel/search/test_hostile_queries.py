"""Nothing that can be typed is an error, an operator or a way round."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from searching import COLLEAGUE, finds, put

from chefforum.kernel.search.queries import search
from chefforum.kernel.search.rules.query import LONGEST_QUERY, MOST_TERMS, parse_query


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        '"',
        '""',
        '" " "',
        "*",
        "* *",
        "AND",
        "AND OR NOT",
        "NEAR(budget, 5)",
        "title_stem:budget",
        "{title_stem body_stem}: budget",
        "^budget",
        "budget -møde",
        "'; drop table search_searchdocument; --",
        "' | 'x':*",
        "\\",
        "%",
        "_",
        "\x00",
        "bud\x00get",
        "\ud800",
        "§",
        "§ §",
        "00.",
        "-",
        "a" * 100_000,
        '"' * 1000,
        "ord " * 10_000,
        "🙂",
        "(((((",
        "qlasignedin",
        "% s %(x)s",
    ],
)
def test_it_is_answered(text: str) -> None:
    put("Budget for møde og regnskab")
    found = search(actor=COLLEAGUE, text=text)
    assert found.total in (0, 1)


@pytest.mark.django_db
def test_words_that_are_operators_elsewhere_are_words_here() -> None:
    put("Budget and møde", "Budget", "Møde")
    assert finds("budget AND møde") == ["0"]
    assert finds("budget NOT møde") == []


def test_a_long_query_is_cut_and_says_so() -> None:
    words = " ".join(f"ord{number}" for number in range(MOST_TERMS + 1))
    query = parse_query(words)
    assert (len(query.terms), query.is_cut) == (MOST_TERMS, True)
    assert parse_query("x" * (LONGEST_QUERY + 1)).is_cut
    assert not parse_query("budget møde").is_cut


def test_the_same_word_twice_is_one_term() -> None:
    assert parse_query("budget budget Budget").terms == parse_query("budget").terms


@pytest.mark.django_db
class WhateverIsTyped(TestCase):
    @given(st.text(max_size=80), st.text(alphabet="\"*-§.:()&|!<>' aæø0", max_size=40))
    def test_it_is_answered(self, text: str, signs: str) -> None:
        put("Budget for møde og regnskab")
        for typed in (text, signs, f"{signs}{text}", f"budget {signs}"):
            assert search(actor=COLLEAGUE, text=typed).total in (0, 1)
        assert connection.is_usable()
