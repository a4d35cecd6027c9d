"""How a forum works, on the web: its practice and its standing items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access

from ..access import KEEP_MEETINGS, READ_MEETINGS, may_keep, require_keeper
from ..forms.forum import PracticeForm, StandingForm
from ..queries.forums import find_standing_item, practice_of, standing_items_of
from ..rules.order import Direction
from ..services import practice as services
from .finding import forum_or_404

if TYPE_CHECKING:
    from chefforum.kernel.people.models import Group

    from ..models import StandingItem


@require_http_methods(["GET", "POST"])
@access(READ_MEETINGS)
def forum(request: Request, forum_id: UUID) -> HttpResponse:
    """What the forum has agreed on: read by its members, written by its secretariat."""
    found = forum_or_404(request, forum_id)
    practice = practice_of(found)
    names = PracticeForm.base_fields
    form = PracticeForm(request.POST or None, initial={name: getattr(practice, name) for name in names})
    if request.method == "POST":
        require_keeper(request.actor, found)
        if form.is_valid():
            saved = services.Practice(**form.cleaned_data)
            services.save_practice(actor=request.actor, forum=found, practice=saved, at=timezone.now())
            messages.success(request, "Forummets praksis er gemt.")
            return redirect("meetings:forum", forum_id)
    context = {
        "forum": found,
        "practice": practice,
        "form": form,
        "may_keep": may_keep(request.actor, found),
        "standing": list(standing_items_of(found)),
    }
    return render(request, "meetings/forum.html", context)


def _kept_standing(request: Request, standing_id: int) -> StandingItem:
    found = find_standing_item(actor=request.actor, standing_id=standing_id)
    if found is None:
        raise Http404
    require_keeper(request.actor, found.forum)
    return found


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def standing_new(request: Request, forum_id: UUID) -> HttpResponse:
    found = forum_or_404(request, forum_id)
    require_keeper(request.actor, found)
    return _standing(request, found, None)


@require_http_methods(["GET", "POST"])
@access(KEEP_MEETINGS)
def standing_edit(request: Request, standing_id: int) -> HttpResponse:
    found = _kept_standing(request, standing_id)
    return _standing(request, found.forum, found)


def _standing(request: Request, forum: Group, found: StandingItem | None) -> HttpResponse:
    form = StandingForm(request.POST or None, initial=_present(found) if found else None)
    if request.method == "POST" and form.is_valid():
        text = services.StandingText(**form.cleaned_data)
        if found is None:
            services.add_standing(actor=request.actor, forum=forum, text=text, at=timezone.now())
        else:
            services.edit_standing(actor=request.actor, standing=found, text=text, at=timezone.now())
        messages.success(request, "Det faste punkt er gemt. Det gælder for møder, der planlægges fra nu af.")
        return redirect("meetings:forum", forum.pk)
    context = {
        "forum": forum,
        "standing": found,
        "form": form,
        "heading": f"Ret “{found.title}”" if found else "Nyt fast punkt",
        "submit": "Gem fast punkt",
        "cancel_url": reverse("meetings:forum", args=[forum.pk]),
    }
    return render(request, "meetings/standing.html", context)


def _present(found: StandingItem) -> dict[str, Any]:
    return {name: getattr(found, name) for name in StandingForm.base_fields} | {
        "journal_number": found.journal_number or ""
    }


@require_POST
@access(KEEP_MEETINGS)
def standing_move(request: Request, standing_id: int) -> HttpResponse:
    found = _kept_standing(request, standing_id)
    direction = request.POST.get("retning", "")
    if direction not in set(Direction):
        raise Http404
    services.move_standing(actor=request.actor, standing=found, direction=Direction(direction), at=timezone.now())
    return redirect("meetings:forum", found.forum_id)


@require_POST
@access(KEEP_MEETINGS)
def standing_remove(request: Request, standing_id: int) -> HttpResponse:
    found = _kept_standing(request, standing_id)
    services.remove_standing(actor=request.actor, standing=found, at=timezone.now())
    messages.success(request, f"“{found.title}” er ikke længere et fast punkt. Møder, der har det, beholder det.")
    return redirect("meetings:forum", found.forum_id)
