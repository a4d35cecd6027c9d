"""What a source wrote, kept in the lake as it came but for who is named in it, with its hash; and where it is swept
away that nothing came of."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from chefforum.kernel.lake import storage

from ..models import SourceSnapshot
from ..rules.kinds import Source
from ..rules.source_people import without_people
from ..rules.source_rows import FIELDS_TRIED

FOLDER = "it_sources"
SWEEP_AFTER = dt.timedelta(days=2)


@dataclass(frozen=True)
class Kept:
    """A file of the lake that holds a collection of a source, whole."""

    collection: str
    file: str
    sha256: str
    rows: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def keep_raw(*, source: str, raw: Mapping[str, Any]) -> list[Kept]:
    """Writes each collection to a file of its own, without the people that KITOS names. No row names the file yet."""
    named = {name: without_people(value) for name, value in raw.items()} if source == Source.KITOS else raw
    return [_keep(source, collection, value) for collection, value in named.items()]


def _keep(source: str, collection: str, value: Any) -> Kept:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_number).encode()
    name = f"{FOLDER}/{source}/{collection}/{uuid4().hex}.json"
    with storage.working_folder() as place:
        path = place / "raw.json"
        path.write_bytes(text)
        storage.put(path, name)
    rows = value.get("dataSet", value) if isinstance(value, dict) else value
    return Kept(collection, name, hashlib.sha256(text).hexdigest(), len(rows))


def _number(value: Any) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(type(value))
    return int(value) if value == value.to_integral_value() else float(value)


def forget(kept: Iterable[Kept]) -> None:
    """Removes files that nothing came of."""
    for one in kept:
        forget_file(one.file)


def forget_file(name: str) -> None:
    storage.delete(name)


def sweep_readings(*, at: dt.datetime) -> int:
    """Removes files that no reading names after two days: previews never carried out, tries never mapped, processes
    that died. How many."""
    tries = SourceSnapshot.objects.filter(collection=FIELDS_TRIED)
    tries.filter(fetched_at__lt=at - SWEEP_AFTER).delete()
    known = set(SourceSnapshot.objects.values_list("file", flat=True))
    oldest = (at - SWEEP_AFTER).timestamp()
    orphans = [name for name in storage.names_below(FOLDER) if name not in known and storage.written_at(name) < oldest]
    for name in orphans:
        storage.delete(name)
    return len(orphans)
