"""Public figures: fetched over HTTP as a job or read from a file, kept whole with their day, shown beside others."""

from __future__ import annotations

import datetime as dt
import io
import json
from contextlib import suppress
from decimal import Decimal

import pytest
import xlsxwriter
from django.test import Client as Browser
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.queries import get_import
from chefforum.kernel.jobs.jobs import run_now
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.registry import JobFailed
from chefforum.kernel.jobs.services import start_job
from chefforum.modules.placements.models import PublicExtract, PublicFigure
from chefforum.modules.placements.queries.public_figures import kept_tables
from chefforum.modules.placements.rules.public_figures import newest_periods, own_area, period_name
from chefforum.modules.placements.services.public_figures import FETCH_JOB, keep_public_figures
from tests.connectors.jobindsats.stub_of_jobindsats import (
    LABELS,
    ROWS,
    TOKEN,
    Reply,
    answer,
    description,
    jobindsats,
)
from tests.modules.placements.conftest import NOW

LATER = NOW + dt.timedelta(days=30)
CSV = """Kilde: Jobindsats.dk
Område;Periode;Ydelse;Antal;Andel
Hele landet;2026M01;I alt;12.345;0,4
Lindeby;2026M01;I alt;205;1,2
Lindeby;2026M02;I alt;-;..
"""


@pytest.fixture
def page(town) -> Browser:
    browser = Browser()
    browser.force_login(town.people["colleague"])
    return browser


def fetch(town, settings, *replies: Reply, at: dt.datetime = NOW, who: str = "coordinator") -> Job:
    settings.JOBINDSATS_TOKEN = TOKEN
    with jobindsats(*replies) as stub:
        settings.JOBINDSATS_URL = stub.address
        job = start_job(actor=town.as_(who), at=at, run=FETCH_JOB, arguments={"table": "PTVC01"}, is_queued=False)
        with suppress(JobFailed, AccessDenied):
            run_now(job=job, actor=town.as_(who), at=at)
    return Job.objects.get(pk=job.pk)


def good(rows=ROWS) -> tuple[Reply, Reply, Reply]:
    return Reply(description()), Reply(description()), Reply(answer(rows))


def take_in(town, content: bytes, *, at: dt.datetime = NOW, name: str = "svar.json"):
    actor = town.as_("coordinator")
    item = read_now(
        kind="placements.jobindsats", content=content, filename=name, actor=actor, at=at, options={"table": "PTVC01"}
    )
    if item.state == "ready":
        carry_out_now(import_id=item.pk, actor=actor, at=at)
    return get_import(actor=actor, import_id=item.pk, at=at)


def test_what_is_fetched_is_kept_whole_with_its_day(town, settings) -> None:
    job = fetch(town, settings, *good())
    assert job.state == "done", job.error
    kept = PublicExtract.objects.get()
    assert (kept.table, kept.title, kept.fetched_at) == ("PTVC01", "Tilbud og samtaler", NOW)
    assert kept.figures.count() == 2 * len(ROWS)
    assert kept.figures.get(area="Lindeby", period="2026M01", measure=LABELS[3]).value == Decimal(205)
    assert kept.figures.get(area="Lindeby", period="2026M02", measure=LABELS[3]).value is None
    event = Event.objects.get(action="placements.keep_public_figures")
    assert event.data == {"figures": 8, "unchanged": False}
    assert TOKEN not in f"{list(Event.objects.values())} {list(Job.objects.values())}"


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ([Reply(b"", 401)], "CHEFFORUM_JOBINDSATS_TOKEN"),
        ([Reply(b"<html>nede</html>")], "en webside"),
        ([Reply(description()), Reply(description()), Reply(answer()[:90])], "ikke hel JSON"),
        ([Reply(description()), Reply(description()), Reply(answer([]))], "ingen tal"),
        ([Reply(description([]))], "ingen perioder"),
    ],
)
def test_where_something_is_odd_all_stands_as_before(town, settings, replies: list[Reply], words: str) -> None:
    fetch(town, settings, *good())
    before = list(PublicFigure.objects.values())
    job = fetch(town, settings, *replies, at=LATER)
    assert job.state == "failed"
    assert words in job.error
    assert "står som før" in job.error
    assert PublicExtract.objects.count() == 1
    assert list(PublicFigure.objects.values()) == before


