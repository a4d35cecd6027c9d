"""What happens to a job between being asked for and being over."""

import datetime as dt

import pytest
from django.db import transaction

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.access.rules import AccessDenied, Actor, Role
from chefforum.kernel.jobs.jobs import AlreadyRun, run_now, run_queued
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.registry import JobFailed, JobResult, Report, UnknownJob, job
from chefforum.kernel.jobs.services import prune_jobs, start_job


def test_a_job_enters_the_queue_when_the_transaction_commits(
    owner, actor_of, now, job_function, django_capture_on_commit_callbacks
):
    ran = []
    name = job_function(lambda **keywords: ran.append(keywords["word"]))
    with django_capture_on_commit_callbacks(execute=True):
        started = start_job(actor=actor_of(owner), at=now, run=name, arguments={"word": "hej"})
        assert ran == []
        assert started.state == "queued"
    assert ran == ["hej"]
    started.refresh_from_db()
    assert started.state == "done"


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_is_cancelled_never_runs(owner, actor_of, now, job_function):
    ran = []
    name = job_function(lambda **keywords: ran.append(1))
    with transaction.atomic():
        start_job(actor=actor_of(owner), at=now, run=name)
        transaction.set_rollback(True)
    assert ran == []
    assert not Job.objects.exists()


def test_the_work_is_done_with_the_rights_that_the_starter_has_when_it_runs(owner, actor_of, now, job_function):
    seen = []
    name = job_function(lambda *, actor, **rest: seen.append(actor))
    started = start_job(actor=actor_of(owner), at=now, run=name)
    assert actor_of(owner).has_role(Role.SECRETARIAT)
    RoleAssignment.objects.filter(person=owner).delete()
    run_queued.call(str(started.pk))
    assert seen[0].person_id == owner.pk
    assert not seen[0].has_role(Role.SECRETARIAT)


def test_nothing_is_done_for_a_person_who_may_no_longer_sign_in(owner, actor_of, now, job_function):
    ran = []
    started = start_job(actor=actor_of(owner), at=now, run=job_function(lambda **keywords: ran.append(1)))
    owner.is_active = False
    owner.save()
    run_queued.call(str(started.pk))
    started.refresh_from_db()
    assert (ran, started.state) == ([], "failed")
    assert "kan ikke længere logge ind" in started.error


def test_a_job_that_is_delivered_twice_runs_once(owner, actor_of, now, job_function):
    ran = []
    started = start_job(actor=actor_of(owner), at=now, run=job_function(lambda **keywords: ran.append(1)))
    run_queued.call(str(started.pk))
    run_queued.call(str(started.pk))
    assert ran == [1]
    with pytest.raises(AlreadyRun):
        run_now(job=started, actor=actor_of(owner), at=now)


def test_result_address_and_progress_stand_on_the_job_afterwards(owner, actor_of, now, job_function):
    def work(*, progress, **rest):
        progress.report(3, 7, "Tæller")
        return JobResult(url="/sager/", data={"antal": 3})

    started = start_job(actor=actor_of(owner), at=now, run=job_function(work), title="Tæl sager")
    run_queued.call(str(started.pk))
    started.refresh_from_db()
    assert (started.title, started.result_url, started.result) == ("Tæl sager", "/sager/", {"antal": 3})
    assert (started.done, started.total, started.message) == (3, 7, "Tæller")


def test_words_meant_for_the_person_reach_the_person(owner, actor_of, now, job_function):
    def refuse(**keywords):
        raise JobFailed("Perioden er låst. Intet er ændret.")

    started = start_job(actor=actor_of(owner), at=now, run=job_function(refuse))
    run_queued.call(str(started.pk))
    started.refresh_from_db()
    assert (started.state, started.error) == ("failed", "Perioden er låst. Intet er ændret.")


def test_the_words_of_a_programming_error_stay_in_the_log(owner, actor_of, now, job_function, caplog):
    def break_down(**keywords):
        raise KeyError("cpr 010101-1234")

    started = start_job(actor=actor_of(owner), at=now, run=job_function(break_down))
    with pytest.raises(KeyError):
        run_queued.call(str(started.pk))
    started.refresh_from_db()
    assert started.state == "failed"
    assert "010101" not in started.error
    assert "Prøv igen" in started.error
    assert "010101" in caplog.text


def test_a_job_that_is_interrupted_says_so(now, job_function, db):
    def stop(**keywords):
        raise KeyboardInterrupt

    actor = Actor.command_line()
    started = start_job(actor=actor, at=now, run=job_function(stop), is_queued=False)
    with pytest.raises(KeyboardInterrupt):
        run_now(job=started, actor=actor, at=now)
    started.refresh_from_db()
    assert started.state == "failed"
    assert "afbrudt" in started.error


def test_the_command_line_hears_every_report(now, job_function, db):
    def count(*, progress, at, **rest):
        assert at == now
        for number in range(100):
            progress.report(number + 1, 100)

    heard: list[Report] = []
    actor = Actor.command_line()
    started = start_job(actor=actor, at=now, run=job_function(count), is_queued=False)
    run_now(job=started, actor=actor, at=now, progress=heard.append)
    assert [report.done for report in heard] == list(range(1, 101))
    assert heard[-1].share_pct == 100


def test_a_name_that_nobody_registered_is_refused_before_anything_is_written(owner, actor_of, now):
    with pytest.raises(UnknownJob):
        start_job(actor=actor_of(owner), at=now, run="tests.nothing")
    assert not Job.objects.exists()


def test_two_functions_cannot_have_one_name(job_function):
    name = job_function(lambda **keywords: None)

    def another(**keywords):
        return None

    with pytest.raises(ValueError, match=name):
        job(name, title="En anden")(another)


def test_nobody_starts_no_jobs(now, job_function, db):
    with pytest.raises(AccessDenied):
        start_job(actor=Actor.nobody(), at=now, run=job_function(lambda **keywords: None))


def test_jobs_that_ended_long_ago_are_removed_and_dead_ones_written_down(owner, actor_of, now):
    def put(days: int, state: str) -> Job:
        moment = now - dt.timedelta(days=days)
        ended = moment if state in ("done", "failed") else None
        return Job.objects.create(
            kind="x", title="x", started_by=owner, state=state, created_at=moment, sign_of_life_at=moment,
            finished_at=ended,
        )  # fmt: skip

    put(31, "done"), put(31, "failed")
    young, waiting, dead = put(29, "done"), put(60, "queued"), put(60, "running")
    assert prune_jobs(at=now) == 2
    assert set(Job.objects.values_list("pk", flat=True)) == {young.pk, waiting.pk, dead.pk}
    dead.refresh_from_db()
    assert (dead.state, dead.finished_at) == ("failed", now)
