"""Extracts that are being frozen: the jobs of who asks."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.rules import JobState

FREEZE_JOB = "it_costs.freeze_extract"
TOLD = dt.timedelta(days=2)  # how long a freezing that failed is told of
OPEN = (JobState.QUEUED, JobState.RUNNING)


def under_way(*, actor: Actor, made_id: UUID, at: dt.datetime) -> Job | None:
    """The job that is making the extract. One query."""
    jobs = Job.objects.filter(kind=FREEZE_JOB, arguments__made_id=str(made_id), started_by_id=actor.person_id)
    return next((job for job in jobs.filter(state__in=OPEN) if job.state_on(at) in OPEN), None)


def newest_unfinished(*, actor: Actor, at: dt.datetime) -> Job | None:
    """The actor's newest freezing, where it is under way or has failed and none has been done since. One query."""
    jobs = Job.objects.filter(kind=FREEZE_JOB, started_by_id=actor.person_id, created_at__gt=at - TOLD)
    newest = jobs.order_by("-created_at").first()
    return None if newest is None or newest.state_on(at) == JobState.DONE else newest


def said_again(*, actor: Actor, job_id: UUID) -> dict[str, object]:
    """What a freezing of the actor's own was asked for, to ask again; nothing where there is none. One query."""
    job = Job.objects.filter(kind=FREEZE_JOB, pk=job_id, started_by_id=actor.person_id).first()
    return dict(job.arguments["facts"]) if job is not None else {}
