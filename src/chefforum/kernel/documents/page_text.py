"""The words of a PDF page and where they stand in its picture, so that the text can be laid over the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_int
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

# Places are whole numbers: so many parts of the width of the page, from its upper left corner.
PARTS = 10_000
SOFT_HYPHEN = "\u00ad"
# What PDFium says for the hyphen of a word that goes on in the next line.
_HYPHENS = frozenset({0x02, 0xFFFE})
_FAR = 1_000
_LOW_SURROGATES = range(0xDC00, 0xE000)


@dataclass(frozen=True)
class Word:
    """A word, how wide it is, and how far it is to the next one of its line."""

    text: str
    width: int
    gap: int = 0


@dataclass(frozen=True)
class Line:
    """Words beside each other. `height` is 0 where they do not stand upright, so that their place says nothing.

    `ending` stands between this line and the next: a line break, a space, or nothing inside a word that is divided.
    """

    words: tuple[Word, ...]
    left: int
    top: int
    height: int
    ending: str


@dataclass(frozen=True)
class PageText:
    """A page: its picture's size, and its lines in the order that they are read. A divided word has a soft hyphen."""

    width: int
    height: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "".join(f"{' '.join(word.text for word in line.words)}{line.ending}" for line in self.lines)


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class _Placed:
    """A word with its box; None where it does not stand upright."""

    text: str
    box: _Box | None

    def continues(self, before: _Placed) -> bool:
        """Whether it stands in the same line, to the right."""
        if self.box is None or before.box is None:
            return self.box is before.box
        slack = before.box.height / 2
        return abs(self.box.top - before.box.top) < slack and self.box.left > before.box.right - slack


def lines_of_page(page: pypdfium2.PdfPage) -> tuple[Line, ...]:
    """The lines of the page in the order of its text. The caller has PDFium to itself."""
    text = page.get_textpage()
    try:
        box_of = _boxes(page, text)
        lines = [
            line
            for letters, ending in _text_lines(text)
            for line in _lines([_placed(word, box_of) for word in letters], ending)
        ]
    finally:
        text.close()
    if lines:
        last = lines.pop()
        lines.append(Line(last.words, last.left, last.top, last.height, ""))
    return tuple(lines)


def _text_lines(text: pypdfium2.PdfTextPage) -> Iterator[tuple[list[list[tuple[int, str]]], str]]:
    """For each line of the text its words, as letters with their numbers on the page, and what ends it."""
    words: list[list[tuple[int, str]]] = [[]]
    for number in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, number)
        if code in _HYPHENS:
            words[-1].append((number, SOFT_HYPHEN))
        if code in _HYPHENS or code == ord("\n"):
            if said := [word for word in words if word]:
                yield said, "\n" if code == ord("\n") else ""
            words = [[]]
        elif code in _LOW_SURROGATES and words[-1]:
            first, high = words[-1].pop()
            words[-1].append((first, _joined(high, code)))
        elif chr(code).isspace():
            words.append([])
        elif code >= ord(" "):
            words[-1].append((number, chr(code)))
    if said := [word for word in words if word]:
        yield said, ""


def _joined(high: str, low: int) -> str:
    """A letter outside the first plane, which comes in two halves."""
    return (high.encode("utf-16-le", "surrogatepass") + low.to_bytes(2, "little")).decode("utf-16-le", "replace")


def _placed(letters: Sequence[tuple[int, str]], box_of: Callable[[int], _Box]) -> _Placed:
    # A half letter alone is nothing that can be sent or stored.
    text = "".join(letter for _, letter in letters).encode("utf-8", "replace").decode()
    seen = [number for number, letter in letters if letter != SOFT_HYPHEN] or [letters[0][0]]
    first, last = box_of(seen[0]), box_of(seen[-1])
    is_upright = (
        first.height > 0 and abs(first.top - last.top) < first.height / 2 and (len(seen) == 1 or last.left > first.left)
    )
    return _Placed(text, _Box(first.left, first.top, last.right, first.bottom) if is_upright else None)


def _lines(words: Sequence[_Placed], ending: str) -> Iterator[Line]:
    """The words of a line of the text, in one line or, where they stand elsewhere, in several."""
    run: list[_Placed] = []
    for word in words:
        if run and not word.continues(run[-1]):
            yield _line(run, " ")
            run = []
        run.append(word)
    yield _line(run, ending)


def _line(run: Sequence[_Placed], ending: str) -> Line:
    boxes = [word.box for word in run if word.box]
    if len(boxes) < len(run):
        return Line(tuple(Word(word.text, 0) for word in run), 0, 0, 0, ending)
    ends = [*(round(box.left) for box in boxes[1:]), round(boxes[-1].right)]
    words = tuple(
        Word(word.text, round(box.right) - round(box.left), end - round(box.right))
        for word, box, end in zip(run, boxes, ends, strict=True)
    )
    top = min(box.top for box in boxes)
    height = max(box.bottom for box in boxes) - top
    return Line(words, round(boxes[0].left), round(top), max(round(height), 1), ending)


def _boxes(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Callable[[int], _Box]:
    """Where a letter stands as the page is shown, turned and cut as the page says."""
    width, height = page.get_size()
    scaled = round(PARTS * height / max(width, 1))

    def shown(x: float, y: float) -> tuple[int, int]:
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(page, 0, 0, PARTS, scaled, 0, x, y, byref(across), byref(down))
        return across.value, down.value

    # The same for every letter, so it is asked for three points, far from each other, and reckoned for the rest.
    x0, y0 = shown(0, 0)
    (x1, y1), (x2, y2) = shown(_FAR, 0), shown(0, _FAR)
    xx, xy, yx, yy = (x1 - x0) / _FAR, (x2 - x0) / _FAR, (y1 - y0) / _FAR, (y2 - y0) / _FAR
    found = raw.FS_RECTF()
    read, at = raw.FPDFText_GetLooseCharBox, byref(found)

    def box(number: int) -> _Box:
        read(text, number, at)
        left, bottom, right, top = found.left, found.bottom, found.right, found.top
        across = sorted((x0 + xx * left + xy * top, x0 + xx * right + xy * bottom))
        down = sorted((y0 + yx * left + yy * top, y0 + yx * right + yy * bottom))
        return _Box(across[0], down[0], across[1], down[1])

    return box
