"""Meetings on the web."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.connectors.minutes import schema as minutes_schema
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import PUBLIC, Role
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import add_document, make
from chefforum.kernel.documents.storage import RefusedFile
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import KEEP_MEETINGS, READ_MEETINGS, WRITE_ITEMS, may_keep, may_write, require_closer
from ..documents import FORMATS
from ..forms.meetings import ConfidentialityForm, MeetingFilter
from ..queries import meetings as queries
from ..queries.actions import actions_for_meeting
from ..queries.after_meeting import after_meeting
from ..queries.deadlines import deadline_of_item
from ..queries.forums import is_there_a_forum
from ..queries.items import may_ask_for
from ..queries.minutes_page import minutes_on_page
from ..queries.preparing import reading_marks
from ..queries.process import summary_of
from ..queries.reading import item_on_page, meeting_on_page
from ..queries.versions import list_versions
from ..services.keeping import attach_file, set_confidentiality
from ..services.reading import note_reading
from ..services.sending import recall_agenda, send_out
from ..services.steps import StepNotPossible
from .bar import bar_of
from .finding import around, around_item, item_or_404, meeting_or_404, when_and_where
from .notes import notes_beside

if TYPE_CHECKING:
    from ..models import Item


@require_GET
@access(READ_MEETINGS)
def meeting_list(request: Request) -> HttpResponse:
    filters = MeetingFilter(request.GET or None, actor=request.actor)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    found = queries.list_meetings(actor=request.actor, forum_id=chosen.get("forum"), year=chosen.get("aar"))
    kept = list(queries.kept_by(actor=request.actor))
    makes_forums = request.actor.has_role(Role.ADMINISTRATOR, Role.SECRETARIAT)
    context = {
        "page": page_of(queries.coming_first(found, on=timezone.localdate()), request),
        "filters": filters,
        "nouns": "møde,møder",
        "kept": kept,
        "may_import": bool(kept),
        "may_create": WRITE_ITEMS.allows(request.actor),
        "has_no_forum": makes_forums and not kept and not is_there_a_forum(),
    }
    return render(request, "meetings/list.html", context)


@require_GET
@access(READ_MEETINGS)
def meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    found = meeting_or_404(request, meeting_id)
    at = timezone.now()
    note_reading(actor=request.actor, of=found, at=at, how="side")
    shown = meeting_on_page(actor=request.actor, meeting=found)
    participants = shown.head.participants
    marks = reading_marks(actor=request.actor, shown=shown, on=timezone.localdate())
    context = {
        **around(found),
        "shown": shown,
        "has_no_contents": not shown.items and not shown.unplaced,
        "takes_items": not shown.items and may_ask_for(actor=request.actor, meeting=found, on=timezone.localdate()),
        "formats": FORMATS,
        "state_kind": "success" if found.is_published else "warning",
        "state": found.get_state_display(),
        "bar": bar_of(actor=request.actor, meeting=found, at=at, prepares=bool(marks)),
        "lead": when_and_where(found),
        "follow_up": actions_for_meeting(actor=request.actor, meeting=found, on=timezone.localdate()),
        "marks": marks,
        "participants": participants,
        **minutes_on_page(meeting=found, head=shown.head),
        "participants_title": f"{len(participants)} {danish.plural(len(participants), 'deltager,deltagere')}",
    }
    return render(request, "meetings/meeting.html", context)


@require_GET
@access(READ_MEETINGS)
def item(request: Request, item_id: UUID) -> HttpResponse:
    """An item in its place on the agenda, or, before it has one, by itself."""
    found = item_or_404(request, item_id)
    if found.meeting is None:
        return _item_alone(request, found)
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="side")
    shown = meeting_on_page(actor=request.actor, meeting=found.meeting)
    places = [one.id for one in shown.items]
    if found.pk not in places:
        return _item_alone(request, found)
    place = places.index(found.pk)
    context = {
        **around(found.meeting),
        "item_name": f"Punkt {shown.items[place].number}: {shown.items[place].title}",
        "may_keep": shown.may_keep,
        "may_write": may_write(request.actor, found),
        "item": shown.items[place],
        "after": after_meeting(actor=request.actor, item=found, on=timezone.localdate()),
        **notes_beside(request, shown.items[place]),
        "process": summary_of(actor=request.actor, item=found),
        "previous": shown.items[place - 1] if place else None,
        "next": shown.items[place + 1] if place + 1 < len(shown.items) else None,
    }
    return render(request, "meetings/item.html", context)


def _item_alone(request: Request, found: Item) -> HttpResponse:
    shown = item_on_page(actor=request.actor, item=found)
    if shown is None:
        raise Http404
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="side")
    context = {
        **around_item(found),
        "item_name": shown.title,
        "may_keep": may_keep(request.actor, found.forum),
        "may_write": may_write(request.actor, found),
        "item": shown,
        "after": after_meeting(actor=request.actor, item=found, on=timezone.localdate()),
        **notes_beside(request, shown),
        "process": summary_of(actor=request.actor, item=found),
        "deadline": deadline_of_item(item=found, at=timezone.now()),
    }
    return render(request, "meetings/item.html", context)


@require_GET
@access(READ_MEETINGS)
def export(request: Request, meeting_id: UUID, format: str) -> HttpResponse:
    found = meeting_or_404(request, meeting_id)
    if format not in FORMATS or not queries.has_something_to_read(actor=request.actor, meeting=found):
        raise Http404
    at = timezone.now()
    note_reading(actor=request.actor, of=found, at=at, how=format)
    made = make(
        kind="meetings.minutes", actor=request.actor, parameters={"meeting": str(found.pk)}, format=format, at=at
    )
    return download_of(made)


@require_GET
@access(READ_MEETINGS)
def versions(request: Request, meeting_id: UUID) -> HttpResponse:
    """What has been sent out, and what each version changed."""
    found = meeting_or_404(request, meeting_id)
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="versioner")
    context = {**around(found), "versions": list_versions(actor=request.actor, meeting=found)}
    return render(request, "meetings/versions.html", context)


@require_GET
@access(PUBLIC)
def schema(request: Request) -> HttpResponse:
    """The JSON Schema of the minutes that `export` gives as JSON."""
    return JsonResponse(minutes_schema(), content_type="application/schema+json", json_dumps_params={"indent": 2})


@require_POST
@access(KEEP_MEETINGS)
def send(request: Request, meeting_id: UUID) -> HttpResponse:
    """The agenda or the minutes to the members, or a new version of what they have."""
    found = meeting_or_404(request, meeting_id)
    reason = request.POST.get("reason", "")
    try:
        version = send_out(actor=request.actor, meeting=found, at=timezone.now(), reason=reason)
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Version {version.number} er udsendt. Forummets medlemmer kan nu læse den.")
    return redirect("meetings:meeting", meeting_id)


@require_POST
@access(KEEP_MEETINGS)
def recall(request: Request, meeting_id: UUID) -> HttpResponse:
    found = meeting_or_404(request, meeting_id)
    try:
        recall_agenda(actor=request.actor, meeting=found, at=timezone.now(), reason=request.POST.get("reason", ""))
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Dagsordenen er trukket tilbage. Du kan udsende den igen.")
    return redirect("meetings:meeting", meeting_id)


@require_http_methods(["GET", "POST"])
@access(WRITE_ITEMS)
def confidentiality(request: Request, item_id: UUID) -> HttpResponse:
    found = item_or_404(request, item_id)
    require_closer(request.actor, found)
    named = queries.reader_ids(found)
    initial = {"is_confidential": found.is_confidential, "readers": named}
    form = ConfidentialityForm(
        request.POST or None, initial=initial, forum=found.forum, named=named, on=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        set_confidentiality(
            actor=request.actor,
            item=found,
            is_confidential=form.cleaned_data["is_confidential"],
            reader_ids=form.reader_ids,
            at=timezone.now(),
        )
        if another := form.cleaned_data["another"]:
            messages.success(request, f"Gemt. {another.name} står nu blandt dem, der må læse punktet.")
            return redirect("meetings:confidentiality", item_id)
        messages.success(request, "Fortroligheden er gemt.")
        return redirect("meetings:item", item_id)
    context = {
        **around_item(found),
        "form": form,
        "item": found,
        "item_name": found.title,
        "heading": "Fortrolighed",
        "lead": found.title,
        "submit": "Gem",
        "item_url": reverse("meetings:item", args=[item_id]),
        "cancel_url": reverse("meetings:item", args=[item_id]),
    }
    return render(request, "meetings/confidentiality.html", context)


@require_POST
@access(KEEP_MEETINGS)
def attach(request: Request, attachment_id: int) -> HttpResponse:
    attachment = queries.find_attachment(actor=request.actor, attachment_id=attachment_id)
    if attachment is None or not may_keep(request.actor, attachment.item.forum):
        raise Http404
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "Vælg en fil først. Intet er ændret.")
        return redirect("meetings:item", attachment.item_id)
    at = timezone.now()
    try:
        version = add_document(
            actor=request.actor, at=at, title=attachment.title, content=upload, filename=upload.name or ""
        )
    except RefusedFile as refusal:
        messages.error(request, str(refusal))
    else:
        attach_file(actor=request.actor, attachment=attachment, document=version.document, at=at)
        messages.success(request, f"Bilaget “{attachment.title}” er lagt på punktet.")
    return redirect("meetings:item", attachment.item_id)
