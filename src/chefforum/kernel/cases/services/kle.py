"""Loading a KLE list: all of it or nothing, and nothing is ever deleted."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.web.danish import date as danish_date
from chefforum.web.danish import number

from ..access import LOAD_KLE
from ..models import KleFacet, KleList, KleRelease, KleSubject
from .kle_files import BadKleFile, KleEntry, KleFile, read_kle_file

__all__ = ["MAX_KLE_BYTES", "BadKleFile", "KleReceipt", "ListReceipt", "load_kle"]

MAX_KLE_BYTES = 50 * 1024 * 1024
_BATCH = 500
# KL retires a few entries a year; a file without most of what is in use is a cutting of the list, not the list.
_LARGEST_SHARE_RETIRED = 0.5


@dataclass(frozen=True)
class ListReceipt:
    """What loading did to one list; `was_known` means that this very file was loaded last, and nothing was touched."""

    list: KleList
    in_file: int
    added: int = 0
    changed: int = 0
    retired: int = 0
    was_known: bool = False

    @property
    def summary(self) -> str:
        if self.was_known:
            return f"{self.list.label}: filen er allerede indlæst. Intet er ændret."
        return (
            f"{self.list.label}: {number(self.in_file)} poster i filen, {number(self.added)} nye, "
            f"{number(self.changed)} ændrede, {number(self.retired)} udgåede."
        )


@dataclass(frozen=True)
class KleReceipt:
    lists: tuple[ListReceipt, ...]

    @property
    def was_known(self) -> bool:
        return all(receipt.was_known for receipt in self.lists)

    @property
    def summary(self) -> str:
        return "\n".join(receipt.summary for receipt in self.lists)


def load_kle(*, content: bytes, filename: str, actor: Actor, at: dt.datetime) -> KleReceipt:
    """Loads KL's subject plan or action facets (XML 1.1 or 2.0) or a CSV of number and title.

    The file is taken for the whole list: what is in use now but not in the file is retired, on the day KL published
    the list or, where the file does not say, on the day of `at`. Only levels that the file has are compared, so that
    a CSV of subjects alone retires no groups. The file that was loaded last changes nothing when it comes again.

    Raises BadKleFile, with everything wrong by line and nothing loaded, also for a list older than the one loaded and
    for one that lacks more than half of what is in use. Raises AccessDenied for all but administrators.
    """
    LOAD_KLE.require(actor)
    if len(content) > MAX_KLE_BYTES:
        raise BadKleFile("Filen er større end 50 MB; KL's lister fylder langt mindre. Vælg den rigtige fil.")
    file = read_kle_file(content)
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        receipts = tuple(
            _load_list(kind, entries, file, filename, sha256, actor, at)
            for kind in KleList
            if (entries := [entry for entry in file.entries if entry.list == kind])
        )
    return KleReceipt(receipts)


def _load_list(
    kind: KleList,
    entries: Sequence[KleEntry],
    file: KleFile,
    filename: str,
    sha256: str,
    actor: Actor,
    at: dt.datetime,
) -> ListReceipt:
    latest = KleRelease.objects.filter(list=kind).order_by("-loaded_at", "-id").first()
    if latest and latest.sha256 == sha256:
        return ListReceipt(list=kind, in_file=len(entries), was_known=True)
    _refuse_older(file, kind)
    added, changed, retired = _changes(kind, entries, file.published_on or timezone.localdate(at))
    model, key = _table(kind)
    fields = [field.name for field in model._meta.concrete_fields if field.name != key]
    rows: list[Any] = [*added, *changed, *retired]  # all of them of the one model
    model._default_manager.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=[key],
        update_fields=fields,
    )
    release = KleRelease.objects.create(
        list=kind,
        filename=filename[:255],
        sha256=sha256,
        published_on=file.published_on,
        loaded_at=at,
        loaded_by=actor.name[:200],
        entry_count=len(entries),
        added=len(added),
        changed=len(changed),
        retired=len(retired),
    )
    _record(actor, at, release)
    return ListReceipt(kind, len(entries), len(added), len(changed), len(retired))


def _record(actor: Actor, at: dt.datetime, release: KleRelease) -> None:
    record(
        actor=actor,
        at=at,
        action="cases.load_kle",
        object_kind="kle_release",
        object_id=release.pk,
        object_name=str(release),
        data={
            "sha256": release.sha256,
            "added": release.added,
            "changed": release.changed,
            "retired": release.retired,
        },
    )


def _refuse_older(file: KleFile, kind: KleList) -> None:
    if file.published_on is None:
        return
    newer = KleRelease.objects.filter(list=kind, published_on__gt=file.published_on).order_by("-published_on").first()
    if newer is not None:
        raise BadKleFile(
            f"Filen er udgivet {danish_date(file.published_on)}, men listen fra {danish_date(newer.published_on)} "
            "er allerede indlæst. Hent den nyeste hos KL."
        )


def _table(kind: KleList) -> tuple[type[KleSubject] | type[KleFacet], str]:
    return (KleSubject, "number") if kind == KleList.SUBJECTS else (KleFacet, "code")


Rows = list[KleSubject | KleFacet]


def _changes(kind: KleList, entries: Sequence[KleEntry], on: dt.date) -> tuple[Rows, Rows, Rows]:
    """Rows to add, to change and to retire, compared with what is stored."""
    model, _ = _table(kind)
    stored: dict[str, KleSubject | KleFacet] = {row.pk: row for row in model._default_manager.all()}
    added: Rows = []
    changed: Rows = []
    for entry in entries:
        known = stored.get(entry.number)
        row = _row(entry, known)
        if known is None:
            added.append(row)
        elif _differs(row, known):
            changed.append(row)
    retired = _no_longer_there(kind, entries, stored)
    for row in retired:
        row.retired_on = on
    return added, changed, retired


def _row(entry: KleEntry, known: KleSubject | KleFacet | None) -> KleSubject | KleFacet:
    """The entry as a row; a file without dates does not take away the day that an earlier one gave."""
    valid_from = entry.valid_from or (known.valid_from if known else None)
    dates = {"valid_from": valid_from, "retired_on": entry.retired_on}
    if entry.list == KleList.FACETS:
        return KleFacet(code=entry.number, title=entry.title, **dates)
    return KleSubject(number=entry.number, level=entry.level, title=entry.title, **dates)


def _differs(row: KleSubject | KleFacet, known: KleSubject | KleFacet) -> bool:
    return any(getattr(row, name) != getattr(known, name) for name in ("title", "valid_from", "retired_on"))


def _no_longer_there(kind: KleList, entries: Sequence[KleEntry], stored: dict[str, KleSubject | KleFacet]) -> Rows:
    in_file = {entry.number for entry in entries}
    levels = {entry.level for entry in entries} if kind == KleList.SUBJECTS else None
    in_use = [
        row
        for row in stored.values()
        if row.retired_on is None and (levels is None or getattr(row, "level", None) in levels)
    ]
    gone = [row for row in in_use if row.pk not in in_file]
    if len(gone) > len(in_use) * _LARGEST_SHARE_RETIRED:
        raise BadKleFile(
            f"Filen mangler {number(len(gone))} af de {number(len(in_use))} numre, der er i brug, "
            "og er næppe hele listen. Indlæs hele listen."
        )
    return gone
