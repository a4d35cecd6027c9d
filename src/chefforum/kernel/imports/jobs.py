"""Reading and carrying out as jobs, and both at once for the command line."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.jobs import AlreadyRun, run_now
from chefforum.kernel.jobs.registry import JobResult, Progress, Report, job

from . import services
from .models import Import


@job(services.READ_JOB, title="Læs en fil, der skal importeres")
def read(*, actor: Actor, at: dt.datetime, progress: Progress, import_id: str, attempt: int) -> JobResult:
    services.read_file(actor=actor, at=at, import_id=UUID(import_id), attempt=attempt, progress=progress)
    return _to_its_page(import_id)


@job(services.CARRY_OUT_JOB, title="Gennemfør en import")
def carry_out(*, actor: Actor, at: dt.datetime, progress: Progress, import_id: str, attempt: int) -> JobResult:
    services.carry_out(actor=actor, at=at, import_id=UUID(import_id), attempt=attempt, progress=progress)
    return _to_its_page(import_id)


def _to_its_page(import_id: str) -> JobResult:
    return JobResult(url=reverse("imports:import_detail", args=[import_id]))


def read_now(
    *,
    kind: str,
    content: bytes,
    filename: str,
    actor: Actor,
    at: dt.datetime,
    options: dict[str, Any] | None = None,
    progress: Callable[[Report], None] | None = None,
) -> Import:
    """Reads the file while the caller waits; the import that comes back is ready, refused (see its `error`) or done.

    Raises UnknownImportKind, AccessDenied, RefusedFile, and JobFailed with words for the person.
    """
    item = services.start_import(
        actor=actor,
        at=at,
        kind=kind,
        content=io.BytesIO(content),
        filename=filename,
        options=options,
        is_queued=False,
    )
    return _finished(item, actor=actor, at=at, progress=progress)


def carry_out_now(
    *, import_id: UUID, actor: Actor, at: dt.datetime, progress: Callable[[Report], None] | None = None
) -> Import:
    """Carries out an import that is ready; one that is done or under way comes back as it stands.

    Raises ImportNotFound, AccessDenied, NotPossibleNow, WorldChanged and other JobFailed.
    """
    item = services.start_carrying_out(actor=actor, at=at, import_id=import_id, is_queued=False)
    return _finished(item, actor=actor, at=at, progress=progress)


def _finished(item: Import, *, actor: Actor, at: dt.datetime, progress: Callable[[Report], None] | None) -> Import:
    if item.job is not None:
        with suppress(AlreadyRun):  # a second press: the first one's work stands
            run_now(job=item.job, actor=actor, at=at, progress=progress)
    return Import.objects.select_related("version", "job").get(pk=item.pk)
