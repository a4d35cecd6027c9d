"""Pieces of a PDF put together: into lines, and lines into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chefforum.connectors.minutes.inline import BLANK
from chefforum.connectors.minutes.landmarks import split_contents_line
from chefforum.connectors.minutes.minutes import ContentsLine
from chefforum.connectors.minutes.pdf.pages import Piece
from chefforum.connectors.minutes.source import SourceText

_SAME_LINE = 0.5  # of the type's height: pieces whose feet are nearer stand on one line
_SLACK = 10.0  # points: a word that would have fitted with so much room to spare was put on a line of its own
_WIDE = 1.2  # times the average: how wide a word of wide letters is
_AFTER_HYPHEN = ("og ", "eller ", "samt ", "til ")  # "drifts- og anlægsbudget"
_AFTER_SLASH = re.compile(r"[^\W_]/$")  # "sektor/afdeling" may be divided after its slash
_LIST_FROM = 1 / 3  # of the breaks: lines of which so many were broken on purpose are a list
_OPEN_END = re.compile(r"(?:[,&(–-]|\b(?:og|eller|for|i|på|af))$", re.IGNORECASE)
_SHORT_WORDS = frozenset(("it", "pc", "av", "ai", "tv", "e", "f", "u"))  # Danish divides no word after these


@dataclass(frozen=True)
class TextLine:
    """One line as it is set on the page."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces).strip(BLANK)

    @property
    def page(self) -> int:
        return self.pieces[0].page

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return self.pieces[0].bottom

    @property
    def size(self) -> float:
        """The height of most of the line's letters."""
        return _most(self.pieces, lambda piece: piece.size)

    @property
    def is_bold(self) -> bool:
        return _all(self.pieces, lambda piece: piece.is_bold)

    @property
    def is_italic(self) -> bool:
        return _all(self.pieces, lambda piece: piece.is_italic)


def _all(pieces: Iterable[Piece], trait: Callable[[Piece], bool]) -> bool:
    shown = [piece for piece in pieces if piece.text.strip()]
    return bool(shown) and all(map(trait, shown))


def _most(pieces: Iterable[Piece], trait: Callable[[Piece], float]) -> float:
    letters: Counter[float] = Counter()
    for piece in pieces:
        letters[trait(piece)] += len(piece.text)
    return letters.most_common(1)[0][0]


def lines_of(pieces: Iterable[Piece]) -> Iterator[TextLine]:
    """The lines that pieces in reading order make; blank ones are left out."""
    line: list[Piece] = []
    for piece in pieces:
        if line and not _goes_on(line[-1], piece):
            yield from _line(line)
            line = []
        line.append(piece)
    yield from _line(line)


def _goes_on(before: Piece, piece: Piece) -> bool:
    is_level = abs(before.bottom - piece.bottom) < _SAME_LINE * max(before.size, piece.size, 1)
    return not before.ends_line and before.page == piece.page and is_level


def _line(pieces: list[Piece]) -> Iterator[TextLine]:
    line = TextLine(tuple(pieces)) if pieces else None
    if line is not None and line.text:
        yield line


def join(lines: Sequence[TextLine]) -> str:
    """The lines as one text. A break that was meant is kept; a word that was divided at the end of a line is whole."""
    text = lines[0].text
    for (before, line), is_meant in zip(pairwise(lines), _meant_breaks(lines), strict=True):
        if text.endswith("-") and line.text[:1].islower():
            text = _whole_word(text, line.text)
        elif _AFTER_SLASH.search(text):
            text += line.text
        elif before.page == line.page and is_meant:
            text += f"\n{line.text}"
        else:
            text += f" {line.text}"
    return text


def _meant_breaks(lines: Sequence[TextLine]) -> list[bool]:
    """Which breaks between the lines were meant: those after which there was room for the next word.

    How far lines can go, the longest of them says. Where many breaks were meant the lines are a list, as of names, and
    a break after a long one was meant too unless the words go on.
    """
    margin = max(line.right for line in lines)
    meant = [_had_room(before, line, margin) for before, line in pairwise(lines)]
    if sum(meant) < max(2, len(meant) * _LIST_FROM):
        return meant
    return [
        had_room or (not _OPEN_END.search(before.text) and line.text[:1].isupper())
        for had_room, (before, line) in zip(meant, pairwise(lines), strict=True)
    ]


def _had_room(line: TextLine, following: TextLine, margin: float) -> bool:
    """Whether the first word of the following line would have fitted on this one."""
    word = following.text.split(" ", 1)[0]
    width = (following.right - following.left) * len(word) / max(len(following.text), 1)
    return line.right + width * _WIDE + _SLACK < margin


def _whole_word(text: str, following: str) -> str:
    """The text and the line after it, where the text ends with a hyphen: that of a divided word goes."""
    if following.startswith(_AFTER_HYPHEN):
        return f"{text} {following}"
    word = text[:-1].rpartition(" ")[2].lstrip("(“”\"'")
    is_kept = not word.isalpha() or word.isupper() or word.lower() in _SHORT_WORDS  # "MFR-møde", "it-projekt"
    return (text if is_kept else text[:-1]) + following


def source_text(lines: Sequence[TextLine], *, level: int | None = None) -> SourceText:
    """The lines as one heading or paragraph, with the bold words that it begins with as label."""
    text = join(lines) if level is None else " ".join(join(lines).split())
    is_bold = all(line.is_bold for line in lines)
    label, rest = (None, "") if is_bold or level is not None else bold_beginning(lines)
    entry = split_contents_line(text) if level is None and label is None else None
    return SourceText(
        text,
        text,
        level=level,
        is_bold=is_bold and level is None,
        is_italic=all(line.is_italic for line in lines),
        label=label,
        rest=rest,
        contents=ContentsLine(*entry) if entry else None,
    )


def bold_beginning(lines: Sequence[TextLine]) -> tuple[str | None, str]:
    """The bold words that lines begin with and the text that follows them; None where they do not begin so."""
    pieces = lines[0].pieces
    bold = 0
    while bold < len(pieces) and (pieces[bold].is_bold or not pieces[bold].text.strip()):
        bold += 1
    label = "".join(piece.text for piece in pieces[:bold]).strip(BLANK)
    if not label or bold == len(pieces):
        return None, ""
    rest = TextLine(pieces[bold:])
    return label, join([rest, *lines[1:]]) if rest.text else ""
