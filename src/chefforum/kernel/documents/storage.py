"""Where contents lie: in Django's default storage (a folder, or an object store), each under its own SHA-256.

A content is written before its row and never changed. What a cancelled transaction leaves behind is found and used
by the next one that brings the same content.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from .rules import DOCUMENT_TYPES, FILE_TYPES, RefusedFile, list_types, megabytes, storage_path
from .sniffing import Sniffed, UnknownContent, sniff

CHUNK_BYTES = 1024 * 1024
IN_MEMORY_BYTES = 4 * 1024 * 1024
MOST_TIMES_UNPACKED = 10  # an office file holds at most ten times the largest upload


PERSONAL = "personal"  # the folder of files made for one person, beside those by hash


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class TooLarge(RefusedFile):
    def __init__(self) -> None:
        super().__init__(
            f"Filen er for stor. Den må højst fylde {megabytes(settings.MAX_UPLOAD_BYTES)}. Gem den med mindre "
            "billeder, eller del den i flere."
        )


class EmptyFile(RefusedFile):
    def __init__(self) -> None:
        super().__init__("Filen er tom. Åbn den og se, om den er gemt rigtigt, og vælg den igen.")


class UnwantedType(RefusedFile):
    def __init__(self, content_type: str, accepts: tuple[str, ...]) -> None:
        super().__init__(
            f"Filen er af typen {FILE_TYPES[content_type].danish}, men her skal den være {list_types(accepts)}. "
            "Gem den på den måde, og vælg den igen."
        )


class DamagedFile(Exception):
    """What lies in the store is not what was put there; it is not shown, since nobody knows what it is."""

    def __init__(self) -> None:
        super().__init__(
            "Filen er blevet beskadiget på serveren og vises derfor ikke. Intet andet er berørt. Giv en administrator "
            "besked; filen kan hentes fra en sikkerhedskopi eller lægges op igen."
        )


@dataclass(frozen=True)
class Kept:
    """A content that lies in the store."""

    sha256: str
    size: int
    sniffed: Sniffed


def keep(content: Readable, *, accepts: tuple[str, ...] = DOCUMENT_TYPES) -> Kept:
    """Reads the content to its end, or until it is too large, and puts it in the store where it is not there whole.

    Holds no more than a few megabytes in memory. Raises TooLarge, EmptyFile, UnwantedType or what
    sniffing refuses; then nothing is kept.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
        digest = hashlib.sha256()
        size = 0
        while chunk := content.read(CHUNK_BYTES):
            size += len(chunk)
            if size > settings.MAX_UPLOAD_BYTES:
                raise TooLarge
            digest.update(chunk)
            spool.write(chunk)
        if not size:
            raise EmptyFile
        file = cast(BinaryIO, spool)
        sniffed = sniff_wanted(file, accepts=accepts)
        sha256 = digest.hexdigest()
        if not is_whole(sha256):
            _write(file, storage_path(sha256))
        return Kept(sha256=sha256, size=size, sniffed=sniffed)


def sniff_wanted(file: BinaryIO, *, accepts: tuple[str, ...]) -> Sniffed:
    """What the file is. Raises UnwantedType where that is not wanted here, and what sniffing refuses."""
    try:
        sniffed = sniff(file, most_unpacked=settings.MAX_UPLOAD_BYTES * MOST_TIMES_UNPACKED)
    except UnknownContent as unknown:
        raise UnknownContent(unknown.what, accepts) from None
    if sniffed.content_type not in accepts:
        raise UnwantedType(sniffed.content_type, accepts)
    return sniffed


def _write(content: BinaryIO, path: str) -> None:
    if isinstance(default_storage, FileSystemStorage):
        _write_to_folder(content, Path(default_storage.path(path)))
    else:
        _write_to_store(default_storage, content, path)


def _write_to_folder(content: BinaryIO, target: Path) -> None:
    """Under another name first: a file with its right name is whole, even if the power goes while it is written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix="new-", delete=False) as new:
        try:
            for chunk in iter(lambda: content.read(CHUNK_BYTES), b""):
                new.write(chunk)
            new.flush()
            os.fsync(new.fileno())
            os.replace(new.name, target)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise


def _write_to_store(store: Storage, content: BinaryIO, path: str) -> None:
    """Object stores show an object when it is whole. One that is there already was found damaged, so it goes first."""
    if store.exists(path):
        store.delete(path)
    saved = store.save(path, File(content))
    if saved != path:  # somebody else has just saved the same content under its name
        store.delete(saved)


def is_whole(sha256: str) -> bool:
    """Does the store hold this content, unchanged? Reads it to the end."""
    try:
        with open_whole(sha256):
            return True
    except DamagedFile:
        return False


@contextmanager
def open_whole(sha256: str) -> Iterator[BinaryIO]:
    """The content, checked and at its start, closed afterwards. Raises DamagedFile where it is another."""
    file = open_checked(sha256)
    try:
        yield file
    finally:
        file.close()


def open_checked(sha256: str) -> BinaryIO:
    """As open_whole, for who streams it out and closes it later."""
    try:
        file = default_storage.open(storage_path(sha256), "rb")
    except OSError:
        raise DamagedFile from None
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    if digest.hexdigest() != sha256:
        file.close()
        raise DamagedFile
    file.seek(0)
    return cast(BinaryIO, file)


def keep_personal(file_id: UUID, content: BinaryIO) -> None:
    default_storage.save(f"{PERSONAL}/{file_id}", File(content))


def open_personal(file_id: UUID) -> BinaryIO:
    """Raises DamagedFile where it is gone."""
    try:
        return cast(BinaryIO, default_storage.open(f"{PERSONAL}/{file_id}", "rb"))
    except OSError:
        raise DamagedFile from None


def remove_personal(file_id: UUID) -> None:
    default_storage.delete(f"{PERSONAL}/{file_id}")
