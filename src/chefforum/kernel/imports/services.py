"""Writing imports. Reading changes nothing but the import itself; carrying out is one transaction, all or nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.documents.rules import RefusedFile
from chefforum.kernel.documents.services import add_document
from chefforum.kernel.documents.storage import DamagedFile, Readable, open_whole
from chefforum.kernel.jobs.registry import JobFailed, Progress
from chefforum.kernel.jobs.services import start_job

from .access import visible_to
from .models import Import
from .queries import ImportNotFound, effective_state
from .registry import Preview, Receipt, UnreadableFile, import_kind
from .rules import NO_CHANGES, NOTHING_CHANGED, ImportState, may_cancel, may_carry_out, may_read_again

READ_JOB = "imports.read"
CARRY_OUT_JOB = "imports.carry_out"


class NotPossibleNow(Exception):
    """The import's state does not allow this."""

    def __init__(self) -> None:
        super().__init__("Det kan ikke lade sig gøre med importen, som den står nu. Intet er ændret. Genindlæs siden.")


class WorldChanged(JobFailed):
    """What would be changed is not what it was when the person saw the preview."""

    def __init__(self) -> None:
        super().__init__(
            "Andre har ændret noget, siden du så forhåndsvisningen, så den passer ikke længere. Intet er importeret. "
            "Læs filen igen, og se den nye forhåndsvisning."
        )


def start_import(
    *,
    actor: Actor,
    at: dt.datetime,
    kind: str,
    content: Readable,
    filename: str,
    options: dict[str, Any] | None = None,
    is_queued: bool = True,
) -> Import:
    """Keeps the file as it came and queues the reading of it.

    Raises UnknownImportKind, AccessDenied, and a RefusedFile where the file is not taken in; then nothing is kept.
    """
    chosen = import_kind(kind)
    chosen.rule.require(actor)
    if chosen.refused_name is not None and (why := chosen.refused_name(filename)):
        raise RefusedFile(why)
    version = add_document(actor=actor, at=at, content=content, filename=filename, accepts=chosen.accepts)
    with transaction.atomic():
        item = Import(
            kind=kind, version=version, person_id=actor.person_id, options=options or {}, created_at=at, attempt=0
        )
        return _start(item, READ_JOB, ImportState.READING, actor=actor, at=at, is_queued=is_queued)


def start_reading_again(*, actor: Actor, at: dt.datetime, import_id: UUID, is_queued: bool = True) -> Import:
    """A new preview of the same file against things as they stand now. Raises ImportNotFound, NotPossibleNow."""
    with transaction.atomic():
        item = _locked(actor, import_id)
        if not may_read_again(effective_state(item, at=at)):
            raise NotPossibleNow
        return _start(item, READ_JOB, ImportState.READING, actor=actor, at=at, is_queued=is_queued)


def start_carrying_out(*, actor: Actor, at: dt.datetime, import_id: UUID, is_queued: bool = True) -> Import:
    """Queues the carrying out; a second press, while it is under way or done, changes nothing.

    Raises ImportNotFound, AccessDenied, NotPossibleNow.
    """
    with transaction.atomic():
        item = _locked(actor, import_id)
        state = effective_state(item, at=at)
        if state in (ImportState.CARRYING_OUT, ImportState.DONE):
            return item
        if not may_carry_out(state):
            raise NotPossibleNow
        return _start(item, CARRY_OUT_JOB, ImportState.CARRYING_OUT, actor=actor, at=at, is_queued=is_queued)


def cancel_import(*, actor: Actor, at: dt.datetime, import_id: UUID) -> Import:
    """Raises ImportNotFound, NotPossibleNow."""
    with transaction.atomic():
        item = _locked(actor, import_id)
        if item.state == ImportState.CANCELLED:
            return item
        if not may_cancel(effective_state(item, at=at)):
            raise NotPossibleNow
        _end(item, state=ImportState.CANCELLED, at=at)
        _record(actor, at, "imports.cancel", item)
        return item


def read_file(*, actor: Actor, at: dt.datetime, import_id: UUID, attempt: int, progress: Progress) -> None:
    """The work of the reading job: afterwards the import is ready, refused, or done where there is nothing to do.

    Does nothing where the import has moved on since the job was queued. What breaks marks the import failed and comes
    through, in words for the person as JobFailed where there are any.
    """
    with _failing(import_id, attempt, at):
        item = Import.objects.select_related("version").get(pk=import_id)
        if item.state != ImportState.READING or item.attempt != attempt:
            return
        kind = import_kind(item.kind)
        kind.rule.require(actor)
        with open_whole(item.version.file_id) as file:
            content = file.read()
        try:
            preview = kind.read(
                actor=actor,
                content=content,
                filename=item.version.filename,
                options=item.options,
                at=at,
                progress=progress,
            )
        except UnreadableFile as refusal:
            _keep_outcome(item, refusal, actor=actor, at=at)
        else:
            _keep_outcome(item, preview, actor=actor, at=at)


