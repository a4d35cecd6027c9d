"""Rounds of targets: the list, a round with its proof, its files; and a new one, seen before it is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.web.once import to_what_was_made

from ..access import KEEP_PLACEMENTS, READ_PUBLISHED, is_coordinator, require_coordinator
from ..forms.targets import TargetsForm, initial_of
from ..queries.keys import list_keys
from ..queries.target_drafts import draft_of
from ..queries.targets import RoundNotFound, get_round, last_set_id, list_rounds, newest_round, round_before, state_on
from ..rules.round_states import RoundState
from ..rules.target_charts import charts_of
from ..rules.target_tables import plainly_rounded, rows_beside, ties_of
from ..rules.target_words import settings_in_words
from ..services.targets import NewRound, RoundRefused, already_set, set_targets

DRAFT = "placements.new_round"  # in the session: what is written of a round that is not set yet
FORMATS = ("xlsx", "csv", "pdf", "docx")


@require_GET
@access(READ_PUBLISHED)
def targets(request: Request) -> HttpResponse:
    """Every round, year by year."""
    rounds = list_rounds(request.actor, on=timezone.localdate())
    context = {"rounds": rounds, "may_set": is_coordinator(request.actor), "has_draft": DRAFT in request.session}
    return render(request, "placements/targets.html", context)


@require_GET
@access(READ_PUBLISHED)
def target_round(request: Request, round_id: UUID) -> HttpResponse:
    """A round as it was set, reckoned again."""
    try:
        found = get_round(actor=request.actor, round_id=round_id)
    except RoundNotFound:
        raise Http404 from None
    before, state = round_before(found.round), state_on(found.round, timezone.localdate())
    context = {
        "found": found,
        "table": found.table,
        "settings": [settings_in_words(one.settings) for one in found.reckoned],
        "key_url": reverse("placements:key", args=[found.round.key_id]),
        "ties": ties_of(found.reckoned, found.names),
        "plain": plainly_rounded(found.reckoned, found.names) if found.reckoned else None,
        "before": before,
        "beside": rows_beside(table=found.table, before=before.table if before else None, began={}),
        "charts": charts_of(found.table),
        "superseded_by": getattr(found.round, "superseded_by", None),
        "state": state,
        "holds": state is RoundState.HOLDS,
    }
    return render(request, "placements/target_round.html", context)


@require_GET
@access(READ_PUBLISHED)
def target_file(request: Request, round_id: UUID, format: str) -> HttpResponse:
    """The round's table as a spreadsheet, and the round as a document."""
    if format not in FORMATS:
        raise Http404
    try:
        made = make(
            kind="placements.targets",
            actor=request.actor,
            parameters={"round": str(round_id)},
            format=format,
            at=timezone.now(),
        )
    except RoundNotFound:
        raise Http404 from None
    return download_of(made)


@require_http_methods(["GET", "POST"])
@access(KEEP_PLACEMENTS)
def target_new(request: Request) -> HttpResponse:
    """New targets: what is written shows its table, is kept meanwhile, and is set when one says so twice."""
    require_coordinator(request.actor)
    act = request.POST.get("act", "show") if request.method == "POST" else ""
    if act == "clear":
        request.session.pop(DRAFT, None)
        return redirect("placements:target_new")
    if not act:
        return _form_page(request)
    said = _kept(request)
    form = TargetsForm(said, keys=list_keys(request.actor), is_preview=act == "show")
    is_valid = form.is_valid()
    if act == "confirm" and is_valid:
        context = {"form": form, "draft": _draft(request, form), "data": form.cleaned_data}
        return render(request, "placements/target_confirm.html", context)
    if act == "set" and is_valid:
        try:
            return _set(request, form)
        except RoundRefused as refusal:
            form.add_error(None, str(refusal))
            form.data = {**said, "seen": last_set_id()}
    return _form_page(request, form)


def _form_page(request: Request, form: TargetsForm | None = None) -> HttpResponse:
    """The form, as it was written where something is; beside it the table where it can be reckoned."""
    restored = form is None and DRAFT in request.session
    if form is None:
        keys, seen, on = list_keys(request.actor), last_set_id(), timezone.localdate()
        if restored:
            form = TargetsForm({**request.session[DRAFT], "seen": seen}, keys=keys, is_preview=True)
        else:
            form = TargetsForm(keys=keys, initial=initial_of(before=newest_round(), keys=keys, seen=seen, on=on))
    draft = _draft(request, form)
    if request.htmx:
        return render(request, "placements/_target_preview.html", {"form": form, "draft": draft})
    context = {"form": form, "draft": draft, "restored": restored, "keys": form.keys}
    return render(request, "placements/target_new.html", context, status=422 if form.errors and not restored else 200)


def _draft(request: Request, form: TargetsForm) -> Any:
    if (settings := form.settings()) is None:
        return None
    said = form.cleaned_data
    return draft_of(
        actor=request.actor,
        key_id=said["key"].key.pk,
        targets=settings,
        year=said["year"],
        holds_from=said.get("holds_from"),
        on=timezone.localdate(),
    )


def _kept(request: Request) -> dict[str, str]:
    """What is written, also kept until the round is set or thrown away."""
    names = {name for name in request.POST if name not in ("csrfmiddlewaretoken", "act")}
    said = {name: request.POST[name] for name in sorted(names) if name in _FIELDS}
    request.session[DRAFT] = {name: value for name, value in said.items() if name != "seen"}
    return said


def _set(request: Request, form: TargetsForm) -> HttpResponse:
    said: Mapping[str, Any] = form.cleaned_data
    settings = form.settings()
    assert settings is not None
    new = NewRound(
        year=said["year"],
        key_id=said["key"].key.pk,
        holds_from=said["holds_from"],
        grounds=said["grounds"],
        decision=said["decision"],
        targets=settings,
        seen=said["seen"],
    )
    try:
        made = set_targets(actor=request.actor, new=new, at=timezone.now())
    except RoundRefused:
        # Sent twice, it is set once, and the draft goes all the same.
        before = already_set(actor=request.actor, new=new)
        if before is None:
            raise
        request.session.pop(DRAFT, None)
        return to_what_was_made(request, "placements:target_round", before.pk)
    request.session.pop(DRAFT, None)
    messages.success(request, f"{made} er fastlagt. Det kan ikke ændres; en ny runde kan afløse det.")
    return redirect("placements:target_round", made.pk)


_FIELDS = frozenset(TargetsForm(keys=()).fields)
