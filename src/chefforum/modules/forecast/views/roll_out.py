"""How far roll-out has come, for finance: steps noted for many at once, a word to those who lag, and a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make

from ..access import KEEP_FORECAST
from ..forms.roll_out import RollOutFilter, StepForm
from ..queries.reminding import roll_out_reminder
from ..queries.roll_out import plan_by_month, roll_out_of
from ..queries.units import require_keeper
from ..services.roll_out import RollOutRefused, note_workshop, remind_of_roll_out
from .asking import ask_to_remind, reminded

FORMATS = ("xlsx", "pdf", "docx")


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def roll_outs(request: Request) -> HttpResponse:
    """Every unit with a leader, and where it has come to."""
    at = timezone.now()
    on = timezone.localdate(at)
    require_keeper(actor=request.actor, on=on)
    form = StepForm(request.POST or None, initial={"date": on})
    chosen = _units(request.POST.getlist("unit"))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            count = note_workshop(
                actor=request.actor,
                unit_ids=chosen,
                kind=said["kind"],
                date=said["date"],
                note=said["note"],
                at=at,
                on=on,
            )
            messages.success(request, f"Noteret for {count}. De, der havde en dato i forvejen, beholder den.")
            return redirect("forecast:roll_outs")
        except RollOutRefused as refusal:
            form.add_error(None, str(refusal))
    found, shows = roll_out_of(actor=request.actor, on=on), request.GET.get("vis", "")
    context = {
        "found": found,
        "rows": [
            one for one in found.rows if (shows != "bagud" or one.lags) and (shows != "mangler" or one.row.is_waiting)
        ],
        "form": form,
        "chosen": chosen,
        "months": plan_by_month(found),
        "filters": RollOutFilter({"vis": shows}),
    }
    return render(request, "forecast/roll_outs.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_FORECAST)
def roll_outs_remind(request: Request) -> HttpResponse:
    """Tells those who lag; asks first, with their number."""
    at = timezone.now()
    on, back, about = timezone.localdate(at), reverse("forecast:roll_outs"), "udrulningen"
    if request.method == "POST":
        reached = remind_of_roll_out(actor=request.actor, at=at, on=on)
        return reminded(request, reached, about=about, back=back)
    rows, reached = roll_out_reminder(actor=request.actor, on=on)
    if not rows:
        messages.info(request, "Ingen er bagud. Der er ikke sendt noget.")
        return redirect(back)
    return ask_to_remind(request, reached, about=about, back=back, place="Udrulning")


@require_GET
@access(KEEP_FORECAST)
def presentation(request: Request, format: str) -> HttpResponse:
    """What MFR is, how the municipality stands and how roll-out goes, as a document for the forum."""
    return _file(request, "forecast.presentation", format)


@require_GET
@access(KEEP_FORECAST)
def roll_outs_file(request: Request, format: str) -> HttpResponse:
    return _file(request, "forecast.roll_out", format)


def _file(request: Request, kind: str, format: str) -> HttpResponse:
    at = timezone.now()
    require_keeper(actor=request.actor, on=timezone.localdate(at))
    if format not in FORMATS or (kind == "forecast.presentation" and format == "xlsx"):
        raise Http404
    made = make(kind=kind, actor=request.actor, parameters={}, format=format, at=at)
    return download_of(made)


def _units(said: list[str]) -> set[UUID]:
    found = set()
    for one in said:
        try:
            found.add(UUID(one))
        except ValueError:
            raise Http404 from None
    return found
