"""Vendors: the list, one with what is its, and two that are the same laid together."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish
from chefforum.web.pages import order_of, page_of

from ..access import KEEP_IT_COSTS, READ_SYSTEMS, WRITE_SYSTEMS, is_coordinator
from ..forms.vendors import MergeForm, VendorFilter, VendorForm
from ..queries import vendors as queries
from ..queries.contracts import notice_day
from ..rules.field_texts import vendor_text
from ..rules.register import WrongFacts
from ..services import vendor_merging as merging
from ..services import vendors as services
from .of_register import tell


@require_GET
@access(READ_SYSTEMS)
def vendors(request: Request) -> HttpResponse:
    filters = VendorFilter(request.GET or QueryDict())
    words = filters.cleaned_data.get("ord", "") if filters.is_valid() else ""
    order = order_of(request, queries.VENDORS_SORTED_BY, default="navn")
    context = {
        "page": page_of(queries.list_vendors(actor=request.actor, words=words, order=order), request),
        "filters": filters,
        "nouns": "leverandør,leverandører",
        "sorted_by": "navn",
        "may_write": WRITE_SYSTEMS.allows(request.actor),
        "alike": queries.alike() if is_coordinator(request.actor) else [],
    }
    return render(request, "it_costs/vendors.html", context)


@require_GET
@access(READ_SYSTEMS)
def vendor(request: Request, vendor_id: UUID) -> HttpResponse:
    found = _vendor_or_404(request, vendor_id)
    page = queries.vendor_on_page(found)
    context = {
        "vendor": found,
        "found": page,
        "contracts": [(one, notice_day(one)) for one in page.contracts],
        "on": timezone.localdate(),
        "is_coordinator": is_coordinator(request.actor),
        "merges": queries.merges_into(found) if is_coordinator(request.actor) else [],
    }
    return render(request, "it_costs/vendor.html", context)


@require_http_methods(["GET", "POST"])
@access(WRITE_SYSTEMS)
def vendor_new(request: Request) -> HttpResponse:
    form = VendorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.register_vendor(actor=request.actor, name=said["name"], cvr=said["cvr"], at=timezone.now())
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, f"{made.name} er oprettet.")
            return redirect("it_costs:vendor", made.pk)
    context = {"form": form, "cancel_url": reverse("it_costs:vendors")}
    return render(request, "it_costs/vendor_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def vendor_change(request: Request, vendor_id: UUID) -> HttpResponse:
    found = _vendor_or_404(request, vendor_id)
    initial = {"name": found.name, "cvr": found.cvr or "", "seen": vendor_text(found.name, found.cvr)}
    form = VendorForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.change_vendor(
                actor=request.actor,
                vendor_id=vendor_id,
                name=said["name"],
                cvr=said["cvr"],
                at=timezone.now(),
                seen=said["seen"] or None,
            )
        except WrongFacts as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "Leverandøren er gemt.")
            return redirect("it_costs:vendor", vendor_id)
    context = {"form": form, "vendor": found, "cancel_url": reverse("it_costs:vendor", args=[vendor_id])}
    return render(request, "it_costs/vendor_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def vendor_merge(request: Request, vendor_id: UUID) -> HttpResponse:
    """Who goes is the one of the page; who stays is chosen, then shown, then confirmed."""
    found = _vendor_or_404(request, vendor_id)
    others = queries.others_to_choose(found)
    form = MergeForm(request.POST or request.GET or None, others=others)
    into = _vendor_or_404(request, form.cleaned_data["med"]) if form.is_bound and form.is_valid() else None
    if request.method == "POST" and into is not None:
        try:
            counts = merging.merge_vendors(actor=request.actor, vendor_id=vendor_id, into_id=into.pk, at=timezone.now())
        except WrongFacts as refusal:
            form.add_error(None, str(refusal))
        else:
            moved = danish.counted(counts["systems"], "system er,systemer er")
            text = f"{found.name} er lagt ind under {into.name}: {moved} flyttet, og {counts['contracts']} kontrakter."
            messages.success(request, text)
            return redirect("it_costs:vendor", into.pk)
    context = {
        "vendor": found,
        "form": form,
        "into": into,
        "cannot": merging.OTHER_CVR if into and found.cvr and into.cvr and found.cvr != into.cvr else "",
        "found": queries.vendor_on_page(found),
        "cancel_url": reverse("it_costs:vendor", args=[vendor_id]),
    }
    return render(request, "it_costs/vendor_merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def vendor_part(request: Request, merge_id: UUID) -> HttpResponse:
    """A merge is undone, after one has seen what goes back and what does not."""
    try:
        merge = queries.find_merge(actor=request.actor, merge_id=merge_id)
    except queries.MergeNotFound:
        raise Http404 from None
    if request.method == "POST":
        try:
            done = merging.undo_merge(actor=request.actor, merge_id=merge_id, at=timezone.now())
        except WrongFacts as refusal:
            messages.warning(request, str(refusal))
        else:
            count = danish.counted(len(done.systems) + len(done.contracts), "ting er,ting er")
            left = f" Ikke flyttet: {', '.join(one.name for one in done.left)}." if done.left else ""
            messages.success(
                request, f"{merge.name} er en leverandør for sig selv igen. {count} flyttet tilbage.{left}"
            )
        return redirect("it_costs:vendor", merge.into_id)
    context = {
        "merge": merge,
        "parting": queries.parting_of(merge),
        "question": f"Skal {merge.name} være en leverandør for sig selv igen?",
        "submit": "Skil dem ad igen",
        "cancel_url": reverse("it_costs:vendor", args=[merge.into_id]),
    }
    return render(request, "it_costs/vendor_part.html", context)


def _vendor_or_404(request: Request, vendor_id: UUID) -> queries.Vendor:
    try:
        return queries.find_vendor(actor=request.actor, vendor_id=vendor_id)
    except queries.VendorNotFound:
        raise Http404 from None
