"""Bilag that Chefforum makes of its own data: from an item, and from the page of the document itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    NotMadeNow,
    UnknownDocumentKind,
    attachable_kind,
    attachable_kinds,
)

from ..access import WRITE_ITEMS
from ..forms.made_attachments import MadeAttachmentForm
from ..queries.attachments import made_attachment, made_before
from ..queries.items import items_to_write
from ..services.made_attachments import make_again, make_attachment, start_making, start_making_again
from .writing import writable_item


@require_GET
@access(WRITE_ITEMS)
def choose(request: Request, item_id: UUID) -> HttpResponse:
    """What the actor may make as a bilag of the item."""
    found = writable_item(request, item_id)
    kinds = attachable_kinds(actor=request.actor, on=timezone.localdate())
    return render(request, "meetings/make_choose.html", {"item": found, "kinds": kinds})


@require_http_methods(["GET", "POST"])
@access(WRITE_ITEMS)
def make(request: Request, item_id: UUID, kind: str) -> HttpResponse:
    """What the bilag is to be of, and then the bilag: at once, or in the background where it takes long."""
    found = writable_item(request, item_id)
    offered, offer = _offered(request, kind)
    data = request.POST if request.method == "POST" else None
    form = MadeAttachmentForm(data, offer=offer, initial={"title": offered.title})
    asked, there = _asked(request, offer), None
    if data is not None and form.is_valid() and (asked is None or asked.is_valid()):
        wanted = {
            "kind": kind,
            "parameters": asked.parameters() if asked is not None else {},
            "format": form.cleaned_data["format"],
            "title": form.cleaned_data["title"],
        }
        if "one_more" not in request.POST:
            same = {name: wanted[name] for name in ("kind", "parameters", "format")}
            there = made_before(found, actor=request.actor, **same)
        if there is None and (answer := _made(request, found, offer, form, wanted)) is not None:
            return answer
    wrong = bool(form.errors or (asked is not None and asked.errors) or there)
    context = {"item": found, "kind": offered, "offer": offer, "form": form, "asked": asked, "there": there}
    context["not_offered"] = _not_offered(request, asked)
    return render(request, "meetings/make_attachment.html", context, status=422 if wrong else 200)


def _made(
    request: Request, item: Any, offer: AsAttachment, form: MadeAttachmentForm, wanted: dict[str, Any]
) -> HttpResponse | None:
    """Where one goes when it is made, or being made; None where it cannot be, which the form then says."""
    if offer.is_slow:
        job = start_making(actor=request.actor, item=item, at=timezone.now(), **wanted)
        return redirect("jobs:job_detail", job.pk)
    try:
        made = make_attachment(actor=request.actor, item=item, at=timezone.now(), **wanted)
    except NotMadeNow as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"Bilaget “{made.title}” er lavet og lagt ved.")
    return redirect(_bilag_of(item.pk))


@require_POST
@access(WRITE_ITEMS)
def again(request: Request, attachment_id: int) -> HttpResponse:
    """The same bilag with the figures of now."""
    found = made_attachment(actor=request.actor, attachment_id=attachment_id)
    if found is None:
        raise Http404
    attachment, at = found.attachment, timezone.now()
    writable_item(request, attachment.item_id)
    _, offer = _offered(request, found.kind)
    if offer.is_slow:
        job = start_making_again(actor=request.actor, attachment=attachment, at=at)
        return redirect("jobs:job_detail", job.pk)
    try:
        make_again(actor=request.actor, attachment_id=attachment_id, at=at)
    except NotMadeNow as refusal:
        messages.error(request, f"{refusal} Bilaget er, som det var.")
    else:
        messages.success(request, f"Bilaget “{attachment.title}” er lavet igen. Det, der er sendt ud, er, som det var.")
    return redirect(_bilag_of(attachment.item_id))


@require_GET
@access(WRITE_ITEMS)
def lay_with(request: Request, kind: str) -> HttpResponse:
    """Among the items that the actor may write in, the one that the document is to be a bilag of."""
    offered, _ = _offered(request, kind)
    items = items_to_write(actor=request.actor, on=timezone.localdate())
    context = {"kind": offered, "items": items, "chosen": request.GET.urlencode()}
    return render(request, "meetings/lay_with.html", context)


def _offered(request: Request, kind: str) -> tuple[DocumentKind, AsAttachment]:
    try:
        found = attachable_kind(kind, actor=request.actor, on=timezone.localdate())
    except UnknownDocumentKind:
        raise Http404 from None
    if found.as_attachment is None:
        raise Http404
    return found, found.as_attachment


def _asked(request: Request, offer: AsAttachment) -> Any:
    """The kind's own form, filled in with what the document's page said; None where it asks nothing."""
    if offer.form is None:
        return None
    data = request.POST if request.method == "POST" else None
    return offer.form(data, actor=request.actor, on=timezone.localdate(), initial=request.GET.dict())


def _not_offered(request: Request, asked: Any) -> list[str]:
    """What the address chooses that cannot be chosen, as "År: 1999"."""
    if asked is None or asked.is_bound:
        return []
    said = ((asked.fields.get(name), value) for name, value in request.GET.items() if value)
    return [
        f"{field.label}: {value}"
        for field, value in said
        if isinstance(field, forms.ChoiceField) and not field.valid_value(value)
    ]


def _bilag_of(item_id: UUID) -> str:
    return f"{reverse('meetings:write', args=[item_id])}#bilag"
