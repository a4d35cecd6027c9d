"""What one is told: the list, the way on from each line, and how one wants mails."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from . import queries, services
from .access import READ_NOTIFICATIONS
from .forms import MailForm
from .rules import Frequency


@require_safe
@access(READ_NOTIFICATIONS)
def notification_list(request: Request) -> HttpResponse:
    context = {
        "page": page_of(queries.list_notifications(actor=request.actor), request),
        "unread": queries.count_unread(request.actor),
        "nouns": "besked,beskeder",
    }
    return render(request, "notifications/list.html", context)


@require_safe
@access(READ_NOTIFICATIONS)
def open_notification(request: Request, notification_id: UUID) -> HttpResponse:
    """Goes on to what it is about, and marks it as read: the same link in the list and in mails."""
    try:
        found = queries.get_notification(actor=request.actor, notification_id=notification_id)
    except queries.NotificationNotFound:
        raise Http404 from None
    services.mark_read(actor=request.actor, at=timezone.now(), notification_id=found.pk)
    is_ours = found.url.startswith("/") and url_has_allowed_host_and_scheme(found.url, allowed_hosts=None)
    return redirect(found.url if is_ours else "notifications:list")


@require_POST
@access(READ_NOTIFICATIONS)
def read_all(request: Request) -> HttpResponse:
    services.mark_read(actor=request.actor, at=timezone.now())
    messages.success(request, "Alle beskeder er markeret som læst.")
    return redirect("notifications:list")


@require_http_methods(["GET", "POST"])
@access(READ_NOTIFICATIONS)
def choices(request: Request) -> HttpResponse:
    form = MailForm(request.POST or None, choices=queries.mail_choices(actor=request.actor))
    if request.method == "POST" and form.is_valid():
        chosen = {family: Frequency(value) for family, value in form.cleaned_data.items()}
        services.choose_mail(actor=request.actor, choices=chosen)
        messages.success(request, "Dit valg er gemt.")
        return redirect("notifications:choices")
    return render(request, "notifications/choices.html", {"form": form, "mail_is_on": settings.MAIL_IS_ON})
