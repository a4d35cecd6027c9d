"""The text of a PDF's pages, piece by piece, with where and how each piece is set."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from chefforum.connectors.minutes.errors import UnreadableMinutes, unreadable
from chefforum.connectors.minutes.text_file import clean

_LOCK = threading.Lock()  # PDFium is not made for several threads
_MOST_PAGES = 600
_END_WITHIN = 2048  # bytes at the end of the file where its end mark must stand
_NO_CONTENT = -1
_ITALIC = 1 << 6  # flag of a font's descriptor
_BOLD_FROM = 600  # weight
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_JOINED_LETTERS = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB06: "st"}
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "•", 0xF02D: "–"}  # where symbol fonts have them
_PLAIN = str.maketrans(
    {**_JOINED_LETTERS, **_BULLETS, 0x02: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-", 0xAD: None, 0x00: None}
)


@dataclass(frozen=True)
class Piece:
    """Text that is set in one go. Coordinates in points from the page's lower left corner; `size` is its height.

    `mark` is the number by which the tags of the page name it, None where it has none. `ends_line` where a line of
    the page ends after it.
    """

    text: str
    page: int
    mark: int | None
    left: float
    right: float
    bottom: float
    size: float
    is_bold: bool
    is_italic: bool
    ends_line: bool = False


@dataclass(frozen=True)
class Page:
    """A page's pieces in reading order, its size, and whether it has drawn lines, as tables have."""

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    has_rules: bool


def read_pages(content: bytes) -> list[Page]:
    """The pages of a PDF.

    Raises UnreadableMinutes for a file that is cut off, damaged, protected by a password, or longer than 600 pages.
    """
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise _damaged()
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise _unopened() from error
        try:
            return list(_pages(document))
        except pypdfium2.PdfiumError as error:
            raise _damaged() from error
        finally:
            document.close()


def _unopened() -> UnreadableMinutes:
    if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        return unreadable(
            what="PDF'en er beskyttet med adgangskode.", advice="Gem en udgave uden adgangskode, og prøv igen."
        )
    return _damaged()


def _damaged() -> UnreadableMinutes:
    return unreadable(
        what="PDF'en er ikke hel: den er afbrudt undervejs eller beskadiget.",
        advice="Hent eller gem filen igen, og prøv igen.",
    )


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Page]:
    if len(document) > _MOST_PAGES:
        raise unreadable(
            what=f"PDF'en har {len(document)} sider; grænsen er {_MOST_PAGES}.",
            advice="Gem referatet uden bilagene i samme fil, og prøv igen.",
        )
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        try:
            width, height = page.get_size()
            pieces = tuple(_pieces(text_page, number))
            yield Page(number, width, height, pieces, _has_rules(page))
        finally:
            text_page.close()
            page.close()


def _has_rules(page: pypdfium2.PdfPage) -> bool:
    kinds = (pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at)) for at in range(_objects(page)))
    return sum(kind == pdfium.FPDF_PAGEOBJ_PATH for kind in kinds) >= 3


def _objects(page: pypdfium2.PdfPage) -> int:
    return min(pdfium.FPDFPage_CountObjects(page), 20_000)


def _pieces(text_page: pypdfium2.PdfTextPage, number: int) -> Iterator[Piece]:
    """Runs of characters of the same text object; what PDFium adds between them (spaces, line ends) goes to the run
    before."""
    units: list[int] = []
    start, current = 0, None
    for index in range(text_page.count_chars()):
        found = pdfium.FPDFText_GetTextObject(text_page, index)
        address = ctypes.addressof(found.contents) if found else None
        if address is not None and address != current:
            if units and current is not None:
                yield _piece(text_page, number, start, units)
                units = []
            start, current = index, address
        units.append(pdfium.FPDFText_GetUnicode(text_page, index))
    if units and current is not None:
        yield _piece(text_page, number, start, units)


def _piece(text_page: pypdfium2.PdfTextPage, number: int, start: int, units: list[int]) -> Piece:
    raw = b"".join((unit & 0xFFFF).to_bytes(2, "little") for unit in units).decode("utf-16-le", "ignore")
    text = clean(raw.translate(_PLAIN))
    last = start + len(raw.rstrip()) - 1
    left, _, _, _ = _box(text_page, start)
    _, bottom, _, top = _box(text_page, start + _plain_letter(raw))
    _, _, right, _ = _box(text_page, max(start, last))
    name, flags = _font(text_page, start)
    weight = pdfium.FPDFText_GetFontWeight(text_page, start)
    mark = pdfium.FPDFPageObj_GetMarkedContentID(pdfium.FPDFText_GetTextObject(text_page, start))
    return Piece(
        text=text.replace("\n", ""),
        page=number,
        mark=None if mark == _NO_CONTENT else mark,
        left=left,
        right=right,
        bottom=bottom,
        size=round(top - bottom, 1),
        is_bold=weight >= _BOLD_FROM or any(word in name for word in _BOLD_NAMES),
        is_italic=bool(flags & _ITALIC) or any(word in name for word in _ITALIC_NAMES),
        ends_line="\n" in text,
    )


def _plain_letter(raw: str) -> int:
    """Where the first letter is by which the type can be measured: one with a ring or an accent stands out of it."""
    return next((at for at, character in enumerate(raw) if character.isascii() and character.isalnum()), 0)


def _box(text_page: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character with the space that its font gives it."""
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page, index, rectangle)
    low, high = sorted((rectangle.bottom, rectangle.top))
    return rectangle.left, low, rectangle.right, high


def _font(text_page: pypdfium2.PdfTextPage, index: int) -> tuple[str, int]:
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, 256, flags)
    return name.value.decode("utf-8", "replace").lower(), flags.value
