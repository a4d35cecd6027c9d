"""Which words are new and which are gone since a text was read."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.changed_words import changed_words

TEXTS = st.lists(st.sampled_from(["et", "to", "tre", "fire", ".", "\n", "2,2"]), max_size=25).map(" ".join)


def told(old: str, new: str) -> list[tuple[str, str]]:
    """(what is gone, what came) for each change."""
    return [(change.removed, new[change.start : change.end]) for change in changed_words(old, new)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


def test_one_number_is_changed() -> None:
    assert told("Der afsættes 2,2 mio. kr. i 2026", "Der afsættes 2,4 mio. kr. i 2026") == [("2", "4")]


def test_a_sentence_is_put_in() -> None:
    old, new = "Et afsnit.\nEt til.", "Et afsnit.\nNoget nyt her.\nEt til."
    assert told(old, new) == [("", "Noget nyt her.")]


def test_the_last_line_is_taken_out() -> None:
    assert told("Et afsnit.\nEt til.", "Et afsnit.") == [("Et til.", "")]


def test_a_passage_that_is_written_anew_is_shown_whole() -> None:
    old, new = "Skolen får en ny gård til sommer", "Varmeplanen udskydes"
    assert told(old, new) == [(old, new)]


def test_other_spaces_are_no_change() -> None:
    assert told("et  to\n\ntre", "et to\ntre") == []


def test_everything_is_new_where_there_was_nothing() -> None:
    assert told("", "Et afsnit.") == [("", "Et afsnit.")]


@given(text=TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert changed_words(text, text) == ()


@given(old=TEXTS, new=TEXTS)
def test_putting_back_what_is_gone_gives_the_old_words(old: str, new: str) -> None:
    rebuilt, place = "", 0
    for change in changed_words(old, new):
        assert place <= change.start <= change.end <= len(new)
        rebuilt += f"{new[place : change.start]} {change.removed} "
        place = change.end
    rebuilt += new[place:]
    assert words(rebuilt) == words(old)
