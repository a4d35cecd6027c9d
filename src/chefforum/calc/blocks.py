"""Text as structured blocks: what a section of a case, a cell of a table or a document's body is made of.

Text is plain: no bold, no colour, no links, so that the same section reads the same on a page, in a PDF, in Word
and in a file for another system. The structure (paragraph, heading, list, table) is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; level 1 is the highest there, 3 the lowest."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class List:
    """Each item is a sequence of blocks; `start` is the first number of an ordered list."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of equal length; each cell is a sequence of blocks. The first `header_rows` rows are column heads."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    header_rows: int = 1

    def __post_init__(self) -> None:
        if len({len(row) for row in self.rows}) > 1:
            raise ValueError("every row of a table has the same number of cells")


Block: TypeAlias = Paragraph | Heading | List | Table


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text in the blocks, in reading order; the numbers of ordered lists are not text."""
    for block in blocks:
        match block:
            case Paragraph(text) | Heading(text):
                yield text
            case List(items):
                for item in items:
                    yield from texts(item)
            case Table(rows):
                for row in rows:
                    for cell in row:
                        yield from texts(cell)


def with_texts(blocks: Iterable[Block], change: Callable[[str], str]) -> tuple[Block, ...]:
    """The same blocks with `change` applied to every text in them, however deep."""
    return tuple(_with_texts(block, change) for block in blocks)


def _with_texts(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Paragraph(text):
            return Paragraph(change(text))
        case Heading(text, level):
            return Heading(change(text), level)
        case List(items, ordered, start):
            return List(tuple(with_texts(item, change) for item in items), ordered, start)
        case Table(rows, header_rows):
            return Table(tuple(tuple(with_texts(cell, change) for cell in row) for row in rows), header_rows)


def to_json(blocks: Iterable[Block]) -> list[Json]:
    """The blocks as JSON values; `from_json` gives the same blocks back."""
    return [_block_to_json(block) for block in blocks]


def _block_to_json(block: Block) -> Json:
    match block:
        case Paragraph(text):
            return {"type": "paragraph", "text": text}
        case Heading(text, level):
            return {"type": "heading", "level": level, "text": text}
        case List(items, ordered, start):
            return {
                "type": "list",
                "ordered": ordered,
                "start": start,
                "items": [to_json(item) for item in items],
            }
        case Table(rows, header_rows):
            return {
                "type": "table",
                "header_rows": header_rows,
                "rows": [[to_json(cell) for cell in row] for row in rows],
            }


def from_json(values: Iterable[Json]) -> tuple[Block, ...]:
    """The blocks that `to_json` wrote.

    Raises ValueError on a type of block that does not exist, KeyError where a field is missing.
    """
    return tuple(_block_from_json(value) for value in values)


def _block_from_json(value: Json) -> Block:
    match value["type"]:
        case "paragraph":
            return Paragraph(value["text"])
        case "heading":
            return Heading(value["text"], value["level"])
        case "list":
            items = tuple(from_json(item) for item in value["items"])
            return List(items, value["ordered"], value["start"])
        case "table":
            rows = tuple(tuple(from_json(cell) for cell in row) for row in value["rows"])
            return Table(rows, value["header_rows"])
    raise ValueError(f"unknown type of block: {value['type']!r}")
