"""Places: the list and the search, one place with why it is empty, and what those who offer it do with it."""

from __future__ import annotations

import datetime as dt
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
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.web import danish
from chefforum.web.once import SAVED_AND_CHANGED, AlreadyMade, sent_again, to_what_was_made
from chefforum.web.pages import page_of

from ..access import OFFER_PLACES, WRITE_PLACEMENTS, may_offer
from ..forms.naming import say
from ..forms.places import CloseForm, EmptyForm, NewPlaceForm, PlaceFilterForm, PlaceForm, WishForm
from ..queries import places as queries
from ..queries.workplaces import statements_lacking
from ..rules.kinds import PlacementKind
from ..rules.matching import Wish
from ..rules.places import hours_in_words
from ..rules.workplaces import number_as_written
from ..services import places as services

# What is looked for where nobody says how long: the shortest of the usual.
WEEKS = 4


@require_GET
@access(OFFER_PLACES)
def places(request: Request) -> HttpResponse:
    """The places that one sees."""
    on = timezone.localdate()
    filters = PlaceFilterForm(request.GET or None, actor=request.actor, on=on)
    asked = filters.asked
    rows = queries.list_places(actor=request.actor, asked=asked, on=on)
    context = {
        "page": page_of(rows, request),
        "nouns": "plads,pladser",
        "filters": filters,
        "free": sum(row.now.free for row in rows),
        "startable": sum(row.now.free for row in rows if row.now.next_start == on),
        "file_query": urlencode(asked.as_parameters()),
        "lacking": len(statements_lacking(actor=request.actor, on=on)),
        "on": on,
    }
    return render(request, "placements/places.html", context)


@require_GET
@access(OFFER_PLACES)
def places_file(request: Request, format: str) -> HttpResponse:
    """The list as it was chosen, as a file."""
    if format not in ("xlsx", "csv"):
        raise Http404
    try:
        parameters = queries.PlaceFilter.from_query(request.GET.dict()).as_parameters()
    except ValueError:
        raise Http404 from None
    made = make(kind="placements.places", actor=request.actor, parameters=parameters, format=format, at=timezone.now())
    return download_of(made)


@require_GET
@access(OFFER_PLACES)
def find_place(request: Request) -> HttpResponse:
    """Somebody looks for a place: the free ones that fit, best first."""
    on = timezone.localdate()
    start = {"type": PlacementKind.INTERNSHIP.value, "start": on, "uger": WEEKS}
    form = WishForm(request.GET or None, actor=request.actor, on=on, initial=start)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.find_places(actor=request.actor, wish=form.wish, on=on)
    context = {
        "form": form,
        "found": None if found is None else [(one, urlencode(_carried(one, form.wish))) for one in found],
        "at_once": sum(not one.fit.waits for one in found or ()),
        "may_place": WRITE_PLACEMENTS.allows(request.actor),
        "wish": form.wish if found is not None else None,
    }
    return render(request, "placements/find_place.html", context)


def _carried(found: queries.FoundPlace, wish: Wish) -> dict[str, Any]:
    """What was looked for and found, as the form of a new placement takes it from the address."""
    hours = {"timer": number_as_written(wish.hours)} if wish.hours is not None else {}
    return {
        "plads": found.row.place.pk,
        "type": wish.kind,
        "start": found.fit.starts,
        "slut": found.ends,
        "stilling": found.row.place.job_type_id,
        **hours,
    }


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def place_new(request: Request) -> HttpResponse:
    """A leader offers a place at a workplace of their own."""
    at = timezone.now()
    on = timezone.localdate(at)
    workplace = request.GET.get("arbejdssted", "")
    form = NewPlaceForm(request.POST or None, actor=request.actor, on=on, initial={"workplace": workplace})
    if request.method == "POST":
        made_id = form.made_id(request.actor.person_id)
        try:
            services.require_not_made(made_id)
            if _is_in_order(request, form):
                made = services.offer_place(
                    actor=request.actor,
                    workplace=form.workplaces[form.cleaned_data["workplace"]],
                    words=form.words,
                    at=at,
                    made_id=made_id,
                )
                messages.success(request, "Pladsen er tilbudt. Den kan findes med det samme.")
                return redirect("placements:place", made.pk)
        except AlreadyMade as there:
            return _made_before(request, there.made_id, on)
        except services.PlaceRefused as refusal:
            say(form, refusal.problems)
    context = {"form": form, "has_workplace": bool(form.workplaces)}
    return render(request, "placements/place_new.html", context, status=422 if form.errors else 200)


