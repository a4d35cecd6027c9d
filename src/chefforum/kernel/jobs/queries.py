"""Reading jobs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish

from .access import FOLLOW_JOBS, own, visible_to
from .models import Job
from .registry import Report
from .rules import DIED, STATE_NAMES, JobState, waits_long


class JobNotFound(LookupError):
    """There is no such job for this actor: pruned, never there, or somebody else's."""


WAITS_LONG = (
    "I kø. Opgaven går ikke tabt, hvis du forlader siden. Er den ikke begyndt om nogle minutter, så giv en "
    "administrator besked om, at der ikke arbejdes på opgaverne."
)


@dataclass(frozen=True)
class JobProgress:
    """What a page shows of a job that is not over; `url` answers with news. See web/progress.html."""

    url: str
    percent: int | None
    text: str
    running: bool


@dataclass(frozen=True)
class JobStatus:
    """A job as it stands at a moment, in words for a person."""

    id: UUID
    title: str
    state: JobState
    report: Report
    error: str
    result_url: str
    waits_long: bool
    created_at: dt.datetime
    finished_at: dt.datetime | None

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)

    def progress(self, *, url: str) -> JobProgress:
        return JobProgress(url=url, percent=self.report.share_pct, text=self._text, running=not self.is_over)

    @property
    def _text(self) -> str:
        """ "Læser linjer: 30 af 120" """
        if self.is_over or self.state == JobState.QUEUED:
            return WAITS_LONG if self.waits_long else self.state_name
        words = self.report.message or self.state_name
        if self.report.total is None:
            return words
        return f"{words}: {danish.number(self.report.done)} af {danish.number(self.report.total)}"

    @property
    def has_failed(self) -> bool:
        return self.state == JobState.FAILED


def status_of(*, job: Job, at: dt.datetime) -> JobStatus:
    """Computed, not read: a job whose process died is failed here from the moment its silence is too long."""
    state = job.state_on(at)
    died = state == JobState.FAILED and job.state != JobState.FAILED
    return JobStatus(
        id=job.pk,
        title=job.title,
        state=state,
        report=Report(done=job.done, total=job.total, message=job.message),
        error=DIED if died else job.error,
        result_url=job.result_url,
        waits_long=waits_long(state=state, created_at=job.created_at, at=at),
        created_at=job.created_at,
        finished_at=job.finished_at,
    )


def get_job(*, actor: Actor, job_id: UUID, at: dt.datetime) -> JobStatus:
    """Raises JobNotFound."""
    FOLLOW_JOBS.require(actor)
    job = visible_to(actor).filter(pk=job_id).first()
    if job is None:
        raise JobNotFound(job_id)
    return status_of(job=job, at=at)


def list_jobs(*, actor: Actor) -> QuerySet[Job]:
    """The actor's own jobs, newest first."""
    FOLLOW_JOBS.require(actor)
    return own(actor).order_by("-created_at")
