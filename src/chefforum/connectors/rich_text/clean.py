"""The form that every written text has, whatever way it came: so the same text is always the same blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table

_BLANKS = re.compile(r"[^\S\n]+")
# Control characters (PostgreSQL keeps no NUL), halves of characters, and the invisible ones that editors leave behind.
_UNWRITTEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff\u200b]"
)
_DEEPEST = 8  # lists and tables nested deeper are laid flat
_LOWEST = 3


def clean_text(text: str) -> str:
    """One space between words, none at the ends of lines, no empty lines, no characters that cannot be seen."""
    visible = _BLANKS.sub(" ", _UNWRITTEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")))
    return "\n".join(line for raw in visible.split("\n") if (line := raw.strip()))


def clean_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without what says nothing: empty paragraphs, headings and items; idempotent.

    The highest heading of a text is level 1 and no level is left out, down to 3. A heading in a list or a cell is a
    paragraph. A table of one cell is what stands in it. Rows are made equally long. An empty table is kept: somebody is
    about to fill it in.
    """
    cleaned = tuple(_cleaned(blocks, depth=0))
    levels = sorted({block.level for block in cleaned if isinstance(block, Heading)})
    ranks = {level: min(rank, _LOWEST) for rank, level in enumerate(levels, start=1)}
    return tuple(Heading(block.text, ranks[block.level]) if isinstance(block, Heading) else block for block in cleaned)


def _cleaned(blocks: Iterable[Block], *, depth: int) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Heading(text, level) if depth == 0:
                if words := clean_text(text).replace("\n", " "):
                    yield Heading(words, level)
            case Paragraph(text) | Heading(text):
                if words := clean_text(text):
                    yield Paragraph(words)
            case List():
                yield from _list(block, depth)
            case Table(rows, header_rows):
                yield from _table(rows, header_rows, depth)


def _list(block: List, depth: int) -> Iterator[Block]:
    items = tuple(tuple(_cleaned(item, depth=depth + 1)) for item in block.items)
    filled = tuple(item for item in items if item)
    if depth >= _DEEPEST:
        yield from (inner for item in filled for inner in item)
    elif filled:
        start = block.start if block.ordered and 1 <= block.start < 1_000_000 else 1
        yield List(filled, block.ordered, start)


def _table(rows: Sequence[Sequence[Sequence[Block]]], header_rows: int, depth: int) -> Iterator[Block]:
    cells = [[tuple(_cleaned(cell, depth=depth + 1)) for cell in row] for row in rows]
    width = max((len(row) for row in cells), default=0)
    if depth >= _DEEPEST or width * len(cells) <= 1:
        for row in cells:
            for cell in row:
                yield from cell if depth else _cleaned(cell, depth=0)
        return
    even = tuple(tuple(row) + ((),) * (width - len(row)) for row in cells)
    yield Table(even, max(0, min(header_rows, len(even))))
