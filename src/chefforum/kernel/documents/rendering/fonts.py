"""The fonts of the documents: IBM Plex Sans, fetched with the front-end packages, and which characters it can show."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst

import chefforum

FONT_DIRECTORY = Path(chefforum.__file__).parent / "web" / "static" / "vendor" / "plex"
_CUTS = ("Regular", "Italic", "SemiBold", "SemiBoldItalic", "Bold", "BoldItalic")


class FontsMissingError(RuntimeError):
    """The font files are not where `scripts/assets` puts them; no document can be made, and nothing was changed."""


@cache
def document_fonts() -> typst.Fonts:
    """The fonts, read once a process. Raises FontsMissingError."""
    font_files()
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIRECTORY)])


def font_files() -> tuple[Path, ...]:
    """The six font files. Raises FontsMissingError with the command that fetches them."""
    files = tuple(FONT_DIRECTORY / f"IBMPlexSans-{cut}.ttf" for cut in _CUTS)
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise FontsMissingError(
            f"Dokumentet kunne ikke laves: skrifttyperne {', '.join(missing)} mangler. Intet er ændret. "
            "Bed driften køre scripts/assets, og prøv igen."
        )
    return files


@cache
def shown_characters() -> frozenset[int]:
    """Code points that every cut of the font has a glyph for. Raises FontsMissingError."""
    return frozenset.intersection(*(frozenset(_code_points(file.read_bytes())) for file in font_files()))


def _code_points(font: bytes) -> Iterator[int]:
    """The code points of a TrueType font's `cmap` table, formats 4 and 12 (OpenType specification, cmap)."""
    table = _table_offset(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for record in range(count):
        (offset,) = struct.unpack_from(">L", font, table + 4 + 8 * record + 4)
        (subtable_format,) = struct.unpack_from(">H", font, table + offset)
        if subtable_format == 4:
            yield from _segments(font, table + offset)
        elif subtable_format == 12:
            yield from _groups(font, table + offset)


def _table_offset(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * record)
        if name == tag:
            return offset
    raise ValueError(f"the font has no table {tag!r}")


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    for start, end in zip(starts, ends, strict=True):
        yield from range(start, min(end, 0xFFFE) + 1)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", font, at + 12)
    for group in range(count):
        start, end, _glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
        yield from range(start, end + 1)
