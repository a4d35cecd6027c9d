"""The authorised account string: read, written again, and held up against what is loaded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.account_string import (
    LENGTH,
    Dimension,
    NotAnAccountString,
    compact,
    formatted,
    is_account_string,
    parse,
    problems,
)

digits = st.text("0123456789", min_size=LENGTH, max_size=LENGTH)


def test_the_parts_are_cut_at_their_widths():
    account = parse("5.25.10.1.1.4711.001.2.9")
    assert (account.main_account, account.main_function, account.function) == ("5", "25", "10")
    assert (account.dranst, account.ownership, account.cost_centre) == ("1", "1", "4711")
    assert (account.grouping, account.main_art, account.art) == ("001", "2", "9")
    assert (account.function_key, account.art_key) == ("52510", "29")


@given(digits)
def test_a_string_that_is_read_and_written_is_the_same(text):
    assert compact(parse(text)) == text
    assert parse(formatted(parse(text))) == parse(text)
    assert is_account_string(formatted(parse(text)))


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused_in_words(text):
    if is_account_string(text):
        assert len(compact(parse(text))) == LENGTH
    else:
        with pytest.raises(NotAnAccountString, match="Kontostrengen"):
            parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mangler"),
        ("5251011471100", "13 cifre"),
        ("52510114711001290", "17 cifre"),
        ("5251011x71100129", "andre tegn"),
    ],
)
def test_what_is_wrong_is_said(text, words):
    with pytest.raises(NotAnAccountString, match=words):
        parse(text)


def test_codes_that_nobody_has_loaded_are_problems_and_dimensions_without_codes_are_not():
    loaded = {Dimension.DRANST: {"1", "2"}, Dimension.FUNCTION: {"52510"}}

    def is_known(dimension, code):
        return None if dimension not in loaded else code in loaded[dimension]

    assert problems(parse("5251011471100129"), is_known=is_known) == ()
    assert problems(parse("5251131471100129"), is_known=is_known) == (
        (Dimension.FUNCTION, "52511"),
        (Dimension.DRANST, "3"),
    )
