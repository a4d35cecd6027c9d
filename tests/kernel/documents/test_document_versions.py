"""Documents and their versions."""

import io
import threading

import pytest
from django.db import connection
from document_files import pdf, word

from chefforum.kernel.audit.models import Event
from chefforum.kernel.documents.models import Document, DocumentVersion, StoredFile
from chefforum.kernel.documents.queries import DocumentNotFound, damaged_files, get_version, list_versions
from chefforum.kernel.documents.rules import Confidentiality, RefusedFile
from chefforum.kernel.documents.services import (
    DocumentClosed,
    add_document,
    add_version,
    close_document,
    open_version,
    set_confidentiality,
)


@pytest.fixture
def actor(owner, actor_of):
    return actor_of(owner)


@pytest.fixture
def first(actor, now):
    return add_document(actor=actor, at=now, content=io.BytesIO(pdf("1")), filename=r"C:\x\Års plan.pdf")


def read(actor, now, document_id, number=None):
    with open_version(actor=actor, at=now, document_id=document_id, number=number).file as file:
        return file.read()


def test_a_document_takes_its_title_from_the_files_name(first):
    assert (first.number, first.filename, first.document.title) == (1, "Års plan.pdf", "Års plan")
    assert first.document.confidentiality == "internal"


def test_versions_are_numbered_and_the_old_ones_stay(first, actor, now):
    second = add_version(
        actor=actor, at=now, document_id=first.document_id, content=io.BytesIO(word()), filename="Plan.docx", note="Ny"
    )
    assert (second.number, second.note) == (2, "Ny")
    assert get_version(actor=actor, document_id=first.document_id).number == 2
    assert read(actor, now, first.document_id, 1)[:4] == b"%PDF"
    assert read(actor, now, first.document_id)[:2] == b"PK"
    assert [version.number for version in list_versions(actor=actor, document_id=first.document_id)] == [2, 1]


def test_the_same_content_as_the_newest_makes_no_version(first, actor, now):
    events = Event.objects.count()
    content = io.BytesIO(read(actor, now, first.document_id))
    again = add_version(actor=actor, at=now, document_id=first.document_id, content=content, filename="andet navn.pdf")
    assert again == first
    assert Event.objects.count() == events


def test_going_back_to_an_older_content_is_a_version(first, actor, now):
    old = read(actor, now, first.document_id)
    for content in (b"ny tekst", old):
        add_version(
            actor=actor, at=now, document_id=first.document_id, content=io.BytesIO(content), filename="Plan.pdf"
        )
    assert DocumentVersion.objects.count() == 3
    assert StoredFile.objects.count() == 2


def test_two_documents_with_one_content_share_the_file(first, actor, now):
    other = add_document(
        actor=actor, at=now, content=io.BytesIO(read(actor, now, first.document_id)), filename="Kopi.pdf"
    )
    assert other.document_id != first.document_id
    assert other.file_id == first.file_id


def test_a_version_that_is_not_there_is_not_found(first, actor, now):
    with pytest.raises(DocumentNotFound):
        open_version(actor=actor, at=now, document_id=first.document_id, number=2)


def test_a_refused_file_leaves_no_trace(actor, now):
    with pytest.raises(RefusedFile):
        add_document(actor=actor, at=now, content=io.BytesIO(b"<html>"), filename="side.pdf")
    assert not Document.objects.exists()
    assert not Event.objects.exists()


def test_a_closed_document_changes_no_more(first, actor, now):
    close_document(actor=actor, at=now, document_id=first.document_id)
    with pytest.raises(DocumentClosed, match="Intet er ændret"):
        add_version(actor=actor, at=now, document_id=first.document_id, content=io.BytesIO(b"ny"), filename="a.txt")
    with pytest.raises(DocumentClosed):
        set_confidentiality(actor=actor, at=now, document_id=first.document_id, confidentiality=Confidentiality.OPEN)
    assert read(actor, now, first.document_id)[:4] == b"%PDF"


def test_every_write_has_its_event(first, actor, now):
    add_version(actor=actor, at=now, document_id=first.document_id, content=io.BytesIO(b"ny"), filename="a.txt")
    set_confidentiality(
        actor=actor, at=now, document_id=first.document_id, confidentiality=Confidentiality.CONFIDENTIAL
    )
    set_confidentiality(
        actor=actor, at=now, document_id=first.document_id, confidentiality=Confidentiality.CONFIDENTIAL
    )
    close_document(actor=actor, at=now, document_id=first.document_id)
    assert list(Event.objects.order_by("number").values_list("action", flat=True)) == [
        "documents.add",
        "documents.add_version",
        "documents.set_confidentiality",
        "documents.close",
    ]
    assert Event.objects.get(action="documents.set_confidentiality").data == {
        "before": "internal",
        "after": "confidential",
    }


def test_damage_anywhere_in_the_store_is_found(first, actor, now, store):
    whole = add_document(actor=actor, at=now, content=io.BytesIO(b"hel"), filename="hel.txt")
    [path] = store.rglob(first.file_id)
    path.write_bytes(b"noget andet")
    assert [stored.pk for stored in damaged_files()] == [first.file_id]
    assert whole.file_id != first.file_id


@pytest.mark.django_db(transaction=True)
def test_two_who_add_a_version_at_once_get_two_numbers(first, actor, now):
    """On the database, since only two connections can meet there."""
    ready = threading.Barrier(4)
    failures = []

    def add(number):
        try:
            ready.wait(10)
            add_version(
                actor=actor,
                at=now,
                document_id=first.document_id,
                content=io.BytesIO(f"udgave {number}".encode()),
                filename="a.txt",
            )
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    numbers = DocumentVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5]
