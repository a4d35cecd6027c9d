"""A selection is reckoned and kept: all of it in one write at the end, so that a run is there or it is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.rules import JobState
from chefforum.kernel.jobs.services import start_job

from ..access import KEEP
from ..models import SelectionRun
from ..queries.selection import find_draft, said_overlaps, systems_then, told_apart
from ..rules.selection import Settings, check, with_said
from ..rules.selection_run import STEPS, run_selection

KIND = "it_selection_run"
SELECT_JOB = "it_portfolio.select"
Tell = Callable[[int, int | None, str], None]


def untold(done: int, total: int | None, words: str) -> None:
    """Nobody listens."""


@transaction.atomic
def order_run(*, actor: Actor, draft_id: UUID, at: dt.datetime) -> Job:
    """As a job; one that is under way already for the same draft is given instead of a second. Raises AccessDenied,
    SelectionNotFound, SelectionWrong."""
    KEEP.require(actor)
    draft = find_draft(actor=actor, draft_id=draft_id)
    check(Settings.from_json(draft.settings))
    arguments = {"draft_id": str(draft.pk)}
    there = Job.objects.filter(kind=SELECT_JOB, arguments=arguments, started_by_id=actor.person_id)
    for job in there.filter(state__in=(JobState.QUEUED, JobState.RUNNING)):
        if job.state_on(at) in (JobState.QUEUED, JobState.RUNNING):
            return job
    return start_job(actor=actor, at=at, run=SELECT_JOB, title="Udvælgelse af systemer", arguments=arguments)


def make_run(
    *, actor: Actor, draft_id: UUID, at: dt.datetime, on: dt.date, tell: Tell = untold, seconds: float = 60.0
) -> SelectionRun:
    """Reckons outside of any transaction, as it takes long, and then keeps it whole.

    Raises AccessDenied, SelectionNotFound, SelectionWrong, SelectionError, NotSolvedError.
    """
    KEEP.require(actor)
    draft = find_draft(actor=actor, draft_id=draft_id)
    settings = Settings.from_json(draft.settings)
    check(settings)
    tell(0, STEPS, "Læser systemer og omkostninger")
    systems = systems_then(actor=actor, settings=settings, on=on)
    said = said_overlaps(actor=actor, settings=settings, names=told_apart({one.id: one.name for one in systems}))
    settings = with_said(settings, said)
    result = run_selection(settings=settings, systems=systems, tell=tell, seconds=seconds)
    run = SelectionRun(
        pk=uuid4(),
        draft=draft,
        title=draft.title,
        settings=settings.as_json(),
        systems=[asdict(one) for one in systems],
        result=result,
        solver=f"HiGHS i SciPy {version('scipy')}",
        made_at=at,
        person_id=actor.person_id,
    )
    _keep(actor, run, at)
    tell(STEPS, STEPS, "Færdig")
    return run


@transaction.atomic
def _keep(actor: Actor, run: SelectionRun, at: dt.datetime) -> None:
    run.save(force_insert=True)
    record(
        actor=actor,
        at=at,
        action="it_portfolio.run_selection",
        object_kind=KIND,
        object_id=run.pk,
        object_name=run.title,
        data={"systems": len(run.systems), "chosen": len(run.result["chosen"])},
    )
