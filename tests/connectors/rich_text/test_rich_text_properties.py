"""Whatever is pasted or typed: it is read, gives valid blocks, keeps its letters, and reads back as itself."""

from __future__ import annotations

import contextlib
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table, from_json, texts, to_json
from chefforum.connectors.rich_text import (
    UnreadableText,
    blocks_from_html,
    blocks_from_text,
    clean_blocks,
    html_from_blocks,
    text_from_blocks,
)

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
PLAIN = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)
TAGS = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "b",
    "span",
    "br",
    "a",
    "pre",
    "blockquote",
    "o:p",
    "font",
    "center",
    "hr",
    "body",
    "html",
]
STYLES = ("mso-list:l0 level1 lfo1", "mso-list:l1 level2 lfo1", "color:red", "")


def tagged(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inside = st.lists(children, max_size=4).map("".join)
    return st.builds(
        lambda tag, style, text: f'<{tag} style="{style}">{text}</{tag}>',
        st.sampled_from(TAGS),
        st.sampled_from(STYLES),
        inside,
    )


HTML = st.recursive(PLAIN.map(lambda text: text.replace("<", "&lt;").replace("&", "&amp;")), tagged, max_leaves=25)


def nested(children: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(children, max_size=3).map(tuple)
    rows = st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[several] * width), max_size=3).map(tuple))
    return st.builds(List, st.lists(several, max_size=3).map(tuple), st.booleans(), st.integers(1, 5)) | st.builds(
        Table, rows, st.integers(0, 2)
    )


BLOCKS = st.lists(
    st.recursive(st.builds(Paragraph, WORDS) | st.builds(Heading, WORDS, st.integers(1, 3)), nested, max_leaves=8),
    max_size=5,
).map(tuple)


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isalpha())


def check_valid(blocks: tuple[Block, ...]) -> None:
    assert from_json(to_json(blocks)) == blocks
    assert clean_blocks(blocks) == blocks
    for text in texts(blocks):
        assert text.strip()
        assert "\x00" not in text


@given(st.text() | HTML)
@example("<")
@example("<!")
@example("<?xml version='1.0' encoding='x'?><p>a")
@example("<![CDATA[a]]>")
@example("<plaintext><p>a")
@example("<frameset><frame>")
@example("&#0;&#xD800;&#x110000;\x00")
@example("<ul><table><li><tr><ul>")
def test_any_html_is_read_and_reads_back_as_itself(source: str) -> None:
    blocks = blocks_from_html(source)
    check_valid(blocks)
    assert blocks_from_html(html_from_blocks(blocks)) == blocks


@given(HTML)
def test_every_letter_is_kept(source: str) -> None:
    written = letters("".join(texts(blocks_from_html(source))))
    # What stands in tags is not text; the letters between them are.
    seen, inside = [], False
    for character in source:
        inside = (inside or character == "<") and character != ">"
        seen.append("" if inside or character == ">" else character)
    assert written == letters("".join(seen).replace("&amp;", "").replace("&lt;", "").replace("lt;", ""))


@given(BLOCKS)
def test_blocks_are_the_same_after_html_and_after_the_notation(blocks: tuple[Block, ...]) -> None:
    cleaned = clean_blocks(blocks)
    check_valid(cleaned)
    assert blocks_from_html(html_from_blocks(cleaned)) == cleaned
    assert blocks_from_text(text_from_blocks(cleaned)) == cleaned


@given(st.text())
def test_any_text_in_the_notation_is_read_or_refused_in_words(source: str) -> None:
    with contextlib.suppress(UnreadableText):
        check_valid(blocks_from_text(source))


def test_a_table_that_lacks_cells_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableText, match="Ret rækken"):
        blocks_from_text("| a | b |\n| --- | --- |\n| 1 |")
