"""Keys of full-time equivalents: the list, a key with each department's share, and a new one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish

from ..access import KEEP_PLACEMENTS, READ_PUBLISHED, is_coordinator, require_coordinator
from ..forms.keys import DayForm, KeyForm, field_of
from ..queries.keys import (
    CountedDepartment,
    KeyFound,
    KeyNotFound,
    counted_departments,
    get_key,
    key_names,
    list_keys,
    rounds_by_key,
    why_name_is_taken,
)
from ..services.keys import KeyRefused, make_key

FIRST_DAY = dt.date(2000, 1, 1)
COUNTED = "Optalte årsværk i organisationen"


@require_GET
@access(READ_PUBLISHED)
def keys(request: Request) -> HttpResponse:
    context = {"keys": list_keys(request.actor), "may_make": is_coordinator(request.actor)}
    return render(request, "placements/keys.html", context)


@require_GET
@access(READ_PUBLISHED)
def key(request: Request, key_id: UUID) -> HttpResponse:
    found = _key(request, key_id)
    context = {"found": found, "rounds": rounds_by_key(key_id), "may_make": is_coordinator(request.actor)}
    return render(request, "placements/key.html", context)


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def key_new(request: Request) -> HttpResponse:
    """What the organisation counts on a day, or what an older key says (`?fra=`), put right by hand and kept."""
    require_coordinator(request.actor)
    old = _old_key(request)
    day = _day(request, old)
    departments = counted_departments(day)
    data = request.POST if request.method == "POST" else None
    form = KeyForm(data, departments=departments, initial=_initial(departments, old, day))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = make_key(
                actor=request.actor,
                name=said["name"],
                on_date=day,
                source=_source(said["source"], form.shares(), departments),
                shares=form.shares(),
                at=timezone.now(),
            )
        except KeyRefused as refusal:
            form.add_error("name" if why_name_is_taken(said["name"]) else None, str(refusal))
        else:
            messages.success(request, f"Nøglen “{made.name}” er lavet.")
            return redirect("placements:key", made.pk)
    context = {"form": form, "day": day, "day_form": DayForm({"dato": day}), "old": old, "departments": departments}
    return render(request, "placements/key_new.html", context, status=422 if form.errors else 200)


def _source(said: str, shares: Mapping[UUID, Decimal | None], departments: tuple[CountedDepartment, ...]) -> str:
    """What the person wrote; but numbers that were changed are no longer those that the organisation counted."""
    is_changed = any(shares[one.unit.id] != one.fte for one in departments)
    return f"{COUNTED}, rettet i hånden" if said.strip() == COUNTED and is_changed else said


def _key(request: Request, key_id: UUID) -> KeyFound:
    try:
        return get_key(actor=request.actor, key_id=key_id)
    except KeyNotFound:
        raise Http404 from None


def _old_key(request: Request) -> KeyFound | None:
    try:
        said = UUID(request.GET.get("fra", ""))
    except ValueError:
        return None
    return _key(request, said)


def _day(request: Request, old: KeyFound | None) -> dt.date:
    """The day asked for; else the old key's, or today. A day out of all reason is today."""
    form = DayForm(request.GET)
    said = form.cleaned_data["dato"] if form.is_valid() else None
    today = timezone.localdate()
    found = said or (old.key.on_date if old else today)
    return found if FIRST_DAY <= found <= today + dt.timedelta(days=366) else today


def _free_name(name: str) -> str:
    """The name, or the first with a number after it that no key has."""
    taken = key_names()
    numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def _initial(departments: tuple[CountedDepartment, ...], old: KeyFound | None, day: dt.date) -> dict[str, Any]:
    fte_of = {one.unit.code: one.fte for one in departments} if old is None else old.weights
    said = {field_of(one): fte_of.get(one.unit.code) for one in departments}
    return {
        "name": _free_name(f"Årsværk {danish.date(day)}" if old is None else f"{old.key.name}, rettet"),
        "source": COUNTED if old is None else old.key.source,
        **{name: danish.number(fte.normalize() + 0) for name, fte in said.items() if fte is not None},
    }
