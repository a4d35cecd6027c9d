"""Can this table be reproduced? Any table made elsewhere, held against every key."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access

from ..access import READ_PUBLISHED
from ..forms.table_check import TableForm
from ..rules.table_check import EXAMPLE, answer


@require_http_methods(["GET", "POST"])
@access(READ_PUBLISHED)
def table_check(request: Request) -> HttpResponse:
    """Nothing is kept: the table is read, answered and forgotten."""
    if request.method == "POST":
        form = TableForm(request.POST, request.FILES)
    else:
        form = TableForm(initial={"table": EXAMPLE} if request.GET.get("eksempel") else None)
    table = form.read
    context = {
        "form": form,
        "table": table,
        "answer": answer(table) if table and not table.faults else None,
    }
    is_wrong = bool(form.errors or (table and table.faults))
    return render(request, "placements/table_check.html", context, status=422 if is_wrong else 200)