def carry_out(*, actor: Actor, at: dt.datetime, import_id: UUID, attempt: int, progress: Progress) -> Receipt | None:
    """The work of the other job, in one transaction with the receipt and the audit event; None where it is done.

    Raises WorldChanged, and what the kind's `apply` raises; then nothing is changed but the import's state.
    """
    with _failing(import_id, attempt, at):
        with transaction.atomic():
            item = Import.objects.select_for_update().get(pk=import_id)
            if item.state != ImportState.CARRYING_OUT or item.attempt != attempt:
                return None
            kind = import_kind(item.kind)
            kind.rule.require(actor)
            _one_at_a_time(item.kind)
            if kind.fingerprint(item.payload) != item.fingerprint:
                raise WorldChanged
            receipt: Receipt = kind.apply(actor=actor, payload=item.payload, at=at, progress=progress)
            item.receipt = dataclasses.asdict(receipt)
            _end(item, state=ImportState.DONE, at=at)
            _record(actor, at, "imports.carry_out", item)
    return receipt


def _start(item: Import, run: str, state: ImportState, *, actor: Actor, at: dt.datetime, is_queued: bool) -> Import:
    """Gives the import to a new job; inside the caller's transaction."""
    kind = import_kind(item.kind)
    kind.rule.require(actor)
    item.state, item.error, item.finished_at = state, "", None
    item.attempt += 1
    arguments = {"import_id": str(item.pk), "attempt": item.attempt}
    title = f"Import: {kind.title}"
    item.job = start_job(actor=actor, at=at, run=run, title=title, arguments=arguments, is_queued=is_queued)
    item.save()
    return item


def _locked(actor: Actor, import_id: UUID) -> Import:
    found = Import.objects.select_for_update().filter(pk__in=visible_to(actor).filter(pk=import_id)).first()
    if found is None:
        raise ImportNotFound(import_id)
    return found


def _one_at_a_time(kind: str) -> None:
    """Two imports of a kind that were previewed against the same state must not both find it unchanged. SQLite has
    one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"imports {kind}"])


@contextmanager
def _failing(import_id: UUID, attempt: int, at: dt.datetime) -> Iterator[None]:
    """What breaks inside marks the import failed, unless it has moved on, and comes through."""
    try:
        yield
    except Exception as failure:
        worded = _worded(failure)
        Import.objects.filter(pk=import_id, attempt=attempt).update(
            state=ImportState.FAILED, finished_at=at, error=str(worded or NOTHING_CHANGED)
        )
        if worded is None or worded is failure:
            raise
        raise worded from failure


def _worded(failure: Exception) -> JobFailed | None:
    """The failure with words for the person, where it has any."""
    if isinstance(failure, JobFailed):
        return failure
    if isinstance(failure, AccessDenied | DamagedFile):
        return JobFailed(f"{failure} Intet er importeret.")
    return None


def _keep_outcome(item: Import, outcome: Preview | UnreadableFile, *, actor: Actor, at: dt.datetime) -> None:
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=item.pk)
        if locked.state != ImportState.READING or locked.attempt != item.attempt:
            return  # cancelled, or read again, in the meantime
        if isinstance(outcome, UnreadableFile):
            _refuse(locked, outcome, at=at)
        else:
            _take_preview(locked, outcome, at=at)
        _record(actor, at, "imports.read", locked)


def _refuse(item: Import, refusal: UnreadableFile, *, at: dt.datetime) -> None:
    item.preview, item.problems, item.payload, item.fingerprint = {}, [], None, ""
    where = f"Linje {refusal.line}: " if refusal.line is not None else ""
    item.error = f"{where}{refusal.message}"
    _end(item, state=ImportState.REFUSED, at=at)


def _take_preview(item: Import, preview: Preview, *, at: dt.datetime) -> None:
    item.preview = {
        "summary": list(preview.summary),
        "changes": [dataclasses.asdict(change) for change in preview.changes],
        "nothing_to_do": preview.nothing_to_do,
    }
    item.problems = [dataclasses.asdict(problem) for problem in preview.problems]
    item.payload, item.fingerprint = preview.payload, preview.fingerprint
    if preview.refusal:
        item.error = preview.refusal
        _end(item, state=ImportState.REFUSED, at=at)
    elif preview.nothing_to_do:
        item.receipt = dataclasses.asdict(Receipt(summary=(NO_CHANGES,)))
        _end(item, state=ImportState.DONE, at=at)
    else:
        item.state = ImportState.READY
        item.save()


def _end(item: Import, *, state: ImportState, at: dt.datetime) -> None:
    item.state, item.finished_at = state, at
    item.save()


def _record(actor: Actor, at: dt.datetime, action: str, item: Import) -> None:
    data = {
        "kind": item.kind,
        "state": str(item.state),
        "sha256": item.version.file_id,
        "changes": len(item.preview.get("changes", ())),
        "problems": len(item.problems),
    }
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="import",
        object_id=item.pk,
        object_name=import_kind(item.kind).title,
        data=data,
    )
