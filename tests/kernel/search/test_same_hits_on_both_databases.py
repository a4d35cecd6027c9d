"""The database finds exactly what the rules find in the texts by themselves, so both databases find the same.

The tests run once on SQLite and once on PostgreSQL; the rules are the common truth.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from searching import entry, finds

from chefforum.kernel.search.rules.marking import Marker
from chefforum.kernel.search.rules.query import Query, parse_query
from chefforum.kernel.search.services import index

_DANISH = """
    budget budgettet budgetforslag budgetter forslag forslagene praktik praktikker løntilskud tilskud kommunen
    kommunernes dagsorden dagsordener it it-omkostninger omkostning § 7 §17 §7a 00.30.04-Ø00-21-26 00.30.04 2.200.000
    28.01.2026 1e5 0x1f 007 v1.2 a-b e-mail@lindeby.dk http://lindeby.dk/plan æøå får far og for den på mød møde qa
    quiz 3,5 10% A/S I/S IT's 12abc abc12 -5 +3 1_000 ½ ² ﬁn ſ Straße İstanbul naïve 東京
"""
DANISH = st.sampled_from([*_DANISH.split(), "§ 7", "§ 7 a"])
WORDS = st.lists(DANISH | st.text(max_size=6), max_size=8).map(" ".join)
TYPED = st.one_of(
    st.lists(DANISH, min_size=1, max_size=3).map(" ".join),
    st.lists(DANISH, min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.text(min_size=1, max_size=8),
)


def is_found(query: Query, title: str, body: str) -> bool:
    """Every term stands in the title or in the text."""
    alone = [Marker(Query(terms=(term,))) for term in query.terms]
    return bool(alone) and all(one.found_in(title) or one.found_in(body) for one in alone)


@pytest.mark.django_db
class WhateverTheTexts(TestCase):
    @settings(max_examples=200)
    @example([("budget", "budget")], ['"budget budget"'])  # no phrase begins in the title and ends in the text
    @given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.lists(TYPED, min_size=1, max_size=8))
    def test_the_database_finds_what_the_rules_find(self, texts: list[tuple[str, str]], typed: list[str]) -> None:
        index(entries=[entry(str(number), body, title=title) for number, (title, body) in enumerate(texts)])
        clean = [(title.replace("\x00", " "), body.replace("\x00", " ")) for title, body in texts]
        for text in typed:
            query = parse_query(text)
            expected = {str(number) for number, (title, body) in enumerate(clean) if is_found(query, title, body)}
            assert set(finds(text)) == expected, (text, query)
