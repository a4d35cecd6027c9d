"""A municipality with a school, a coordinator and others, and a KITOS to read."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import AccessDenied, Role
from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.registry import JobFailed
from chefforum.kernel.jobs.services import start_job
from chefforum.kernel.organisation.models import UnitKind
from chefforum.modules.it_costs.services.source_fetching import FETCH_JOB
from tests import factories
from tests.connectors.sources.stub_of_kitos import PASSWORD, USER, Kitos, kitos

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=30)


def town() -> SimpleNamespace:
    """coordinator: it manager over the whole; local: over Skoler alone; controller: over the whole; colleague."""
    top = factories.unit("Lindeby", code="1000", kind=UnitKind.MUNICIPALITY)
    schools = factories.unit("Skoler", under=top, code="3000")
    north = factories.unit("Nordskolen", under=schools, code="3100", kind=UnitKind.WORKPLACE)
    people = {name: factories.person(name) for name in ("coordinator", "local", "controller", "colleague")}
    for name, role, over in (
        ("coordinator", Role.IT_MANAGER, top),
        ("local", Role.IT_MANAGER, schools),
        ("controller", Role.CONTROLLER, top),
    ):
        factories.role(people[name], role, over)
    factories.employment(people["colleague"], north)

    def as_(name: str) -> Any:
        return actor_for(person=people[name], on=NOW.date())

    return SimpleNamespace(top=top, schools=schools, north=north, people=people, as_=as_)


def fetch(
    place: SimpleNamespace,
    settings: Any,
    held: Kitos,
    *,
    at: dt.datetime = NOW,
    who: str = "coordinator",
    **arguments: Any,
) -> Job:
    """The job as it is run, against a KITOS on this machine."""
    settings.KITOS_USER, settings.KITOS_PASSWORD = USER, PASSWORD
    with kitos(held) as stub:
        settings.KITOS_URL = stub.address
        job = start_job(
            actor=place.as_(who), at=at, run=FETCH_JOB, arguments={"source": "kitos"} | arguments, is_queued=False
        )
        with suppress(JobFailed, AccessDenied):
            run_now(job=job, actor=place.as_(who), at=at)
    return Job.objects.get(pk=job.pk)
