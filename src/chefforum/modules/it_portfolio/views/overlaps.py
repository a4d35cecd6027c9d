"""Overlaps: clusters and pairs, what people say of a pair, one product under several contracts, and whether systems are
needed."""

from __future__ import annotations

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
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.access import READ_SYSTEMS, WRITE_SYSTEMS, reads_all_costs
from chefforum.modules.it_costs.queries import choices
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import KEEP, may_judge
from ..forms.overlaps import OverlapFilter, VerdictForm
from ..queries import needs
from ..queries import overlaps as queries
from ..queries.overlap_costs import costs_of_clusters
from ..queries.overlap_words import department, departments, numbered, titles_of, what_they_share, why_alike
from ..rules.overlap_picture import parts_picture
from ..rules.overlaps import WrongVerdict
from ..services import overlaps as services

FORMATS = ("xlsx", "pdf", "docx")
CLUSTERS_ON_A_PAGE, PAIRS_ON_A_PAGE = 12, 20


def tabs(here: str) -> list[dict[str, Any]]:
    ways = (
        ("overlaps", "Klynger"),
        ("overlap_pairs", "Par"),
        ("overlap_products", "Samme produkt"),
        ("overlap_needs", "Nødvendigt?"),
        ("scenarios", "Samling"),
    )
    return [{"title": title, "url": reverse(f"it_portfolio:{name}"), "is_here": name == here} for name, title in ways]


def _asked(request: Request) -> tuple[Any, OverlapFilter, queries.OverlapsFound]:
    tree = tree_on(timezone.localdate())
    units, vendors = choices.units_to_choose(tree), choices.vendors_to_choose()
    filters = OverlapFilter(request.GET, units=units, vendors=vendors)
    return tree, filters, queries.find_overlaps(actor=request.actor, asked=filters.asked, tree=tree)


def _context(request: Request, here: str, filters: OverlapFilter, found: queries.OverlapsFound) -> dict[str, Any]:
    system = found.systems.get(filters.asked.system_id) if filters.asked.system_id else None
    return {
        "tabs": tabs(here),
        "filters": filters,
        "found": found,
        "system": system,
        "is_filtered": bool(request.GET),
        "query": urlencode(request.GET, doseq=True),
        "formats": [(one, "Excel" if one == "xlsx" else one.upper()) for one in FORMATS],
        "may_keep": KEEP.allows(request.actor),
    }


@require_GET
@access(READ_SYSTEMS)
def overlaps(request: Request) -> HttpResponse:
    """Clusters: systems that may do the same."""
    tree, filters, found = _asked(request)
    page = page_of(found.clusters, request, per_page=CLUSTERS_ON_A_PAGE)
    titles = titles_of(one for cluster in page.object_list for one in cluster.systems)
    costs = None
    if reads_all_costs(request.actor):
        costs = costs_of_clusters(
            actor=request.actor, clusters=list(page.object_list), last_whole_year=timezone.localdate().year - 1
        )
    rows = [
        {
            "found": cluster,
            "shares": what_they_share(cluster, titles=titles, tree=tree),
            "systems": [
                (one, department(one.owner_unit_id, tree) if one.owner_unit_id else "") for one in cluster.systems
            ],
            "open_needs": sum(one.need == "unknown" for one in cluster.systems),
            "cost": costs[place] if costs else None,
            "query": urlencode([("system", str(one.id)) for one in cluster.systems]),
        }
        for place, cluster in enumerate(page.object_list)
    ]
    context = _context(request, "overlaps", filters, found) | {"page": page, "rows": rows}
    return render(request, "it_portfolio/overlaps.html", context)


@require_GET
@access(READ_SYSTEMS)
def overlap_pairs(request: Request) -> HttpResponse:
    """Pairs, the most alike first."""
    tree, filters, found = _asked(request)
    page = page_of(found.pairs, request, per_page=PAIRS_ON_A_PAGE)
    titles = titles_of(one for pair in page.object_list for one in (pair.one, pair.other))
    rows = [
        {
            "found": one,
            "why": why_alike(one, titles=titles, tree=tree),
            "picture": parts_picture(one.pair),
            "percent": round(one.pair.score * 100),
        }
        for one in page.object_list
    ]
    context = _context(request, "overlap_pairs", filters, found) | {"page": page, "rows": rows}
    return render(request, "it_portfolio/overlap_pairs.html", context)


