"""Postings behind a sum, cost centres without a unit, accounts and what kind they are, and closing."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chefforum.calc.periods import period_of, shifted, within_year
from chefforum.kernel.access.access import Request, access
from chefforum.web.navigation import ways_below
from chefforum.web.pages import page_of
from chefforum.web.typed import whole_number

from .. import queries
from ..access import KEEP_LEDGER, READ_EXTRACTS, READ_LEDGER, keeps_ledger
from ..forms import keeping as forms
from ..lake.reading_sql import FIRST_YEAR, LAST_YEAR
from ..queries import accounts as account_queries
from ..queries.closing import closings
from ..queries.units import closed_name, units_to_choose, units_to_read
from ..services import accounts as account_services
from ..services.closing import ReasonMissing, close_through
from ..services.units import AlreadyMapped, map_cost_centre

YEAR = 12
MOST_MONTHS = 10 * YEAR  # that are looked through at once


def _period(text: str, otherwise: int) -> int:
    period = whole_number(text)
    return period if FIRST_YEAR <= period // 100 <= LAST_YEAR and 1 <= period % 100 <= YEAR else otherwise


@access(READ_LEDGER)
@require_safe
def books(request: Request) -> HttpResponse:
    """The ways to the files, the accounts and closing."""
    return render(request, "ledger/books.html", {"ways": ways_below(request.actor, "ledger:books")})


@access(READ_LEDGER)
@require_safe
def postings(request: Request) -> HttpResponse:
    """Single postings of a unit and what is below it; the whole way down from a sum."""
    on = timezone.localdate()
    tree, units = units_to_read(actor=request.actor, on=on)
    said = request.GET
    unit_id = _unit_in(said.get("enhed", ""), units)
    last = _period(said.get("til", ""), queries.closed_through() or period_of(on))
    first = min(max(_period(said.get("fra", ""), last // 100 * 100 + 1), shifted(last, 1 - MOST_MONTHS)), last)
    account, search = said.get("konto", "").strip()[:60], said.get("q", "")[:100]
    alone, as_now = said.get("omfang") == "egne", said.get("organisation") == "nu"
    initial = {"enhed": str(unit_id or ""), "konto": account, "fra": str(first), "til": str(last), "q": search}
    initial |= {"omfang": "egne" if alone else "", "organisation": "nu" if as_now else ""}
    page = None
    if unit_id is not None:
        page = queries.postings_of(
            actor=request.actor,
            unit_ids=[unit_id] if alone else tree.below([unit_id]),
            first=first,
            last=last,
            account=account or None,
            search=search,
            page=whole_number(said.get("side", ""), 1),
            as_of=within_year(period_of(on), last // 100) if as_now else None,
        )
    names = account_queries.accounts_by_code(on=on, codes={row.account for row in page.rows}) if page else {}
    context = {
        "filters": forms.PostingFilter(initial, units=units, on=on),
        "page": page,
        "rows": [(row, names.get(row.account), closed_name(tree, row.unit_id)) for row in page.rows] if page else [],
        "has_units": bool(units),
        "unit": tree.unit(unit_id) if unit_id else None,
        "alone": alone,
        "first": first,
        "last": last,
    }
    return render(request, "ledger/postings.html", context)


def _unit_in(text: str, units: list[tuple[UUID, str]]) -> UUID | None:
    """The unit in the address where the actor sees it, else the first that they see. Others' are 404."""
    known = {str(unit_id): unit_id for unit_id, _ in units}
    if text and text not in known:
        raise Http404
    return known.get(text) or next(iter(known.values()), None)


