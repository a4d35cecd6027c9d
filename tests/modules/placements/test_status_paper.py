"""Status for praktikker og løntilskud as PDF and DOCX: what the page says, whoever makes it, and no small number."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.documents.registry import NotMadeNow, attachable_kind
from chefforum.kernel.documents.services import MadeDocument, make
from chefforum.modules.placements.models import Outcome, OutcomeDefinition, Placement, Target, TaskList
from chefforum.modules.placements.queries.status import status_of
from chefforum.modules.placements.queries.status_paper import years_to_tell
from chefforum.modules.placements.rules.effect_words import NOT_BY_LOT
from chefforum.modules.placements.rules.kinds import TARGETED
from chefforum.modules.placements.rules.publishing import LEGEND
from chefforum.modules.placements.services.consultants import ConsultantWords, begin_service, keep_consultant
from tests.modules.placements import forum_town
from tests.modules.placements.forum_town import INTERNSHIP, WAGE_SUBSIDY, ForumTown

AT = dt.datetime(2026, 7, 8, 9, 0, tzinfo=dt.UTC)
ON = AT.date()


@pytest.fixture
def forum(db: None) -> ForumTown:
    """The forum's three years, with what came of 2025, a consultant and task lists."""
    forum = forum_town.build()
    forum_town.fill(forum, until=ON)
    last = forum_town.set_targets(forum, year=2025)
    for kind, yearly in ((INTERNSHIP, 781), (WAGE_SUBSIDY, 143)):
        Target.objects.filter(round=last, kind=kind.value).update(yearly=yearly)
    definition = OutcomeDefinition.objects.create(
        version=1,
        name="Sag lukket",
        text="Sagen er lukket tre måneder efter.",
        valid_from=dt.date(2020, 1, 1),
        source="prøve",
        counted_exits=["job", "education"],
    )
    ended = Placement.objects.filter(ends_on__year=2025, kind=INTERNSHIP.value).order_by("reference")
    Outcome.objects.bulk_create(
        Outcome(
            placement=one,
            definition=definition,
            exit_type="job" if number % 4 == 0 else "on_benefit",
            as_of=dt.date(2026, 6, 1),
            at=AT,
        )
        for number, one in enumerate(ended)
    )
    coordinator = forum.as_("coordinator", ON)
    kept = keep_consultant(
        actor=coordinator,
        person_id=forum.people["colleague"].pk,
        words=ConsultantWords(phone="43 00 00 00"),
        at=AT,
    )
    begin_service(
        actor=coordinator,
        consultant_id=kept.pk,
        unit_id=forum.departments["a"].pk,
        is_main=True,
        valid_from=dt.date(2026, 1, 1),
        at=AT,
    )
    for title, shared_at in (("Hjælp ved måltider", AT), ("Min egen kladde", None)):
        TaskList.objects.create(
            title=title, unit=forum.workplaces["a"], shared_at=shared_at, created_at=AT, changed_at=AT
        )
    return forum


def made(forum: ForumTown, *, who: str = "colleague", year: int = 2026, format: str = "pdf") -> MadeDocument:
    actor = forum.as_(who, ON)
    return make(kind="placements.status", actor=actor, parameters={"year": str(year)}, format=format, at=AT)


def text_of(document: MadeDocument) -> str:
    """All that somebody reads in the file, with single spaces."""
    if document.filename.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(document.content)
        text = " ".join(page.get_textpage().get_text_range() for page in pages)
        pages.close()
    else:
        with zipfile.ZipFile(io.BytesIO(document.content)) as file:
            parts = [file.read(name).decode() for name in file.namelist() if re.match(r"word/\w+\.xml", name)]
        text = " ".join(re.sub(r"</w:p>", " ", part) for part in parts)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"(?<=\d)– (?=\d)", "–", " ".join(re.sub(r"\ufffe\s*", "", text).split()))


def test_the_year_of_the_forums_paper_in_its_own_words(forum: ForumTown) -> None:
    text = text_of(made(forum, year=2025))
    assert (
        "I 2025 er der begyndt 205 virksomhedspraktikker og 40 løntilskud. Måltallene for året er 781 og 143." in text
    )
    assert "Året før begyndte 211 virksomhedspraktikker og 37 løntilskud." in text
    assert "Måltal for 2026" in text, "the targets of the year that comes"


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_numbers_are_those_of_the_page(forum: ForumTown, format: str) -> None:
    text = text_of(made(forum, format=format))
    browser = Client()
    browser.force_login(forum.people["colleague"])
    status = status_of(actor=forum.as_("colleague", ON), year=2026, on=ON, as_published=True)
    for kind in TARGETED:
        of = status.whole[kind]
        assert of.sentence in text
        assert of.now_sentence in text
        for row in status.departments:
            cells = row.kinds[kind]
            assert f"{cells.target_text} {cells.started} {cells.expected_text} {cells.running}" in text
    for said in (NOT_BY_LOT, LEGEND, "Som forelagt.", "Hjælp ved måltider", "43 00 00 00", "16 4 126 10"):
        assert said in text, said
    assert "til og med 30. juni 2026" in text


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_it_says_the_same_whoever_makes_it(forum: ForumTown, format: str) -> None:
    """The coordinator reads all counts, a chief their own: the document has none of them."""
    texts = {
        who: text_of(made(forum, who=who, format=format)).replace(f"lavet af {who}", "lavet af X")
        for who in ("coordinator", "a", "g", "colleague")
    }
    names = {forum.people[who].name for who in texts}
    cleaned = set()
    for text in texts.values():
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(f"lavet af {name}", "lavet af X")
        cleaned.add(text)
    assert len(cleaned) == 1
    assert "Min egen kladde" not in cleaned.pop()


