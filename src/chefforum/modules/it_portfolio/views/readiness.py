"""Readiness for national centres for shared operation: system by system, in groups, and as files."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.access import WRITE_SYSTEMS
from chefforum.modules.it_costs.queries.choices import units_to_choose
from chefforum.web.pages import page_of

from ..access import READ_READINESS
from ..forms.readiness import ReadinessFilter
from ..queries.readiness import readiness_of
from ..rules.readiness import READY_KINDS, READY_NAMES, RULES, Ready
from ..rules.readiness_charts import ahead_chart
from ..rules.readiness_schema import SCHEMA
from ..services.readiness import check_dependencies

FORMATS = ("xlsx", "csv", "json")


@require_GET
@access(READ_READINESS)
def readiness(request: Request) -> HttpResponse:
    today = timezone.localdate()
    tree = tree_on(today)
    filters = ReadinessFilter(request.GET or QueryDict(), units=units_to_choose(tree), today=today)
    found = readiness_of(actor=request.actor, asked=filters.asked, tree=tree, today=today)
    page = page_of(found.rows, request)
    query = {name: value for name, value in request.GET.items() if name not in ("side", "parat", "gruppe")}
    context = {
        "page": page,
        "found": found,
        "filters": filters,
        "nouns": "system,systemer",
        "states": [
            (READY_NAMES[one], found.counts[one.value], f"?{urlencode({**query, 'parat': one.value})}") for one in Ready
        ],
        "kinds": READY_KINDS,
        "names": READY_NAMES,
        "chart": ahead_chart(found.ahead, today=today) if found.in_register else None,
        "rules": RULES,
        "file_query": request.GET.urlencode(),
        "is_filtered": bool(request.GET),
        "may_check": any(row.may_check and not row.is_checked for row in page.object_list),
        "here": request.get_full_path(),
    }
    return render(request, "it_portfolio/readiness.html", context)


@require_GET
@access(READ_READINESS)
def readiness_file(request: Request, format: str) -> HttpResponse:
    """The list as it was chosen."""
    if format not in FORMATS:
        raise Http404
    made = make(
        kind="it_portfolio.readiness",
        actor=request.actor,
        parameters=request.GET.dict(),
        format=format,
        at=timezone.now(),
    )
    return download_of(made)


@require_GET
@access(READ_READINESS)
def readiness_schema(request: Request) -> HttpResponse:
    """What the JSON file holds."""
    return JsonResponse(SCHEMA, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_POST
@access(WRITE_SYSTEMS)
def readiness_check(request: Request) -> HttpResponse:
    """Of the chosen systems: what they need is all; with `fortryd` that is taken back."""
    try:
        chosen = [UUID(one) for one in request.POST.getlist("system")]
    except ValueError:
        raise Http404 from None
    is_all = request.POST.get("fortryd") != "1"
    back = request.POST.get("tilbage", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("it_portfolio:readiness")
    if not chosen:
        messages.warning(request, "Sæt kryds ved de systemer, hvis afhængigheder er set efter.")
        return redirect(back)
    changed = check_dependencies(actor=request.actor, system_ids=chosen, is_all=is_all, at=timezone.now())
    said = "Noteret: afhængighederne er set efter" if is_all else "Det er taget tilbage"
    messages.success(request, f"{said} ({len(changed)}).")
    return redirect(back)
