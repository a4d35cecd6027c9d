"""Blocks as the plain HTML that an editor in the browser holds; every text is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table

FIRST_HEADING = 3  # a section's own name is the h2 above the text


def html_from_blocks(blocks: Iterable[Block]) -> str:
    """The blocks as HTML without classes, styles and addresses; `blocks_from_html` reads the same blocks from it."""
    return "".join(map(_block, blocks))


def _text(text: str) -> str:
    return "<br>".join(html.escape(line) for line in text.split("\n"))


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{_text(text)}</p>"
        case Heading(text, level):
            tag = f"h{level + FIRST_HEADING - 1}"
            return f"<{tag}>{_text(text)}</{tag}>"
        case List(items, ordered, start):
            tag = "ol" if ordered else "ul"
            opening = f'<ol start="{start}">' if ordered and start != 1 else f"<{tag}>"
            return opening + "".join(f"<li>{_inside(item)}</li>" for item in items) + f"</{tag}>"
        case Table(rows, header_rows):
            head = "".join(_row(row, "th") for row in rows[:header_rows])
            body = "".join(_row(row, "td") for row in rows[header_rows:])
            head = f"<thead>{head}</thead>" if head else ""
            return f"<table>{head}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _row(row: Sequence[Sequence[Block]], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_inside(cell) or '<br>'}</{tag}>" for cell in row) + "</tr>"


def _inside(blocks: Sequence[Block]) -> str:
    """Of an item or a cell: an opening paragraph stands as bare text where it is the only one."""
    match blocks:
        case [Paragraph(text), *rest] if not any(isinstance(block, Paragraph) for block in rest):
            return _text(text) + html_from_blocks(rest)
    return html_from_blocks(blocks)
