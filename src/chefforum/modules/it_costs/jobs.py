"""Long work of it_costs: a source is asked for its rows or for its fields, an extract is frozen."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.connectors.asking import SourceError
from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web.once import AlreadyMade

from .queries.extract_jobs import FREEZE_JOB
from .queries.extract_material import BooksMoved
from .services.extracts import ExtractWrong, FreezeFacts, freeze
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


@job(FREEZE_JOB, title="Frys et udtræk")
def freeze_extract(
    *, actor: Actor, at: dt.datetime, progress: Progress, made_id: str, facts: dict[str, Any]
) -> JobResult:
    on, pk = timezone.localdate(at), UUID(made_id)
    try:
        made = freeze(
            actor=actor,
            facts=FreezeFacts.from_json(facts),
            tree=tree_on(on),
            at=at,
            on=on,
            made_id=pk,
            tell=progress.report,
        )
    except AlreadyMade:
        return JobResult(url=reverse("it_costs:extract", args=[pk]))
    except BooksMoved:
        raise JobFailed(
            "Bøgerne blev ændret, mens de blev læst. Intet er gemt. Prøv igen fra siden Validering."
        ) from None
    except (ExtractWrong, AccessDenied) as refusal:
        raise JobFailed(f"{refusal} Intet er gemt. Prøv igen fra siden Validering.") from refusal
    return JobResult(url=reverse("it_costs:extract", args=[made.pk]), data={"lines": made.line_count})


@job(TRY_JOB, title="Hent felter fra kilde")
def try_fields(*, actor: Actor, at: dt.datetime, progress: Progress) -> JobResult:
    try:
        tried = try_topdesk(actor=actor, at=at)
    except SourceError as refusal:
        raise JobFailed(f"{refusal} Koblingen står som før.") from refusal
    return JobResult(url=reverse("it_costs:source_mapping"), data={"rows": tried.rows})