def test_the_same_again_is_said_to_be_unchanged_and_not_written_twice(town, settings, page: Browser) -> None:
    fetch(town, settings, *good())
    fetch(town, settings, *good(ROWS[::-1]), at=LATER)
    (kept,) = kept_tables(actor=town.as_("colleague"))
    assert (kept.newest.fetched_at, kept.holder.fetched_at, kept.same_since) == (LATER, NOW, NOW.date())
    assert PublicFigure.objects.count() == 2 * len(ROWS)
    shown = page.get(reverse("placements:public_figures")).content.decode()
    assert "hentet 2. maj 2026" in shown
    assert "Uændret siden 2. april 2026" in shown


def test_what_has_changed_stands_beside_what_was(town, settings) -> None:
    fetch(town, settings, *good())
    fetch(town, settings, *good([*ROWS[:3], ["Lindeby", "2026M02", "A-dagpenge", 211, "1,3"]]), at=LATER)
    (kept,) = kept_tables(actor=town.as_("colleague"))
    assert (kept.holder, kept.same_since) == (kept.newest, None)
    measured = PublicFigure.objects.filter(area="Lindeby", period="2026M02", measure=LABELS[3])
    assert [one.value for one in measured.order_by("extract__fetched_at")] == [None, Decimal(211)]


@pytest.mark.parametrize("who", ["consultant", "leader", "chief", "controller"])
def test_others_than_the_coordinator_fetch_and_keep_nothing(town, settings, who: str) -> None:
    with pytest.raises(AccessDenied):
        keep_public_figures(actor=town.as_(who), table="PTVC01", rows=[], at=NOW)
    assert fetch(town, settings, *good(), who=who).state == "failed"
    assert not PublicExtract.objects.exists()


def test_the_page_shows_the_municipality_beside_the_country(town, settings, page: Browser) -> None:
    fetch(town, settings, *good())
    shown = page.get(reverse("placements:public_figures"))
    text = shown.content.decode()
    assert shown.context["chart"].column_names == ("Lindeby", "Hele landet")
    # Not the counts, where a municipality lies flat at the bottom below the country.
    assert shown.context["chart"].rows == (("jan 26", ("1,25", "0,40")), ("feb 26", ("mangler", "0,50")))
    assert "<strong>Lindeby</strong>: 1,25 (januar 2026)" in text
    assert "1 tal oplyser kilden ikke" in text
    assert "Jobindsats.dk" in text
    assert "Hent fra Jobindsats" not in text


def test_one_chooses_measure_and_neighbours(town, settings, page: Browser) -> None:
    fetch(town, settings, *good([*ROWS, ["Andeby", "2026M01", "A-dagpenge", 80, "1,0"]]))
    asked = {"tabel": "PTVC01", "maaling": LABELS[4], "omraade1": "Andeby", "omraade2": "", "omraade3": "Andeby"}
    shown = page.get(reverse("placements:public_figures"), asked)
    assert shown.context["chart"].column_names == ("Lindeby", "Andeby")
    assert shown.context["chart"].rows[0] == ("jan 26", ("1,25", "1,00"))


@pytest.mark.parametrize("odd", ["tabel=X", "maaling=X&omraade1=X", "omraade1=x&gruppe=y"])
def test_odd_addresses_show_what_is_usual(town, settings, page: Browser, odd: str) -> None:
    fetch(town, settings, *good())
    shown = page.get(f"{reverse('placements:public_figures')}?{odd}")
    assert shown.context["chart"].column_names == ("Lindeby", "Hele landet")


def test_a_municipality_that_is_not_in_the_table_is_said_not_to_be(town, settings, page: Browser) -> None:
    settings.MUNICIPALITY = "Andeby Kommune"
    fetch(town, settings, *good())
    shown = page.get(reverse("placements:public_figures"))
    assert "Andeby er ikke blandt tabellens områder" in shown.content.decode()
    assert shown.context["chart"].column_names == ("Hele landet",)


def test_without_figures_or_a_token_the_page_says_what_to_do(town, page: Browser) -> None:
    assert "Koordinatoren henter dem" in page.get(reverse("placements:public_figures")).content.decode()
    page.force_login(town.people["coordinator"])
    text = page.get(reverse("placements:public_figures")).content.decode()
    assert "CHEFFORUM_JOBINDSATS_TOKEN" in text
    assert reverse("imports:import_new", args=["placements.jobindsats"]) in text
    assert page.post(reverse("placements:public_figures_fetch"), {"tabel": "PTVC01"}).status_code == 302
    assert not Job.objects.exists()


