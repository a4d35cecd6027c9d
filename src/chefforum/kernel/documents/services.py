"""Writing documents, giving out their contents, and making new ones from data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.web import danish

from . import queries, storage
from .access import ADD_DOCUMENT, may_change, visible_to
from .models import Document, DocumentVersion, PersonalFile, StoredFile
from .registry import DocumentKind, Material, document_kind, standing_at
from .rules import DOCUMENT_TYPES, DOCX, JSON, PDF, XLSX, Confidentiality, clean_filename

MADE_TYPES = {
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": XLSX,
    "html": "text/html; charset=utf-8",
    "json": JSON,
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}


class DocumentClosed(Exception):
    def __init__(self) -> None:
        super().__init__("Dokumentet er lukket og kan ikke ændres. Intet er ændret. Læg filen op som et nyt dokument.")


class UnknownFormat(LookupError):
    """The kind is not made in this format."""


@dataclass(frozen=True)
class OpenedVersion:
    """A content on its way out; whoever has it closes `file`."""

    file: BinaryIO
    filename: str
    content_type: str
    charset: str
    size: int
    is_confidential: bool


@dataclass(frozen=True)
class MadeDocument:
    """`as_of` is the day that the document's figures are from, `figures` the same in words, kind by kind; `name` the
    file's without its ending."""

    filename: str
    content_type: str
    content: bytes
    as_of: dt.date
    name: str
    figures: str = ""


def add_document(
    *,
    actor: Actor,
    at: dt.datetime,
    content: storage.Readable,
    filename: str,
    accepts: tuple[str, ...] = DOCUMENT_TYPES,
    title: str = "",
    confidentiality: Confidentiality = Confidentiality.INTERNAL,
    note: str = "",
) -> DocumentVersion:
    """A new document with its first version; until it is attached somewhere only the actor sees it.

    `content` is read once, from where it stands; `accepts` are the content types wanted here. Without a title the
    file's name is the title. Raises a RefusedFile with words for the person where the file is not taken in. Call it
    outside a transaction: the content may be large.
    """
    ADD_DOCUMENT.require(actor)
    kept = storage.keep(content, accepts=accepts)
    name = clean_filename(filename, kept.sniffed.content_type)
    with transaction.atomic():
        document = Document.objects.create(
            title=(" ".join(title.split()) or PurePath(name).stem)[:300],
            confidentiality=confidentiality,
            created_by_id=actor.person_id,
            created_at=at,
        )
        version = _new_version(actor=actor, at=at, document=document, kept=kept, name=name, note=note)
        _record(actor, at, "documents.add", document, {"sha256": kept.sha256, "size": kept.size})
    return version


def add_version(
    *, actor: Actor, at: dt.datetime, document_id: UUID, content: storage.Readable, filename: str, note: str = ""
) -> DocumentVersion:
    """The next version; where the content is that of the newest already, the newest, and nothing is written.

    Raises DocumentNotFound, AccessDenied, DocumentClosed or a RefusedFile.
    """
    queries.get_document(actor=actor, document_id=document_id)
    kept = storage.keep(content)
    name = clean_filename(filename, kept.sniffed.content_type)
    with transaction.atomic():
        document = _to_change(actor, document_id)
        newest = document.versions.order_by("-number").first()
        if newest and newest.file_id == kept.sha256:
            return newest
        version = _new_version(actor=actor, at=at, document=document, kept=kept, name=name, note=note)
        data = {"version": version.number, "sha256": kept.sha256, "size": kept.size}
        _record(actor, at, "documents.add_version", document, data)
    return version


def set_confidentiality(
    *, actor: Actor, at: dt.datetime, document_id: UUID, confidentiality: Confidentiality
) -> Document:
    """Raises DocumentNotFound, AccessDenied or DocumentClosed."""
    with transaction.atomic():
        document = _to_change(actor, document_id)
        before = document.confidentiality
        if before == confidentiality:
            return document
        document.confidentiality = confidentiality
        document.save(update_fields=["confidentiality"])
        data = {"before": before, "after": confidentiality.value}
        _record(actor, at, "documents.set_confidentiality", document, data)
    return document


def close_document(*, actor: Actor, at: dt.datetime, document_id: UUID) -> Document:
    """From now on neither file nor confidentiality changes. Raises DocumentNotFound, AccessDenied, DocumentClosed."""
    with transaction.atomic():
        document = _to_change(actor, document_id)
        document.closed_at = at
        document.save(update_fields=["closed_at"])
        _record(actor, at, "documents.close", document, {})
    return document


def open_version(*, actor: Actor, at: dt.datetime, document_id: UUID, number: int | None = None) -> OpenedVersion:
    """The content of a version (None: the newest), checked against its hash; reading a confidential one is recorded.

    Raises DocumentNotFound, and DamagedFile with words for the person.
    """
    version = queries.get_version(actor=actor, document_id=document_id, number=number)
    file = storage.open_checked(version.file_id)
    is_confidential = bool(queries.confidential_among([version.document]))
    if is_confidential:
        try:
            with transaction.atomic():
                _record(actor, at, "documents.read", version.document, {"version": version.number})
        except BaseException:
            file.close()
            raise
    return OpenedVersion(
        file=file,
        filename=version.filename,
        content_type=version.file.content_type,
        charset=version.file.charset,
        size=version.file.size,
        is_confidential=is_confidential,
    )


