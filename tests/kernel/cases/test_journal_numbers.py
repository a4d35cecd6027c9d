"""The number of a case says its subject, facet, serial number and year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.cases.rules import (
    BadJournalNumber,
    JournalNumber,
    find_journal_numbers,
    parse_journal_number,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"


def test_a_journal_number_is_read_in_its_parts():
    number = parse_journal_number("00.30.04-Ø00-21-26")
    assert number == JournalNumber("00.30.04", "Ø00", 21, 2026, "00.30.04-Ø00-21-26")
    assert (number.main_group, number.group) == ("00", "00.30")


@pytest.mark.parametrize(
    ("year", "meant"), [("00", 2000), ("26", 2026), ("69", 2069), ("70", 1970), ("99", 1999), ("1984", 1984)]
)
def test_a_year_of_two_digits_is_of_1970_to_2069(year, meant):
    assert parse_journal_number(f"85.15.00-A00-1-{year}").year == meant


@pytest.mark.parametrize("text", ["15.20.00 - A00 – 1 - 2023", "15.20.00–A00–1–2023", "15.20.00-a00-1-2023"])
def test_spaces_dashes_and_small_letters_are_understood_and_kept(text):
    number = parse_journal_number(text)
    assert (number.subject, number.facet, number.serial, number.year) == ("15.20.00", "A00", 1, 2023)
    assert number.text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "tomt"),
        ("00.30.04", "fire dele"),
        ("00.30.04-A00-21-26-3", "fire dele"),
        ("0.30.04-A00-21-26", "emnet"),
        ("00.30-A00-21-26", "emnet"),
        ("00.30.04-AA0-21-26", "facetten"),
        ("00.30.04-Ä00-21-26", "facetten"),
        ("00.30.04-A0-21-26", "facetten"),
        ("00.30.04-A00-x-26", "løbenummeret"),
        ("00.30.04-A00-12345678-26", "løbenummeret"),
        ("00.30.04-A00-21-226", "året"),
        ("00.30.04-A00-21-٢٦", "året"),
    ],
)
def test_what_is_wrong_is_said_in_danish(text, reason):
    with pytest.raises(BadJournalNumber, match=reason) as caught:
        parse_journal_number(text)
    assert caught.value.text == text


def test_numbers_are_found_in_running_text():
    text = "Sagerne 00.01.00-A00-32-24 og 14.00.08-P35-2-2025, men ikke 1.00.01.00-A00-3-24 eller 00.01.00-A00-3-245."
    assert [number.text for number in find_journal_numbers(text)] == ["00.01.00-A00-32-24", "14.00.08-P35-2-2025"]


@given(
    st.tuples(*[st.integers(0, 99)] * 3),
    st.sampled_from(LETTERS),
    st.integers(0, 99),
    st.integers(0, 9_999_999),
    st.integers(0, 9999),
)
def test_every_number_that_is_written_is_read_back(subject, letter, facet, serial, year):
    written = "{:02}.{:02}.{:02}".format(*subject) + f"-{letter}{facet:02}-{serial}-{year:04}"
    number = parse_journal_number(written)
    assert f"{number.subject}-{number.facet}-{number.serial}-{number.year:04}" == written
    assert list(find_journal_numbers(f"({written})")) == [number]


def _reading(text: str) -> JournalNumber | BadJournalNumber:
    try:
        return parse_journal_number(text)
    except BadJournalNumber as error:
        return error


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused_with_a_reason(text):
    read = _reading(text)
    said = read.text.strip() == text.strip() if isinstance(read, JournalNumber) else read.reason.endswith(".")
    assert said
