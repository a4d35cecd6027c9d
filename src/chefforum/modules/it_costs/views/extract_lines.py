"""The lines of a frozen extract: the list, one with its history and what is behind it, and many answered at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import OrganisationTree
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import READ_COSTS, may_answer_line, reads_all_costs, units_of_costs
from ..forms.costs import NONE
from ..forms.extracts import LinesFilter, ManyForm, VerdictForm, initial_of
from ..queries import extract_lines as queries
from ..queries.choices import units_to_choose
from ..queries.cost_lines import systems_to_choose
from ..queries.extract_behind import behind
from ..queries.extract_many import many
from ..rules.extract_kinds import (
    LINE_STATE_NAMES,
    PARTY_NAMES,
    SAID_NAMES,
    VIA_NAMES,
    LineKind,
    LineState,
    Party,
    Said,
    Via,
)
from ..rules.extract_verdicts import WrongVerdict, check_verdict
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, SOURCE_NAMES, Activity, CostCategory, Source
from ..services.extract_signing import may_sign
from ..services.extract_verdicts import Answer, say, take_back
from ..services.extracts import ExtractWrong
from .extracts import about, extract_or_404

STATE_KINDS = {LineState.AGREED: "success", LineState.EXCEPTED: "info", LineState.DISPUTED: "warning"}


def _filters(request: Request, extract: Any, tree: OrganisationTree, data: Any) -> LinesFilter:
    seen = units_of_costs(request.actor)
    units = [(unit.id, f"{'– ' * depth}{unit.name}") for depth, unit in tree.walk() if seen is None or unit.id in seen]
    return LinesFilter(
        data,
        years=(extract.first_year, extract.second_year),
        units=units,
        systems=systems_to_choose(),
        is_whole=reads_all_costs(request.actor),
        tree=tree,
    )


def marked(state: str) -> tuple[str, str]:
    """The words of how a line stands, and the kind of mark."""
    return LINE_STATE_NAMES[LineState(state)], STATE_KINDS.get(LineState(state), "")


def category_of(line: Any) -> str:
    return CATEGORY_NAMES[CostCategory(line.category)] if line.category else ""


@require_GET
@access(READ_COSTS)
def extract_lines(request: Request, extract_id: UUID) -> HttpResponse:
    extract, actor = extract_or_404(request, extract_id), request.actor
    filters = _filters(request, extract, tree_on(timezone.localdate()), request.GET)
    found = queries.chosen_lines(actor=actor, extract=extract, chosen=filters.chosen)
    page = page_of(found, request)
    said = queries.standing_verdicts(page.object_list)
    context = about(request, extract, "extract_lines") | {
        "page": page,
        "rows": [_row(line, said.get(line.pk, {}), queries.hides_amount(actor, line)) for line in page.object_list],
        "filters": filters,
        "query": filters.query,
        "nouns": "linje,linjer",
        "total": queries.cash_of(found),
        "may_answer": _may_answer(request, extract),
        "batch": queries.batch_of(actor=actor, extract=extract),
        "is_filtered": bool(filters.query),
    }
    return render(request, "it_costs/extract_lines.html", context)


def _may_answer(request: Request, extract: Any) -> bool:
    return extract.validated_at is None and queries.answers_any(actor=request.actor, extract=extract)


def _row(line: Any, said: dict[str, Any], hides: bool) -> dict[str, Any]:
    return {
        "line": line,
        "state": marked(line.state),
        "category": category_of(line),
        "is_number": line.kind == LineKind.NUMBER,
        "amount": line.amount_oere if line.kind == LineKind.NUMBER else line.cash_oere,
        "hides": hides,
        "quantity": _quantity(line),
        "said": [
            (PARTY_NAMES[party], SAID_NAMES[Said(said[party].said)] if party in said else "", said.get(party))
            for party in (Party.MUNICIPALITY, Party.ANALYST)
        ],
    }


@require_http_methods(["GET", "POST"])
@access(READ_COSTS)
def extract_answer(request: Request, extract_id: UUID) -> HttpResponse:
    """Many lines at once: what is chosen stands in the address; shown before it is done."""
    extract, actor = extract_or_404(request, extract_id), request.actor
    party = queries.parties_of(actor, extract)[0]
    tree = tree_on(timezone.localdate())
    filters = _filters(request, extract, tree, request.GET)
    found = many(actor=actor, extract=extract, party=party, chosen=filters.chosen)
    form = ManyForm(
        request.POST or None,
        initial={"said": request.GET.get("svar", "")},
        units=units_to_choose(tree),
        systems=systems_to_choose(),
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        wrong = found.wrong(form.facts)
        for text in wrong:
            form.add_error(None, text)
        if not wrong and request.POST.get("act") == "gem":
            if request.POST.get("seen") == found.stamp:
                return _say_many(request, extract, party, found.numbers, form)
            form.add_error(None, "Linjerne er ændret, siden de blev vist. Se her, hvad der sker nu, og gem igen.")
        preview = found.preview(form.facts) if not wrong else None
    context = about(request, extract, "extract_lines") | {
        "form": form,
        "filters": filters,
        "query": request.GET.urlencode(),
        "found": found,
        "party": PARTY_NAMES[party],
        "preview": preview,
        "cancel_url": f"{reverse('it_costs:extract_lines', args=[extract.pk])}?{filters.query}",
    }
    return render(request, "it_costs/extract_answer.html", context, status=422 if form.errors else 200)


def _say_many(request: Request, extract: Any, party: Party, numbers: Any, form: ManyForm) -> HttpResponse:
    facts = form.facts
    back = f"{reverse('it_costs:extract_lines', args=[extract.pk])}"
    try:
        saying = say(
            actor=request.actor,
            extract_id=extract.pk,
            party=party,
            answers=[Answer(number, facts) for number in numbers],
            via=Via.MANY,
            at=timezone.now(),
        )
    except ExtractWrong as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, f"{danish.counted(saying.count, 'linje er besvaret,linjer er besvaret')}.")
    if saying.refused:
        messages.warning(request, f"{len(saying.refused)} linjer er ikke: {saying.refused[0][1]}")
    return redirect(back)


@require_POST
@access(READ_COSTS)
def extract_undo(request: Request, extract_id: UUID) -> HttpResponse:
    extract = extract_or_404(request, extract_id)
    try:
        batch = UUID(request.POST.get("batch", ""))
    except ValueError:
        raise Http404 from None
    try:
        count = take_back(actor=request.actor, extract_id=extract.pk, batch=batch, at=timezone.now())
    except ExtractWrong as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"Fortrudt: {danish.counted(count, 'svar,svar')}." if count else "Der er intet at fortryde."
        )
    return redirect("it_costs:extract_lines", extract.pk)


@require_http_methods(["GET", "POST"])
@access(READ_COSTS)
def extract_line(request: Request, extract_id: UUID, number: int) -> HttpResponse:
    extract, actor = extract_or_404(request, extract_id), request.actor
    try:
        line = queries.find_line(actor=actor, extract=extract, number=number)
    except queries.LineNotFound:
        raise Http404 from None
    verdicts = queries.verdicts_of(line)
    party = queries.parties_of(actor, extract)[0]
    standing = {one.party: one for one in verdicts if one.replaced_at is None}
    may = extract.validated_at is None and may_answer_line(
        actor,
        is_hand=queries.is_hand(actor, extract),
        party=party.value,
        unit_id=line.unit_id,
        system_owner_id=line.system.owner_id if line.system else None,
    )
    tree, form = tree_on(timezone.localdate()), None
    if may:
        form = _verdict_form(request, line, standing.get(party), tree)
        if request.method == "POST" and form.is_valid() and _say_one(request, extract, party, line, form):
            return redirect(_next(request, extract, line))
    elif request.method == "POST":
        return _refused(request, extract, line)
    context = about(request, extract, "extract_lines") | _told(request, line, verdicts, tree)
    context |= {
        "form": form,
        "party": PARTY_NAMES[party],
        "may_except": extract.validated_at is None and any(may_sign(actor, extract, one) for one in Party),
    }
    return render(request, "it_costs/extract_line.html", context, status=422 if form and form.errors else 200)


def _refused(request: Request, extract: Any, line: Any) -> HttpResponse:
    """Who knows of the line and may not answer is told so; after both have signed nobody may."""
    if extract.validated_at is None:
        raise AccessDenied("Du har ikke adgang til at svare på den linje.")
    messages.error(request, "Udtrækket er valideret af begge parter og ændres ikke mere. Intet er gemt.")
    return redirect("it_costs:extract_line", extract.pk, line.number)


def _verdict_form(request: Request, line: Any, stands: Any, tree: OrganisationTree) -> VerdictForm:
    initial = initial_of(queries.facts_said(stands)) if stands else {}
    return VerdictForm(
        request.POST or None,
        initial={**initial, "seen": stands.pk if stands else 0},
        units=units_to_choose(tree),
        systems=systems_to_choose(),
        kind=line.kind,
        hides_amount=queries.hides_amount(request.actor, line),
    )


def _say_one(request: Request, extract: Any, party: Party, line: Any, form: VerdictForm) -> bool:
    """Whether it was said; else the form tells why."""
    try:
        check_verdict(form.facts, queries.line_facts(line))
        saying = say(
            actor=request.actor,
            extract_id=extract.pk,
            party=party,
            answers=[Answer(line.number, form.facts, seen=form.cleaned_data.get("seen") or 0)],
            via=Via.PAGE,
            at=timezone.now(),
        )
    except WrongVerdict as wrong:
        name = "amount" if wrong.field == "amount_oere" else wrong.field
        form.add_error(name if name in form.fields else None, str(wrong))
        return False
    except ExtractWrong as refusal:
        form.add_error(None, str(refusal))
        return False
    for _, text in saying.refused:
        form.add_error(None, text)
    if not saying.refused:
        messages.success(request, f"Dit svar på linje {line.number} er gemt.")
    return not saying.refused


def _next(request: Request, extract: Any, line: Any) -> str:
    """The line after where one asked for it, else the same."""
    number = line.number
    if request.POST.get("act") == "naeste":
        number = queries.number_after(actor=request.actor, extract=extract, number=number) or number
    return reverse("it_costs:extract_line", args=[extract.pk, number])


def _told(request: Request, line: Any, verdicts: list[Any], tree: OrganisationTree) -> dict[str, Any]:
    """What the page of a line says, but for the form."""
    actor = request.actor
    hides, is_number = queries.hides_amount(actor, line), line.kind == LineKind.NUMBER
    found = behind(actor=actor, line=line)
    cell = {
        "kategori": line.category,
        "aktivitet": line.activity,
        "enhed": str(line.unit_id or NONE),
        "system": str(line.system_id or NONE),
    }
    postings = {"aar": line.source_year, "enhed": str(line.source_unit_id or NONE)}
    share = Decimal(100) * line.weight / line.weight_total if line.weight_total else None
    before, after = queries.neighbours(actor=actor, extract=line.extract, number=line.number)
    return {
        "line": line,
        "number": str(line.number),
        "lead": ", ".join(filter(None, (f"Linje {line.number}", str(line.year), line.system_name))),
        "unit": line.unit_name or "Hele kommunens, ikke delt ud",
        "quantity": _quantity(line),
        "spread": f"{line.life_years} år fra {line.source_year}",
        "mark": marked(line.state),
        "is_number": is_number,
        "hides": hides,
        "category": category_of(line),
        "activity": ACTIVITY_NAMES[Activity(line.activity)] if line.activity else "",
        "source": SOURCE_NAMES[Source(line.source_kind)] if line.source_kind in tuple(Source) else "",
        "share": share,
        "share_in_words": "" if share is None else f"{danish.number(share, 2)} % af {_kroner(line.source_oere)}",
        "is_spread": line.life_years > 1,
        "behind": found,
        "frozen_cell": "" if is_number else urlencode({**cell, "aar": line.year, "type": line.kind}),
        "cell": "" if is_number else urlencode({**cell, "til": line.year}),
        "postings": urlencode(postings) if line.origin == "ledger" and found.is_open and not found.note else "",
        "history": [_history(one, tree, hides) for one in verdicts],
        "exception": queries.exception_of(line),
        "before": before,
        "after": after,
    }


def _quantity(line: Any) -> str | None:
    if line.quantity is None:
        return None
    return f"{danish.number(line.quantity.normalize())} {line.measured_in}".strip()


def _kroner(oere: int | None) -> str:
    return danish.MISSING if oere is None else f"{danish.number(Decimal(oere) / 100, 2)} kr."


def _history(one: Any, tree: OrganisationTree, hides: bool) -> dict[str, Any]:
    return {
        "verdict": one,
        "party": PARTY_NAMES[Party(one.party)],
        "said": SAID_NAMES[Said(one.said)],
        "via": VIA_NAMES[Via(one.via)],
        "proposed": proposed_in_words(one, tree, hides),
        "stands": one.replaced_at is None,
    }


def proposed_in_words(one: Any, tree: OrganisationTree, hides: bool) -> list[tuple[str, str]]:
    """What should stand instead, with its name."""
    found = []
    if one.proposed_oere is not None:
        found.append(("beløb", "ikke vist" if hides else f"{danish.number(Decimal(one.proposed_oere) / 100, 2)} kr."))
    if one.proposed_quantity is not None:
        found.append(("antal", danish.number(one.proposed_quantity.normalize())))
    if one.proposed_category:
        found.append(("kategori", CATEGORY_NAMES[CostCategory(one.proposed_category)]))
    if one.proposed_activity:
        found.append(("aktivitet", ACTIVITY_NAMES[Activity(one.proposed_activity)]))
    if one.proposed_unit_id:
        unit = tree.unit(one.proposed_unit_id)
        found.append(("enhed", unit.name if unit else "lukket enhed"))
    if one.proposed_system is not None:
        found.append(("system", one.proposed_system.name))
    return found
