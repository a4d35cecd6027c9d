"""Texts as names of files and folders: safe on every system, also where Windows unpacks them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.documents.rules import numbered, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("03 Mit Forventede Regnskab", "03 Mit Forventede Regnskab"),
        ("Status 2025/2026: æøå?", "Status 2025-2026- æøå-"),
        ("..\\..\\etc", "-..-etc"),
        ("  To\tord\n ", "To ord"),
        ("Slutter på punktum. ", "Slutter på punktum"),
        ("CON", "-CON"),
        ("aux.pdf", "-aux.pdf"),
        ("", "uden navn"),
        ("\u202e...", "uden navn"),
        ("a" * 90, "a" * 60),
    ],
)
def test_a_text_becomes_a_name(text: str, name: str) -> None:
    assert safe_name(text, longest=60) == name


@given(st.text(), st.integers(min_value=12, max_value=100))
def test_any_text_gives_a_name_that_windows_takes(text: str, longest: int) -> None:
    name = safe_name(text, longest=longest)
    assert 0 < len(name) <= longest
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name, re.IGNORECASE)


def test_a_name_that_has_come_before_gets_a_number_before_its_ending() -> None:
    assert numbered(["Bilag.pdf", "bilag.PDF", "Bilag.pdf", "Mappe", "Mappe"]) == [
        "Bilag.pdf",
        "bilag (2).PDF",
        "Bilag (3).pdf",
        "Mappe",
        "Mappe (2)",
    ]


@given(st.lists(st.sampled_from(["a.pdf", "A.pdf", "a (2).pdf", "b", "b (2)"])))
def test_no_two_names_are_one(names: list[str]) -> None:
    given_names = [name.casefold() for name in numbered(names)]
    assert len(given_names) == len(set(given_names)) == len(names)
