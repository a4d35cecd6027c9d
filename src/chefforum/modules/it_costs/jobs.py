"""Long work of it_costs: a source is asked."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.connectors.asking import SourceError
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job

from .services.source_fetching import FETCH_JOB, fetch_source


@job(FETCH_JOB, title="Hent fra kilde")
def fetch(
    *,
    actor: Actor,
    at: dt.datetime,
    progress: Progress,
    source: str,
    only_changes: bool = False,
    accepts_loss: bool = False,
) -> JobResult:
    try:
        outcome = fetch_source(
            actor=actor,
            source=source,
            only_changes=only_changes,
            accepts_loss=accepts_loss,
            at=at,
            tell=progress.report,
        )
    except SourceError as refusal:
        raise JobFailed(f"{refusal} Det, der var her, står som før.") from refusal
    return JobResult(url=reverse("it_costs:sources"), data=outcome.as_json())
