"""Following jobs in the browser."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.jobs.models import Job


@pytest.fixture
def job(owner):
    at = timezone.now()
    return Job.objects.create(
        kind="x", title="Indlæs løndata", started_by=owner, created_at=at, state="running", started_at=at,
        sign_of_life_at=at, done=30, total=120, message="Læser linjer",
    )  # fmt: skip


def page_of(job):
    return reverse("jobs:job_detail", args=[job.pk])


def test_the_starter_sees_how_far_it_is(job, owner, browser_of):
    text = browser_of(owner).get(page_of(job)).content.decode()
    assert "Læser linjer: 30 af 120" in text
    assert 'value="25" max="100"' in text


def test_a_colleague_with_the_same_roles_does_not_see_it(job, colleague, browser_of):
    assert browser_of(colleague).get(page_of(job)).status_code == 404


def test_an_administrator_sees_it_but_has_it_not_in_the_list(job, administrator, browser_of):
    browser = browser_of(administrator)
    assert browser.get(page_of(job)).status_code == 200
    assert "Indlæs løndata" not in browser.get(reverse("jobs:job_list")).content.decode()


def test_one_who_is_not_signed_in_is_sent_to_sign_in(job, client):
    assert client.get(page_of(job)).status_code == 302
    assert client.get(reverse("jobs:job_list")).status_code == 302


def test_the_page_asks_for_news_with_and_without_javascript_only_while_it_runs(job, owner, browser_of):
    browser = browser_of(owner)
    running = browser.get(page_of(job)).content.decode()
    assert f'hx-get="{page_of(job)}"' in running
    assert 'http-equiv="refresh"' in running
    Job.objects.update(state="failed", finished_at=timezone.now(), error="Perioden er låst.")
    failed = browser.get(page_of(job)).content.decode()
    assert "Perioden er låst." in failed
    assert "hx-get" not in failed
    assert 'http-equiv="refresh"' not in failed


def test_htmx_gets_only_the_part_that_changes(job, owner, browser_of):
    part = browser_of(owner).get(page_of(job), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "30 af 120" in part


def test_when_it_is_done_the_browser_goes_on_to_the_result(job, owner, browser_of):
    Job.objects.update(state="done", finished_at=timezone.now(), result_url="/importer/")
    browser = browser_of(owner)
    assert browser.get(page_of(job)).headers["Location"] == "/importer/"
    assert browser.get(page_of(job), headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/importer/"


def test_done_without_a_result_page_says_so(job, owner, browser_of):
    Job.objects.update(state="done", finished_at=timezone.now())
    assert "Færdig" in browser_of(owner).get(page_of(job)).content.decode()


def test_where_the_total_is_unknown_there_is_a_bar_without_share(job, owner, browser_of):
    Job.objects.update(total=None)
    text = browser_of(owner).get(page_of(job)).content.decode()
    assert "<progress" in text
    assert "value=" not in text.split("<progress")[1].split(">")[0]


def test_one_that_waits_long_says_what_to_do(job, owner, browser_of):
    Job.objects.update(state="queued", created_at=timezone.now() - dt.timedelta(minutes=1))
    assert "giv en administrator besked" in browser_of(owner).get(page_of(job)).content.decode()


def test_the_list_has_own_jobs_and_says_so_when_empty(job, owner, colleague, browser_of):
    assert "Indlæs løndata" in browser_of(owner).get(reverse("jobs:job_list")).content.decode()
    assert "Du har ingen opgaver" in browser_of(colleague).get(reverse("jobs:job_list")).content.decode()


def test_a_long_list_takes_as_many_queries_as_a_short_one(owner, browser_of, django_assert_max_num_queries):
    at = timezone.now()
    Job.objects.bulk_create(
        Job(kind="x", title=f"Opgave {number}", started_by=owner, created_at=at) for number in range(120)
    )
    browser = browser_of(owner)
    with django_assert_max_num_queries(10):
        text = browser.get(reverse("jobs:job_list")).content.decode()
    assert text.count('scope="col"') == 3
    assert "Side 1 af 3" in text


def test_pages_are_only_read(job, owner, browser_of):
    assert browser_of(owner).post(page_of(job)).status_code == 405
