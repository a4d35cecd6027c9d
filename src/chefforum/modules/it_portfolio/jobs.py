"""Long work of it_portfolio: systems are selected."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from chefforum.calc.selection_rules import NotSolvedError, SelectionError
from chefforum.calc.selection_scores import ScoreError
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Progress, job

from .queries.selection import SelectionNotFound
from .rules.selection import SelectionWrong
from .services.selection_runs import SELECT_JOB, make_run

KEPT = "Kladden står, som den var."


@job(SELECT_JOB, title="Udvælgelse af systemer")
def select(*, actor: Actor, at: dt.datetime, progress: Progress, draft_id: str) -> JobResult:
    try:
        run = make_run(actor=actor, draft_id=UUID(draft_id), at=at, on=timezone.localdate(at), tell=progress.report)
    except SelectionNotFound:
        raise JobFailed("Kladden er smidt væk.") from None
    except SelectionWrong as refusal:
        raise JobFailed(f"{refusal} {KEPT}") from refusal
    except NotSolvedError:
        raise JobFailed(
            f"Den bedste liste blev ikke fundet på et minut. Gør reglerne færre, og prøv igen. {KEPT}"
        ) from None
    except (SelectionError, ScoreError):
        raise JobFailed(f"Der er ingen systemer at vælge mellem, eller reglerne giver ikke mening. {KEPT}") from None
    return JobResult(
        url=reverse("it_portfolio:selection_run", args=[run.pk]), data={"chosen": len(run.result["chosen"])}
    )
