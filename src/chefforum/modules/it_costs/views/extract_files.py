"""Differences between extracts, the files that one goes out as, and its sum reckoned anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.registry import NotMadeNow
from chefforum.kernel.documents.services import make
from chefforum.kernel.organisation.queries import tree_on
from chefforum.web import danish
from chefforum.web.pages import page_of

from ..access import BRING_VERDICTS, READ_COSTS, units_of_costs
from ..forms.extracts import DifferencesFilter
from ..queries.extract_check import canonical_file, check_extract
from ..queries.extract_differences import Compared, compare
from ..queries.extracts import ExtractNotFound, find_extract, list_extracts
from ..rules.extract_differences import CHANGE_NAMES, TAKEN_NAMES, Change, Taken
from ..rules.extract_kinds import PARTY_NAMES, LineKind, Party
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, Activity, CostCategory
from .extract_lines import proposed_in_words
from .extracts import about, extract_or_404

FORMATS = {"xlsx": "it_costs.extract", "csv": "it_costs.extract", "pdf": "it_costs.validation"}
CANONICAL = "jsonl"
TAKEN_KINDS = {Taken.ALL: "success", Taken.SOME: "info", Taken.NONE: "warning", Taken.GONE: ""}


@require_GET
@access(READ_COSTS)
def extract_differences(request: Request, extract_id: UUID) -> HttpResponse:
    extract, actor = extract_or_404(request, extract_id), request.actor
    others = [(one.pk, one.name) for one in list_extracts(actor=actor) if one.created_at < extract.created_at]
    usual = extract.previous_id or (others[0][0] if others else None)
    filters = DifferencesFilter(request.GET, extracts=others, chosen=usual)
    old_id = filters.old_id or usual
    context = about(request, extract, "extract_differences") | {"filters": filters, "others": others}
    if old_id is not None:
        try:
            old = find_extract(actor=actor, extract_id=UUID(str(old_id)))
        except ExtractNotFound:
            raise Http404 from None
        context |= _compared(request, compare(actor=actor, old=old, new=extract, view=filters.view), filters.kind)
    return render(request, "it_costs/extract_differences.html", context)


def _compared(request: Request, found: Compared, kind: str) -> dict[str, Any]:
    changed = [one for one in found.rows if Change.SAME not in one.kinds]
    shown = [one for one in changed if not kind or kind in one.kinds]
    page = page_of(sorted(shown, key=lambda one: (-abs(one.change), one.either.number)), request)
    tree, hides = tree_on(timezone.localdate()), units_of_costs(request.actor) is not None
    order = list(CATEGORY_NAMES)
    return {
        "found": found,
        "bridges": [
            (CATEGORY_NAMES[CostCategory(category)], found.by_category[category])
            for category in sorted(found.by_category, key=lambda one: order.index(CostCategory(one)))
        ],
        "same": len(found.rows) - len(changed),
        "counts": [
            (CHANGE_NAMES[one], sum(one in row.kinds for row in changed)) for one in Change if one != Change.SAME
        ],
        "page": page,
        "nouns": "forskel,forskelle",
        "rows": [_row(one, found) for one in page.object_list],
        "corrections": [
            {
                "verdict": one.verdict,
                "party": PARTY_NAMES[Party(one.verdict.party)],
                "proposed": proposed_in_words(one.verdict, tree, hides and one.verdict.line.kind == LineKind.NUMBER),
                "taken": TAKEN_NAMES[one.taken],
                "kind": TAKEN_KINDS[one.taken],
                "new": one.difference.new,
            }
            for one in found.corrections
        ],
    }


def _row(one: Any, found: Compared) -> dict[str, Any]:
    return {
        "one": one,
        "what": one.either.item or one.either.source_name,
        "kinds": [CHANGE_NAMES[kind] for kind in one.kinds],
        "old": _place(one.old, found),
        "new": _place(one.new, found),
        "quantities": tuple(_quantity(row) for row in (one.old, one.new)),
        "is_number": one.either.kind == LineKind.NUMBER,
    }


def _quantity(row: Any) -> str:
    known = row is not None and row.quantity is not None
    return danish.number(row.quantity.normalize()) if known else danish.MISSING


def _place(row: Any, found: Compared) -> tuple[str, ...] | None:
    if row is None:
        return None
    kind = (CATEGORY_NAMES[CostCategory(row.category)], ACTIVITY_NAMES[Activity(row.activity)]) if row.category else ()
    unit = found.units.get(row.unit_id) or "Hele kommunens"
    return (*kind, unit, found.systems.get(row.system_id) or "Intet system")


@require_GET
@access(READ_COSTS)
def extract_files(request: Request, extract_id: UUID) -> HttpResponse:
    extract = extract_or_404(request, extract_id)
    context = about(request, extract, "extract_files") | {
        "checked": check_extract(extract) if request.GET.get("kontrol") else None,
        "may_bring": BRING_VERDICTS.allows(request.actor) and extract.validated_at is None,
    }
    return render(request, "it_costs/extract_files.html", context)


@require_GET
@access(READ_COSTS)
def extract_file(request: Request, extract_id: UUID, format: str) -> HttpResponse:
    extract = extract_or_404(request, extract_id)
    if format not in (*FORMATS, CANONICAL):
        raise Http404
    if format == CANONICAL:
        content = b"".join(canonical_file(actor=request.actor, extract=extract))
        head = content_disposition_header(True, f"udtraek-{extract.sha256[:8]}.jsonl")
        return HttpResponse(content, content_type="application/x-ndjson", headers={"Content-Disposition": head or ""})
    parameters = {"extract": str(extract.pk)}
    try:
        made = make(kind=FORMATS[format], actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    except NotMadeNow:
        raise Http404 from None
    return download_of(made)
