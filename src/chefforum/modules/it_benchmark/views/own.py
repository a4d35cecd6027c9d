"""What we say of ourselves, and what anybody can look up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish
from chefforum.web.typed import whole_number

from ..access import KEEP, READ
from ..forms.benchmark import COUNTED_ELSEWHERE, BackgroundForm, written_here
from ..queries.base import delivered_years
from ..queries.own import background_rows, own_choices, own_years
from ..queries.public_figures import public_table
from ..rules.fields import FIELDS, YEARS
from ..services.deliveries import BackgroundWrong, write_background


@require_http_methods(["GET", "POST"])
@access(KEEP)
def background(request: Request) -> HttpResponse:
    """`?aar=`: one year of us."""
    this = timezone.localdate().year
    years = sorted({*own_choices(), *delivered_years()}, reverse=True) or [this]
    usual = max((year for year in years if year < this), default=years[0])
    asked = whole_number(request.GET.get("aar", ""), usual)
    year = asked if asked in YEARS else usual
    there = background_rows(actor=request.actor, year=year)
    initial: dict[str, Any] = {key: one.value.normalize() for key, one in there.items()}
    initial["source"] = next((one.source for one in there.values()), "")
    form = BackgroundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            count = write_background(
                actor=request.actor,
                year=year,
                values=form.values,
                source=form.cleaned_data["source"],
                at=timezone.now(),
            )
        except BackgroundWrong as refusal:
            form.add_error("source", str(refusal))
        else:
            messages.success(request, f"{danish.counted(count, 'tal er ændret,tal er ændret')}.")
            return redirect(f"{reverse('it_benchmark:background')}?aar={year}")
    own = own_years(actor=request.actor, years=[year])[year]
    context = {
        "form": form,
        "year": year,
        "years": years,
        "counted": [
            (one.name, None if own.background.get(one.key) is None else round(own.background[one.key]))
            for one in FIELDS
            if one.key in COUNTED_ELSEWHERE
        ],
        "written": [(one, there.get(one.key)) for one in written_here()],
    }
    return render(request, "it_benchmark/background.html", context, status=422 if form.errors else 200)


@require_GET
@access(READ)
def public_figures(request: Request) -> HttpResponse:
    table = public_table(actor=request.actor)
    context = {
        "table": table,
        "rows": [
            (row, [None if row.each[year] is None else round(row.each[year] or 0) for year in table.years])
            for row in table.rows
        ],
        "keeps": KEEP.allows(request.actor),
    }
    return render(request, "it_benchmark/public_figures.html", context)
