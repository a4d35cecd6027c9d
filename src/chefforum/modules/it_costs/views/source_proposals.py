"""A source's numbers are seen beside what stands, and written as those of the year that it was read in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.web import danish

from ..access import KEEP_IT_COSTS
from ..forms.source_proposals import OfferedForm
from ..forms.sources import AskedForm
from ..queries.source_proposals import CostOffered, NumberOffered, Offered, offered
from ..rules.cost_facts import WrongLine
from ..rules.kinds import SOURCE_NAMES, Source
from ..services.source_proposals import write_costs, write_numbers
from .source_numbers import choose_source

TITLES = {Source.GRAPH: "Skriv antallet fra Microsoft 365", Source.KITOS: "Skriv betalingerne fra KITOS"}


@require_http_methods(["GET", "POST"])
@access(KEEP_IT_COSTS)
def source_proposals(request: Request) -> HttpResponse:
    source = AskedForm(request.GET).source_among(TITLES)
    if source is None:
        return choose_source(request, "Skriv tal fra en kilde", TITLES)
    found = offered(actor=request.actor, source=source.value, on=timezone.localdate())
    form = OfferedForm(request.POST if request.method == "POST" else None, found=found) if found else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            return _written(request, source, form)
        except WrongLine as refusal:
            form.add_error(None, str(refusal))
    context = {
        "source": source.value,
        "name": SOURCE_NAMES[source],
        "title": TITLES[source],
        "found": found,
        "form": form,
        "rows": _rows(found, form),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "it_costs/source_proposals.html", context, status=status)


def _rows(found: Offered | None, form: OfferedForm | None) -> list[tuple[NumberOffered | CostOffered, bool]]:
    if found is None or form is None:
        return []
    every: tuple[NumberOffered | CostOffered, ...] = (*found.numbers, *found.costs)
    return [(one, one.key in form.chosen) for one in every]


def _written(request: Request, source: Source, form: OfferedForm) -> HttpResponse:
    """Raises WrongLine."""
    said, at, year = form.cleaned_data, timezone.now(), form.found.year
    if source == Source.GRAPH:
        saved = write_numbers(actor=request.actor, snapshot_id=said["laest"], seen=form.seen, at=at)
        messages.success(request, f"Antal i {year} er skrevet for {danish.counted(saved.count, 'licens,licenser')}.")
        for one, why in saved.refused:
            messages.warning(request, f"{one.item}: {why}")
        return redirect(f"{reverse('it_costs:volumes')}?til={year}")
    count = write_costs(
        actor=request.actor,
        snapshot_id=said["laest"],
        keys=said["valg"],
        category=said["kategori"],
        activity=said["aktivitet"],
        at=at,
    )
    messages.success(request, f"{danish.counted(count, 'udgift,udgifter')} er skrevet i {year}.")
    return redirect(f"{reverse('it_costs:cost_lines')}?aar={year}&kilde={source.value}")
