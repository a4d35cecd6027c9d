"""The report: as it reads on screen and prints, as files, its texts, and those that were frozen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.reading.queries import one_reading
from chefforum.modules.it_costs.rules.report import AS_IS, TO_BE, Points, Rows, Told, Words, page_of
from chefforum.web import danish
from chefforum.web.once import AlreadyMade, sent_again, to_what_was_made

from ..access import KEEP, READ_REPORT, is_coordinator
from ..forms.report import FreezeForm, ReportFilter, TextForm
from ..queries import report as queries
from ..rules.report import ADVICE, STEPS, SUMMARY, TEXTS, Report, WrongReport
from ..services import report as services

FORMATS = ("pdf", "docx", "xlsx")
DAMAGED = "Rapporten er ændret uden om systemet og vises ikke. Sig det til administratoren."


def _filters(request: Request) -> ReportFilter:
    there, usual = queries.report_years()
    return ReportFilter(request.GET or QueryDict(), there=there, usual=usual)


@require_GET
@access(READ_REPORT)
@one_reading()
def report(request: Request) -> HttpResponse:
    filters = _filters(request)
    found = queries.report_now(
        actor=request.actor,
        municipality=settings.MUNICIPALITY,
        years=filters.years,
        on=timezone.localdate(),
        at=timezone.now(),
    )
    keeps = is_coordinator(request.actor)
    old, new = filters.years
    context = _context(found) | {
        "filters": filters,
        "keeps": keeps,
        "drafts": queries.names_with_drafts(actor=request.actor),
        "frozen": queries.frozen_reports(actor=request.actor),
        "files": [
            (one.upper(), f"{reverse('it_portfolio:report_file', args=[one])}?fra={old}&til={new}") for one in FORMATS
        ],
        "query": f"fra={old}&til={new}",
    }
    return render(request, "it_portfolio/report.html", context)


def _context(found: Report) -> dict[str, Any]:
    """The sections in the order that one reads, each with what its template shows."""
    sections = {AS_IS: [], TO_BE: []}  # type: dict[str, list[dict[str, Any]]]
    for section, content in found.sections:
        sections[section.chapter].append(
            {
                "section": section,
                "content": content,
                "told": [(_kind(one), one) for one in content.told] if content else [],
                # A section that is closed to the reader has no page for them.
                "url": content.url if content else _page_of(section.name),
            }
        )
    return {
        "report": found,
        "report_heading": f"Rapport: {found.title}",
        "summary": found.text(SUMMARY),
        "advice": [found.text(ADVICE), found.text(STEPS)],
        "chapters": [(AS_IS, "as-is", sections[AS_IS]), (TO_BE, "to-be", sections[TO_BE])],
    }


def _kind(one: Told) -> str:
    match one:
        case Words():
            return "words"
        case Points():
            return "points"
        case Rows():
            return "rows"
    return "picture"


def _page_of(name: str) -> str:
    """Where one fills a section that says nothing yet; "" where nobody tells it."""
    url_name = page_of(name)
    return reverse(url_name) if url_name else ""


@require_GET
@access(READ_REPORT)
def report_file(request: Request, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    old, new = _filters(request).years
    parameters = {"from": str(old), "to": str(new)}
    return _made(request, parameters, format)


def _made(request: Request, parameters: dict[str, Any], format: str) -> HttpResponse:
    made = make(
        kind="it_portfolio.report", actor=request.actor, parameters=parameters, format=format, at=timezone.now()
    )
    return download_of(made)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def report_text(request: Request, name: str) -> HttpResponse:
    """A text: kept as a draft, put in the report, or the draft thrown away. What somebody else wrote meanwhile is shown
    beside one's own."""
    kind = next((one for one in TEXTS if one.name == name), None)
    if kind is None:
        raise Http404
    found = queries.text_found(name)
    old = next((one for one in found.versions if str(one.number) == request.GET.get("version")), None)
    start = old or found.draft or found.standing
    form = TextForm(request.POST or None, initial={"text": start.text if start else "", "seen": services.seen_of(name)})
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            return _text_done(request, name, kind.title, form)
        except WrongReport as wrong:
            form.add_error(None, str(wrong))
            theirs = found.draft or found.standing
            # Who has now seen the other's text may save over it.
            form.data = sent_again(request, seen=services.seen_of(name))
    context = {"kind": kind, "form": form, "found": found, "theirs": theirs, "old": old}
    return render(request, "it_portfolio/report_text.html", context, status=422 if form.errors else 200)


def _text_done(request: Request, name: str, title: str, form: TextForm) -> HttpResponse:
    said: dict[str, Any] = {
        "actor": request.actor,
        "name": name,
        "at": timezone.now(),
        "seen": form.cleaned_data["seen"] or None,
    }
    text = form.cleaned_data["text"]
    match request.POST.get("act", ""):
        case "brug":
            number = services.put_in(text=text, **said)
            messages.success(request, f"“{title}” står i rapporten som version {number}.")
            return redirect(f"{reverse('it_portfolio:report')}#{name}")
        case "kasser":
            services.drop_draft(**said)
            messages.success(request, "Kladden er kasseret. Det, der stod i rapporten, står der stadig.")
        case _:
            services.keep_draft(text=text, **said)
            messages.success(request, "Kladden er gemt. Den står ikke i rapporten endnu.")
    return redirect("it_portfolio:report_text", name)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def report_freeze(request: Request) -> HttpResponse:
    """The report of the two years as it is now is kept for ever."""
    filters = _filters(request)
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.freeze_report(
                actor=request.actor,
                name=form.cleaned_data["name"],
                municipality=settings.MUNICIPALITY,
                years=filters.years,
                on=timezone.localdate(),
                at=timezone.now(),
                made_id=form.made_id(request.actor.person_id),
            )
        except WrongReport as wrong:
            form.add_error("name", str(wrong))
        except AlreadyMade as there:
            return to_what_was_made(request, "it_portfolio:report_frozen", there.made_id)
        else:
            messages.success(request, "Rapporten er frosset, som den var.")
            return redirect("it_portfolio:report_frozen", made.pk)
    old, new = filters.years
    context = {
        "form": form,
        "heading": "Frys rapporten",
        "lead": f"Rapporten for {old} og {new} gemmes, som den er nu, og kan ikke ændres siden. Kladder er ikke med.",
        "submit": "Frys rapporten",
        "cancel_url": reverse("it_portfolio:report"),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@require_GET
@access(READ_REPORT)
def report_frozen(request: Request, report_id: UUID) -> HttpResponse:
    try:
        frozen, found = queries.frozen_report(actor=request.actor, report_id=report_id)
    except queries.ReportNotFound:
        raise Http404 from None
    except queries.ReportDamaged:
        messages.error(request, DAMAGED)
        return redirect("it_portfolio:report")
    context = _context(found) | {
        "is_frozen": frozen,
        "frozen_lead": f"{found.title}, som det var {danish.date(found.on)}.",
        "files": [(one.upper(), reverse("it_portfolio:report_frozen_file", args=[report_id, one])) for one in FORMATS],
    }
    return render(request, "it_portfolio/report.html", context)


@require_GET
@access(READ_REPORT)
def report_frozen_file(request: Request, report_id: UUID, format: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404
    try:
        return _made(request, {"frozen": str(report_id)}, format)
    except queries.ReportNotFound:
        raise Http404 from None
    except queries.ReportDamaged:
        messages.error(request, DAMAGED)
        return redirect("it_portfolio:report")