@pytest.mark.parametrize("year", [2026, 2025, 2024])
@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_no_small_count_of_a_department_stands_in_the_file(forum: ForumTown, year: int, format: str) -> None:
    """Each department with one to four begun is hidden, also where the picture is told in words."""
    document = made(forum, who="coordinator", year=year, format=format)
    text = text_of(document)
    if format == "pdf":
        with pikepdf.open(io.BytesIO(document.content)) as file:
            told = [str(one.get("/Alt", "")) for one in file.objects if isinstance(one, pikepdf.Dictionary)]
    else:
        with zipfile.ZipFile(io.BytesIO(document.content)) as file:
            told = re.findall(r'descr="([^"]*)"', html.unescape(file.read("word/document.xml").decode()))
    assert any(told)
    text = f"{text} {' '.join(' '.join(told).split())}"
    true = status_of(actor=forum.as_("coordinator", ON), year=year, on=dt.date(2026, 6, 30))
    assert not true.is_published
    small = 0
    for kind in TARGETED:
        for row in true.departments:
            count = row.kinds[kind].started.value
            if count in range(1, 5):
                small += 1
                of = row.kinds[kind]
                assert f"{row.name} {of.target_text} {count} {of.expected_text}" not in text
                assert f"{row.name} {of.target_text} skjult {of.expected_text}" in text
                assert f"{row.name}: {count}," not in text
    assert small
    published = status_of(actor=forum.as_("colleague", ON), year=year, on=ON, as_published=True)
    assert all(
        count.value not in range(1, 5)
        for row in (*published.departments, *published.job_types)
        for count in row.by_year.values()
    )
    assert text.count("skjult") >= small


def test_it_is_tagged_for_who_cannot_see_it(forum: ForumTown) -> None:
    with pikepdf.open(io.BytesIO(made(forum).content)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang).startswith("da")
        assert file.docinfo["/Title"] == "Status for praktikker og løntilskud"
        assert "pdfuaid:part" in file.Root.Metadata.read_bytes().decode()
        names = [str(one.get("/S")) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        figures = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert figures
        assert all(str(one.get("/Alt", "")) for one in figures)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L", "/LI"} <= set(names)


def test_it_says_what_its_numbers_are_of_on_every_page(forum: ForumTown) -> None:
    document = made(forum)
    assert document.figures == (
        "forløb til og med 30. juni 2026; måltal, konsulenter og opgavelister pr. 8. juli 2026 kl. 11.00"
    )
    pages = pypdfium2.PdfDocument(document.content)
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in pages]
    pages.close()
    assert all("forløb til og med 30. juni 2026" in text for text in texts)
    assert document.filename == "Status for praktikker og løntilskud 2026 2026-07-08.pdf"


def test_of_a_year_that_has_not_begun_none_is_made_and_the_page_says_why(forum: ForumTown) -> None:
    with pytest.raises(NotMadeNow, match="2027"):
        made(forum, year=2027)
    browser = Client()
    browser.force_login(forum.people["colleague"])
    answer = browser.get(reverse("placements:status_export", args=[2099, "pdf"]), follow=True)
    assert "Der er intet at fortælle om 2099" in answer.content.decode()
    assert browser.get(reverse("placements:status_export", args=[2026, "exe"])).status_code == 404


def test_before_anything_is_there_it_says_so_and_is_still_made(db: None) -> None:
    forum = forum_town.build()
    text = text_of(made(forum))
    for said in (
        "Tallene offentliggøres første gang 1. august 2026.",
        "intet måltal",
        "Ingen konsulenter er skrevet ind endnu",
        "Ingen opgavelister er delt endnu",
    ):
        assert said in text, said


def test_it_is_offered_as_a_bilag_and_asks_for_the_year(forum: ForumTown) -> None:
    kind = attachable_kind("placements.status", actor=forum.as_("colleague", ON), on=ON)
    offer = kind.as_attachment
    assert offer
    assert offer.form
    form = offer.form({"year": "2025"}, actor=forum.as_("colleague", ON), on=ON)
    assert form.is_valid()
    assert form.parameters() == {"year": "2025"}
    assert years_to_tell(dt.date(2026, 1, 15)) == (2025, 2024)


def test_the_front_page_leads_to_it(forum: ForumTown) -> None:
    browser = Client()
    browser.force_login(forum.people["colleague"])
    page = browser.get(f"{reverse('placements:overview')}?aar=2025").content.decode()
    for format in ("pdf", "docx"):
        address = reverse("placements:status_export", args=[2025, format])
        assert address in page
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
