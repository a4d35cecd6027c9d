"""What found a hit is marked in the reader's own words, and the text stays as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.search.rules.marking import Marker, Piece
from chefforum.kernel.search.rules.query import parse_query

TEXT = "Budgetforslaget om it-omkostninger efter § 7 i sag 00.30.04-Ø00-21-26 og to praktikker."


def marked(typed: str, text: str = TEXT) -> list[str]:
    return [piece.text for piece in Marker(parse_query(typed)).mark(text) if piece.is_hit]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("budget", ["Budgetforslaget"]),
        ("forslag", ["Budgetforslaget"]),
        ("praktik", ["praktikker"]),
        ("§ 7", ["§ 7"]),
        ("it-omkostning", ["it", "omkostninger"]),
        ('"to praktik"', ["to", "praktikker"]),
        ("00.30.04", ["00.30.04-Ø00-21-26"]),
        ("sag budget", ["Budgetforslaget", "sag"]),
        ("findes-ikke", []),
    ],
)
def test_the_words_as_they_stand_are_marked(typed: str, words: list[str]) -> None:
    assert marked(typed) == words


def test_words_of_a_phrase_are_not_marked_apart() -> None:
    assert marked('"mit regnskab"', "Mit regnskab er mit, og regnskab er regnskab.") == ["Mit", "regnskab"]


def test_the_excerpt_is_around_the_first_hit_and_between_words() -> None:
    text = "fyld " * 100 + "her er budgettet " + "slut " * 100
    pieces = Marker(parse_query("budget")).excerpt(text)
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_hit] == ["budgettet"]
    assert shown.startswith("… fyld ")
    assert shown.endswith(" …")
    assert len(shown) < 260


def test_without_a_hit_the_excerpt_is_the_beginning() -> None:
    assert Marker(parse_query("budget")).excerpt("Kort tekst.\n\nMere.") == (Piece("Kort tekst. Mere."),)


def test_an_empty_text_has_an_empty_excerpt() -> None:
    assert Marker(parse_query("budget")).excerpt("") == ()


TEXTS = st.lists(st.sampled_from(["budget", "budgetforslag", "<b>", "&", "§ 7", "x" * 300]) | st.text(max_size=10)).map(
    " ".join
)


@given(TEXTS, st.sampled_from(["budget", "forslag § 7", '"budget budget"', "x", "<b>"]))
def test_the_pieces_of_a_marked_text_are_the_text(text: str, typed: str) -> None:
    pieces = Marker(parse_query(typed)).mark(text)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(TEXTS, st.sampled_from(["budget", "forslag § 7", '"budget budget"', "x"]))
def test_the_excerpt_without_marks_stands_in_the_text(text: str, typed: str) -> None:
    shown = "".join(piece.text for piece in Marker(parse_query(typed)).excerpt(text))
    assert shown.removeprefix("… ").removesuffix(" …") in " ".join(text.split()) or "…" in text


DANISH = st.lists(
    st.sampled_from(["Budget", "budgettet", "ÅRSBUDGET", "budgetforslagene", "qui", "Quiz", "årsværk", "§ 7", "12a"])
    | st.text(alphabet="abegtuæøåqÆØÅé-., 7", max_size=12)
).map(" ".join)


@given(DANISH, st.sampled_from(["budget", "forslag", "quiz 7", "årsværk a", "bud naïve", "éa", "gæ"]))
def test_marks_are_the_same_whether_the_text_has_foreign_letters_or_not(text: str, typed: str) -> None:
    marker = Marker(parse_query(typed))
    assert sorted(marker.found_in(text)) == sorted(marker.found_in(f"{text} 東"))
