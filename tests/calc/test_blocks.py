"""Structured text survives the way to JSON and back, and no text is lost on the way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table, from_json, texts, to_json

words = st.text(max_size=12)
leaves: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, words), st.builds(Heading, words, st.integers(min_value=1, max_value=3))
)


def _containers(inside: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inside, max_size=3).map(tuple)
    lists = st.builds(List, st.lists(several, max_size=3).map(tuple), st.booleans(), st.integers(0, 9))
    tables = st.integers(1, 3).flatmap(
        lambda width: st.builds(
            Table, st.lists(st.tuples(*[several] * width), max_size=3).map(tuple), st.integers(0, 1)
        )
    )
    return st.one_of(lists, tables)


blocks = st.lists(st.recursive(leaves, _containers, max_leaves=8), max_size=5).map(tuple)


@given(blocks)
def test_blocks_come_back_the_same_from_json(written: tuple[Block, ...]) -> None:
    assert from_json(json.loads(json.dumps(to_json(written)))) == written


@given(blocks)
def test_every_text_is_told_in_reading_order(written: tuple[Block, ...]) -> None:
    def told(value: object) -> list[str]:
        if isinstance(value, list):
            return [text for each in value for text in told(each)]
        assert isinstance(value, dict)
        return [value["text"]] if "text" in value else told(value.get("items", value.get("rows")))

    assert list(texts(written)) == told(to_json(written))


def test_a_list_keeps_the_number_it_starts_at() -> None:
    third = List(items=((Paragraph("tredje"),),), ordered=True, start=3)
    assert from_json(to_json([third])) == (third,)
    assert list(texts([third])) == ["tredje"]


def test_a_table_refuses_rows_of_different_length() -> None:
    with pytest.raises(ValueError, match="same number of cells"):
        Table(rows=(((Paragraph("a"),),), ()))


def test_a_type_of_block_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'picture'"):
        from_json([{"type": "picture", "text": "x"}])


def test_a_block_without_its_field_is_refused() -> None:
    with pytest.raises(KeyError):
        from_json([{"type": "paragraph"}])
