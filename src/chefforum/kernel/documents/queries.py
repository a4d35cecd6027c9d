"""Reading about documents. Their contents are given out by services.open_version, which logs what is confidential."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from . import storage
from .access import visible_to
from .models import Document, DocumentVersion, StoredFile


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


def damaged_files() -> Iterator[StoredFile]:
    """Every stored file whose content is gone or changed; reads the whole store. For whoever runs the server."""
    for stored in StoredFile.objects.order_by("sha256").iterator():
        if not storage.is_whole(stored.sha256):
            yield stored
