"""The whole meeting as one file: a PDF with bookmarks, or a ZIP with a folder for each item."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.models import DocumentVersion
from chefforum.kernel.documents.registry import made_on
from chefforum.kernel.documents.rendering import Document, to_docx, to_pdf
from chefforum.kernel.documents.rendering.merging import Chapter, Content, Enclosure, merge
from chefforum.kernel.documents.rules import JPEG, PDF, PNG, safe_name
from chefforum.kernel.documents.services import take_out
from chefforum.kernel.documents.storage import DamagedFile, open_whole
from chefforum.kernel.jobs.models import Job
from chefforum.kernel.jobs.services import start_job

from ..documents import minutes_document
from ..models import Meeting
from ..queries.actions import actions_for_meeting
from ..queries.bundle import Bundle, BundleFile, BundleItem, bundle_of
from ..queries.reading import describe_journal
from ..rules.bundling import EVERYTHING, FORMATS, Choice, enclosure_title, file_names, folder_names
from .reading import note_reading

IN_THE_ZIP = "ligger i ZIP-filen"
_PACKED_ALREADY = frozenset({PDF, PNG, JPEG})


def make_bundle(
    *,
    actor: Actor,
    meeting: Meeting,
    format: str,
    at: dt.datetime,
    target: BinaryIO,
    choice: Choice = EVERYTHING,
    said: Callable[[int, int], None] = lambda done, total: None,
) -> str:
    """Writes the meeting as the actor may read it to `target`, and gives the file's name.

    `format` is one of rules.bundling.FORMATS. What is confidential in it is recorded as read. The same meeting gives
    the same bytes. Callers ask `find_meeting` and `has_something_to_read` first.
    """
    bundle = bundle_of(actor=actor, meeting=meeting, choice=choice)
    read = [item.id for item in bundle.items]
    note_reading(actor=actor, of=meeting, at=at, how=FORMATS[format], only=read)
    take_out(actor=actor, at=at, versions=bundle.versions)
    document = minutes_document(
        minutes=bundle.minutes,
        journal=describe_journal(bundle.minutes),
        organisation=settings.MUNICIPALITY,
        issued_at=meeting.published_at or at,
        actions=actions_for_meeting(actor=actor, meeting=meeting, on=timezone.localdate(at)),
    )
    if format == "pdf":
        merge(document=document, chapters=_chapters(bundle), target=target, elsewhere=IN_THE_ZIP, said=said)
    else:
        _write_zip(bundle, document, target, said)
    return f"{_name(meeting, f'Samlet {meeting.kind_name.lower()}')}.{format}"


@transaction.atomic
def start_bundle(
    *,
    actor: Actor,
    meeting: Meeting,
    format: str,
    at: dt.datetime,
    choice: Choice = EVERYTHING,
) -> Job:
    """Makes the bundle in the background; the file is kept for the actor alone, for a day."""
    arguments = {
        "meeting_id": str(meeting.pk),
        "format": format,
        "item_ids": None if choice.item_ids is None else sorted(str(item_id) for item_id in choice.item_ids),
        "with_attachments": choice.with_attachments,
    }
    return start_job(actor=actor, at=at, run="meetings.bundle", arguments=arguments)


def _name(meeting: Meeting, what: str) -> str:
    return safe_name(made_on(f"{what} {meeting.forum.name}", meeting.date), longest=100)


def _chapters(bundle: Bundle) -> list[Chapter]:
    return [
        Chapter(
            under=f"Punkt {said.number}: {said.title}",
            title=f"Bilag til punkt {item.number}",
            subtitle=item.title,
            enclosures=tuple(_enclosure(file) for file in item.files),
        )
        for item, said in zip(bundle.items, bundle.minutes.items, strict=True)
        if item.files
    ]


def _enclosure(file: BundleFile) -> Enclosure:
    content = None
    if file.version:
        stored = file.version.file
        content = Content(stored.content_type, stored.charset, partial(open_whole, stored.sha256))
    return Enclosure(enclosure_title(file.number, file.title), content, file.note)


def _write_zip(bundle: Bundle, document: Document, target: BinaryIO, said: Callable[[int, int], None]) -> None:
    """Agenda or minutes on top, then a folder for each item that has files."""
    moment = (max(bundle.meeting.date.year, 1980), bundle.meeting.date.month, bundle.meeting.date.day, 0, 0, 0)
    name = _name(bundle.meeting, bundle.meeting.kind_name)
    with_files = [item for item in bundle.items if item.versions]
    folders = folder_names((item.number, item.title) for item in with_files)
    total, done = len(bundle.versions), 0
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(_entry(f"{name}.pdf", moment), to_pdf(document))
        archive.writestr(_entry(f"{name}.docx", moment, is_packed=False), to_docx(document))
        for folder, item in zip(folders, with_files, strict=True):
            for file_name, version in _named(item):
                said(done, total)
                _write_file(archive, f"{folder}/{file_name}", version, moment)
                done += 1
    said(total, total)


def _named(item: BundleItem) -> list[tuple[str, DocumentVersion]]:
    files = [(file.number, file.title, file.version) for file in item.files if file.version]
    names = file_names((number, title, version.filename, version.file.content_type) for number, title, version in files)
    return [(name, version) for name, (_, _, version) in zip(names, files, strict=True)]


def _write_file(archive: zipfile.ZipFile, path: str, version: DocumentVersion, moment: tuple[int, ...]) -> None:
    """A file that is damaged in the store is replaced by a text that says so: the others are not its to spoil."""
    try:
        with open_whole(version.file_id) as content:
            entry = _entry(path, moment, is_packed=version.file.content_type in _PACKED_ALREADY)
            with archive.open(entry, "w", force_zip64=version.file.size > 2**31) as place:
                shutil.copyfileobj(content, place)
    except DamagedFile as damage:
        archive.writestr(_entry(f"{path} mangler.txt", moment), str(damage))


def _entry(path: str, moment: tuple[int, ...], *, is_packed: bool = True) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, moment)  # type: ignore[arg-type]  # six numbers
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = 0o644 << 16
    return entry
