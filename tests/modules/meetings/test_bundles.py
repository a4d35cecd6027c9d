"""The whole meeting as one PDF or ZIP: everything that its reader may read, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.models import PersonalFile
from chefforum.kernel.documents.services import add_document
from chefforum.kernel.jobs.models import Job
from chefforum.modules.meetings.models import Attachment
from chefforum.modules.meetings.rules import bundling
from chefforum.modules.meetings.services.keeping import attach_file
from chefforum.modules.meetings.services.sending import send_changes
from tests.kernel.documents.document_files import word
from tests.world import World

DOCX_NAME = "Notat.docx"


def pdf_file(words: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = words  # else the same content is the same document
        pdf.save(out)
    return out.getvalue()


@pytest.fixture
def there(fresh_world: World) -> World:
    return fresh_world


@pytest.fixture
def attach(there):
    """attach(item, content, filename): the item's first bilag without a file gets it; goes out at once."""
    secretariat = actor_for(person=there.person("secretariat"), on=there.lindeby.on)

    def put(item, content, filename, *, title=None, is_confidential=False):
        last = item.attachments.order_by("-position")[0].position
        attachment = Attachment.objects.create(
            item=item, position=last + 1, title=title or filename, is_confidential=is_confidential
        )
        at = there.sent.published_at
        version = add_document(actor=secretariat, at=at, content=io.BytesIO(content), filename=filename)
        attach_file(actor=secretariat, attachment=attachment, document=version.document, at=at)
        send_changes(actor=secretariat, meeting=there.sent, at=at, reason="Bilag er lagt på")
        return attachment

    return put


