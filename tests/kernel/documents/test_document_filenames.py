"""What files are called when they are kept and given out again."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.documents.rules import FILE_TYPES, MAX_FILENAME_BYTES, PDF, TEXT, clean_filename, megabytes

TYPES = st.sampled_from(sorted(FILE_TYPES))


@pytest.mark.parametrize(
    ("name", "content_type", "expected"),
    [
        ("Årsplan ændret på Ærø.pdf", PDF, "Årsplan ændret på Ærø.pdf"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        (r"C:\Users\asta\Skrivebord\Bilag 1.pdf", PDF, "Bilag 1.pdf"),
        ("regning.exe", PDF, "regning.exe.pdf"),
        ("referat.MD", TEXT, "referat.MD"),
        ("plan\u202efdp.exe", PDF, "planfdp.exe.pdf"),
        ("to\r\nlinjer\x00.pdf", PDF, "to linjer.pdf"),
        ('hvad: "nu"?.pdf', PDF, "hvad- -nu--.pdf"),
        ("A\u030arhus.pdf", PDF, "Århus.pdf"),
        ("", PDF, "fil.pdf"),
        (".pdf", PDF, "fil.pdf"),
        ("...", PDF, "fil.pdf"),
        ("nul.pdf", PDF, "fil-nul.pdf"),
        ("COM1.txt.pdf", PDF, "fil-COM1.txt.pdf"),
    ],
)
def test_a_name_is_cleaned_of_what_is_dangerous_and_keeps_its_letters(name, content_type, expected):
    assert clean_filename(name, content_type) == expected


@given(name=st.text(max_size=400), content_type=TYPES)
def test_no_name_can_break_out_or_hide_anything(name, content_type):
    cleaned = clean_filename(name, content_type)
    assert cleaned.endswith(FILE_TYPES[content_type].endings) or cleaned.lower().endswith(
        FILE_TYPES[content_type].endings
    )
    assert not set('/\\<>:"|?*\x00\r\n') & set(cleaned)
    assert not any(unicodedata.category(char).startswith("C") for char in cleaned)
    assert not cleaned.startswith((".", " "))
    assert 0 < len(cleaned.encode()) <= MAX_FILENAME_BYTES


@given(name=st.text(max_size=400), content_type=TYPES)
def test_cleaning_a_clean_name_changes_nothing(name, content_type):
    cleaned = clean_filename(name, content_type)
    assert clean_filename(cleaned, content_type) == cleaned


@pytest.mark.parametrize(
    ("size", "words"), [(50 * 1024**2, "50 MB"), (512 * 1024, "0,5 MB"), (1024**2, "1 MB"), (300 * 1024**2, "300 MB")]
)
def test_sizes_are_said_in_danish(size, words):
    assert megabytes(size) == words
