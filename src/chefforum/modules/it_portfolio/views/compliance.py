"""What laws ask of systems: the matrix, what should be done first, who much rests on, and one system's answers."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.connectors.asking import StrangeAnswer
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.lake.storage import MissingFile
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.modules.it_costs.queries.choices import units_to_choose
from chefforum.modules.it_costs.queries.source_law import kitos_read_at
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import ASK_COMPLIANCE, KEEP, LOAD_ANSWERS, READ_ALL_COMPLIANCE, READ_COMPLIANCE, is_coordinator
from ..forms.compliance import AnswerForm, ComplianceFilter
from ..queries import compliance as queries
from ..queries.compliance import Row, SystemNotFound
from ..rules.compliance import Cell, WrongAnswer
from ..rules.compliance_charts import law_chart, supplier_chart
from ..rules.first_things import FIRST_HELP, FIRST_NAMES, First, first_things, suppliers, worst_of
from ..rules.requirement_sources import HELD_ON, LAW_NOT_HELD, NOT_HELD, held_of
from ..rules.requirements import BY_CODE, BY_LAW, LAW_NAMES, LAW_SOURCES, LAW_TITLES, Law
from ..services import compliance as services

FORMATS = ("pdf", "docx", "xlsx")
PER_PAGE = 40
MOST_FIRST = 25


def tabs(here: str) -> list[dict[str, Any]]:
    found = (
        ("Alle krav", "compliance"),
        ("Det skal gøres først", "compliance_first"),
        ("Leverandører", "compliance_vendors"),
    )
    return [{"title": title, "url": reverse(f"it_portfolio:{name}"), "is_here": name == here} for title, name in found]


def _today() -> tuple[dt.datetime, dt.date, OrganisationTree]:
    at = timezone.now()
    on = timezone.localdate(at)
    return at, on, tree_on(on)


@require_GET
@access(ASK_COMPLIANCE)
def compliance(request: Request) -> HttpResponse:
    """Systems × requirements: by law, or a law's requirements one by one."""
    at, on, tree = _today()
    rows = queries.matrix(actor=request.actor, on=on, tree=tree)
    filters = ComplianceFilter(request.GET, units=units_to_choose(tree))
    chosen = filters.chosen
    shown = queries.narrowed(rows, chosen=chosen, tree=tree)
    page = page_of(shown, request, per_page=PER_PAGE)
    services.note_reading(actor=request.actor, at=at, how="side", count=len(page.object_list))
    law = Law(chosen.law) if chosen.law else None
    counts = queries.counts_by_law(shown)
    keeps = is_coordinator(request.actor)
    context = {
        "tabs": tabs("compliance"),
        "filters": filters,
        "page": page,
        "nouns": "system,systemer",
        "law": law,
        "law_title": LAW_TITLES[law] if law else "",
        "law_source": LAW_SOURCES[law] if law else "",
        "columns": [one.title for one in BY_LAW[law]] if law else list(LAW_NAMES.values()),
        "law_not_held": LAW_NOT_HELD[law] if law else "",
        "requirements": [(one, held_of(one.code)) for one in BY_LAW[law]] if law else (),
        "rows": [(row, row.of(law) if law else [(one, _of_law(row, one)) for one in Law]) for row in page],
        "chart": law_chart(counts) if shown else None,
        "lacking": [(law, LAW_NAMES[law], _lacking(shown, law)) for law in Law],
        "keeps": keeps,
        "read_at": kitos_read_at() if keeps else None,
        "may_load": LOAD_ANSWERS.allows(request.actor),
        "reads_all": READ_ALL_COMPLIANCE.allows(request.actor),
        "undoable": queries.undoable(actor=request.actor, at=at),
        "query": request.GET.urlencode(),
    }
    return render(request, "it_portfolio/compliance.html", context)


def _of_law(row: Row, law: Law) -> dict[str, Any]:
    """A law in one cell: the worst of its requirements, and how many lack."""
    cells = row.of(law)
    return {
        "status": worst_of(cells),
        "open": sum(one.status == "open" and not one.is_overdue for one in cells),
        "overdue": sum(one.is_overdue for one in cells),
        "not_fulfilled": sum(one.status == "not_fulfilled" for one in cells),
        "asked": sum(one.is_asked for one in cells),
    }


