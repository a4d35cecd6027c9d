"""Long work of it_costs: a source is asked for its rows, or for its fields."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from chefforum.connectors.asking import SourceError
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job

from .services.source_fetching import FETCH_JOB, TRY_JOB, fetch_source, try_topdesk


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


@job(TRY_JOB, title="Hent felter fra kilde")
def try_fields(*, actor: Actor, at: dt.datetime, progress: Progress) -> JobResult:
    try:
        tried = try_topdesk(actor=actor, at=at)
    except SourceError as refusal:
        raise JobFailed(f"{refusal} Koblingen står som før.") from refusal
    return JobResult(url=reverse("it_costs:source_mapping"), data={"rows": tried.rows})
