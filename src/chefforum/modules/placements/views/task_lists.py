"""Lists of tasks: found, read, copied, shared."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.web.once import SAVED_AND_CHANGED, AlreadyMade, sent_again, to_what_was_made

from ..access import OFFER_PLACES, READ_PUBLISHED
from ..forms.task_lists import TaskListFilter, TaskListForm, TaskRows, UseForm
from ..queries.task_lists import (
    TaskListNotFound,
    TaskListPage,
    list_task_lists,
    own_units,
    require_own,
    task_list_page,
)
from ..services.task_lists import (
    ListRefused,
    change_task_list,
    make_task_list,
    remove_task_list,
    says_the_same,
    share_task_list,
    use_task_list,
)


@require_GET
@access(READ_PUBLISHED)
def task_lists(request: Request) -> HttpResponse:
    may_own = OFFER_PLACES.allows(request.actor)
    filters = TaskListFilter(request.GET, may_own=may_own)
    said = filters.cleaned_data if filters.is_valid() else {}
    found = list_task_lists(
        actor=request.actor,
        on=timezone.localdate(),
        words=said.get("ord", ""),
        job_type=said.get("type", ""),
        own=said.get("egne", False),
    )
    context = {"found": found, "filters": filters, "may_make": may_own, "is_filtered": any(said.values())}
    return render(request, "placements/task_lists.html", context)


def _page_or_404(request: Request, list_id: UUID) -> TaskListPage:
    try:
        return task_list_page(actor=request.actor, list_id=list_id, on=timezone.localdate())
    except TaskListNotFound:
        raise Http404 from None


@require_GET
@access(READ_PUBLISHED)
def task_list(request: Request, list_id: UUID) -> HttpResponse:
    page = _page_or_404(request, list_id)
    use = UseForm(units=page.own_units) if page.own_units and page.task_list.removed_at is None else None
    return render(request, "placements/task_list.html", {"page": page, "use": use})


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def task_list_new(request: Request) -> HttpResponse:
    """A new list; with `?fra=` a copy of another, to be adapted before it is kept."""
    original = _original(request)
    return _write(request, page=None, original=original)


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def task_list_change(request: Request, list_id: UUID) -> HttpResponse:
    page = _page_or_404(request, list_id)
    require_own(request.actor, page.task_list)
    return _write(request, page=page, original=None)


def _original(request: Request) -> TaskListPage | None:
    asked = request.GET.get("fra", "")
    if not asked:
        return None
    try:
        return _page_or_404(request, UUID(asked))
    except ValueError:
        raise Http404 from None


def _write(request: Request, *, page: TaskListPage | None, original: TaskListPage | None) -> HttpResponse:
    at = timezone.now()
    units = own_units(actor=request.actor, on=timezone.localdate(at))
    shown = page or original
    form = TaskListForm(request.POST or None, units=units, initial=_initial(page, original))
    # What is sent is all there is: a row as it was before is a row, too, whichever form it comes from.
    rows = TaskRows(request.POST or None, prefix="opgave", initial=None if request.POST else _rows(shown))
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        words = form.words(rows)
        try:
            if page is None:
                made = make_task_list(
                    actor=request.actor,
                    words=words,
                    at=at,
                    copied_from=original.task_list if original else None,
                    made_id=form.made_id(request.actor.person_id),
                )
                messages.success(request, "Listen er gemt. Den er din egen, indtil du deler den.")
            else:
                seen = form.cleaned_data["seen"] or dt.datetime.min.replace(tzinfo=dt.UTC)
                made = change_task_list(actor=request.actor, list_id=page.task_list.pk, words=words, seen=seen, at=at)
                messages.success(request, "Listen er gemt.")
            return redirect("placements:task_list", made.pk)
        except AlreadyMade as there:
            page = _page_or_404(request, there.made_id)
            if says_the_same(page.task_list, page.tasks, words):
                return to_what_was_made(request, "placements:task_list", there.made_id)
            messages.warning(request, SAVED_AND_CHANGED)
            form = TaskListForm(sent_again(request, seen=page.task_list.created_at.isoformat()), units=units)
        except ListRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "action": reverse("placements:task_list_change", args=[page.task_list.pk]) if page else "",
        "original": original,
        "has_units": bool(units),
    }
    has_errors = bool(form.errors or (rows.is_bound and not rows.is_valid()))
    return render(request, "placements/task_list_form.html", context, status=422 if has_errors else 200)


def _initial(page: TaskListPage | None, original: TaskListPage | None) -> dict[str, Any]:
    shown = page or original
    if shown is None:
        return {}
    said: dict[str, Any] = {
        "title": shown.task_list.title,
        "about": shown.task_list.about,
        "job_type": shown.task_list.job_type_id,
    }
    if page is not None:
        said |= {"unit": str(page.task_list.unit_id), "seen": page.task_list.changed_at.isoformat()}
    return said


def _rows(shown: TaskListPage | None) -> list[dict[str, Any]]:
    names = ("text", "how", "how_often", "with_help")
    return [{name: getattr(task, name) for name in names} for task in shown.tasks] if shown else []


@require_POST
@access(OFFER_PLACES)
def task_list_share(request: Request, list_id: UUID) -> HttpResponse:
    is_shared = request.POST.get("del") == "1"
    return _act(
        request,
        list_id,
        lambda at: share_task_list(actor=request.actor, list_id=list_id, is_shared=is_shared, at=at),
        "Listen er delt med alle. Du kan tage den tilbage."
        if is_shared
        else "Listen er taget tilbage. De, der har kopieret den, beholder deres kopi.",
    )


@require_POST
@access(OFFER_PLACES)
def task_list_remove(request: Request, list_id: UUID) -> HttpResponse:
    is_removed = request.POST.get("genopret") != "1"
    return _act(
        request,
        list_id,
        lambda at: remove_task_list(actor=request.actor, list_id=list_id, is_removed=is_removed, at=at),
        "Listen er fjernet. Fortryder du, så tryk “Læg tilbage”." if is_removed else "Listen er lagt tilbage.",
    )


@require_POST
@access(OFFER_PLACES)
def task_list_use(request: Request, list_id: UUID) -> HttpResponse:
    page = _page_or_404(request, list_id)
    form = UseForm(request.POST, units=page.own_units)
    if not form.is_valid():
        messages.error(request, "Vælg en af dine arbejdspladser. Intet er ændret.")
        return redirect("placements:task_list", list_id)
    at, unit_id = timezone.now(), form.cleaned_data["unit"]
    is_new = use_task_list(actor=request.actor, list_id=list_id, unit_id=unit_id, at=at)
    messages.success(request, "Noteret: I bruger listen." if is_new else "Det var noteret i forvejen.")
    return redirect("placements:task_list", list_id)


def _act(request: Request, list_id: UUID, act: Any, said: str) -> HttpResponse:
    try:
        act(timezone.now())
    except TaskListNotFound:
        raise Http404 from None
    messages.success(request, said)
    return redirect("placements:task_list", list_id)
