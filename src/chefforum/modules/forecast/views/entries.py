"""The leader's sheet: written as in a spreadsheet, or as a form where there is no JavaScript."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.calc.danish_dates import MONTHS
from chefforum.kernel.access.access import Request, access
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import READ_FORECAST, WRITE_ENTRIES, require_writer
from ..forms.entries import EntryForm, NewEntryForm, read_cells
from ..forms.fields import kroner_of
from ..queries import entries as queries
from ..queries.planning import Suggestion, suggestions_for
from ..queries.undoing import Undoable, redoable_of, undoable_of
from ..services.entries import (
    EntryRefused,
    NewEntry,
    Saved,
    add_entries,
    redo,
    remove_entry,
    settle,
    undo,
    write,
)
from ..services.rest_of_year import rest_is_nought
from ..templatetags.forecast import kroner
from .finding import around_workplace, entry_or_404, workplace_or_404, year_asked


@require_GET
@access(READ_FORECAST)
def entries(request: Request, unit_id: UUID) -> HttpResponse:
    workplace_or_404(request, unit_id)
    return _sheet_page(request, unit_id, year_asked(request))


@require_POST
@access(WRITE_ENTRIES)
def entries_save(request: Request, unit_id: UUID) -> HttpResponse:
    """Takes in the cells that were changed. Answers with the sheet as it stands, as JSON for the page's own script."""
    workplace_or_404(request, unit_id)
    year = year_asked(request)
    writes, wrong = read_cells(request.POST)
    saved = write(actor=request.actor, unit_id=unit_id, year=year, writes=writes, at=timezone.now())
    wrong |= {f"c-{one.entry_id}-{one.month}": reason for one, reason in saved.refused}
    if request.headers.get("X-Grid"):
        return JsonResponse(_grid_state(request, unit_id, year, wrong))
    if wrong:
        typed = {name: request.POST[name] for name in wrong}
        return _sheet_page(request, unit_id, year, wrong=wrong, typed=typed, status=422)
    _say(request, saved)
    return _to_sheet(unit_id, year)


def _say(request: Request, saved: Saved) -> None:
    if saved.waiting:
        messages.warning(request, "En anden har skrevet samme sted. Begge dele er gemt: vælg øverst på siden.")
    elif saved.refused:
        messages.error(request, saved.refused[0][1])
    elif saved.applied:
        messages.success(request, "Gemt.")


def _to_sheet(unit_id: UUID, year: int) -> HttpResponse:
    return redirect(f"{reverse('forecast:entries', args=[unit_id])}?aar={year}")