def _made_before(request: Request, place_id: UUID, on: dt.date) -> HttpResponse:
    """The page of what was made, or, where something else is sent now, the form that changes it with what was sent."""
    found = _own_place_or_404(request, place_id)
    kept = queries.words_of(found)
    form = PlaceForm(sent_again(request), actor=request.actor, kept=kept)
    is_same_workplace = request.POST.get("workplace") == str(found.workplace_id)
    if _is_in_order(request, form, found, on) and form.words == kept and is_same_workplace:
        return to_what_was_made(request, "placements:place", place_id)
    messages.warning(request, SAVED_AND_CHANGED)
    if not is_same_workplace:
        messages.warning(request, "Arbejdsstedet kan ikke rettes. Luk pladsen, og tilbyd en ny på det andet sted.")
    context = {
        "place": found,
        "title": str(found),
        "form": form,
        "action": reverse("placements:place_change", args=[place_id]),
        "cancel_url": reverse("placements:place", args=[place_id]),
    }
    return render(request, "placements/place_change.html", context, status=422 if form.errors else 200)


@require_GET
@access(OFFER_PLACES)
def place(request: Request, place_id: UUID) -> HttpResponse:
    return _place_page(request, place_id)


def _place_page(request: Request, place_id: UUID, form: EmptyForm | None = None) -> HttpResponse:
    at = timezone.now()
    on = timezone.localdate(at)
    try:
        found = queries.place_page(actor=request.actor, place_id=place_id, at=at, on=on)
    except queries.PlaceNotFound:
        raise Http404 from None
    now = found.row.now
    if form is None and found.may_change and now.free:
        form = EmptyForm(initial={"slots": now.free, "first_day": on})
    context: dict[str, Any] = {
        "found": found,
        "now": now,
        "place": now.place,
        "title": str(now.place),
        "told": _told(found.row, on),
        "form": form,
        "may_place": WRITE_PLACEMENTS.allows(request.actor),
        "on": on,
    }
    return render(request, "placements/place.html", context, status=422 if form is not None and form.errors else 200)


def _told(row: queries.PlaceRow, on: dt.date) -> dict[str, str]:
    """The facts that take more than a field to say."""
    place, windows = row.place, row.now.offer.windows
    return {
        "hours": hours_in_words(place.hours_from, place.hours_to) or "efter aftale",
        "full": "Optaget" if row.is_own else "Ingen ledig nu",
        "next_free": _day(row.next_free, on),
        "next_start": _day(row.now.next_start, on),
        "windows": "; ".join(f"{danish.date(one.first)} til {danish.date(one.last)}" for one in windows) or "hele året",
        "pool": "i den fælles pulje" if place.is_shared else "kun egen enhed",
    }


def _day(day: dt.date | None, on: dt.date) -> str:
    return "i dag" if day == on else danish.date(day) if day else "kendes ikke"


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def place_change(request: Request, place_id: UUID) -> HttpResponse:
    found = _own_place_or_404(request, place_id)
    at = timezone.now()
    form = PlaceForm(request.POST or None, actor=request.actor, kept=queries.words_of(found))
    if request.method == "POST" and _is_in_order(request, form, found, timezone.localdate(at)):
        try:
            services.change_place(actor=request.actor, place_id=place_id, words=form.words, at=at)
            messages.success(request, "Rettelsen er gemt. Tryk på Fortryd, hvis den skal tilbage.")
            return redirect("placements:place", place_id)
        except services.PlaceRefused as refusal:
            say(form, refusal.problems)
    context = {
        "place": found,
        "title": str(found),
        "form": form,
        "cancel_url": reverse("placements:place", args=[place_id]),
    }
    return render(request, "placements/place_change.html", context, status=422 if form.errors else 200)


