"""Where the lake's files lie: in the Django storage "lake", a folder unless the settings say otherwise.

A file is whole when it has its name. In a folder it is written under another name first and renamed; other storages
show an object when it is whole. Since files never change, DuckDB reads those of another storage from a copy kept here.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

from chefforum.web.refusals import Unavailable

UNFINISHED = "unfinished"  # the folder of what is being written


class MissingFile(Unavailable):
    """A file that numbers rest on is not in the lake."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"En fil mangler i regnskabets lager ({name}). Tallene vises ikke, for de ville være forkerte. Giv en "
            "administrator besked; filen kan hentes fra en sikkerhedskopi."
        )


def lake() -> Storage:
    return storages["lake"]


def _folder() -> Path | None:
    """The lake's folder, None where it lies in another kind of storage."""
    storage = lake()
    return Path(storage.path("")) if isinstance(storage, FileSystemStorage) else None


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder for what is being written, on the lake's own disk where it has one; gone afterwards."""
    folder = _folder()
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="lake-") as place:
            yield Path(place)
        return
    place_ = folder / UNFINISHED / uuid4().hex
    place_.mkdir(parents=True)
    try:
        yield place_
    finally:
        shutil.rmtree(place_, ignore_errors=True)


def put(local: Path, name: str) -> None:
    """Moves a finished file into the lake under its name, on the disk before it is seen."""
    folder = _folder()
    if folder is None:
        with local.open("rb") as content:
            lake().save(name, File(content))
        local.unlink()
        return
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with local.open("rb") as content:
        os.fsync(content.fileno())
    os.replace(local, target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_json(value: Any, name: str) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
    folder = _folder()
    if folder is None:
        lake().save(name, ContentFile(text))
        return
    with working_folder() as place:
        path = place / "manifest.json"
        path.write_bytes(text)
        put(path, name)


def read_json(name: str) -> Any:
    """Raises MissingFile."""
    try:
        with lake().open(name, "rb") as file:
            return json.loads(file.read())
    except OSError:
        raise MissingFile(name) from None


def exists(name: str) -> bool:
    return lake().exists(name)


def local_path(name: str) -> str:
    """Where DuckDB can read the file. Raises MissingFile."""
    folder = _folder()
    if folder is not None:
        path = folder / name
        if not path.exists():
            raise MissingFile(name)
        return str(path)
    copy = Path(settings.LAKE_COPIES) / name
    if not copy.exists():
        _fetch(name, copy)
    return str(copy)


def _fetch(name: str, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=copy.parent, prefix="new-", delete=False) as new:
        try:
            with lake().open(name, "rb") as content:
                shutil.copyfileobj(content, new)
        except OSError:
            Path(new.name).unlink(missing_ok=True)
            raise MissingFile(name) from None
    os.replace(new.name, copy)


def delete(name: str) -> None:
    lake().delete(name)


def names_below(folder: str) -> Iterator[str]:
    """Every file of the lake below the folder."""
    try:
        folders, files = lake().listdir(folder)
    except OSError:
        return
    yield from (f"{folder}/{file}" for file in files)
    for inner in folders:
        yield from names_below(f"{folder}/{inner}")


def written_at(name: str) -> float:
    """When the file got its name, in seconds since 1970."""
    return lake().get_modified_time(name).timestamp()


def clear_unfinished(*, older_than_seconds: float) -> int:
    """Removes what processes that died were writing; how many."""
    folder = _folder()
    if folder is None or not (folder / UNFINISHED).exists():
        return 0
    oldest = time.time() - older_than_seconds
    dead = [place for place in (folder / UNFINISHED).iterdir() if place.stat().st_mtime < oldest]
    for place in dead:
        shutil.rmtree(place, ignore_errors=True)
    return len(dead)
