"""What was changed in a text, word by word: as an editor marks it in the margin, also between whole sections.

The same words in the same order are never marked, and the pieces of a line, without those added or those removed, are
exactly the old or the new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.4  # of the words: less than this, and one line has been replaced by another
_MOST_COMPARED = 4_000_000  # pairs of words or lines; where it would be more, the middle is told as replaced


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Style(StrEnum):
    """What a line is: the text of a paragraph, a heading, an item of a list, a row of a table."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    text: str


@dataclass(frozen=True)
class Line:
    """A line and what was changed in it. `mark` is SAME where some of it stands in both; `depth` of an item, from 1."""

    style: Style
    depth: int
    mark: Mark
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.mark != Mark.SAME for piece in self.pieces)


@dataclass(frozen=True)
class _Line:
    style: Style
    depth: int
    text: str


def redline(old: Iterable[Block], new: Iterable[Block]) -> tuple[Line, ...]:
    """The lines of both texts in reading order, each with its words marked; where lines differ, the old one is first.

    Lists are a line per item with its marker, tables a line per row with " | " between cells. A line that changed its
    style alone (a paragraph made a heading) is told as removed and added.
    """
    before, after = list(_lines(old, 0)), list(_lines(new, 0))
    found: list[Line] = []
    for tag, start, end, new_start, new_end in _opcodes(before, after):
        if tag == "equal":
            found.extend(_whole(line, Mark.SAME) for line in after[new_start:new_end])
        else:
            found.extend(_replaced(before[start:end], after[new_start:new_end]))
    return tuple(found)


def redline_text(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two texts, marked. Joined without those added it is `old`, without those removed it is `new`."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in _opcodes(before, after):
        if tag == "equal":
            pieces.append(Piece(Mark.SAME, "".join(before[start:end])))
        else:
            pieces.append(Piece(Mark.REMOVED, "".join(before[start:end])))
            pieces.append(Piece(Mark.ADDED, "".join(after[new_start:new_end])))
    return _gathered(pieces)


def _gathered(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Without empty pieces; a lone space between two changes belongs to both, so that whole phrases are marked."""
    wide: list[Piece] = []
    for position, piece in enumerate(pieces):
        inner = 0 < position < len(pieces) - 1
        if piece.mark == Mark.SAME and inner and piece.text.isspace():
            wide += [Piece(Mark.REMOVED, piece.text), Piece(Mark.ADDED, piece.text)]
        elif piece.text:
            wide.append(piece)
    found: list[Piece] = []
    for is_same, run in groupby(wide, key=lambda piece: piece.mark == Mark.SAME):
        several = list(run)
        if is_same:
            found.append(Piece(Mark.SAME, "".join(piece.text for piece in several)))
            continue
        for mark in (Mark.REMOVED, Mark.ADDED):
            text = "".join(piece.text for piece in several if piece.mark == mark)
            found += [Piece(mark, text)] if text else []
    return tuple(found)


def _opcodes(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[str, int, int, int, int]]:
    """As SequenceMatcher's, with what is the same at both ends taken first, and never longer than a moment."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    end, new_end = len(old) - tail, len(new) - tail
    if start:
        yield "equal", 0, start, 0, start
    if (end - start) * (new_end - start) > _MOST_COMPARED:
        yield "replace", start, end, start, new_end
    else:
        matcher = SequenceMatcher(None, old[start:end], new[start:new_end], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            yield tag, a + start, b + start, c + start, d + start
    if tail:
        yield "equal", end, len(old), new_end, len(new)


def _replaced(old: Sequence[_Line], new: Sequence[_Line]) -> Iterator[Line]:
    """Lines that are alike are told as one with its words marked, in order; the rest as removed and added."""
    position = 0
    for line in old:
        partner = next(
            (place for place in range(position, min(len(new), position + 20)) if _alike(line, new[place])), None
        )
        if partner is None:
            yield _whole(line, Mark.REMOVED)
            continue
        yield from (_whole(added, Mark.ADDED) for added in new[position:partner])
        yield Line(line.style, new[partner].depth, Mark.SAME, redline_text(line.text, new[partner].text))
        position = partner + 1
    yield from (_whole(added, Mark.ADDED) for added in new[position:])


def _alike(old: _Line, new: _Line) -> bool:
    if old.style != new.style:
        return False
    before, after = set(old.text.casefold().split()), set(new.text.casefold().split())
    return 2 * len(before & after) >= _ALIKE * (len(before) + len(after)) > 0


def _whole(line: _Line, mark: Mark) -> Line:
    return Line(line.style, line.depth, mark, (Piece(mark, line.text),) if line.text else ())


def _lines(blocks: Iterable[Block], depth: int) -> Iterator[_Line]:
    for block in blocks:
        match block:
            case Paragraph(text):
                yield _Line(Style.ITEM if depth else Style.PARAGRAPH, depth, text)
            case Heading(text):
                yield _Line(Style.HEADING, depth, text)
            case List(items, ordered, start):
                for number, item in enumerate(items, start):
                    yield from _item(item, f"{number}. " if ordered else "– ", depth + 1)
            case Table(rows):
                for row in rows:
                    yield _Line(Style.ROW, depth, " | ".join(" ".join(_texts(cell)) for cell in row))


def _item(item: Sequence[Block], marker: str, depth: int) -> Iterator[_Line]:
    first = True
    for line in _lines(item, depth):
        yield _Line(line.style, line.depth, marker + line.text) if first and line.depth == depth else line
        first = False


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    return (line.text for line in _lines(blocks, 0))