def take_out(*, actor: Actor, at: dt.datetime, versions: Iterable[DocumentVersion]) -> None:
    """Records that the actor is about to read versions that `queries.list_newest_versions` gave them: the confidential
    ones, an event for each. Their contents are then opened with `storage.open_whole(version.file_id)`."""
    versions = list(versions)
    closed = queries.confidential_among([version.document for version in versions])
    confidential = [version for version in versions if version.document_id in closed]
    with transaction.atomic():
        for version in confidential:
            _record(actor, at, "documents.read", version.document, {"version": version.number})


def keep_for(
    *, actor: Actor, at: dt.datetime, filename: str, content_type: str, content: BinaryIO, keep: dt.timedelta
) -> PersonalFile:
    """A made file, kept for the actor alone until `keep` has passed. Call it outside a transaction: it may be large.

    Removes what has expired for anybody, so that nothing lies long where no timer runs. Raises ValueError where the
    actor is no person.
    """
    if actor.person_id is None:
        raise ValueError("a personal file is a person's")
    remove_expired_files(at=at)
    size = content.seek(0, 2)
    content.seek(0)
    file = PersonalFile(
        person_id=actor.person_id,
        filename=filename[:200],
        content_type=content_type,
        size=size,
        made_at=at,
        expires_at=at + keep,
    )
    storage.keep_personal(file.pk, content)
    file.save(force_insert=True)
    return file


def remove_expired_files(*, at: dt.datetime) -> int:
    """Files made for one person whose time is over; says how many."""
    return remove_files(file_ids=PersonalFile.objects.filter(expires_at__lte=at).values_list("pk", flat=True))


def remove_files(*, file_ids: Iterable[UUID]) -> int:
    """Files made for one person, also before their time: where what they hold is closed since. Says how many."""
    found = list(PersonalFile.objects.filter(pk__in=list(file_ids)).values_list("pk", flat=True))
    for file_id in found:
        storage.remove_personal(file_id)
    PersonalFile.objects.filter(pk__in=found).delete()
    return len(found)


def make(*, kind: str, actor: Actor, parameters: dict[str, Any], format: str, at: dt.datetime) -> MadeDocument:
    """A document made from data as it stands: "Referat Chefforum 2026-01-28.pdf" and its content.

    Raises UnknownDocumentKind, UnknownFormat, AccessDenied, and what the kind's `build` raises.
    """
    found = document_kind(kind)
    if format not in found.formats:
        raise UnknownFormat(format)
    found.rule.require(actor)
    material = _told(found, found.build(actor=actor, parameters=parameters, at=at), actor, at)
    content = _written(found, material, format)
    return MadeDocument(
        filename=_made_filename(material.name, format),
        content_type=MADE_TYPES[format],
        content=content.encode() if isinstance(content, str) else content,
        as_of=material.as_of or timezone.localdate(at),
        name=material.name,
        figures="; ".join(material.figures),
    )


def _told(kind: DocumentKind, material: Material, actor: Actor, at: dt.datetime) -> Material:
    """With what its figures are of and when. What may be laid with a text always says so."""
    figures = material.figures
    if not figures and kind.as_attachment:
        source = kind.as_attachment.source
        figures = (f"{source} pr. {danish.date(material.as_of)}" if material.as_of else standing_at(source, at),)
    if not figures:
        return material
    told = f"Tallene: {'; '.join(figures)}; lavet af {actor.name}."
    document = material.document and replace(material.document, told=told)
    return replace(material, figures=figures, told=told, document=document)


def _written(kind: DocumentKind, material: Material, format: str) -> bytes | str:
    if own := kind.writers.get(format):
        return own(material)
    from . import rendering  # loads fonts and templates: only when something is made

    writers: dict[str, Callable[[rendering.Document], bytes | str]] = {
        "pdf": rendering.to_pdf,
        "docx": rendering.to_docx,
        "html": rendering.to_html,
        "xlsx": rendering.to_xlsx,
    }
    if material.document is None or format not in writers:
        raise UnknownFormat(format)
    return writers[format](material.document)


def _made_filename(name: str, format: str) -> str:
    """Cleaned as the names of uploads are, under the ending of the format."""
    return clean_filename(f"{name}.pdf", PDF).removesuffix(".pdf") + f".{format}"


def _to_change(actor: Actor, document_id: UUID) -> Document:
    """The document, locked for the transaction."""
    document = Document.objects.select_for_update().filter(pk__in=visible_to(actor).filter(pk=document_id)).first()
    if document is None:
        raise queries.DocumentNotFound(document_id)
    if not may_change(actor, document.pk):
        raise AccessDenied("Du har ikke adgang til at ændre dokumentet.")
    if document.closed_at:
        raise DocumentClosed
    return document


def _new_version(
    *, actor: Actor, at: dt.datetime, document: Document, kept: storage.Kept, name: str, note: str
) -> DocumentVersion:
    stored, _ = StoredFile.objects.get_or_create(
        sha256=kept.sha256,
        defaults={
            "size": kept.size,
            "content_type": kept.sniffed.content_type,
            "charset": kept.sniffed.charset,
            "created_at": at,
        },
    )
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    return DocumentVersion.objects.create(
        document=document,
        number=last + 1,
        file=stored,
        filename=name,
        note=note[:500],
        created_by_id=actor.person_id,
        created_at=at,
    )


def _record(actor: Actor, at: dt.datetime, action: str, document: Document, data: dict[str, Any]) -> None:
    # Without the title: what a bilag of a closed item is called is not for those who read the trail.
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="document",
        object_id=document.pk,
        data=data,
    )