def test_the_button_starts_a_job_that_can_be_followed(
    town, settings, page: Browser, django_capture_on_commit_callbacks
) -> None:
    page.force_login(town.people["coordinator"])
    settings.JOBINDSATS_TOKEN = TOKEN
    with jobindsats(*good()) as stub, django_capture_on_commit_callbacks(execute=True):
        settings.JOBINDSATS_URL = stub.address
        followed = page.post(reverse("placements:public_figures_fetch"), {"tabel": "PTVC01"})
    job = Job.objects.get()
    assert followed["Location"] == reverse("jobs:job_detail", args=[job.pk])
    assert (job.title, job.state) == ("Tal fra Jobindsats: Tilbud og samtaler", "done")
    assert PublicExtract.objects.count() == 1


def sheet(text: str) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for place, line in enumerate(text.splitlines()):
            page.write_row(place, 0, line.split(";"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (CSV.encode(), "svar.csv"),
        (CSV.partition("\n")[2].replace(";", "\t").encode("cp1252"), "svar.txt"),
        (sheet(CSV), "svar.xlsx"),
        (
            b"\xef\xbb\xbf"
            + answer(
                [line.split(";") for line in CSV.splitlines()[2:]], ["Area", "Periode", "Ydelse", "Antal", "Andel"]
            ),
            "svar.json",
        ),
    ],
    ids=["csv", "tabs", "xlsx", "json"],
)
def test_a_saved_file_says_the_same_in_every_format(town, content: bytes, name: str) -> None:
    done = take_in(town, content, name=name)
    assert done.state == "done", done.error
    assert list(PublicFigure.objects.order_by("area", "period", "measure").values_list("area", "period", "value")) == [
        ("Hele landet", "2026M01", Decimal("0.4")),
        ("Hele landet", "2026M01", Decimal(12345)),
        ("Lindeby", "2026M01", Decimal("1.2")),
        ("Lindeby", "2026M01", Decimal(205)),
        ("Lindeby", "2026M02", None),
        ("Lindeby", "2026M02", None),
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (CSV.replace("205", "mange"), 4, "er ikke et tal"),
        (CSV.replace("Lindeby;2026M02", "Lindeby;februar"), 5, "ikke en periode"),
        (CSV.replace("2026M02", "2026M01"), 5, "to gange"),
        (CSV.replace("Lindeby;2026M01", ";2026M01"), 4, "navn i svaret mangler"),
        (CSV.replace(";1,2", ";1,2;9"), 4, "har 6 felter"),
        (CSV.replace("Område", "Sted"), None, "ingen linje med kolonnerne"),
        (CSV.split("Hele", maxsplit=1)[0], None, "ingen tal"),
        (CSV.replace("I alt;205", "010203-1234;205"), None, "CPR-nummer"),
        (json.dumps([{"Data": []}]), None, "mangler “Variables”"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_nothing_is_kept(town, text: str, line: int | None, words: str) -> None:
    done = take_in(town, text.encode(), name="svar.csv")
    assert done.state in ("failed", "refused", "unreadable"), done.state
    told = f"{done.error} {[(one.line, one.text) for one in done.problems]}"
    assert words in told
    if line:
        assert str(line) in told
    assert not PublicExtract.objects.exists()


def test_a_file_that_says_the_same_again_is_told_to_before_it_is_kept(town) -> None:
    take_in(town, CSV.encode(), name="svar.csv")
    again = take_in(town, CSV.encode(), name="svar.csv", at=LATER)
    assert "Tallene er de samme som dem fra 2. april 2026" in str([one.text for one in again.problems])
    (kept,) = kept_tables(actor=town.as_("colleague"))
    assert (kept.newest.fetched_at, kept.same_since) == (LATER, NOW.date())


def test_periods_are_named_and_the_newest_of_one_kind_are_asked_for() -> None:
    there = ["2026Q1", "2025M11", "2025M12", "2026M01", "2026QMAT01"]
    assert newest_periods(there, most=2) == ["2025M12", "2026M01"]
    assert newest_periods(["2026Q1", "2026QMAT02", "2026QMAT01"]) == ["2026QMAT01", "2026QMAT02"]
    assert newest_periods(["vrøvl"]) == []
    names = {one: period_name(one) for one in ("2026M03", "2026Q1", "2026QMAT01", "2025Y01", "2026H2")}
    assert list(names.values()) == [
        "marts 2026",
        "1. kvartal 2026",
        "januar 2026, rullende kvartal",
        "2025",
        "2. halvår 2026",
    ]
    assert (own_area("Lindeby Kommune"), own_area("Kommunestrup")) == ("Lindeby", "Kommunestrup")