def _lacking(rows: list[Row], law: Law) -> int:
    return sum(cell.is_lacking for row in rows for cell in row.of(law))


@require_GET
@access(ASK_COMPLIANCE)
def compliance_first(request: Request) -> HttpResponse:
    """What should be done first, by why."""
    at, on, tree = _today()
    rows = queries.matrix(actor=request.actor, on=on, tree=tree)
    found: dict[First, list[tuple[Row, list[Cell]]]] = {one: [] for one in First}
    for row in rows:
        by_reason: dict[First, list[Cell]] = {}
        for reason, cell in first_things(queries.facts_with_choices(row), row.cells):
            by_reason.setdefault(reason, []).append(cell)
        for reason, cells in by_reason.items():
            found[reason].append((row, cells))
    services.note_reading(actor=request.actor, at=at, how="side", count=len(rows))
    context = {
        "tabs": tabs("compliance_first"),
        "groups": [
            {
                "key": reason.value,
                "name": FIRST_NAMES[reason],
                "help": FIRST_HELP[reason],
                "count": len(group),
                "rows": group[:MOST_FIRST],
                "more": max(0, len(group) - MOST_FIRST),
            }
            for reason, group in found.items()
            if group
        ],
        "is_anything": bool(rows),
    }
    return render(request, "it_portfolio/compliance_first.html", context)


@require_GET
@access(READ_COMPLIANCE)
def compliance_vendors(request: Request) -> HttpResponse:
    """Which vendors much rests on."""
    at, on, tree = _today()
    rows = queries.matrix(actor=request.actor, on=on, tree=tree)
    services.note_reading(actor=request.actor, at=at, how="side", count=len(rows))
    found = suppliers([(row.system.vendor, row.facts.is_critical, row.lacking) for row in rows])
    context = {
        "tabs": tabs("compliance_vendors"),
        "chart": supplier_chart(found),
        "rows": [(one, None if one.share is None else round(100 * one.share)) for one in found],
    }
    return render(request, "it_portfolio/compliance_vendors.html", context)


@require_GET
@access(READ_COMPLIANCE)
def compliance_file(request: Request, format: str) -> HttpResponse:
    """All of it as a spreadsheet of what the actor sees, or a document of the whole."""
    if format not in FORMATS:
        raise Http404
    at = timezone.now()
    kind = "it_portfolio.answers" if format == "xlsx" else "it_portfolio.compliance"
    parameters = {} if format == "xlsx" else {"names": "1"}
    return download_of(make(kind=kind, actor=request.actor, parameters=parameters, format=format, at=at))


@require_POST
@access(KEEP)
def compliance_kitos(request: Request) -> HttpResponse:
    """KITOS' word by the newest reading stands beside what people answered."""
    try:
        count, read_at = services.take_in_kitos(actor=request.actor, at=timezone.now())
    except (StrangeAnswer, MissingFile) as refusal:
        messages.error(request, str(refusal))
        return redirect("it_portfolio:compliance")
    if read_at is None:
        messages.warning(request, "KITOS er ikke læst endnu. Hent fra KITOS på siden Kilder, eller indlæs en fil.")
    else:
        words = danish.counted(count, "svar er nyt eller ændret,svar er nye eller ændrede")
        messages.success(request, f"KITOS, læst {danish.moment(read_at)}: {words}. Det, I selv har svaret, står.")
    return redirect("it_portfolio:compliance")


@require_POST
@access(ASK_COMPLIANCE)
def compliance_undo(request: Request) -> HttpResponse:
    """What the actor answered last."""
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Http404 from None
    undone = services.undo_answers(actor=request.actor, batch=batch, at=timezone.now())
    if undone.count:
        words = danish.counted(undone.count, "svar,svar")
        messages.success(request, f"Fortrudt: {words} er taget tilbage. Det står i historikken.")
    else:
        messages.info(request, "Det var fortrudt i forvejen, eller der er svaret igen siden.")
    system = request.POST.get("system", "")
    try:
        return redirect("it_portfolio:compliance_system", UUID(system))
    except ValueError:
        return redirect("it_portfolio:compliance")


