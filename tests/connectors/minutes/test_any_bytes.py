"""Whatever bytes a file holds, reading it gives minutes or a message for a person, and nothing else."""

from __future__ import annotations

import functools

from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.connectors.minutes import UnreadableMinutes, read_minutes
from tests.connectors.minutes.pdf_files import set_with_tags, set_without_tags
from tests.connectors.minutes.word_files import saved, written

OPENINGS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xd0\xcf\x11\xe0",
    b'{"format":"chefforum-minutes","version":1',
)
TEXT = "= Punkt 1: Status\n== Økonomi\n#table(columns: 2, [Tur], [1], [Nat], [2])\n== Beslutning\nGodkendt."


@functools.cache
def samples() -> tuple[bytes, ...]:
    return set_with_tags(TEXT), set_without_tags(TEXT), saved(written())


def read_or_refuse(content: bytes) -> str:
    """What a person is told: that there are items, or what to do."""
    try:
        return f"{len(read_minutes(content=content, filename='x').items)} punkter"
    except UnreadableMinutes as error:
        return error.message


@settings(max_examples=300)
@given(st.sampled_from(OPENINGS), st.binary(max_size=300))
def test_arbitrary_bytes(opening, rest):
    assert read_or_refuse(opening + rest).endswith((" punkter", "prøv igen."))


@settings(max_examples=300)
@given(st.integers(0, 2), st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=5))
def test_damaged_files(which, damages):
    content = bytearray(samples()[which])
    for place, damage in damages:
        start = int(place * (len(content) - 1))
        content[start : start + len(damage)] = damage
    assert read_or_refuse(bytes(content)).endswith((" punkter", "prøv igen."))
