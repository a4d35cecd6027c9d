"""The template of a forum on the web: which sections it asks for, with which help."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_MEETINGS, require_keeper
from ..forms.writing import TemplateRowForm
from ..queries.writing import find_forum, template_of
from ..rules.default_template import DEFAULT_TEMPLATE, TemplateRow
from ..services.section_templates import BadTemplate, set_template


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def template(request: Request, forum_id: UUID) -> HttpResponse:
    """The sections with an empty one last; every button saves all that is typed."""
    forum = find_forum(forum_id=forum_id)
    if forum is None:
        raise Http404
    require_keeper(request.actor, forum)
    act, _, what = request.POST.get("act", "").partition(":")
    forms = _forms(request) if request.method == "POST" and act != "default" else _unbound(template_of(forum))
    if request.method == "POST":
        rows: list[TemplateRow] = list(DEFAULT_TEMPLATE)
        if act != "default":
            rows = _ordered([form.row() for form in forms if form.is_valid()], act, what)
        try:
            if all(form.is_valid() for form in forms if form.is_bound):
                set_template(actor=request.actor, forum=forum, rows=rows, at=timezone.now())
                messages.success(request, "Skabelonen er gemt. Den gælder for alle punkter, der skrives fra nu af.")
                return redirect("meetings:template", forum_id)
        except BadTemplate as refusal:
            messages.error(request, str(refusal))
    context = {"forum": forum, "forms": forms, "has_rows": bool(template_of(forum))}
    return render(request, "meetings/template.html", context)


def _forms(request: Request) -> list[TemplateRowForm]:
    count = 0
    while f"r{count}-heading" in request.POST:
        count += 1
    forms = [TemplateRowForm(request.POST, prefix=f"r{number}") for number in range(count)]
    # A row that nothing is written in is no section; the last one always waits for a new one.
    return [form for form in forms if request.POST[f"{form.prefix}-heading"].strip() or not _is_empty(request, form)]


def _is_empty(request: Request, form: TemplateRowForm) -> bool:
    return not request.POST.get(f"{form.prefix}-help_text", "").strip()


def _unbound(rows: object) -> list[TemplateRowForm]:
    names = ("heading", "kind", "help_text", "is_mandatory")
    known = [{name: getattr(row, name) for name in names} for row in rows]  # type: ignore[attr-defined]
    return [
        TemplateRowForm(initial=initial, prefix=f"r{number}")
        for number, initial in enumerate([*known, {"kind": "other"}])
    ]


def _ordered(rows: list[TemplateRow], act: str, what: str) -> list[TemplateRow]:
    place = int(what) if what.isdigit() else -1
    if act in {"up", "down", "remove"} and 0 <= place < len(rows):
        row = rows.pop(place)
        if act != "remove":
            rows.insert(max(0, place + (1 if act == "down" else -1)), row)
    return rows
