"""A person's own notes on the web. Every answer is for the one who wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.queries import DocumentNotFound
from chefforum.web import danish
from chefforum.web.saving import is_autosave

from ..access import READ_MEETINGS
from ..forms.notes import NoteForm
from ..queries import meetings as queries
from ..queries.attachments import AttachmentShown, find_shown, show_attachment
from ..queries.changes import ItemChanges, annotated
from ..queries.notes import find_note, notes_to
from ..queries.reading import ItemOnPage
from ..services import notes as services
from ..services.reading import note_reading

if TYPE_CHECKING:
    from ..models import PrivateNote

_UNDO = "slettet"
# Where a bilag opens inside a page that has the notes beside it, words can be marked there too.
_WITH_NOTES = "noter"


def notes_beside(
    request: Request, item: ItemOnPage, changes: ItemChanges | None = None, bilag: AttachmentShown | None = None
) -> dict[str, Any]:
    """What the panel of own notes beside an item's text shows, and where the text is marked; of one bilag its own."""
    if request.actor.person_id is None:
        return {}
    shown = {bilag.attachment.id: bilag.texts} if bilag and bilag.texts is not None else {}
    notes = notes_to(actor=request.actor, items=[item], shown=shown)[item.id]
    if bilag:
        notes = tuple(note for note in notes if note.attachment_id == bilag.attachment.id)
    return {
        "notes": notes,
        "may_write_notes": not item.is_hidden,
        "noted_item_id": item.id,
        "noted_attachments": [one for one in item.attachments if not one.is_hidden],
        "annotated": annotated(notes=notes, changes=changes),
        "back": request.path,
        "deleted_note": note_just_deleted(request),
        # A note that is sent twice is one note: each form of the page has the id of the note that it makes.
        "new_note_id": uuid4(),
        "new_mark_id": uuid4(),
    }


def note_just_deleted(request: Request) -> UUID | None:
    """The note that the page offers to bring back."""
    try:
        return UUID(request.GET.get(_UNDO, ""))
    except ValueError:
        return None


def back_to(request: Request, default: str) -> str:
    """The page that a form stood on, as a path of ours."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back.split("?")[0].split("#")[0] if is_ours else default


@require_POST
@access(READ_MEETINGS)
def write(request: Request, item_id: UUID) -> HttpResponse:
    """A new note to the item or one of its bilag; words marked in its text."""
    item = queries.find_item(actor=request.actor, item_id=item_id)
    if item is None:
        raise Http404
    form = NoteForm(request.POST)
    back = back_to(request, reverse("meetings:item", args=[item_id]))
    if not form.is_valid():
        return _refused(request, back, "Skriv sidetallet som et tal. Noten er ikke gemt.")
    said = form.cleaned_data
    try:
        note = services.write_note(
            actor=request.actor,
            item=item,
            at=timezone.now(),
            text=said["text"],
            quote=said["quote"],
            before=said["before"],
            after=said["after"],
            attachment_id=said["attachment"],
            page=said["page"],
            note_id=said["note"],
            sent=said["sent"],
        )
    except services.NoteSaysNothing as refusal:
        return _refused(request, back, str(refusal))
    except services.NoteNotFound:
        raise Http404 from None
    if note.quote and note.attachment_id and not note.text:
        # Inside its item the bilag is folded when the page comes again: the words stand on its own page.
        back = reverse("meetings:attachment", args=[note.attachment_id])
    return _saved(request, note, back)


@require_http_methods(["GET", "POST"])
@never_cache
@access(READ_MEETINGS)
def change(request: Request, note_id: UUID) -> HttpResponse:
    note = _note_or_404(request, note_id)
    back = back_to(request, reverse("meetings:my_notes"))
    if request.method == "GET":
        return render(request, "meetings/note.html", {"note": note, "back": back})
    form = NoteForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        kept = services.change_note(
            actor=request.actor,
            note_id=note_id,
            text=said.get("text", ""),
            at=timezone.now(),
            seen_at=said.get("seen"),
            sent=said.get("sent", ""),
            # The form of a new note, which is saved as it is written, also asks what the note is to.
            place=(said.get("attachment"), said.get("page")) if "attachment" in request.POST else None,
        )
    except services.NoteSaysNothing as refusal:
        return _refused(request, back, str(refusal))
    if kept.pk != note.pk and not is_autosave(request):
        messages.warning(request, "Noten var også ændret et andet sted. Begge tekster er gemt, hver i sin note.")
    return _saved(request, kept, back)


@require_POST
@access(READ_MEETINGS)
def delete(request: Request, note_id: UUID) -> HttpResponse:
    note = _note_or_404(request, note_id)
    services.delete_note(actor=request.actor, note_id=note.pk, at=timezone.now())
    return redirect(f"{back_to(request, reverse('meetings:my_notes'))}?{_UNDO}={note_id}#noter")


@require_POST
@access(READ_MEETINGS)
def restore(request: Request, note_id: UUID) -> HttpResponse:
    try:
        services.restore_note(actor=request.actor, note_id=note_id, at=timezone.now())
    except services.NoteNotFound:
        raise Http404 from None
    messages.success(request, "Noten er her igen.")
    return redirect(back_to(request, reverse("meetings:my_notes")) + "#noter")


@require_GET
@never_cache
@access(READ_MEETINGS)
def attachment(request: Request, attachment_id: int) -> HttpResponse:
    """A bilag in place, with own notes to it; inside an item's page the bilag alone."""
    found = find_shown(actor=request.actor, attachment_id=attachment_id)
    if found is None:
        raise Http404
    item, item_shown, one = found
    at = timezone.now()
    note_reading(actor=request.actor, of=item, at=at, how="bilag")
    try:
        shown = show_attachment(actor=request.actor, item=item_shown, attachment=one, at=at)
    except DocumentNotFound:
        raise Http404 from None
    beside = notes_beside(request, item_shown, bilag=shown)
    if request.htmx:
        if _WITH_NOTES not in request.GET:
            marks = annotated(notes=beside.get("notes", ()), is_numbered=False)
            beside |= {"may_write_notes": False, "annotated": marks}
        return render(request, "meetings/_attachment.html", {**beside, "shown": shown, "is_inside": True})
    context = {
        **beside,
        "shown": shown,
        "item_name": f"Punkt {item_shown.number}: {item_shown.title}" if item_shown.number else item_shown.title,
        "item_url": reverse("meetings:item", args=[item.pk]),
        "one_attachment": one,
    }
    return render(request, "meetings/attachment.html", context)


def _note_or_404(request: Request, note_id: UUID) -> PrivateNote:
    note = find_note(actor=request.actor, note_id=note_id)
    if note is None:
        raise Http404
    return note


def _saved(request: Request, note: PrivateNote, back: str) -> HttpResponse:
    if not is_autosave(request):
        # Who marked words goes on reading where they stand.
        return redirect(f"{back}#noter" if note.text else f"{back}#ord-{note.pk}")
    clock = danish.time(timezone.localtime(note.at))
    url = reverse("meetings:note_change", args=[note.pk])
    return JsonResponse({"url": url, "seen": note.at.isoformat(), "words": f"Gemt {clock}"})


def _refused(request: Request, back: str, words: str) -> HttpResponse:
    if is_autosave(request):
        return JsonResponse({"words": "Ikke gemt endnu"})
    messages.error(request, words)
    return redirect(f"{back}#noter")
