"""Lists out of lines that each say how deep they stand and with which mark, as DOCX and PDF have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chefforum.calc.blocks import Block, List
from chefforum.connectors.minutes.landmarks import bullet_text, ordered_marker, stands_alone
from chefforum.connectors.minutes.source import SourceBlock, SourceList

_DEEPEST = 9


@dataclass(frozen=True)
class ListLine:
    """An item of a list: its depth from 0, its number (None for a bullet), and its blocks.

    `key` tells lists apart that stand next to each other.
    """

    depth: int
    number: int | None
    blocks: tuple[Block, ...]
    key: str = ""
    line: int | None = None


def marked_text(text: str) -> tuple[int | None, str] | None:
    """Number (None for a bullet) and text of a line with a typed mark: "1. at ...", "- ..."; None for other texts."""
    bullet = bullet_text(text)
    if bullet is not None:
        return None, bullet.strip()
    ordered = ordered_marker(text)
    if ordered is None or stands_alone(text):
        return None
    return ordered[0], ordered[1].strip()


def gather_lists(stream: Iterable[SourceBlock | ListLine]) -> Iterator[SourceBlock]:
    """The stream with runs of list lines made into lists; numbers that do not follow each other begin a new list."""
    waiting: list[ListLine] = []
    for part in stream:
        if isinstance(part, ListLine):
            waiting.append(part)
            continue
        yield from _lists(waiting)
        waiting = []
        yield part
    yield from _lists(waiting)


def _lists(lines: Sequence[ListLine]) -> Iterator[SourceList]:
    start = 0
    while start < len(lines):
        end = _end(lines, start)
        yield SourceList(_list(lines[start:end]), lines[start].line)
        start = end


def _end(lines: Sequence[ListLine], start: int) -> int:
    """The end of the list that begins at `start`: deeper lines belong to it, lines of its kind go on with it."""
    first = last = lines[start]
    for position in range(start + 1, len(lines)):
        line = lines[position]
        if line.depth > first.depth:
            continue
        is_next = line.number is None if last.number is None else line.number == last.number + 1
        if line.depth < first.depth or line.key != first.key or not is_next:
            return position
        last = line
    return len(lines)


def _list(lines: Sequence[ListLine], level: int = 0) -> List:
    items: list[tuple[Block, ...]] = []
    position = 0
    while position < len(lines):
        end = position + 1
        while end < len(lines) and lines[end].depth > lines[0].depth and level < _DEEPEST:
            end += 1
        inner = tuple(_inner_lists(lines[position + 1 : end], level + 1))
        items.append((*lines[position].blocks, *inner))
        position = end
    number = lines[0].number
    return List(tuple(items), number is not None, 1 if number is None else number)


def _inner_lists(lines: Sequence[ListLine], level: int) -> Iterator[List]:
    start = 0
    while start < len(lines):
        end = _end(lines, start)
        yield _list(lines[start:end], level)
        start = end