@access(READ_EXTRACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def unmapped(request: Request) -> HttpResponse:
    """Cost centres that are no unit's, the largest sums first, and where each belongs."""
    on = timezone.localdate()
    last = period_of(on)
    rows = queries.unmapped(actor=request.actor, first=shifted(last, -5 * YEAR), last=last)
    may_keep = keeps_ledger(request.actor)
    units = units_to_choose(on=on)
    form = forms.UnmappedForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST":
        KEEP_LEDGER.require(request.actor)
        if form.is_valid():
            said = form.cleaned_data
            try:
                map_cost_centre(
                    actor=request.actor,
                    at=timezone.now(),
                    code=said["code"],
                    unit_id=said["unit"],
                    valid_from=said["valid_from"],
                )
            except AlreadyMapped as refusal:
                form.add_error("valid_from", str(refusal))
            else:
                done = f"Omkostningssted {said['code']} er koblet. Summerne er regnet om."
                messages.success(request, f"{done} Prognosen beregnes igen inden for ti minutter.")
                return redirect("ledger:unmapped")
    page = page_of(rows, request, per_page=25)
    shown = []
    for row in page:
        initial = {"code": row.code, "valid_from": dt.date(row.first_period // 100, row.first_period % 100, 1)}
        mine = form if form.is_bound and form.data.get("code") == row.code else None
        own = mine or forms.UnmappedForm(initial=initial, units=units, auto_id=f"{row.code}-%s")
        shown.append((row, own))
    context = {
        "page": page,
        "rows": shown,
        "may_keep": may_keep,
        "total": sum(row.amount for row in rows),
        "nouns": "omkostningssted,omkostningssteder",
    }
    return render(request, "ledger/unmapped.html", context)


@access(READ_LEDGER)
@require_safe
def account_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    search = request.GET.get("q", "")[:100]
    page = page_of(account_queries.list_accounts(on=on, search=search), request)
    classes = account_queries.line_classes(codes=[account.code for account in page], on=on)
    context = {
        "page": page,
        "rows": [(account, account_queries.class_name(classes[account.code])) for account in page],
        "nouns": "konto,konti",
        "filters": forms.SearchFilter({"q": search}),
        "may_keep": keeps_ledger(request.actor),
    }
    return render(request, "ledger/account_list.html", context)


@access(KEEP_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def account_edit(request: Request, account_id: int) -> HttpResponse:
    try:
        account = account_queries.get_account(actor=request.actor, account_id=account_id)
    except account_queries.AccountNotFound:
        raise Http404 from None
    form = forms.AccountForm(request.POST if request.method == "POST" else None, initial={"name": account.name})
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["name"]
        account_services.name_account(actor=request.actor, at=timezone.now(), account=account, name=name)
        messages.success(request, f"Konto {account.code} hedder nu {name}.")
        return redirect("ledger:accounts")
    return render(request, "ledger/account.html", {"account": account, "form": form})


@access(READ_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def line_classes(request: Request) -> HttpResponse:
    """The rules that say what kind of line an account is."""
    on = timezone.localdate()
    form = forms.LineClassForm(request.POST if request.method == "POST" else None, on=on)
    if request.method == "POST":
        KEEP_LEDGER.require(request.actor)
        if form.is_valid():
            said = form.cleaned_data
            account_services.add_class_rule(
                actor=request.actor,
                at=timezone.now(),
                line_class=said["line_class"],
                patterns={part: said[part] for part in ("account", "function", "dranst", "grouping", "art")},
                order=said["order"],
                valid_from=said["valid_from"],
            )
            messages.success(request, "Reglen er gemt.")
            return redirect("ledger:line_classes")
    context: dict[str, Any] = {
        "rules": account_queries.list_class_rules(on=on),
        "form": form,
        "may_keep": keeps_ledger(request.actor),
        "unclassed": account_queries.count_unclassed(on=on),
    }
    return render(request, "ledger/line_classes.html", context)


@access(KEEP_LEDGER)
@require_POST
def line_class_end(request: Request, rule_id: int) -> HttpResponse:
    try:
        rule = account_queries.get_class_rule(actor=request.actor, rule_id=rule_id)
    except account_queries.AccountNotFound:
        raise Http404 from None
    account_services.end_class_rule(actor=request.actor, at=timezone.now(), rule=rule, on=timezone.localdate())
    messages.success(request, "Reglen gælder ikke mere.")
    return redirect("ledger:line_classes")


@access(READ_LEDGER)
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: Request) -> HttpResponse:
    """The month through which the ledger is closed, and who closed it."""
    on, now = timezone.localdate(), queries.closed_through()
    initial = {"period": now if now else shifted(period_of(on), -1)}
    form = forms.ClosingForm(request.POST if request.method == "POST" else None, initial=initial, on=on)
    if request.method == "POST":
        KEEP_LEDGER.require(request.actor)
        if form.is_valid():
            said = form.cleaned_data
            try:
                close_through(actor=request.actor, at=timezone.now(), period=said["period"], reason=said["reason"])
            except ReasonMissing as refusal:
                form.add_error("reason", str(refusal))
            else:
                messages.success(request, "Lukningen er gemt.")
                return redirect("ledger:closing")
    context = {
        "form": form,
        "closed_through": now,
        "page": page_of(closings(actor=request.actor), request),
        "may_keep": keeps_ledger(request.actor),
    }
    return render(request, "ledger/closing.html", context)
