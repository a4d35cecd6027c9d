"""The pages of an import: choose a file, see what it would change, carry it out, and the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.rules import RefusedFile
from chefforum.web.pages import page_of

from . import queries, services
from .access import USE_IMPORTS
from .forms import ImportForm
from .registry import ImportKind, UnknownImportKind, import_kind, kinds_for

ROWS_PER_PAGE = 200


@access(USE_IMPORTS)
@require_safe
def import_list(request: Request) -> HttpResponse:
    page = page_of(queries.list_imports(actor=request.actor), request)
    now = timezone.now()
    context = {
        "kinds": kinds_for(request.actor),
        "page": page,
        "nouns": "import,importer",
        "imports": [queries.line_of(item, at=now) for item in page],
    }
    return render(request, "imports/import_list.html", context)


@access(USE_IMPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: Request, kind: str) -> HttpResponse:
    try:
        chosen = import_kind(kind)
    except UnknownImportKind:
        raise Http404 from None
    chosen.rule.require(request.actor)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST if is_sent else None, request.FILES if is_sent else None, kind=chosen)
    options = _options_form(request, chosen)
    # Both are asked, so that every mistake is shown at once.
    if is_sent and all([form.is_valid(), options is None or options.is_valid()]):
        try:
            item = services.start_import(
                actor=request.actor,
                at=timezone.now(),
                kind=kind,
                content=form.cleaned_data["file"],
                filename=form.cleaned_data["file"].name,
                options=options.cleaned_data if options else None,
            )
        except RefusedFile as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:import_detail", import_id=item.pk)
    return render(request, "imports/import_new.html", {"kind": chosen, "form": form, "options": options})


def _options_form(request: Request, kind: ImportKind) -> Any:
    if kind.options_form is None:
        return None
    return kind.options_form(request.POST if request.method == "POST" else None, actor=request.actor, prefix="options")


@access(USE_IMPORTS)
@require_safe
def import_detail(request: Request, import_id: UUID) -> HttpResponse:
    """The whole page; while it is at work the page asks for its progress, and is loaded anew when that is over."""
    try:
        item = queries.get_import(actor=request.actor, import_id=import_id, at=timezone.now())
    except queries.ImportNotFound:
        raise Http404 from None
    progress = item.job.progress(url=request.path) if item.job else None
    if request.htmx:
        if not item.is_at_work:
            return HttpResponseClientRefresh()
        return render(request, "jobs/_progress.html", {"job": item.job, "progress": progress})
    context = {
        "item": item,
        "progress": progress,
        "changes": Paginator(item.worded_changes, ROWS_PER_PAGE).get_page(request.GET.get("aendringer")),
        "problems": Paginator(item.worded_problems, ROWS_PER_PAGE).get_page(request.GET.get("bemaerkninger")),
    }
    return render(request, "imports/import_detail.html", context)


@access(USE_IMPORTS)
@require_POST
def import_carry_out(request: Request, import_id: UUID) -> HttpResponse:
    return _act(request, import_id, services.start_carrying_out)


@access(USE_IMPORTS)
@require_POST
def import_read_again(request: Request, import_id: UUID) -> HttpResponse:
    return _act(request, import_id, services.start_reading_again)


@access(USE_IMPORTS)
@require_POST
def import_cancel(request: Request, import_id: UUID) -> HttpResponse:
    return _act(request, import_id, services.cancel_import)


def _act(request: Request, import_id: UUID, act: Any) -> HttpResponse:
    """Does it, and back to the page; where the state does not allow it the page shows how things stand."""
    try:
        act(actor=request.actor, at=timezone.now(), import_id=import_id)
    except queries.ImportNotFound:
        raise Http404 from None
    except services.NotPossibleNow as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:import_detail", import_id=import_id)
