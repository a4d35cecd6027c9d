"""A job whose process is gone does not run for ever."""

import datetime as dt

import pytest

from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.queries import get_job
from chefforum.kernel.jobs.registry import JobResult, Report
from chefforum.kernel.jobs.rules import DEAD_AFTER, JobState, state_on, waits_long
from chefforum.kernel.jobs.services import finish, start_job

SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "silence", "expected"),
    [
        (JobState.RUNNING, DEAD_AFTER, JobState.RUNNING),
        (JobState.RUNNING, DEAD_AFTER + SECOND, JobState.FAILED),
        (JobState.QUEUED, dt.timedelta(days=9), JobState.QUEUED),
        (JobState.DONE, dt.timedelta(days=9), JobState.DONE),
        (JobState.FAILED, SECOND, JobState.FAILED),
    ],
)
def test_only_running_and_silent_is_dead(now, state, silence, expected):
    assert state_on(state=state, sign_of_life_at=now - silence, at=now) == expected


def test_running_without_any_sign_of_life_is_dead(now):
    assert state_on(state=JobState.RUNNING, sign_of_life_at=None, at=now) == JobState.FAILED


def test_a_job_waits_long_after_half_a_minute_in_the_queue(now):
    assert not waits_long(state=JobState.QUEUED, created_at=now - 30 * SECOND, at=now)
    assert waits_long(state=JobState.QUEUED, created_at=now - 31 * SECOND, at=now)
    assert not waits_long(state=JobState.RUNNING, created_at=now - 31 * SECOND, at=now)


def test_the_reader_sees_it_failed_with_advice_without_anybody_having_written_so(owner, actor_of, now, job_function):
    job = start_job(actor=actor_of(owner), at=now, run=job_function(lambda **keywords: None))
    Job.objects.update(state="running", started_at=now, sign_of_life_at=now)
    alive = get_job(actor=actor_of(owner), job_id=job.pk, at=now + DEAD_AFTER)
    dead = get_job(actor=actor_of(owner), job_id=job.pk, at=now + DEAD_AFTER + SECOND)
    assert (alive.state, alive.error) == (JobState.RUNNING, "")
    assert dead.has_failed
    assert "Prøv igen" in dead.error


def test_one_that_was_only_slow_is_done_when_it_ends(owner, actor_of, now, job_function):
    job = start_job(actor=actor_of(owner), at=now, run=job_function(lambda **keywords: None))
    Job.objects.update(state="failed", finished_at=now, error="holdt op")
    finish(job_id=job.pk, at=now + SECOND, report=Report(), result=JobResult())
    status = get_job(actor=actor_of(owner), job_id=job.pk, at=now)
    assert (status.state, status.error) == (JobState.DONE, "")