def _seen(request: Request, system_id: UUID, on: dt.date, tree: OrganisationTree) -> Row:
    try:
        return queries.one_system(actor=request.actor, system_id=system_id, on=on, tree=tree)
    except SystemNotFound:
        raise Http404 from None


@require_GET
@access(ASK_COMPLIANCE)
def compliance_system(request: Request, system_id: UUID) -> HttpResponse:
    """A system's requirements by law, and what was answered before."""
    at, on, tree = _today()
    row = _seen(request, system_id, on, tree)
    services.note_reading(actor=request.actor, at=at, how="side", count=1, system=row.system)
    undoable = queries.undoable(actor=request.actor, at=at)
    context = {
        "row": row,
        "laws": [(LAW_TITLES[law], LAW_SOURCES[law], row.of(law)) for law in Law],
        "lacking": row.lacking,
        "may_answer": queries.answerable(request.actor, row),
        "history": [(BY_CODE.get(one.answer.requirement), one) for one in queries.history_of(system_id=system_id)],
        "undoable": undoable if undoable and undoable.answer.system_id == system_id else None,
        "first": [FIRST_NAMES[one] for one, _ in first_things(queries.facts_with_choices(row), row.cells)],
    }
    return render(request, "it_portfolio/compliance_system.html", context)


@require_http_methods(["GET", "POST"])
@access(ASK_COMPLIANCE)
def compliance_answer(request: Request, system_id: UUID, code: str) -> HttpResponse:
    """A requirement of a system: what the law asks in plain words, the answer, and the answers of before."""
    at, on, tree = _today()
    row, requirement = _seen(request, system_id, on, tree), BY_CODE.get(code)
    if requirement is None:
        raise Http404
    history = queries.history_of(system_id=system_id, code=code)
    now = next((one for one in history if one.answer.is_current and not one.answer.is_of_source), None)
    word = next((one for one in history if one.answer.is_current and one.answer.is_of_source), None)
    may_answer = queries.answerable(request.actor, row)
    if request.method == "POST" and not may_answer:
        raise AccessDenied(services.NOT_YOURS)
    base = now or word
    initial = AnswerForm.initial_of(base.said if base else None) | {
        "seen": now.answer.pk if now else None,
        "word": word.answer.pk if word else None,
    }
    form = AnswerForm(request.POST or None, requirement=requirement, initial=initial)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(request, row, code, form, at):
            return redirect("it_portfolio:compliance_system", system_id)
        status = 422
    services.note_reading(actor=request.actor, at=at, how="side", count=1, system=row.system)
    held = held_of(code)
    context = {
        "row": row,
        "requirement": requirement,
        "law_title": LAW_TITLES[requirement.law],
        "law_source": LAW_SOURCES[requirement.law],
        "held": f"{danish.date(HELD_ON)} mod {held.against}" if held.against else NOT_HELD,
        "not_held": held.not_held if held.against else "",
        "cell": row.cell(code),
        "form": form if may_answer else None,
        "history": history,
        "now": now,
        "word": word,
    }
    return render(request, "it_portfolio/compliance_answer.html", context, status=status)


def _saved(request: Request, row: Row, code: str, form: AnswerForm, at: dt.datetime) -> bool:
    write = services.Write(
        system_id=row.system.id,
        code=code,
        said=form.said,
        seen=form.cleaned_data["seen"],
        was_seen=True,
        seen_source=form.cleaned_data["word"],
    )
    saved = services.write_answers(actor=request.actor, writes=[write], at=at)
    for _, wrong in saved.refused:
        _blame(form, wrong)
    if saved.refused:
        return False
    said = f"Svaret på “{BY_CODE[code].title}” er gemt." if saved.count else "Det stod der i forvejen."
    messages.success(request, said)
    return True


def _blame(form: AnswerForm, wrong: WrongAnswer) -> None:
    form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
