"""What the pages of systems, contracts and vendors do alike: lists, their files, and out of the register and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from chefforum.kernel.access.access import Request
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make

from ..access import WRITE_SYSTEMS
from ..queries import choices
from ..rules.register import WrongFacts


def list_context(request: Request, *, page: Any, filters: Any, nouns: str, sorted_by: str) -> dict[str, Any]:
    """As web/list.html takes it, and the file of what was chosen."""
    return {
        "page": page,
        "filters": filters,
        "nouns": nouns,
        "sorted_by": sorted_by,
        "may_write": WRITE_SYSTEMS.allows(request.actor),
        "is_filtered": bool(request.GET),
        "file_query": urlencode(request.GET, doseq=True),
    }


def list_file(request: Request, *, kind: str, format: str) -> HttpResponse:
    """The list as it was chosen, as a file that comes in again. Raises Http404."""
    if format not in ("xlsx", "csv"):
        raise Http404
    made = make(kind=kind, actor=request.actor, parameters=request.GET.dict(), format=format, at=timezone.now())
    return download_of(made)


def out_or_back(
    request: Request, *, name: str, back: str, template: str, remove: Callable[[bool], object], context: dict[str, Any]
) -> HttpResponse:
    """Asks first; out of the register, or with `genopret` back again. `back`: the page of the thing."""
    if request.method == "POST":
        is_removed = request.POST.get("genopret") != "1"
        remove(is_removed)
        said = "er taget ud af registret" if is_removed else "er lagt tilbage i registret"
        messages.success(request, f"{name} {said}.")
        return redirect(back)
    return render(request, template, context | {"cancel_url": back})


def system_said(form: forms.Form, field: str) -> UUID | None:
    """The system that was named in the field; None, with why at the field, where none is called that."""
    found = choices.system_named(form.cleaned_data[field])
    if found is None:
        form.add_error(field, "Intet system hedder præcis det. Vælg et af forslagene.")
    return found


def seen_at(said: str) -> dt.datetime | None:
    """When the thing was changed last, as the page that was posted had it."""
    try:
        return dt.datetime.fromisoformat(said)
    except ValueError:
        return None


def tell(form: Any, refusal: WrongFacts) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
