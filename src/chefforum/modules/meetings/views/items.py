"""Items in the making on the web: the list of them, and a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from ..access import WORK_ON_ITEMS, WRITE_ITEMS
from ..forms.items import ItemFilter, ItemForm
from ..queries import items as queries
from ..rules.process import Waiting
from ..services.beginning import create_item_from, create_item_from_standing
from ..services.items import create_item

if TYPE_CHECKING:
    from ..models import Item


@require_GET
@access(WORK_ON_ITEMS)
def item_list(request: Request) -> HttpResponse:
    filters = ItemFilter(request.GET or None, actor=request.actor)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    found = queries.list_items(
        actor=request.actor,
        whose=chosen.get("vis", ""),
        forum_id=chosen.get("forum"),
        state=chosen.get("tilstand", ""),
        meeting_id=chosen.get("moede"),
    )
    page = page_of(found, request)
    context = {
        "page": page,
        "rows": [(item, Waiting(item.waiting).danish) for item in page.object_list],
        "filters": filters,
        "nouns": "punkt,punkter",
        "may_create": WRITE_ITEMS.allows(request.actor),
    }
    return render(request, "meetings/items.html", context)


@require_http_methods(["GET", "POST"])
@access(WRITE_ITEMS)
def item_create(request: Request) -> HttpResponse:
    """A new item: empty, or begun from another (?fra=ID of an item)."""
    on = timezone.localdate()
    form = ItemForm(request.POST or None, actor=request.actor, on=on, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        item = _created(request, form)
        messages.success(request, "Punktet er oprettet som kladde.")
        return redirect(_editor_or_process(item))
    context = {
        "form": form,
        "heading": "Nyt punkt",
        "lead": "Punktet er en kladde, til du sender det til godkendelse.",
        "submit": "Opret punktet",
        "cancel_url": reverse("meetings:items"),
    }
    return render(request, "meetings/item_create.html", context)


def _initial(request: Request) -> dict[str, Any]:
    """What is known before anything is typed: the item that one begins from, and its forum and department."""
    try:
        source = queries.find_item_to_begin_from(actor=request.actor, item_id=UUID(request.GET.get("fra", "")))
    except ValueError:
        return {}
    if source is None:
        raise Http404
    said = queries.content_to_begin_from(actor=request.actor, item=source).item
    kind = ItemKind.DECISION if said.kind is ItemKind.UNKNOWN else said.kind
    begin = f"item:{source.pk}"
    return {"begin": begin, "title": said.title, "kind": kind.value, "forum": source.forum_id, "unit": source.unit_id}


def _created(request: Request, form: ItemForm) -> Item:
    chosen = form.cleaned_data
    arguments: dict[str, Any] = {
        "actor": request.actor,
        "forum": form.forums[chosen["forum"]],
        "unit_id": chosen["unit"],
        "title": chosen["title"],
        "kind": ItemKind(chosen["kind"]),
        "wanted_meeting": form.meetings.get(chosen["meeting"]),
        "at": timezone.now(),
    }
    begin, _, key = chosen["begin"].partition(":")
    if begin == "item":
        source = queries.find_item_to_begin_from(actor=request.actor, item_id=UUID(key))
        if source is None:
            raise Http404
        return create_item_from(source=source, **arguments)
    if begin == "standing":
        standing = queries.find_standing_item(actor=request.actor, standing_id=int(key))
        if standing is None:
            raise Http404
        return create_item_from_standing(standing=standing, **arguments)
    return create_item(**arguments)


def _editor_or_process(item: Item) -> str:
    """Where one goes on with a new item: where it is written, if that is here."""
    try:
        return reverse("meetings:write", args=[item.pk])
    except NoReverseMatch:
        return reverse("meetings:process", args=[item.pk])
