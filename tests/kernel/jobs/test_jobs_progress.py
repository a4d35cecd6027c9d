"""Progress is seen while the work runs, and never holds it up."""

import threading
import time

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs import jobs as runner
from chefforum.kernel.jobs import services
from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.registry import Progress, Report

ACTOR = Actor.command_line()


class Work(threading.Thread):
    """A job that runs beside the test until it is let go."""

    def __init__(self, name, now):
        super().__init__()
        self.job = services.start_job(actor=ACTOR, at=now, run=name, is_queued=False)
        self.now = now

    def run(self):
        try:
            run_now(job=self.job, actor=ACTOR, at=self.now)
        finally:
            connection.close()


def wait_until(is_so, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen in time")


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_while_the_work_goes_on(now, job_function):
    may_end = threading.Event()

    def work(*, progress, **rest):
        progress.report(2, 5, "Læser")
        may_end.wait(20)

    running = Work(job_function(work), now)
    running.start()
    try:
        wait_until(lambda: Job.objects.get().done == 2)
        job = Job.objects.get()
        assert (job.total, job.message, job.state) == (5, "Læser", "running")
    finally:
        may_end.set()
        running.join()
    assert Job.objects.get().state == "done"


@pytest.mark.django_db(transaction=True)
def test_reports_inside_a_transaction_cost_the_work_no_waiting(now, job_function):
    """On SQLite the work holds the write lock here: reports must be left out, not waited for."""
    took = []

    def work(*, progress, **rest):
        with transaction.atomic():
            Job.objects.filter(title="ingen").update(title="ingen")
            began = time.monotonic()
            for number in range(2000):
                progress.report(number, 2000, "Skriver")
                time.sleep(0.0005)
            took.append(time.monotonic() - began)

    running = Work(job_function(work), now)
    running.start()
    running.join(30)
    assert took[0] < 5
    job = Job.objects.get()
    assert (job.state, job.done) == ("done", 1999)


@pytest.mark.django_db(transaction=True)
def test_progress_inside_a_transaction_is_seen_where_the_database_can_show_it(now, job_function):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite har kun én skriver ad gangen")
    may_end = threading.Event()

    def work(*, progress, **rest):
        with transaction.atomic():
            Job.objects.create(kind="x", title="halvt", created_at=now)
            progress.report(1, 2)
            may_end.wait(20)

    running = Work(job_function(work), now)
    running.start()
    try:
        wait_until(lambda: Job.objects.get(pk=running.job.pk).done == 1)
        assert not Job.objects.filter(title="halvt").exists()
    finally:
        may_end.set()
        running.join()


@pytest.mark.django_db(transaction=True)
def test_many_reports_become_few_writes(now, job_function, monkeypatch):
    writes = []
    write = services.write_report
    monkeypatch.setattr(services, "write_report", lambda **keywords: (writes.append(1), write(**keywords)))

    def work(*, progress, **rest):
        for number in range(1000):
            progress.report(number)
            time.sleep(0.001)

    running = Work(job_function(work), now)
    began = time.monotonic()
    running.start()
    running.join()
    assert 1 <= len(writes) <= (time.monotonic() - began) * 4 + 1


@pytest.mark.django_db(transaction=True)
def test_work_that_reports_nothing_still_gives_signs_of_life(now, job_function, monkeypatch):
    monkeypatch.setattr(runner, "SIGN_OF_LIFE_EVERY", runner.dt.timedelta(seconds=0.3))
    may_end = threading.Event()
    running = Work(job_function(lambda **keywords: may_end.wait(20) and None), now)
    running.start()
    try:
        wait_until(lambda: Job.objects.get().started_at is not None)
        first = Job.objects.get().sign_of_life_at
        wait_until(lambda: Job.objects.get().sign_of_life_at > first)
    finally:
        may_end.set()
        running.join()


def test_an_empty_message_keeps_the_one_that_stands():
    progress = Progress()
    progress.report(1, 3, "Læser")
    progress.report(2, 3)
    assert progress.current == Report(2, 3, "Læser")


@given(done=st.integers(-10, 10**9), total=st.integers(-10, 10**9))
def test_the_share_is_whole_per_cent_and_a_hundred_only_at_the_end(done, total):
    share = Report(done, total).share_pct
    assert share is not None
    assert 0 <= share <= 100
    if total > 0:
        assert (share == 100) == (done >= total)


def test_where_the_total_is_unknown_there_is_no_share():
    assert Report(7, None).share_pct is None
