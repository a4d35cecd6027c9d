"""Which files are taken in, what they are called, and where they lie: decisions without a database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
TEXT = "text/plain"
CALENDAR = "text/calendar"
JSON = "application/json"
XML = "application/xml"
PARQUET = "application/vnd.apache.parquet"
PNG = "image/png"
JPEG = "image/jpeg"


@dataclass(frozen=True)
class FileType:
    """A type that is taken in: its name for people, and the endings that its files may have, the usual one first."""

    danish: str
    endings: tuple[str, ...]


FILE_TYPES = {
    PDF: FileType("PDF", (".pdf",)),
    DOCX: FileType("Word (docx)", (".docx",)),
    XLSX: FileType("Excel (xlsx)", (".xlsx",)),
    PPTX: FileType("PowerPoint (pptx)", (".pptx",)),
    ODT: FileType("OpenDocument-tekst (odt)", (".odt",)),
    ODS: FileType("OpenDocument-regneark (ods)", (".ods",)),
    TEXT: FileType("tekst (txt, md, csv)", (".txt", ".md", ".csv")),
    CALENDAR: FileType("kalender (ics)", (".ics",)),
    JSON: FileType("JSON", (".json",)),
    XML: FileType("XML", (".xml",)),
    PARQUET: FileType("Parquet", (".parquet",)),
    PNG: FileType("PNG-billede", (".png",)),
    JPEG: FileType("JPEG-billede", (".jpg", ".jpeg")),
}

# What is taken in where nothing else is said: data files are for those who ask for them.
DOCUMENT_TYPES = tuple(kind for kind in FILE_TYPES if kind != PARQUET)

# Shown in the browser; everything else is downloaded.
SHOWN_IN_PLACE = frozenset({PDF, PNG, JPEG, TEXT})

MAX_FILENAME_BYTES = 180
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "-"))
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))]
)


class Confidentiality(StrEnum):
    OPEN = "open"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


CONFIDENTIALITY_NAMES = {
    Confidentiality.OPEN: "Åben",
    Confidentiality.INTERNAL: "Intern",
    Confidentiality.CONFIDENTIAL: "Fortrolig",
}


class RefusedFile(Exception):
    """A file that is not taken in; the text tells the person in Danish why, and what to do."""


def clean_filename(name: str, content_type: str) -> str:
    """The name as it is kept and given out again: safe on every system, æøå as they are.

    No folders, no invisible or direction-changing characters, nothing that Windows cannot store; and an ending that
    says what the content is, whatever the name said. At most 180 bytes. A cleaned name comes through unchanged.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(" " if char.isspace() else char for char in last if _is_visible(char))
    # NFC last: taking characters away may bring a letter and its accent together.
    words = unicodedata.normalize("NFC", visible.translate(_NOT_IN_NAMES)).split()
    stem, ending = _split(" ".join(words).rstrip(". "), FILE_TYPES[content_type].endings)
    stem = _cut(stem, MAX_FILENAME_BYTES - len(ending)).strip(". ") or "fil"
    if stem.split(".", 1)[0].strip().lower() in _DEVICES:
        stem = f"fil-{_cut(stem, MAX_FILENAME_BYTES - len(ending) - 4)}".rstrip(". ")
    return stem + ending


def safe_name(text: str, *, longest: int) -> str:
    """A text as the name of a file or folder without ending, safe on every system, at most `longest` letters.

    A slash is a word's, not a folder's: "Status 2025/2026" becomes "Status 2025-2026". Never empty.
    """
    visible = "".join(" " if char.isspace() else char for char in text if _is_visible(char))
    plain = unicodedata.normalize("NFC", visible.translate(_NOT_IN_NAMES).replace("/", "-").replace("\\", "-"))
    name = " ".join(plain.split())[:longest].strip(". ") or "uden navn"
    return f"-{name}"[:longest] if name.split(".", 1)[0].strip().lower() in _DEVICES else name


def numbered(names: Iterable[str]) -> list[str]:
    """The names in order, where one that has come before, capital letters or not, gets a number before its ending."""
    taken: set[str] = set()
    given = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if dot else (name, "")
        tries = (name if number == 1 else f"{stem} ({number}){ending}" for number in count(1))
        free = next(one for one in tries if one.casefold() not in taken)
        taken.add(free.casefold())
        given.append(free)
    return given


def _is_visible(char: str) -> bool:
    return char.isspace() or not unicodedata.category(char).startswith("C")


def _split(name: str, endings: tuple[str, ...]) -> tuple[str, str]:
    """The name before a right ending, and that ending; the usual one where it has none."""
    for ending in endings:
        if name.lower().endswith(ending):
            return name[: -len(ending)], name[-len(ending) :]
    return name, endings[0]


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore")


def storage_path(sha256: str) -> str:
    """Two levels of folders, so that none of them gets more than a few thousand files."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def megabytes(size: int) -> str:
    """ "50 MB", "0,5 MB": for people, in Danish, rounded to what matters."""
    amount = size / 1024 / 1024
    return f"{amount:.0f} MB" if amount >= 10 else f"{amount:.1f} MB".replace(".", ",").replace(",0 ", " ")


def list_types(content_types: tuple[str, ...]) -> str:
    """ "PDF, Word (docx) eller JSON" """
    names = [FILE_TYPES[content_type].danish for content_type in content_types]
    return " eller ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