def _sheet_page(
    request: Request,
    unit_id: UUID,
    year: int,
    *,
    wrong: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    form: NewEntryForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    sheet = queries.sheet_of(actor=request.actor, unit_id=unit_id, year=year, on=on)
    may_write = sheet.place.may_write
    undoable, redoable = _back_and_again(request, unit_id, year, at) if may_write else (None, None)
    wrong, typed = wrong or {}, typed or {}
    rows = [
        {
            "row": row,
            "cells": [
                {
                    "cell": cell,
                    "text": typed.get(cell.name, cell.text),
                    "error": wrong.get(cell.name, ""),
                    "month": MONTHS[cell.month - 1],
                }
                for cell in row.cells
            ],
        }
        for row in sheet.rows
    ]
    if form is None and may_write:
        form = NewEntryForm(categories=sheet.categories, rates=queries.template_rates(on=on))
    context = {
        **around_workplace(sheet.place, year=year, current="entries"),
        "sheet": sheet,
        "rows": rows,
        "months": MONTHS,
        "form": form,
        "undoable": undoable,
        "redoable": redoable,
        "wrong": wrong,
        "waiting": sheet.waiting,
    }
    return render(request, "forecast/entries.html", context, status=status)


def _back_and_again(
    request: Request, unit_id: UUID, year: int, at: dt.datetime
) -> tuple[Undoable | None, Undoable | None]:
    """What may be undone, and what may be done again."""
    return (
        undoable_of(actor=request.actor, unit_id=unit_id, year=year, at=at),
        redoable_of(actor=request.actor, unit_id=unit_id, year=year, at=at),
    )


def _grid_state(request: Request, unit_id: UUID, year: int, wrong: dict[str, str]) -> dict[str, Any]:
    at = timezone.now()
    sheet = queries.sheet_of(actor=request.actor, unit_id=unit_id, year=year, on=timezone.localdate(at))
    undoable, redoable = _back_and_again(request, unit_id, year, at)
    around = {"waiting": sheet.waiting, "place": sheet.place, "year": year}
    return {
        "saved": danish.time(at),
        "cells": {cell.name: cell.text for row in sheet.rows for cell in row.cells},
        "rows": {str(row.entry.pk): kroner(row.total_oere) for row in sheet.rows},
        "months": [kroner(amount) for amount in sheet.month_totals],
        "total": kroner(sheet.total_oere),
        "errors": wrong,
        "undo": str(undoable.batch) if undoable else "",
        "undo_words": f"Fortryd: {undoable.words}" if undoable else "",
        "redo": str(redoable.batch) if redoable else "",
        "redo_words": f"Gør om: {redoable.words}" if redoable else "",
        "waiting": render_to_string("forecast/_waiting.html", around, request=request),
    }


@require_POST
@access(WRITE_ENTRIES)
def entry_add(request: Request, unit_id: UUID) -> HttpResponse:
    place = workplace_or_404(request, unit_id)
    require_writer(request.actor, place.id)
    year, on = year_asked(request), timezone.localdate()
    categories = tuple(queries.list_categories())
    form = NewEntryForm(request.POST, categories=categories, rates=queries.template_rates(on=on))
    if not form.is_valid():
        return _sheet_page(request, unit_id, year, form=form, status=422)
    try:
        add_entries(actor=request.actor, unit_id=unit_id, year=year, new=[form.entry], at=timezone.now())
    except EntryRefused as refusal:
        messages.error(request, str(refusal))
    return _to_sheet(unit_id, year)


@require_http_methods(["GET", "POST"])
@access(READ_FORECAST)
def entry(request: Request, entry_id: UUID) -> HttpResponse:
    """What stands beside a row's months, and who changed it."""
    found = entry_or_404(request, entry_id)
    place = workplace_or_404(request, found.unit_id)
    form = None
    if place.may_write and found.removed_at is None:
        names = ("text", "account", "confidence", "comment")
        initial: dict[str, Any] = {name: getattr(found, name) for name in names} | {"rate": kroner_of(found.rate_oere)}
        initial |= {f"seen_{name}": getattr(found, name) for name in names} | {"seen_rate": found.rate_oere}
        form = EntryForm(request.POST or None, initial=initial, has_rate=found.rate_oere is not None)
    if request.method == "POST":
        require_writer(request.actor, found.unit_id)
        if form is not None and form.is_valid():
            saved = write(
                actor=request.actor,
                unit_id=found.unit_id,
                year=found.year,
                writes=form.writes(entry_id),
                at=timezone.now(),
            )
            _say(request, saved)
            return _to_sheet(found.unit_id, found.year)
    changes = queries.history_of(
        actor=request.actor, unit_id=found.unit_id, year=found.year, on=timezone.localdate()
    ).filter(entry=found)
    context = {
        **around_workplace(place, year=found.year, current="entries"),
        "entry": found,
        "name": queries.name_of_entry(found),
        "form": form,
        "lines": queries.history_lines(changes[:50]),
    }
    return render(request, "forecast/entry.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
@access(WRITE_ENTRIES)
def entry_remove(request: Request, entry_id: UUID) -> HttpResponse:
    found = entry_or_404(request, entry_id)
    remove_entry(actor=request.actor, entry=found, at=timezone.now())
    messages.success(request, "Rækken er fjernet. Tryk på Fortryd, hvis den skal tilbage.")
    return _to_sheet(found.unit_id, found.year)


@require_POST
@access(WRITE_ENTRIES)
def entries_rest(request: Request, unit_id: UUID) -> HttpResponse:
    """Nothing more comes on an account of variable pay: the months that nobody has said anything of become nought."""
    workplace_or_404(request, unit_id)
    year, account, at = year_asked(request), request.POST.get("konto", "")[:60], timezone.now()
    try:
        entry = rest_is_nought(
            actor=request.actor, unit_id=unit_id, year=year, account=account, at=at, on=timezone.localdate(at)
        )
        messages.success(request, f"Resten af året er sat til 0 på posten “{entry}”.")
    except EntryRefused as refusal:
        messages.error(request, str(refusal))
    asked = urlencode({"aar": year, "konto": account})
    return redirect(f"{reverse('forecast:why', args=[unit_id])}?{asked}")


@require_POST
@access(WRITE_ENTRIES)
def entries_undo(request: Request, unit_id: UUID) -> HttpResponse:
    return _back_or_again(request, unit_id, undo, done="Det sidste, du skrev, er fortrudt.", not_done="fortrudt")


@require_POST
@access(WRITE_ENTRIES)
def entries_redo(request: Request, unit_id: UUID) -> HttpResponse:
    return _back_or_again(request, unit_id, redo, done="Det, du fortrød, er gjort om.", not_done="gjort om")


def _back_or_again(
    request: Request, unit_id: UUID, take: Callable[..., Saved], *, done: str, not_done: str
) -> HttpResponse:
    workplace_or_404(request, unit_id)
    year = year_asked(request)
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Http404 from None
    try:
        saved = take(actor=request.actor, unit_id=unit_id, year=year, batch=batch, at=timezone.now())
    except EntryRefused as refusal:
        messages.error(request, str(refusal))
        return _to_sheet(unit_id, year)
    if saved.refused:
        count = len(saved.refused)
        messages.warning(request, f"{danish.counted(count, 'sted,steder')} blev ikke {not_done}. {saved.refused[0][1]}")
    else:
        messages.success(request, done)
    return _to_sheet(unit_id, year)


@require_POST
@access(WRITE_ENTRIES)
def waiting_settle(request: Request, change_id: int) -> HttpResponse:
    """One of two that stood against each other is chosen."""
    try:
        change = queries.find_waiting(actor=request.actor, change_id=change_id)
    except queries.EntryNotFound:
        raise Http404 from None
    try:
        settle(actor=request.actor, change=change, takes_it=request.POST.get("tag") == "1", at=timezone.now())
    except EntryRefused as refusal:
        messages.error(request, str(refusal))
    return _to_sheet(change.entry.unit_id, change.entry.year)


@require_http_methods(["GET", "POST"])
@access(WRITE_ENTRIES)
def suggestions(request: Request, unit_id: UUID) -> HttpResponse:
    """What came in the same months last year, to take in or leave."""
    place = workplace_or_404(request, unit_id)
    require_writer(request.actor, place.id)
    year, on = year_asked(request), timezone.localdate()
    offered = suggestions_for(actor=request.actor, unit_id=unit_id, year=year, on=on)
    if request.method == "POST":
        wanted = set(request.POST.getlist("category"))
        chosen = [one for one in offered.found if str(one.category.pk) in wanted]
        new = [_entry_of(one, year) for one in chosen]
        try:
            add_entries(actor=request.actor, unit_id=unit_id, year=year, new=new, at=timezone.now())
            if chosen:
                messages.success(request, "Forslagene står på arket. Ret dem, så de passer til i år.")
        except EntryRefused as refusal:
            messages.error(request, str(refusal))
        return _to_sheet(unit_id, year)
    months = [number for number in range(1, 13) if any(one.last_year[number - 1] is not None for one in offered.found)]
    context = {
        **around_workplace(place, year=year, current="entries"),
        "suggestions": [(one, one.of_months(months), _months_said(one.empty_months)) for one in offered.found],
        "nothing": danish.listed(one.name for one in offered.nothing),
        "not_known": danish.listed(one.name for one in offered.not_known),
        "months": [MONTHS[number - 1] for number in months],
        "last_year": year - 1,
        "begins": offered.begins,
        "is_loaded": offered.begins is None or 0 < offered.begins < year * 100,
    }
    return render(request, "forecast/suggestions.html", context)


def _months_said(months: Sequence[int]) -> str:
    return danish.listed(MONTHS[number - 1] for number in months) if months else ""


def _entry_of(one: Suggestion, year: int) -> NewEntry:
    return NewEntry(
        category_id=one.category.pk,
        text=f"Som {year - 1}",
        rate_oere=one.rate_oere,
        copied_from=f"Regnskabet {year - 1}",
        values=tuple((month, value) for month, value in enumerate(one.values, 1) if value is not None),
    )


@require_GET
@access(READ_FORECAST)
def history(request: Request, unit_id: UUID) -> HttpResponse:
    place = workplace_or_404(request, unit_id)
    year = year_asked(request)
    changes = queries.history_of(actor=request.actor, unit_id=unit_id, year=year, on=timezone.localdate())
    page = page_of(changes, request)
    context = {
        **around_workplace(place, year=year, current="history"),
        "page": page,
        "nouns": "ændring,ændringer",
        "lines": queries.history_lines(page.object_list),
    }
    return render(request, "forecast/history.html", context)
