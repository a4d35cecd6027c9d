"""Cases on the web, and the page where an administrator loads KLE."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from chefforum.kernel.access.access import Request, access
from chefforum.web.pages import page_of

from . import queries, services
from .access import LOAD_KLE, SEE_CASES
from .forms import CaseFilter, KleFileForm

CASES_PER_PAGE = 25


@access(SEE_CASES)
@require_safe
def case_list(request: Request) -> HttpResponse:
    filters = CaseFilter(request.GET or None)
    text = filters.cleaned_data["q"] if filters.is_valid() else ""
    page = page_of(queries.list_cases(actor=request.actor, text=text), request, per_page=CASES_PER_PAGE)
    cases = queries.cases_on_list(actor=request.actor, cases=page)
    context = {
        "page": page,
        "nouns": "sag,sager",
        "cases": cases,
        "filters": filters,
        "text": text,
        "may_load_kle": LOAD_KLE.allows(request.actor),
    }
    return render(request, "cases/list.html", context)


@access(SEE_CASES)
@require_safe
def case(request: Request, case_id: UUID) -> HttpResponse:
    found = queries.find_case(actor=request.actor, case_id=case_id)
    if found is None:
        raise Http404
    return render(request, "cases/case.html", {"shown": queries.case_on_page(actor=request.actor, case=found)})


@access(LOAD_KLE)
@require_http_methods(["GET", "HEAD", "POST"])
def kle(request: Request) -> HttpResponse:
    """What of KLE is loaded; a file sent here is loaded, or refused with every reason."""
    is_sent = request.method == "POST"
    form = KleFileForm(request.POST, request.FILES) if is_sent else KleFileForm()
    if is_sent and form.is_valid():
        try:
            receipt = _load(request, form.cleaned_data["file"])
        except services.BadKleFile as error:
            form.add_error("file", str(error).splitlines())
        else:
            messages.success(request, receipt.summary)
            return redirect("cases:kle")
    status = queries.kle_status(actor=request.actor, on=timezone.localdate())
    return render(request, "cases/kle.html", {"form": form, "status": status}, status=422 if form.errors else 200)


def _load(request: Request, file) -> services.KleReceipt:
    return services.load_kle(content=file.read(), filename=file.name, actor=request.actor, at=timezone.now())
