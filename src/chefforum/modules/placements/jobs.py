"""Long work of placements: public figures are fetched."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.connectors.jobindsats import JobindsatsError
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job

from .services.public_figures import FETCH_JOB, fetch_public_figures


@job(FETCH_JOB, title="Tal fra Jobindsats")
def fetch(*, actor: Actor, at: dt.datetime, progress: Progress, table: str) -> JobResult:
    try:
        fetch_public_figures(actor=actor, table=table, at=at, tell=progress.report)
    except JobindsatsError as refusal:
        raise JobFailed(f"{refusal} De tal, der var her, står som før.") from refusal
    return JobResult(url=f"{reverse('placements:public_figures')}?tabel={table}")
