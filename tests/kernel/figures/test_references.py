"""A figure's reference is read and written so that what is written reads back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.figures.rules import BadReference, FigureReference, format_reference, parse_reference

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\.[a-z][a-z0-9_]{0,8}){1,2}", fullmatch=True)
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
REFERENCES = st.builds(FigureReference, name=NAMES, parameters=st.dictionaries(KEYS, st.text(max_size=20), max_size=4))


def test_a_name_with_parameters_is_read_in_its_parts() -> None:
    reference = parse_reference(' placements.started  year=2025 kind="Praktik og løntilskud" ')
    assert reference.name == "placements.started"
    assert dict(reference.parameters) == {"year": "2025", "kind": "Praktik og løntilskud"}


def test_parameters_in_another_order_are_the_same_reference() -> None:
    assert parse_reference("a.b x=1 y=2") == parse_reference("a.b y=2 x=1")
    assert hash(parse_reference("a.b x=1 y=2")) == hash(parse_reference("a.b y=2 x=1"))


@given(REFERENCES)
def test_what_is_written_reads_back_the_same(reference: FigureReference) -> None:
    assert parse_reference(format_reference(reference)) == reference


@given(REFERENCES)
def test_a_reference_has_one_way_of_being_written(reference: FigureReference) -> None:
    text = format_reference(reference)
    assert format_reference(parse_reference(text)) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "ikke navnet"),
        ("fte", "ikke navnet"),
        ("Organisation.fte", "ikke navnet"),
        ("a.b year", "ikke et valg"),
        ("a.b year=", "ikke et valg"),
        ("a.b =2025", "ikke et valg"),
        ('a.b kind="åben', "ikke et valg"),
        ('a.b kind="x"y', "ikke et valg"),
        ("a.b year=2025 year=2026", "to gange"),
    ],
)
def test_what_names_no_figure_is_told_why(text: str, reason: str) -> None:
    with pytest.raises(BadReference, match=reason):
        parse_reference(text)


@given(st.text(max_size=40))
def test_whatever_is_written_is_a_reference_or_a_reason(text: str) -> None:
    try:
        reference = parse_reference(text)
    except BadReference:
        return
    assert parse_reference(format_reference(reference)) == reference
