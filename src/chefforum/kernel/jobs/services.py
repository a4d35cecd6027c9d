"""Writing jobs. Each write is short and stands alone: none holds a lock while work is being done."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from chefforum.kernel.access.rules import Actor

from .access import FOLLOW_JOBS
from .models import Job
from .registry import JobResult, Report, job_kind
from .rules import DEAD_AFTER, DIED, JobState

# Named, not imported: the queue's entry stands above this layer, as a page does.
QUEUE_ENTRY = "chefforum.kernel.jobs.jobs.run_queued"


def start_job(
    *,
    actor: Actor,
    at: dt.datetime,
    run: str,
    title: str = "",
    arguments: dict[str, Any] | None = None,
    is_queued: bool = True,
) -> Job:
    """Queues the registered function `run`, with `arguments` (JSON values) as its keywords.

    It enters the queue when the caller's transaction commits, so that the work never starts on rows that are not
    there. With `is_queued` False the caller runs it at once with `jobs.run_now`. Raises UnknownJob.
    """
    FOLLOW_JOBS.require(actor)
    job = Job.objects.create(
        kind=run,
        title=(title or job_kind(run).title)[:300],
        arguments=arguments or {},
        started_by_id=actor.person_id,
        created_at=at,
    )
    if is_queued:
        transaction.on_commit(partial(_enqueue, job.pk))
    return job


def _enqueue(job_id: UUID) -> None:
    import_string(QUEUE_ENTRY).enqueue(str(job_id))


def begin(*, job_id: UUID, at: dt.datetime) -> Job | None:
    """Takes the job out of the queue; None where it is gone or somebody has taken it: one job runs once."""
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, started_at=at, sign_of_life_at=at
    )
    return Job.objects.select_related("started_by").get(pk=job_id) if taken else None


def write_report(*, job_id: UUID, report: Report, at: dt.datetime) -> None:
    """How far it is, and a sign of life; nothing where the job is over."""
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(sign_of_life_at=at, **_columns(report))


def finish(*, job_id: UUID, at: dt.datetime, report: Report, result: JobResult) -> None:
    """Done; also where it had been taken for dead in the meantime, since its work stands."""
    Job.objects.filter(pk=job_id).update(
        state=JobState.DONE,
        finished_at=at,
        error="",
        result=result.data,
        result_url=result.url,
        **_columns(report),
    )


def fail(*, job_id: UUID, at: dt.datetime, report: Report, error: str) -> None:
    Job.objects.filter(pk=job_id).update(state=JobState.FAILED, finished_at=at, error=error, **_columns(report))


def _columns(report: Report) -> dict[str, Any]:
    total = None if report.total is None else max(report.total, 0)
    return {"done": max(report.done, 0), "total": total, "message": report.message[:300]}


def fail_silent_jobs(*, at: dt.datetime) -> int:
    """Writes down what readers already see: that a running job without a sign of life is dead. Says how many."""
    dead = Job.objects.filter(state=JobState.RUNNING, sign_of_life_at__lt=at - DEAD_AFTER)
    return dead.update(state=JobState.FAILED, finished_at=at, error=DIED)


def prune_jobs(*, at: dt.datetime, keep: dt.timedelta = dt.timedelta(days=30)) -> int:
    """Removes jobs that ended longer ago than `keep`, and the queue's own rows of that age. Says how many jobs."""
    fail_silent_jobs(at=at)
    before = at - keep
    DBTaskResult.objects.exclude(status="READY").filter(started_at__lt=before).delete()
    _, removed = Job.objects.filter(finished_at__lt=before).delete()
    return removed.get(Job._meta.label, 0)
