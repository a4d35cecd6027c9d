"""Files on their way out to a browser."""

import io

import pytest
from django.urls import reverse
from document_files import excel, pdf

from chefforum.kernel.documents.services import add_document, add_version


@pytest.fixture
def put(owner, actor_of, now):
    def add(content, filename):
        return add_document(actor=actor_of(owner), at=now, content=io.BytesIO(content), filename=filename)

    return add


@pytest.fixture
def got(owner, browser_of):
    def get(version, **extra):
        address = reverse("documents:version", args=[version.document_id, version.number])
        response = browser_of(owner).get(address, **extra)
        if response.streaming:
            response.body = b"".join(response.streaming_content)  # which also closes the file
        return response

    return get


def test_the_content_comes_out_as_it_went_in_in_pieces(put, got):
    content = b"linje\n" * 500_000
    response = got(put(content, "stor.txt"))
    assert response.streaming
    assert response.body == content
    assert response["Content-Length"] == str(len(content))


def test_what_a_browser_shows_safely_is_shown_and_the_rest_downloaded(put, got):
    shown, downloaded = got(put(pdf(), "a.pdf")), got(put(excel(), "b.xlsx"))
    assert shown["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert downloaded["Content-Disposition"] == 'attachment; filename="b.xlsx"'


def test_danish_names_come_out_right(put, got):
    response = got(put(pdf(), "Års plan æøå.pdf"))
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%C3%85rs%20plan%20%C3%A6%C3%B8%C3%A5.pdf"


def test_text_comes_with_its_character_set(put, got):
    response = got(put("blåbær".encode("windows-1252"), "a.csv"))
    assert response["Content-Type"] == "text/plain; charset=windows-1252"


@pytest.mark.parametrize(("content", "sandboxed"), [(b"<b>hej</b>", True), (pdf(), False)])
def test_nothing_in_a_file_can_run_in_the_browser(put, got, content, sandboxed):
    response = got(put(content, "a"))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert ("sandbox" in policy) == sandboxed
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_a_damaged_file_is_not_given_out_and_the_person_is_told(put, got, store):
    version = put(pdf(), "a.pdf")
    [path] = store.rglob(version.file_id)
    path.write_bytes(b"andet")
    response = got(version)
    assert response.status_code == 500
    assert "beskadiget på serveren" in response.content.decode()


def test_the_documents_own_address_leads_to_the_newest(put, owner, actor_of, now, browser_of):
    version = put(b"1", "a.txt")
    add_version(
        actor=actor_of(owner), at=now, document_id=version.document_id, content=io.BytesIO(b"2"), filename="a.txt"
    )
    response = browser_of(owner).get(reverse("documents:newest_version", args=[version.document_id]))
    assert response["Location"] == reverse("documents:version", args=[version.document_id, 2])


def test_addresses_are_only_read(put, owner, browser_of):
    version = put(b"1", "a.txt")
    assert browser_of(owner).post(reverse("documents:version", args=[version.document_id, 1])).status_code == 405
