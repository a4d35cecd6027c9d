"""Keeping the index: modules call `index` and `remove` inside the transaction of the write itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from .models import AudienceKey, SearchDocument
from .registry import SearchEntry, SearchSource, search_sources
from .rules.labels import labels_text
from .rules.places import place_of
from .rules.words import stem_text

LONGEST_BODY = 100_000  # More might not fit in a PostgreSQL tsvector, whose limit is one megabyte.
_BATCH = 1000
_LOCK = 0x5EA7C4  # Any number that no other advisory lock uses.


def index(*, entries: Iterable[SearchEntry]) -> int:
    """Adds the entries, each in place of what was known of the same object; returns how many. Entries of other kinds
    that name one of the objects are told anew, too.

    Call it in the transaction that changes the object. Raises BadAudienceKey for a key that is none, and then
    nothing of the batch at hand is indexed.
    """
    count = 0
    for batch in _batches(entries):
        with transaction.atomic():
            _lock(alone=False)
            count += _index_batch(batch)
            _index_batch(list(_naming(batch)))
    return count


def _naming(batch: list[SearchEntry]) -> Iterator[SearchEntry]:
    """The entries that name the objects of these: what is called otherwise now is called so there, too."""
    for kind in {entry.kind for entry in batch}:
        for source in search_sources():
            if ask := source.naming.get(kind):
                yield from ask([str(entry.object_id) for entry in batch if entry.kind == kind])


def remove(*, kind: str, object_ids: Iterable[UUID | str]) -> None:
    """Takes objects out of the index; those that are not there are passed over."""
    for batch in _batches(object_ids):
        SearchDocument.objects.filter(kind=kind, object_id__in=[str(one) for one in batch]).delete()


def rebuild(*, progress: Callable[[int], None] | None = None) -> int:
    """Builds the index anew from every registered source; returns how many entries it has afterwards.

    People go on searching and writing meanwhile: entries are replaced a batch at a time, and what no source has any
    more is removed at the end. `progress` is called with the number of entries done.
    """
    count = 0
    for source in search_sources():
        for done in _rebuild_source(source):
            count += done
            if progress:
                progress(count)
    registered = [source.kind for source in search_sources()]
    SearchDocument.objects.exclude(kind__in=registered).delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("insert into search_index (search_index) values ('optimize')")
    return count


def _rebuild_source(source: SearchSource) -> Iterator[int]:
    known = SearchDocument.objects.filter(kind=source.kind)
    gone = set(known.values_list("object_id", flat=True))  # Only what was there before: others may add meanwhile.
    for batch in _batches(source.rows()):
        with transaction.atomic():
            _lock(alone=True)
            count = _index_batch(batch)
        yield count
        gone.difference_update(str(entry.object_id) for entry in batch)
    remove(kind=source.kind, object_ids=gone)


def _batches(rows: Iterable) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _lock(*, alone: bool) -> None:
    """On PostgreSQL, a rebuild's batch waits for writers and they for it, so that none replaces the other's rows.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"select {function}(%s)", [_LOCK])


def _index_batch(batch: list[SearchEntry]) -> int:
    entries = {(entry.kind, str(entry.object_id)): entry for entry in batch}
    for kind in {entry.kind for entry in batch}:
        SearchDocument.objects.filter(kind=kind, object_id__in=[one for k, one in entries if k == kind]).delete()
    documents = _placed([_document(entry) for entry in entries.values()])
    SearchDocument.objects.bulk_create(documents)
    keys = {key for entry in entries.values() for key in entry.audience}
    AudienceKey.objects.bulk_create([AudienceKey(key=key) for key in sorted(keys)], ignore_conflicts=True)
    return len(documents)


def _document(entry: SearchEntry) -> SearchDocument:
    body = entry.body.replace("\x00", " ")
    title = entry.title.replace("\x00", " ")
    return SearchDocument(
        kind=entry.kind,
        object_id=str(entry.object_id),
        url=entry.url,
        title=title,
        body=body,
        date=entry.date,
        journal_number=entry.journal_number,
        title_stem=stem_text(f"{title}\n{entry.journal_number}"),
        body_stem=stem_text(body[:LONGEST_BODY]),
        labels=labels_text(kind=entry.kind, audience=entry.audience),
    )


def _placed(documents: list[SearchDocument]) -> list[SearchDocument]:
    """The documents with their places in the index, none of them taken by another."""
    taken: set[int] = set()
    waiting = documents
    while waiting:
        for document in waiting:
            document.pk = _place(document, taken)
            taken.add(document.pk)
        places = [document.pk for document in waiting]
        clashes = set(SearchDocument.objects.filter(pk__in=places).values_list("pk", flat=True))
        waiting = [document for document in waiting if document.pk in clashes]
    return documents


def _place(document: SearchDocument, taken: set[int]) -> int:
    return place_of(date=document.date, kind=document.kind, object_id=document.object_id, taken=taken)
