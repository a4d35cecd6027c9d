"""Bilag on the editor's page: what is posted about them, from a browser with JavaScript or without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.services import add_document
from chefforum.kernel.documents.storage import RefusedFile

from ..access import WRITE_ITEMS
from ..forms.writing import AttachmentForm, NewAttachmentForm
from ..queries.writing import AttachmentToWrite, attachments_to_write
from ..services.attachments import AttachmentChanges, NewAttachment, write_attachments

if TYPE_CHECKING:
    from ..models import Item


@dataclass(frozen=True)
class AttachmentRows:
    """The item's bilag with their fields, and the fields of a new one."""

    rows: tuple[tuple[AttachmentToWrite, AttachmentForm | None], ...]
    new: NewAttachmentForm

    @classmethod
    def of(cls, *, actor: Actor, item: Item) -> AttachmentRows:
        rows = attachments_to_write(actor=actor, item=item)
        return cls(tuple((row, None if row.is_hidden else _form(row)) for row in rows), NewAttachmentForm(prefix="new"))


def _form(row: AttachmentToWrite, data: Any = None) -> AttachmentForm:
    names = ("title", "is_confidential", "is_promised", "promised_date")
    initial = {name: getattr(row.row, name) for name in names}
    return AttachmentForm(data, initial=initial, prefix=f"b{row.row.pk}")


def save_attachments(request: Request, found: Item, at: dt.datetime) -> list[str]:
    """Saves what was posted about bilag; the words about what could not be saved."""
    refusals: list[str] = []
    fields: dict[int, dict[str, Any]] = {}
    files = {}
    for row in attachments_to_write(actor=request.actor, item=found):
        pk = row.row.pk
        if row.is_hidden or f"b{pk}-title" not in request.POST:
            continue
        form = _form(row, request.POST)
        if not form.is_valid():
            refusals += [f"Bilaget “{row.title}”: {error}" for errors in form.errors.values() for error in errors]
        if changed := form.changes():
            fields[pk] = changed
        for _, document in _documents(request, f"b{pk}-file", row.title, at, refusals):
            files[pk] = document
    act, _, what = request.POST.get("act", "").partition(":")
    pk = int(what) if what.isdigit() else 0
    changes = AttachmentChanges(
        fields=fields,
        files=files,
        new=list(_new(request, at, refusals)),
        moved=(pk, -1 if act == "file-up" else 1) if act in {"file-up", "file-down"} else None,
        removed=pk if act == "file-remove" else None,
    )
    write_attachments(actor=request.actor, item=found, changes=changes, at=at)
    return refusals


def _new(request: Request, at: dt.datetime, refusals: list[str]) -> Iterator[NewAttachment]:
    form = NewAttachmentForm(request.POST, prefix="new")
    if not form.is_valid():
        refusals += [str(error) for errors in form.errors.values() for error in errors]
        return
    title = form.cleaned_data["title"]
    chosen = _documents(request, "new-files", title, at, refusals)
    found = [NewAttachment(name, document) for name, document in chosen]
    if not found and title and not request.FILES.getlist("new-files"):
        found = [NewAttachment(title, is_promised=True, promised_date=form.cleaned_data["promised_date"])]
    yield from found


def _documents(
    request: Request, name: str, title: str, at: dt.datetime, refusals: list[str]
) -> Iterator[tuple[str, Any]]:
    """The files of a field, kept, each with its title: the one typed where there is one file, else the file's name."""
    uploads = request.FILES.getlist(name)
    for upload in uploads:
        filename = upload.name or ""
        called = title if title and len(uploads) == 1 else PurePath(filename).stem.replace("_", " ").strip() or filename
        try:
            version = add_document(actor=request.actor, at=at, title=called, content=upload, filename=filename)
        except RefusedFile as refusal:
            refusals.append(f"{filename}: {refusal}")
        else:
            yield called, version.document


@require_POST
@access(WRITE_ITEMS)
def save(request: Request, item_id: UUID) -> HttpResponse:
    """Bilag while somebody writes: the list anew."""
    from .writing import writable_item

    found = writable_item(request, item_id)
    refusals = save_attachments(request, found, timezone.now())
    if not request.htmx:
        return redirect("meetings:write", item_id)
    context = {"item": found, "attachments": AttachmentRows.of(actor=request.actor, item=found), "refusals": refusals}
    return render(request, "meetings/_write_attachments.html", context)
