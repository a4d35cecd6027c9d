"""A process that freezes an extract is killed: before anything is kept, between the lines and the trail, and before the
job is told done. There is no extract or a whole one; and the same form makes it, once."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from uuid import uuid4

import pytest

from chefforum.kernel.audit.models import Event
from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.jobs.rules import DEAD_AFTER, JobState
from chefforum.modules.it_costs.models import Extract, ExtractLine, ExtractSum
from chefforum.modules.it_costs.queries.extract_check import check_extract
from chefforum.modules.it_costs.services.extracts import FreezeFacts, order_freeze
from tests.beside import killed
from tests.modules.it_costs.extracts_town import TODAY, YEARS, book

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = textwrap.dedent("""
    import importlib, sys, time
    from pathlib import Path

    import django

    django.setup()
    from chefforum.kernel.jobs.jobs import run_queued

    def stops(*_, **__):
        Path(sys.argv[1]).touch()
        time.sleep(600)

    setattr(importlib.import_module(sys.argv[2]), sys.argv[3], stops)
    run_queued.call(sys.argv[4])
""")
EXTRACTS, JOBS = "chefforum.modules.it_costs.services.extracts", "chefforum.kernel.jobs.services"


@pytest.mark.parametrize(
    ("module", "where", "count"), [(EXTRACTS, "_keep", 0), (EXTRACTS, "record", 0), (JOBS, "finish", 1)]
)
def test_a_kill_leaves_no_extract_or_a_whole_one(
    town, post, lake: Path, tmp_path: Path, monkeypatch, module: str, where: str, count: int
) -> None:
    book(town, post)
    actor, made_id, at = town.as_("coordinator"), uuid4(), dt.datetime.now(tz=dt.UTC)
    facts = FreezeFacts("2024 og 2025", YEARS, answer_by=TODAY, analyst_hand_id=town.people["controller"].pk)
    monkeypatch.setattr("chefforum.kernel.jobs.services._enqueue", lambda job_id: None)
    job = order_freeze(actor=actor, facts=facts, at=at, on=TODAY, made_id=made_id)
    assert order_freeze(actor=actor, facts=facts, at=at, on=TODAY, made_id=made_id) == job
    killed(PROGRAM, module, where, str(job.pk), folder=tmp_path, lake=lake)
    assert Extract.objects.count() == count
    assert bool(ExtractLine.objects.count()) == bool(ExtractSum.objects.count()) == bool(count)
    assert Event.objects.filter(action="it_costs.freeze_extract").count() == count
    if count:
        assert check_extract(Extract.objects.get()).is_whole
        return
    later = dt.datetime.now(tz=dt.UTC) + DEAD_AFTER + dt.timedelta(minutes=1)
    job.refresh_from_db()
    assert job.state_on(later) == JobState.FAILED
    again = order_freeze(actor=actor, facts=facts, at=later, on=TODAY, made_id=made_id)
    assert again != job
    result = run_now(job=again, actor=actor, at=later)
    made = Extract.objects.get()
    assert (made.pk, made.answer_by, made.analyst_hand) == (made_id, TODAY, town.people["controller"])
    assert result.url.endswith(f"{made_id}/")
    assert check_extract(made).is_whole
