"""Who reads and changes documents: whoever the place where they hang lets do so, and nobody else."""

import io

import pytest
from django.urls import reverse
from document_files import pdf

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.queries import DocumentNotFound, get_document
from chefforum.kernel.documents.rules import Confidentiality
from chefforum.kernel.documents.services import add_document, add_version, open_version, set_confidentiality


@pytest.fixture
def version(owner, actor_of, now):
    return add_document(actor=actor_of(owner), at=now, content=io.BytesIO(pdf()), filename="Bilag.pdf")


def page_of(version):
    return reverse("documents:version", args=[version.document_id, version.number])


def status_of(browser, version):
    response = browser.get(page_of(version))
    if response.streaming:
        b"".join(response.streaming_content)  # which also closes the file
    return response.status_code


def test_a_document_that_hangs_nowhere_is_its_uploaders_alone(version, owner, colleague, administrator, browser_of):
    assert status_of(browser_of(owner), version) == 200
    assert status_of(browser_of(colleague), version) == 404
    assert status_of(browser_of(administrator), version) == 404


def test_once_attached_the_place_decides_and_the_uploader_has_no_right_left(
    version, owner, colleague, browser_of, owner_registry
):
    owner_registry("tests.agenda", [version.document], readers=[colleague])
    assert status_of(browser_of(colleague), version) == 200
    assert status_of(browser_of(owner), version) == 404


def test_what_hangs_in_two_places_is_read_by_those_of_either(
    version, owner, colleague, administrator, actor_of, owner_registry
):
    owner_registry("tests.agenda", [version.document], readers=[colleague])
    owner_registry("tests.case", [version.document], readers=[administrator])
    for person in (colleague, administrator):
        assert get_document(actor=actor_of(person), document_id=version.document_id).pk == version.document_id
    with pytest.raises(DocumentNotFound):
        get_document(actor=actor_of(owner), document_id=version.document_id)


def test_a_place_opens_only_its_own_documents(version, owner, colleague, actor_of, now, owner_registry):
    other = add_document(actor=actor_of(owner), at=now, content=io.BytesIO(b"hej"), filename="Andet.txt")
    owner_registry("tests.agenda", [other.document], readers=[colleague], writers=[colleague])
    with pytest.raises(DocumentNotFound):
        open_version(actor=actor_of(colleague), at=now, document_id=version.document_id)


def test_who_may_read_may_not_therefore_change(version, colleague, actor_of, now, owner_registry):
    owner_registry("tests.agenda", [version.document], readers=[colleague])
    actor = actor_of(colleague)
    with pytest.raises(AccessDenied, match="ændre dokumentet"):
        add_version(actor=actor, at=now, document_id=version.document_id, content=io.BytesIO(b"ny"), filename="ny.txt")
    with pytest.raises(AccessDenied):
        set_confidentiality(actor=actor, at=now, document_id=version.document_id, confidentiality=Confidentiality.OPEN)
    assert version.document.versions.count() == 1


def test_who_may_change_there_changes(version, colleague, actor_of, now, owner_registry):
    owner_registry("tests.agenda", [version.document], readers=[colleague], writers=[colleague])
    new = add_version(
        actor=actor_of(colleague), at=now, document_id=version.document_id, content=io.BytesIO(b"ny"), filename="ny.txt"
    )
    assert new.number == 2


def test_nobody_sees_nothing_and_the_command_line_everything(version, now):
    with pytest.raises(DocumentNotFound):
        get_document(actor=Actor.nobody(), document_id=version.document_id)
    assert get_document(actor=Actor.command_line(), document_id=version.document_id).pk == version.document_id


def test_what_the_command_line_brought_in_is_nobodys_until_attached(owner, administrator, actor_of, now):
    version = add_document(actor=Actor.command_line(), at=now, content=io.BytesIO(b"hej"), filename="a.txt")
    for person in (owner, administrator):
        with pytest.raises(DocumentNotFound):
            get_document(actor=actor_of(person), document_id=version.document_id)


def test_reading_what_is_confidential_is_recorded_each_time(version, owner, actor_of, now, browser_of):
    set_confidentiality(
        actor=actor_of(owner), at=now, document_id=version.document_id, confidentiality=Confidentiality.CONFIDENTIAL
    )
    browser = browser_of(owner)
    status_of(browser, version)
    status_of(browser, version)
    reads = Event.objects.filter(action="documents.read")
    assert [(read.person_id, read.object_id, read.data) for read in reads] == [
        (owner.pk, str(version.document_id), {"version": 1})
    ] * 2


def test_reading_what_is_not_confidential_leaves_no_event(version, owner, browser_of):
    before = Event.objects.count()
    status_of(browser_of(owner), version)
    assert Event.objects.count() == before


def test_one_who_is_not_signed_in_is_sent_to_sign_in(version, client):
    assert client.get(page_of(version)).status_code == 302
