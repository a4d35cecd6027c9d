"""Themes of forums and the yearly wheel, on the web."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.calc.danish_dates import WEEKDAYS
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.web import danish
from chefforum.web.wheel import Wheel, WheelMark, year_wheel

from ..access import READ_MEETINGS, SEE_THEMES, WRITE_ITEMS
from ..documents import THEME_FORMATS
from ..forms.forum import SuggestForm, ThemeForm, ThemeItemForm, YearFilter
from ..queries import themes as queries
from ..queries.forums import ForumNotFound
from ..queries.meetings import list_years
from ..queries.year import Mark, MarkKind, Month, year_of_meetings
from ..services import themes as services
from ..services.steps import StepNotPossible

if TYPE_CHECKING:
    from ..models import Theme


@dataclass(frozen=True)
class MarkOnPage:
    """A mark with the shape that it has in the wheel, and its day of the week in three letters."""

    mark: Mark
    icon: SafeString
    weekday: str


@dataclass(frozen=True)
class MonthOnPage:
    number: int
    name: str
    rows: list[MarkOnPage]


@require_http_methods(["GET", "POST"])
@access(SEE_THEMES)
def themes(request: Request) -> HttpResponse:
    """What the forums want to take up; whoever sits in one suggests."""
    shown = queries.themes_by_forum(actor=request.actor)
    form = SuggestForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        services.suggest_theme(actor=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Temaet står på listen.")
        return redirect("meetings:themes")
    may_suggest = any(forum.may_suggest for forum in shown)
    may_make = WRITE_ITEMS.allows(request.actor)
    context = {
        "forums": shown,
        "form": form,
        "may_suggest": may_suggest,
        "may_make": may_make,
        "formats": THEME_FORMATS,
    }
    return render(request, "meetings/themes.html", context)


@require_GET
@access(READ_MEETINGS)
def export(request: Request, forum_id: UUID, format: str) -> HttpResponse:
    """The list of themes as a file, to put on the agenda as a bilag."""
    if format not in THEME_FORMATS:
        raise Http404
    parameters = {"forum": str(forum_id)}
    try:
        made = make(
            kind="meetings.themes", actor=request.actor, parameters=parameters, format=format, at=timezone.now()
        )
    except ForumNotFound:
        raise Http404 from None
    return download_of(made)


def _theme_or_404(request: Request, theme_id: int) -> Theme:
    found = queries.find_theme(actor=request.actor, theme_id=theme_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@access(READ_MEETINGS)
def theme_edit(request: Request, theme_id: int) -> HttpResponse:
    found = _theme_or_404(request, theme_id)
    services.require_change(request.actor, found)
    if found.item_id is not None:
        return redirect("meetings:item", found.item_id)
    initial = {name: getattr(found, name) for name in ThemeForm.base_fields}
    form = ThemeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_theme(actor=request.actor, theme=found, at=timezone.now(), **form.cleaned_data)
        except StepNotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Temaet er gemt.")
            return redirect("meetings:themes")
    return _form_page(request, form, "Ret tema", "Gem tema")


@require_POST
@access(READ_MEETINGS)
def theme_drop(request: Request, theme_id: int) -> HttpResponse:
    found = _theme_or_404(request, theme_id)
    try:
        services.drop_theme(actor=request.actor, theme=found, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Temaet er taget af listen. Det står under “Opgivet”, hvor du kan fortryde.")
    return redirect("meetings:themes")


@require_POST
@access(READ_MEETINGS)
def theme_take_up(request: Request, theme_id: int) -> HttpResponse:
    found = _theme_or_404(request, theme_id)
    try:
        services.take_up_theme(actor=request.actor, theme=found, at=timezone.now())
    except StepNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Temaet står på listen igen.")
    return redirect("meetings:themes")


@require_http_methods(["GET", "POST"])
@access(WRITE_ITEMS)
def theme_item(request: Request, theme_id: int) -> HttpResponse:
    """An item of the theme, for a department to write."""
    found = _theme_or_404(request, theme_id)
    if found.item_id is not None:
        return redirect("meetings:item", found.item_id)
    on = timezone.localdate()
    meetings = queries.coming_meetings(actor=request.actor, forum=found.forum, on=on)
    form = ThemeItemForm(
        request.POST or None,
        units=queries.units_to_write_for(actor=request.actor, forum=found.forum, on=on),
        meetings=[(meeting.pk, danish.date_with_weekday(meeting.date)) for meeting in meetings],
        initial={"unit": found.forum.unit_id},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        wanted = next((meeting for meeting in meetings if meeting.pk == values["meeting"]), None)
        try:
            item = services.make_item_of_theme(
                actor=request.actor, theme=found, unit_id=values["unit"], wanted_meeting=wanted, at=timezone.now()
            )
        except StepNotPossible as refusal:  # somebody else has done it meanwhile
            messages.error(request, str(refusal))
            return redirect("meetings:themes")
        messages.success(request, "Temaet er blevet til et punkt.")
        return redirect("meetings:item", item.pk)
    return _form_page(request, form, f"Lav et punkt af “{found.title}”", "Opret punkt")


def _form_page(request: Request, form: object, heading: str, submit: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit, "cancel_url": reverse("meetings:themes")}
    return render(request, "meetings/theme_form.html", context)


@require_GET
@access(READ_MEETINGS)
def year(request: Request) -> HttpResponse:
    """The year as a wheel and as a list: meetings, deadlines, themes and holidays."""
    on = timezone.localdate()
    years = sorted({on.year, on.year + 1, *list_years(actor=request.actor)}, reverse=True)
    asked = {"aar": on.year} | request.GET.dict()  # the list says the year that is shown, also where none is asked for
    filters = YearFilter(asked, actor=request.actor, years=years)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    shown_year = chosen.get("aar") or on.year
    months = year_of_meetings(actor=request.actor, year=shown_year, forum_id=chosen.get("forum"))
    wheel = _wheel(shown_year, months, on)
    context = {
        "filters": filters,
        "year": shown_year,
        "year_title": f"Årshjul {shown_year}",
        "previous_year": shown_year - 1,
        "next_year": shown_year + 1,
        "months": [MonthOnPage(month.number, month.name, _rows(month, wheel)) for month in months],
        "legend": [(kind.value, wheel.icons[kind.name.lower()]) for kind in MarkKind],
        "wheel": wheel,
        "query": f"&forum={chosen['forum']}" if chosen.get("forum") else "",
        "count": sum(mark.kind == MarkKind.MEETING for month in months for mark in month.marks),
    }
    return render(request, "meetings/year.html", context)


def _rows(month: Month, wheel: Wheel) -> list[MarkOnPage]:
    return [
        MarkOnPage(mark, wheel.icons[mark.kind.name.lower()], WEEKDAYS[mark.date.weekday()][:3]) for mark in month.marks
    ]


def _wheel(shown_year: int, months: list[Month], on: dt.date) -> Wheel:
    marks = [
        WheelMark(date=mark.date, kind=mark.kind.name.lower(), text=f"{mark.kind.value}: {mark.text}")
        for month in months
        for mark in month.marks
    ]
    return year_wheel(year=shown_year, marks=marks, today=on)
