"""A PDF as pictures and text of its pages, so that it can be read in a page of ours, also on a telephone.

A browser's own PDF viewer cannot be put inside a page under our content security policy, and a picture runs nothing.
"""

from __future__ import annotations

import math
import struct
import threading
import zlib
from dataclasses import dataclass

import pypdfium2

from .page_text import PageText, lines_of_page

WIDTH, MOST_HEIGHT = 1100, 3000
# Of a longer document the rest is read in the file itself.
MOST_PAGES = 40
# PDFium is one and the same for the whole process and takes one caller at a time.
_PDFIUM = threading.Lock()


class NoSuchPage(LookupError):
    """The document has no such page, or is no PDF that can be opened."""


@dataclass(frozen=True)
class PdfText:
    """How many pages there are, and the first `MOST_PAGES` of them with their text and the size of their picture."""

    count: int
    pages: tuple[PageText, ...]


def text_of_pages(content: bytes) -> PdfText:
    """Raises NoSuchPage where the PDF cannot be opened (damaged, or with a password)."""
    with _PDFIUM, _opened(content) as document:
        count = len(document)
        return PdfText(count, tuple(_text(document[number]) for number in range(min(count, MOST_PAGES))))


def picture_of_page(content: bytes, number: int) -> bytes:
    """Page `number` (from 1) as PNG, as wide as a screen reads. Raises NoSuchPage."""
    with _PDFIUM, _opened(content) as document:
        if not 1 <= number <= min(len(document), MOST_PAGES):
            raise NoSuchPage(number)
        page = document[number - 1]
        bitmap = page.render(scale=_scale(page), rev_byteorder=True)
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise NoSuchPage(str(error)) from error


def _scale(page: pypdfium2.PdfPage) -> float:
    width, height = page.get_size()
    return min(WIDTH / max(width, 1), MOST_HEIGHT / max(height, 1))


def _text(page: pypdfium2.PdfPage) -> PageText:
    # As the picture is rendered, so that a page has its size before its picture is there.
    width, height = (math.ceil(side * _scale(page)) for side in page.get_size())
    return PageText(width, height, lines_of_page(page))


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Rows of red, green and blue (and a fourth byte that is left out) as a PNG."""
    rows = (pixels[row * stride : row * stride + width * channels] for row in range(height))
    lines = (row if channels == 3 else _three_of_four(row) for row in rows)
    packed = zlib.compress(b"".join(b"\0" + line for line in lines), 6)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _three_of_four(row: bytes) -> bytes:
    kept = bytearray(len(row) // 4 * 3)
    for channel in range(3):
        kept[channel::3] = row[channel::4]
    return bytes(kept)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
