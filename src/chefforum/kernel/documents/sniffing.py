"""What a file really is. Its content decides; its name and what the browser said about it do not count."""

from __future__ import annotations

import codecs
import json
import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

import puremagic

from .rules import (
    CALENDAR,
    DOCX,
    JPEG,
    JSON,
    ODS,
    ODT,
    PARQUET,
    PDF,
    PNG,
    PPTX,
    TEXT,
    XLSX,
    XML,
    RefusedFile,
    list_types,
    megabytes,
)

HEAD_BYTES = 64 * 1024
CHUNK_BYTES = 1024 * 1024
MOST_JSON_BYTES = 10 * 1024 * 1024  # larger text is not parsed only to learn whether it is JSON
MOST_PACKED_FILES = 10_000

PARQUET_START = b"PAR1"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE_PARTS = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"spreadsheetml.sheet.main+xml": XLSX,
    b"presentationml.presentation.main+xml": PPTX,
}
WEB_PAGE = re.compile(
    r"(<\?.*?\?>|<!--.*?-->|\s)*<(!doctype\s+(html|svg)|(html|head|body|script|style|iframe|svg|meta|title)[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1f]")


class UnknownContent(RefusedFile):
    """A program, or another file that is nothing we know; `accepts` is what is wanted instead."""

    def __init__(self, what: str = "", accepts: tuple[str, ...] = (PDF, DOCX)) -> None:
        self.what = what
        seen = f" Den ser ud til at være af typen {what}, hvad den end hedder." if what else ""
        super().__init__(
            f"Filen er af en type, der ikke tages imod.{seen} Gem den som {list_types(accepts)}, og vælg den igen."
        )


class WebContent(RefusedFile):
    def __init__(self) -> None:
        super().__init__(
            "Websider og SVG-tegninger tages ikke imod, fordi de kan indeholde programmer. Gem filen som PDF eller "
            "som billede (PNG), og vælg den igen."
        )


class OldOrLocked(RefusedFile):
    def __init__(self) -> None:
        super().__init__(
            "Filen er enten beskyttet med adgangskode eller gemt i et gammelt Office-format (doc, xls, ppt). Fjern "
            "adgangskoden, eller gem filen som docx, xlsx eller pptx, og vælg den igen."
        )


class HasMacros(RefusedFile):
    def __init__(self) -> None:
        super().__init__("Filen indeholder makroer. Gem den uden makroer (docx, xlsx eller pptx), og vælg den igen.")


class PackedFile(RefusedFile):
    def __init__(self) -> None:
        super().__init__("Pakkede filer (zip) tages ikke imod. Pak filen ud, og vælg filerne i den en ad gangen.")


class UnpacksTooLarge(RefusedFile):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"Filen er for stor: pakket ud fylder den mere end {megabytes(most)}. Gem den på ny med mindre billeder, "
            "eller del den i flere."
        )


class BrokenFile(RefusedFile):
    def __init__(self) -> None:
        super().__init__(
            "Filen er beskadiget eller kun halvt hentet. Åbn den i det program, den er lavet i, gem den igen, og vælg "
            "den på ny."
        )


@dataclass(frozen=True)
class Sniffed:
    """The content type, and for text the character set that it can be read with."""

    content_type: str
    charset: str = ""


def sniff(file: BinaryIO, *, most_unpacked: int) -> Sniffed:
    """What the file is, from its content; leaves it at its start.

    `most_unpacked` is how many bytes a packed format may say that it holds. Raises a RefusedFile for everything that
    is not in FILE_TYPES. Text is what reads as UTF-8, UTF-16 with its mark, or Windows' western set, without control
    characters; Markdown and CSV are text.
    """
    try:
        head = _head(file)
        if head.startswith(b"PK\x03\x04"):
            return Sniffed(_sniff_packed(file, most_unpacked=most_unpacked))
        if head.startswith(OLE_START):
            raise OldOrLocked
        if head.startswith(PARQUET_START):
            return Sniffed(PARQUET)
        magic = _magic(head)
        for content_type in (PDF, PNG, JPEG):
            if content_type in magic:
                return Sniffed(content_type)
        return _sniff_text(file, head) or _refuse(magic)
    finally:
        file.seek(0)


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(HEAD_BYTES)


def _magic(head: bytes) -> dict[str, str]:
    """Content types that the first bytes may be, the likeliest first, with the usual ending of each."""
    try:
        return {match.mime_type: match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return {}


def _refuse(magic: dict[str, str]) -> Sniffed:
    raise UnknownContent(next(iter(magic.values()), ""))


def _sniff_packed(file: BinaryIO, *, most_unpacked: int) -> str:
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PACKED_FILES or sum(entry.file_size for entry in entries) > most_unpacked:
                raise UnpacksTooLarge(most_unpacked)
            names = {entry.filename for entry in entries}
            parts = _first_bytes(archive, "[Content_Types].xml", names)
            mark = _first_bytes(archive, "mimetype", names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise BrokenFile from None
    if b"macroEnabled" in parts or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise HasMacros
    for part, content_type in OFFICE_PARTS.items():
        if part in parts:
            return content_type
    if (opendocument := mark.decode("ascii", errors="replace").strip()) in (ODT, ODS):
        return opendocument
    raise PackedFile


def _first_bytes(archive: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    if name not in names:
        return b""
    with archive.open(name) as part:
        return part.read(CHUNK_BYTES)


def _sniff_text(file: BinaryIO, head: bytes) -> Sniffed | None:
    """None where it is not text."""
    charset = next((name for name in _charsets(head) if _reads_as(file, name)), None)
    if charset is None:
        return None
    start = head.decode(charset, errors="ignore").lstrip("\ufeff \t\r\n\f")
    if WEB_PAGE.match(start):
        raise WebContent
    if start.startswith("{\\rtf"):
        raise UnknownContent(".rtf")
    if start.startswith("BEGIN:VCALENDAR"):
        return Sniffed(CALENDAR, charset)
    if start.startswith("<?xml"):
        return _sniff_xml(head, charset)
    if start.startswith(("{", "[")) and _is_json(file, charset):
        return Sniffed(JSON, charset)
    return Sniffed(TEXT, charset)


def _charsets(head: bytes) -> tuple[str, ...]:
    is_utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return ("utf-16",) if is_utf_16 else ("utf-8", "windows-1252")


def _reads_as(file: BinaryIO, charset: str) -> bool:
    decoder = codecs.getincrementaldecoder(charset)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK_BYTES):
            if CONTROL_CHARACTERS.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_json(file: BinaryIO, charset: str) -> bool:
    file.seek(0)
    content = file.read(MOST_JSON_BYTES + 1)
    try:
        json.loads(content.decode(charset).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return len(content) <= MOST_JSON_BYTES


class _Found(Exception):
    """Stops the parser at the first element."""


def _sniff_xml(head: bytes, charset: str) -> Sniffed:
    """XML whose first element is not a page or a drawing. Nothing after that element is parsed, no entity expanded."""
    root = ""

    def stop(name: str, attributes: dict[str, str]) -> None:
        nonlocal root
        root = name
        raise _Found

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = stop
    try:
        parser.Parse(head, False)
    except _Found:
        if root.rsplit(" ", 1)[-1].rsplit(":", 1)[-1].lower() in ("html", "svg"):
            raise WebContent from None
        return Sniffed(XML, charset)
    except expat.ExpatError:
        pass
    raise BrokenFile
