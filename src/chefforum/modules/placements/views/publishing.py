"""What all may see, published between the firsts of months."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish

from ..access import KEEP_PLACEMENTS
from ..forms.publishing import PublishForm
from ..queries.publishing import list_publications, published_now
from ..services.publishing import PublishingRefused
from ..services.publishing import publish as publish_at


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def publish(request: Request) -> HttpResponse:
    """What it means, and then it is done."""
    at = timezone.now()
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            publish_at(actor=request.actor, reason=form.cleaned_data["reason"], at=at)
            messages.success(request, f"Alle ser nu det, der var registreret {danish.moment(at)}.")
            return redirect("placements:publish")
        except PublishingRefused as refusal:
            form.add_error("reason", str(refusal))
    context = {
        "form": form,
        "now": published_now(timezone.localdate(at)),
        "at": at,
        "publications": list_publications(actor=request.actor),
        "cancel_url": reverse("placements:overview"),
    }
    return render(request, "placements/publish.html", context, status=422 if form.errors else 200)
