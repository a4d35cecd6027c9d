"""What the files of a whole meeting are called, and when making one takes so long that nobody should wait for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from chefforum.kernel.documents.rules import FILE_TYPES, PDF, numbered, safe_name

FORMATS = {"pdf": "samlet PDF", "zip": "ZIP"}
CONTENT_TYPES = {"pdf": PDF, "zip": "application/zip"}
KEPT_FOR = dt.timedelta(days=1)
# Above either the file is made in the background: about five seconds on a small server.
MOST_FILES_AT_ONCE = 30
MOST_BYTES_AT_ONCE = 20 * 1024 * 1024
_LONGEST_FOLDER, _LONGEST_FILE = 60, 80
_NUMBERED_ALREADY = re.compile(r"bilag\s+\d", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """What of a meeting is wanted: some items (None: all), with their bilag or without."""

    item_ids: frozenset[UUID] | None = None
    with_attachments: bool = True

    def takes(self, item_id: UUID) -> bool:
        return self.item_ids is None or item_id in self.item_ids


EVERYTHING = Choice()


def is_big(*, files: int, size: int) -> bool:
    return files > MOST_FILES_AT_ONCE or size > MOST_BYTES_AT_ONCE


def enclosure_title(number: int, title: str) -> str:
    """ "Bilag 2: Budget"; a title that says its number already is left as it is."""
    return title if _NUMBERED_ALREADY.match(title) else f"Bilag {number}: {title}"


def folder_names(items: Iterable[tuple[int, str]]) -> list[str]:
    """ "03 Mit Forventede Regnskab" of numbers and titles: names that sort as the agenda does, each once."""
    return numbered(safe_name(f"{number:02} {title}", longest=_LONGEST_FOLDER) for number, title in items)


def file_names(files: Iterable[tuple[int, str, str, str]]) -> list[str]:
    """ "Bilag 1 Budget.pdf" of number, title, the name that the file came with, and its content type."""
    return numbered(_file_name(*file) for file in files)


def _file_name(number: int, title: str, filename: str, content_type: str) -> str:
    kind = FILE_TYPES.get(content_type)
    endings = kind.endings if kind else ()
    ending = PurePath(filename).suffix.lower()
    ending = ending if ending in endings or not endings else endings[0]
    words = title.removesuffix(ending) if title.lower().endswith(ending) else title
    said = words if _NUMBERED_ALREADY.match(words) else f"Bilag {number} {words}"
    return safe_name(said, longest=_LONGEST_FILE - len(ending)) + ending
