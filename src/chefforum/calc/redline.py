"""What was changed in a text, word by word: as an editor marks it in the margin, also between whole sections.

`redline` and `redline_text` show both texts in one, `changed_words` says where in the new text to mark what. The same
words in the same order are never marked, and the pieces of a line, without those added or those removed, are
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
class WordChange:
    """`new[start:end]` stands where `removed` stood; one of the two may be empty."""

    start: int
    end: int
    removed: str


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


def changed_words(old: str, new: str) -> tuple[WordChange, ...]:
    """The same changes by their places in `new`, for marking them in a page that shows it; spaces do not count.

    Lines are compared first, as in `redline`. Changes with nothing the same between them are one.
    """
    found: list[WordChange] = []
    is_open = False  # the last change found goes on
    for mark, text, place in _words_placed(old, new):
        said = " ".join(text.split())
        if mark == Mark.SAME:
            is_open = False
        elif said:
            last = found.pop() if is_open else None
            removed = [last.removed] if last and last.removed else []
            start, end = (last.start, last.end) if last else (place, place)
            if mark == Mark.REMOVED:
                removed.append(said)
            else:
                lead = len(text) - len(text.lstrip())
                start = start if last and last.end > last.start else place + lead
                end = place + len(text.rstrip())
            found.append(WordChange(start, end, " ".join(removed)))
            is_open = True
    return tuple(found)


def _words_placed(old: str, new: str) -> Iterator[tuple[Mark, str, int]]:
    """Marked runs of words in reading order, each with its place in `new`; for what is gone, where it would stand."""
    gone, came = [list(re.finditer(r"\S[^\n]*", text)) for text in (old, new)]
    before, after = [[_Line(Style.PARAGRAPH, 0, " ".join(line[0].split())) for line in lines] for lines in (gone, came)]
    for tag, start, end, new_start, new_end in _opcodes(before, after):
        place = came[new_start].start() if new_start < len(came) else len(new.rstrip())
        if tag == "equal":
            yield Mark.SAME, "", place
            continue
        for one, other in _paired(before[start:end], after[new_start:new_end]):
            if other is None:
                yield Mark.REMOVED, before[start + (one or 0)].text, place
                continue
            line = came[new_start + other]
            pieces = redline_text(gone[start + one][0], line[0]) if one is not None else (Piece(Mark.ADDED, line[0]),)
            place = line.start()
            for piece in pieces:
                yield piece.mark, piece.text, place
                place += len(piece.text) if piece.mark != Mark.REMOVED else 0


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
    for before, after in _paired(old, new):
        if after is None:
            yield _whole(old[before or 0], Mark.REMOVED)
        elif before is None:
            yield _whole(new[after], Mark.ADDED)
        else:
            line = new[after]
            yield Line(line.style, line.depth, Mark.SAME, redline_text(old[before].text, line.text))


def _paired(old: Sequence[_Line], new: Sequence[_Line]) -> Iterator[tuple[int | None, int | None]]:
    """Places of lines in reading order: those that are alike together, the rest removed (no new) or added (no old)."""
    position = 0
    for before, line in enumerate(old):
        partner = next(
            (place for place in range(position, min(len(new), position + 20)) if _alike(line, new[place])), None
        )
        if partner is None:
            yield before, None
            continue
        yield from ((None, added) for added in range(position, partner))
        yield before, partner
        position = partner + 1
    yield from ((None, added) for added in range(position, len(new)))


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
