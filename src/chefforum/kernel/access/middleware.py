"""The one gate: who acts, and whether the page's declared rule lets them in. No rule, no entry."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from chefforum.web.refusals import Unavailable

from .queries import actor_for
from .rules import PUBLIC, AccessDenied, Actor

logger = logging.getLogger("chefforum.access")


NUL = "\x00"  # nobody can type it, and PostgreSQL keeps none


def _says_nothing_sensible(request: HttpRequest) -> bool:
    sent = (request.GET, request.POST)
    return any(NUL in text for said in sent for name, texts in said.lists() for text in (name, *texts))


class AccessMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = Actor.nobody()  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.actor = actor_for(person=request.user, on=timezone.localdate())  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        rule = getattr(view, "access_rule", None)
        if rule is None:
            logger.error("no access rule on %s: refused", getattr(view, "__qualname__", view))
            raise PermissionDenied
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if rule is not PUBLIC and not actor.is_signed_in:
            return redirect_to_login(request.get_full_path())
        try:
            rule.require(actor)
        except AccessDenied as refusal:  # Django sends nothing raised here to process_exception.
            return self.process_exception(request, refusal)
        if _says_nothing_sensible(request):
            raise BadRequest
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, AccessDenied):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        if isinstance(exception, Unavailable):
            logger.error("%s: %s", request.path, exception)
            return render(request, "503.html", {"reason": str(exception)}, status=503)
        return None