def get(there: World, name: str, format: str, query: str = "", *, expected: int = 200) -> bytes:
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("meetings:bundle", args=[there.sent.pk, format]) + query)
    assert response.status_code == expected
    return b"".join(response.streaming_content) if response.streaming else response.content


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def bookmarks(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [one.get_title() for one in pdf.get_toc()]


def test_the_zip_has_the_minutes_on_top_and_a_folder_for_each_item_with_files(there, attach):
    attach(there.item, pdf_file("tal"), "Tal.pdf", title="Tal 2025/2026")
    found = names(get(there, "forum_chair", "zip"))
    date = there.sent.date.isoformat()
    assert found[:2] == [f"Referat Chefforum {date}.pdf", f"Referat Chefforum {date}.docx"]
    folders = sorted({name.split("/")[0] for name in found[2:]})
    assert [folder[:2] for folder in folders] == [f"{there.item.number:02}", f"{there.closed_item.number:02}"]
    assert any(name.endswith("Tal 2025-2026.pdf") for name in found)
    assert found[2:] == sorted(found[2:])


def test_the_files_in_the_zip_are_the_files_that_were_laid_in(there, attach):
    content = pdf_file("urørt")
    attach(there.item, content, "Urørt.pdf")
    with zipfile.ZipFile(io.BytesIO(get(there, "observer", "zip"))) as archive:
        (name,) = (name for name in archive.namelist() if "Urørt" in name)
        assert archive.read(name) == content


def test_long_titles_are_cut_and_windows_can_store_them(there, attach):
    attach(there.item, pdf_file("lang"), "x.pdf", title="Et bilag med et meget langt navn: " + "og så videre " * 8)
    for name in names(get(there, "observer", "zip")):
        folder, _, file = name.rpartition("/")
        assert len(folder) <= 60
        assert len(file) <= 80
        assert not set(name) & set('<>:"\\|?*')


def test_the_pdf_has_a_bookmark_for_each_item_and_under_it_its_bilag(there, attach):
    attach(there.item, pdf_file("tal"), "Tal.pdf", title="Tal for skolerne")
    attach(there.item, word(), DOCX_NAME, title="Notat")
    found = bookmarks(get(there, "observer", "pdf"))
    start = found.index(f"Punkt {there.item.number}: {there.item.title}")
    following = next(place for place in range(start + 1, len(found)) if found[place].startswith("Punkt "))
    own = found[start:following]
    assert [words for words in own if words.endswith((": Tal for skolerne", ": Notat"))] == own[-2:]
    items = there.sent.items.order_by("position")
    assert [words for words in found if words.startswith("Punkt ")] == [
        f"Punkt {item.number}: {'Lukket punkt' if item.is_confidential else item.title}" for item in items
    ]


def test_a_confidential_bilag_of_an_open_item_is_only_for_those_who_may_read_it(there, attach):
    attach(there.item, pdf_file("løn"), "Lønninger.pdf", title="Lønninger", is_confidential=True)
    for name, reads in (("forum_chair", True), ("observer", False), ("forum_member", False)):
        assert any("Lønninger" in found for found in names(get(there, name, "zip"))) is reads
        assert any("Lønninger" in found for found in bookmarks(get(there, name, "pdf"))) is reads


def test_the_folder_of_a_closed_item_is_only_for_those_who_may_read_it(there):
    for name, reads in (("forum_member", True), ("observer", False), ("substitute", False)):
        folders = {found[:2] for found in names(get(there, name, "zip"))}
        assert (f"{there.closed_item.number:02}" in folders) is reads


def test_choosing_items_leaves_the_others_out_of_file_and_text(there):
    with zipfile.ZipFile(io.BytesIO(get(there, "secretariat", "zip", f"?punkt={there.item.pk}"))) as archive:
        found = archive.namelist()
        with pypdfium2.PdfDocument(archive.read(found[0])) as pdf:
            titles = [one.get_title() for one in pdf.get_toc() if one.level == 0]
    assert titles == [f"Punkt {there.item.number}: {there.item.title}"]
    assert all(name.startswith(f"{there.item.number:02} ") for name in found[2:])


def test_without_bilag_there_is_the_agenda_alone(there):
    assert len(names(get(there, "secretariat", "zip", "?bilag=nej"))) == 2
    assert not [words for words in bookmarks(get(there, "secretariat", "pdf", "?bilag=nej")) if "Bilag 1" in words]


def test_reading_what_is_confidential_is_recorded_and_only_that(there):
    for query, how in (("", "ZIP"), (f"?punkt={there.item.pk}", None)):
        before = Event.objects.filter(action="meetings.read_confidential").count()
        get(there, "forum_member", "zip", query)
        new = Event.objects.filter(action="meetings.read_confidential").order_by("number")[before:]
        assert [event.data["how"] for event in new] == ([how] if how else [])
    get(there, "forum_member", "pdf")
    assert Event.objects.filter(action="meetings.read_confidential").order_by("-number")[0].data == {
        "items": [there.closed_item.number],
        "how": "samlet PDF",
    }


def test_the_same_meeting_gives_the_same_bytes(there, attach):
    attach(there.item, pdf_file("tal"), "Tal.pdf")
    for format in ("pdf", "zip"):
        assert get(there, "observer", format) == get(there, "observer", format)


def test_a_damaged_file_in_the_store_costs_the_reader_only_that_file(there, attach, settings):
    content = pdf_file("går i stykker")
    attachment = attach(there.item, content, "Status.pdf", title="Går i stykker")
    sha256 = attachment.document.versions.get().file_id
    from django.core.files.storage import default_storage

    with open(default_storage.path(f"{sha256[:2]}/{sha256[2:4]}/{sha256}"), "ab") as stored:
        stored.write(b"x")
    found = names(get(there, "observer", "zip"))
    assert any(name.endswith("Går i stykker.pdf mangler.txt") for name in found)
    assert any("Går i stykker" in words for words in bookmarks(get(there, "observer", "pdf")))


def test_what_is_big_is_made_in_the_background_and_kept_for_the_one_who_asked(
    there, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(bundling, "MOST_FILES_AT_ONCE", 0)
    question = get(there, "observer", "zip").decode()
    assert "Lav en ZIP i baggrunden?" in question
    client = Client()
    client.force_login(there.person("observer"), backend="django.contrib.auth.backends.ModelBackend")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("meetings:bundle", args=[there.sent.pk, "zip"]) + "?bilag=ja")
    job = Job.objects.get(kind="meetings.bundle")
    assert response.url == reverse("jobs:job_detail", args=[job.pk])
    assert (job.state, job.error) == ("done", "")
    assert client.get(response.url).url == reverse("documents:personal_files")
    made = PersonalFile.objects.get(person=there.person("observer"))
    assert made.filename == f"Samlet referat Chefforum {there.sent.date.isoformat()}.zip"
    kept = client.get(reverse("documents:personal_file", args=[made.pk]))
    assert not [
        name for name in names(b"".join(kept.streaming_content)) if name[:2] == f"{there.closed_item.number:02}"
    ]


def test_whoever_has_lost_the_seat_before_the_work_begins_gets_no_file(
    there, monkeypatch, django_capture_on_commit_callbacks
):
    client = Client()
    client.force_login(there.person("observer"), backend="django.contrib.auth.backends.ModelBackend")
    with django_capture_on_commit_callbacks() as callbacks:
        client.post(reverse("meetings:bundle", args=[there.sent.pk, "zip"]))
    there.seat("observer").delete()
    for callback in callbacks:
        callback()
    job = Job.objects.get(kind="meetings.bundle")
    assert job.state == "failed"
    assert "ikke længere adgang" in job.error
    assert not PersonalFile.objects.filter(person=there.person("observer")).exists()


def test_choosing_nothing_says_what_to_do(there):
    client = Client()
    client.force_login(there.person("observer"), backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("meetings:bundle", args=[there.sent.pk, "pdf"]) + "?valgt=1", follow=True)
    assert "Vælg mindst ét punkt" in response.content.decode()
