"""Forms that are kept while they are written (`form_saving.js`): how they are sent, and what is answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from . import danish

AUTOSAVE = "X-Autosave"


def is_autosave(request: HttpRequest) -> bool:
    """Whether the browser sent it by itself, and reads the answer itself."""
    return AUTOSAVE in request.headers


def saved(at: dt.datetime, **more: Any) -> JsonResponse:
    """It is saved; `more` is what the next save is based on (`seen`), or where to go (`url`)."""
    return JsonResponse({"saved": danish.time(timezone.localtime(at)), **more})


def not_saved(*forms: BaseForm) -> JsonResponse:
    """Why not, in words: each field that is wrong by its name."""
    wrong = [
        " ".join([*([f"{form.fields[name].label}:"] if name in form.fields else []), *map(str, errors)])
        for form in forms
        for name, errors in form.errors.items()
    ]
    return JsonResponse({"error": f"Ikke gemt endnu. {' '.join(wrong)}"}, status=422)