def _is_in_order(request: Request, form: PlaceForm, place: Any = None, on: dt.date | None = None) -> bool:
    """All that is wrong is said at once: what each field says, and what cannot be done."""
    form.is_valid()
    say(form, services.problems_with(actor=request.actor, said=form.said, place=place, on=on))
    return not form.errors


@require_http_methods(["GET", "POST"])
@access(OFFER_PLACES)
def place_close(request: Request, place_id: UUID) -> HttpResponse:
    """Asks from which day, and closes it."""
    found = _own_place_or_404(request, place_id)
    at = timezone.now()
    form = CloseForm(request.POST or None, initial={"closed_on": timezone.localdate(at)})
    if request.method == "POST" and form.is_valid():
        try:
            services.close_place(
                actor=request.actor, place_id=place_id, closed_on=form.cleaned_data["closed_on"], at=at
            )
            messages.success(request, "Pladsen er lukket. Tryk på Fortryd, hvis den skal tilbage.")
            return redirect("placements:place", place_id)
        except services.PlaceRefused as refusal:
            form.add_error("closed_on", str(refusal))
    context = {
        "place": found,
        "title": str(found),
        "form": form,
        "cancel_url": reverse("placements:place", args=[place_id]),
    }
    return render(request, "placements/place_close.html", context, status=422 if form.errors else 200)


@require_POST
@access(OFFER_PLACES)
def place_reopen(request: Request, place_id: UUID) -> HttpResponse:
    _own_place_or_404(request, place_id)
    try:
        services.reopen_place(actor=request.actor, place_id=place_id, at=timezone.now())
        messages.success(request, "Pladsen er åben igen. Tryk på Fortryd, hvis den skal tilbage.")
    except services.PlaceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("placements:place", place_id)


@require_POST
@access(OFFER_PLACES)
def place_undo(request: Request, place_id: UUID) -> HttpResponse:
    _own_place_or_404(request, place_id)
    try:
        services.undo_place(actor=request.actor, place_id=place_id, at=timezone.now())
        messages.success(request, "Det er fortrudt.")
    except services.PlaceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("placements:place", place_id)


@require_POST
@access(OFFER_PLACES)
def place_empty(request: Request, place_id: UUID) -> HttpResponse:
    """Why the place stands empty."""
    _own_place_or_404(request, place_id)
    form = EmptyForm(request.POST)
    if form.is_valid():
        try:
            services.note_empty(actor=request.actor, place_id=place_id, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Det er noteret. Tryk på Fortryd, hvis det skal væk igen.")
            return redirect("placements:place", place_id)
        except services.PlaceRefused as refusal:
            say(form, refusal.problems)
    return _place_page(request, place_id, form)


@require_POST
@access(OFFER_PLACES)
def place_empty_end(request: Request, place_id: UUID, spell_id: int) -> HttpResponse:
    _own_place_or_404(request, place_id)
    at = timezone.now()
    try:
        services.end_empty(
            actor=request.actor, place_id=place_id, spell_id=spell_id, last_day=timezone.localdate(at), at=at
        )
        messages.success(request, "Forklaringen er slut fra i dag.")
    except services.PlaceRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("placements:place", place_id)


def _own_place_or_404(request: Request, place_id: UUID) -> Any:
    """404 where one may not know of it, 403 where one only sees it in the shared pool."""
    try:
        found = queries.find_place(actor=request.actor, place_id=place_id)
    except queries.PlaceNotFound:
        raise Http404 from None
    if not may_offer(request.actor, found.workplace.unit_id):
        services.refuse_others_place()
    return found
