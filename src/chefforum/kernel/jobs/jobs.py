"""Running jobs: from the queue in a worker, or at once from the command line.

Progress is written by a thread with a connection of its own, at most four times a second. So it is seen while the
work is inside a transaction, and the work never waits for it: where the database is busy (on SQLite: while the work
itself holds the one write lock) the report is left out, and the next one tells as much.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django_tasks import task

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor

from . import services
from .models import Job
from .registry import JobFailed, JobResult, Progress, Report, job_kind
from .rules import BROKE, INTERRUPTED, SIGN_OF_LIFE_EVERY

logger = logging.getLogger("chefforum.jobs")

LOOK_EVERY = 0.25  # seconds
DO_NOT_WAIT = {"sqlite": "PRAGMA busy_timeout = 100", "postgresql": "SET lock_timeout = '500ms'"}


class AlreadyRun(Exception):
    """Opgaven er allerede kørt eller i gang."""


@task
def run_queued(job_id: str) -> None:
    """The queue's entry. A second delivery of the same job does nothing; a failure stands on the job."""
    job = services.begin(job_id=UUID(job_id), at=timezone.now())
    if job is None:
        return
    try:
        _run(job=job, actor=None, at=timezone.now(), progress=Progress())
    except JobFailed as failure:
        logger.info("job %s (%s) stopped: %s", job.pk, job.kind, failure)


def run_now(*, job: Job, actor: Actor, at: dt.datetime, progress: Callable[[Report], None] | None = None) -> JobResult:
    """Runs a job made with `is_queued=False` here and now; `progress` hears every report, e.g. to move a bar.

    What the job raises comes through, after it is written on the job. Raises AlreadyRun.
    """
    begun = services.begin(job_id=job.pk, at=timezone.now())
    if begun is None:
        raise AlreadyRun(job.pk)
    return _run(job=begun, actor=actor, at=at, progress=Progress(progress))


def _run(*, job: Job, actor: Actor | None, at: dt.datetime, progress: Progress) -> JobResult:
    try:
        with _Pulse(job_id=job.pk, progress=progress):
            actor = actor or _actor_of(job)
            result = job_kind(job.kind).function(actor=actor, at=at, progress=progress, **job.arguments) or JobResult()
    except BaseException as failure:
        services.fail(job_id=job.pk, at=timezone.now(), report=progress.current, error=_words_for(failure))
        if not isinstance(failure, JobFailed):
            logger.exception("job %s (%s) broke", job.pk, job.kind)
        raise
    services.finish(job_id=job.pk, at=timezone.now(), report=progress.current, result=result)
    return result


def _actor_of(job: Job) -> Actor:
    """Who started it, with the rights of today: what was lost since then is lost for the job too."""
    if job.started_by is None:
        return Actor.command_line()
    if not job.started_by.is_active:
        raise JobFailed("Den, der startede opgaven, kan ikke længere logge ind. Intet er gjort.")
    return actor_for(person=job.started_by, on=timezone.localdate())


def _words_for(failure: BaseException) -> str:
    if isinstance(failure, JobFailed):
        return str(failure)
    return BROKE if isinstance(failure, Exception) else INTERRUPTED


class _Pulse:
    """Carries reports and signs of life from the working thread to the database."""

    def __init__(self, *, job_id: UUID, progress: Progress) -> None:
        self._job_id = job_id
        self._progress = progress
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"job-{job_id}", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        written, written_at = Report(), time.monotonic()
        try:
            while not self._over.wait(LOOK_EVERY):
                report = self._progress.current
                is_due = time.monotonic() - written_at >= SIGN_OF_LIFE_EVERY.total_seconds()
                if (report != written or is_due) and self._write(report):
                    written, written_at = report, time.monotonic()
        finally:
            connection.close()

    def _write(self, report: Report) -> bool:
        try:
            if statement := DO_NOT_WAIT.get(connection.vendor):
                with connection.cursor() as cursor:
                    cursor.execute(statement)
            services.write_report(job_id=self._job_id, report=report, at=timezone.now())
        except (OperationalError, InterfaceError):
            connection.close()  # busy or lost: a fresh one next time
            return False
        return True
