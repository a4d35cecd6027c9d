"""Reading about documents. Their contents are given out by services.open_version, which logs what is confidential."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from . import storage
from .access import USE_DOCUMENTS, visible_to
from .models import Document, DocumentVersion, PersonalFile, StoredFile


class DocumentNotFound(LookupError):
    """There is no such document or version for this actor."""


def get_document(*, actor: Actor, document_id: UUID) -> Document:
    """Raises DocumentNotFound; whoever is not signed in finds what an owner shows to everybody, and nothing else."""
    document = visible_to(actor).filter(pk=document_id).first()
    if document is None:
        raise DocumentNotFound(document_id)
    return document


def get_version(*, actor: Actor, document_id: UUID, number: int | None = None) -> DocumentVersion:
    """The version with the number, or the newest. Raises DocumentNotFound."""
    document = get_document(actor=actor, document_id=document_id)
    versions = DocumentVersion.objects.filter(document=document).select_related("document", "file")
    if number is not None:
        versions = versions.filter(number=number)
    version = versions.order_by("-number").first()
    if version is None:
        raise DocumentNotFound(document_id)
    return version


def list_versions(*, actor: Actor, document_id: UUID) -> QuerySet[DocumentVersion]:
    """Newest first. Raises DocumentNotFound."""
    document = get_document(actor=actor, document_id=document_id)
    return document.versions.select_related("file", "created_by").order_by("-number")


def list_newest_versions(*, actor: Actor, document_ids: Collection[UUID]) -> dict[UUID, DocumentVersion]:
    """The newest version of each of the documents that the actor may read, by document; others are left out. One query.

    The contents are had with `services.take_out`, which records the reading of what is confidential.
    """
    USE_DOCUMENTS.require(actor)
    versions = DocumentVersion.objects.filter(document__in=visible_to(actor).filter(pk__in=document_ids))
    versions = versions.select_related("document", "file").order_by("number")
    return {version.document_id: version for version in versions}


def list_personal_files(*, actor: Actor, at: dt.datetime) -> QuerySet[PersonalFile]:
    """What was made for the actor and is still there, newest first; nobody else's, whoever asks."""
    USE_DOCUMENTS.require(actor)
    if actor.person_id is None:
        return PersonalFile.objects.none()
    return PersonalFile.objects.filter(person_id=actor.person_id, expires_at__gt=at)


def get_personal_file(*, actor: Actor, file_id: UUID, at: dt.datetime) -> PersonalFile:
    """Raises DocumentNotFound."""
    found = list_personal_files(actor=actor, at=at).filter(pk=file_id).first()
    if found is None:
        raise DocumentNotFound(file_id)
    return found


def damaged_files() -> Iterator[StoredFile]:
    """Every stored file whose content is gone or changed; reads the whole store. For whoever runs the server."""
    for stored in StoredFile.objects.order_by("sha256").iterator():
        if not storage.is_whole(stored.sha256):
            yield stored