@require_http_methods(["GET", "POST"])
@access(READ_SYSTEMS)
def overlap_pair(request: Request, one: UUID, other: UUID) -> HttpResponse:
    """Two systems beside each other, and what is said of them."""
    found = _pair_or_404(request, one, other)
    may = may_judge(request.actor, [found.one.owner_unit_id, found.other.owner_unit_id])
    said = found.said
    initial = {"seen": found.number} | ({"verdict": said.verdict, "reason": said.reason} if said else {})
    form = VerdictForm(request.POST or None, initial=initial) if may else None
    if request.method == "POST":
        if form is None:
            raise AccessDenied("Det er den, der er it-ansvarlig for et af systemerne, der vurderer det.")
        if form.is_valid():
            try:
                services.say_verdict(actor=request.actor, one=one, other=other, at=timezone.now(), **form.cleaned_data)
            except WrongVerdict as refusal:
                form.add_error(refusal.field or None, str(refusal))
                found = _pair_or_404(request, one, other)
            else:
                messages.success(request, "Vurderingen er gemt.")
                return redirect("it_portfolio:overlap_pair", found.one.id, found.other.id)
    return _pair_page(request, found, form)


def _pair_page(request: Request, found: queries.PairFound, form: VerdictForm | None) -> HttpResponse:
    tree = tree_on(timezone.localdate())
    both = (found.one, found.other)
    titles = titles_of(both)
    context = {
        "found": found,
        "why": why_alike(found, titles=titles, tree=tree),
        "picture": parts_picture(found.pair),
        "percent": round(found.pair.score * 100),
        "form": form,
        "both": both,
        "facts": [
            ("Hvad det bruges til", [one.description for one in both]),
            ("Opgaver (KLE)", [numbered(one.tasks, titles) for one in both]),
            ("Forretningstype", [one.business_type for one in both]),
            ("Leverandør", [one.vendor_name for one in both]),
            ("Ansvarlig", [department(one.owner_unit_id, tree) if one.owner_unit_id else "" for one in both]),
            ("Bruges af", [departments(one.units, tree) if one.units else "" for one in both]),
        ],
        "history": queries.history_of_pair(actor=request.actor, one=found.one.id, other=found.other.id),
        "may_keep": KEEP.allows(request.actor),
        "query": urlencode([("system", str(one.id)) for one in both]),
    }
    return render(request, "it_portfolio/overlap_pair.html", context, status=422 if form and form.errors else 200)


@require_POST
@access(WRITE_SYSTEMS)
def overlap_undo(request: Request, one: UUID, other: UUID) -> HttpResponse:
    found = _pair_or_404(request, one, other)
    text = request.POST.get("seen", "")
    seen = int(text) if text.isdecimal() else -1
    try:
        services.undo_verdict(actor=request.actor, one=one, other=other, seen=seen, at=timezone.now())
    except WrongVerdict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Fortrudt. Det, der stod før, står igen.")
    return redirect("it_portfolio:overlap_pair", found.one.id, found.other.id)


def _pair_or_404(request: Request, one: UUID, other: UUID) -> queries.PairFound:
    try:
        return queries.find_pair(actor=request.actor, one=one, other=other)
    except queries.PairNotFound:
        raise Http404 from None


@require_GET
@access(READ_SYSTEMS)
def overlap_products(request: Request) -> HttpResponse:
    """One product under several contracts."""
    context = {"tabs": tabs("overlap_products"), "found": queries.products_twice(actor=request.actor)}
    return render(request, "it_portfolio/overlap_products.html", context)


@require_http_methods(["GET", "POST"])
@access(READ_SYSTEMS)
def overlap_needs(request: Request) -> HttpResponse:
    """Whether the systems that overlap are needed; owners who have not said are asked."""
    on = timezone.localdate()
    if request.method == "POST":
        WRITE_SYSTEMS.require(request.actor)
        wanted = [UUID(one) for one in request.POST.getlist("system") if _is_uuid(one)]
        count = services.ask_owners(actor=request.actor, system_ids=wanted, at=timezone.now())
        if count:
            messages.success(request, f"{danish.counted(count, 'ejer er,ejere er')} spurgt. De får det på forsiden.")
        else:
            messages.info(request, "Ingen er spurgt: vælg systemer med en ejer, der ikke er spurgt de sidste to uger.")
        return redirect("it_portfolio:overlap_needs")
    found = needs.needs_of_overlapping(actor=request.actor, tree=tree_on(on), at=timezone.now())
    return render(request, "it_portfolio/overlap_needs.html", {"tabs": tabs("overlap_needs"), "found": found})


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_GET
@access(READ_SYSTEMS)
def overlap_export(request: Request, format: str) -> HttpResponse:
    """Overlaps as they are chosen in the address, and scenarios, as a file."""
    if format not in FORMATS:
        raise Http404
    made = make(
        kind="it_portfolio.overlaps",
        actor=request.actor,
        parameters=request.GET.dict(),
        format=format,
        at=timezone.now(),
    )
    return download_of(made)
