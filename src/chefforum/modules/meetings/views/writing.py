"""The editor of an item: the page, and what it saves while somebody writes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from chefforum.connectors.rich_text import (
    UnreadableText,
    blocks_from_html,
    blocks_from_text,
    html_from_blocks,
    text_from_blocks,
)
from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.web import danish
from chefforum.web.typed import whole_number

from ..access import WRITE_ITEMS, may_close, may_keep, may_write, reads_history
from ..forms.writing import LONGEST_TEXT, HeadForm, RecommendationForm, SectionForm, digest
from ..queries import meetings as queries
from ..queries.lacks import figures_it_lacks
from ..queries.process import how_it_came_back
from ..queries.writing import SectionToWrite, conflict_on_page, section_to_write, sections_to_write
from ..rules.section_places import NOT_THERE, anchor_of
from ..services.head_writing import HeadWritten, write_head
from ..services.reading import note_reading
from ..services.section_writing import Written, settle_conflict, undo_nothing, write_section
from ..services.steps import StepNotPossible
from .writing_attachments import AttachmentRows, save_attachments

if TYPE_CHECKING:
    from ..models import Item


def writable_item(request: Request, item_id: UUID) -> Item:
    """The item that the actor may write in now. Raises Http404, and AccessDenied with words for who may not."""
    found = queries.find_item(actor=request.actor, item_id=item_id)
    if found is None:
        raise Http404
    if not may_write(request.actor, found):
        raise AccessDenied(
            f"Du kan ikke skrive i punktet nu. Det er “{found.get_state_display().lower()}”. "
            "Er det dit eget, så hent det tilbage, eller bed sekretariatet om hjælp."
        )
    return found


@dataclass
class Trouble:
    """What a save without JavaScript could not write: the text as typed and why, by the section's prefix."""

    sections: dict[str, tuple[str, str]] = field(default_factory=dict)
    head: HeadForm | None = None
    refusals: list[str] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sections or self.head or self.refusals)


@require_http_methods(["GET", "POST"])
@access(WRITE_ITEMS)
def write(request: Request, item_id: UUID) -> HttpResponse:
    """The editor. What is posted here is the whole page, from a browser without JavaScript."""
    found = writable_item(request, item_id)
    if request.method == "POST":
        trouble = _save_all(request, found)
        if trouble.conflicts:
            return redirect("meetings:conflict", item_id, trouble.conflicts[0])
        if not trouble:
            messages.success(request, f"Gemt {danish.time(timezone.localtime())}.")
            act = request.POST.get("act", "")
            if act == "send":
                return redirect("meetings:process", item_id)
            if act == "figure":
                return redirect("meetings:figure_pick", item_id)
            return redirect(reverse("meetings:write", args=[item_id]) + _anchor(act))
        found = writable_item(request, item_id)
        return render(request, "meetings/write.html", _page(request, found, trouble))
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="skriv")
    return render(request, "meetings/write.html", _page(request, found, Trouble()))


def _anchor(act: str) -> str:
    """Where on the page somebody was who pressed a button."""
    name, _, what = act.partition(":")
    if name == "nothing":
        return f"#afsnit-{what}"
    return {"part": "#indstilling", "file": "#bilag"}.get(name.partition("-")[0], "")


def _page(request: Request, found: Item, trouble: Trouble) -> dict[str, Any]:
    on = timezone.localdate()
    head = trouble.head or HeadForm(item=found, on=on)
    name, url = (found.forum.name, reverse("meetings:list"))
    if found.meeting is not None:
        name = f"{found.forum.name} {danish.date(found.meeting.date)}"
        url = reverse("meetings:meeting", args=[found.meeting.pk])
    to_write = sections_to_write(found)
    rows = [one.row for one in to_write if one.row is not None]
    sections = [_field(one, f"s{place}", trouble) for place, one in enumerate(to_write)]
    for place, row in enumerate(sections):
        kind = row["section"].kind
        row["is_first_of_kind"] = all(before["section"].kind != kind for before in sections[:place])
        row["anchor"] = anchor_of(kind, row["section"].heading)
    return {
        "item": found,
        "name": name,
        "meeting_url": url,
        "item_url": reverse("meetings:item", args=[found.pk]),
        "head": head,
        "parts": list(found.recommendation_parts.order_by("position")),
        "sections": sections,
        "attachments": AttachmentRows.of(actor=request.actor, item=found),
        "figures_in_text": list(found.figures.all()),
        "figures_lacking": figures_it_lacks(actor=request.actor, item=found, sections=rows),
        "refusals": trouble.refusals,
        "may_close": may_close(request.actor, found),
        "may_keep": may_keep(request.actor, found.forum),
        "reads_history": reads_history(request.actor, found),
        "to_mend": how_it_came_back(item=found),
        "is_sent": found.published_id is not None,
    }


def _field(section: SectionToWrite, prefix: str, trouble: Trouble) -> dict[str, Any]:
    """A section as its fields are filled in: with what stands, or what somebody typed that could not be saved."""
    standing = text_from_blocks(section.blocks)
    typed, error = trouble.sections.get(prefix, (standing, ""))
    return {
        "section": section,
        "prefix": prefix,
        "text": typed,
        "error": error,
        "sum": digest(standing),
        "html": html_from_blocks(section.blocks),
        "rows": min(24, max(5, typed.count("\n") + len(typed) // 80 + 2)),
    }


def _save_all(request: Request, found: Item) -> Trouble:
    """Everything on the page, part by part: what cannot be saved keeps nothing else from being so."""
    trouble = Trouble()
    at = timezone.now()
    act, _, what = request.POST.get("act", "").partition(":")
    form, written = _save_head(request, found, at)
    if form.errors or written.conflicts:
        trouble.head = _head_again(request.POST, form, written)
    number = 0
    while f"s{number}-kind" in request.POST:
        prefix = f"s{number}"
        _save_section(request, found, prefix, trouble, is_nothing=act == "nothing" and what == prefix, at=at)
        number += 1
    try:
        if act == "undo":
            undo_nothing(actor=request.actor, item=found, section_id=whole_number(what), at=at)
    except StepNotPossible as refusal:
        trouble.refusals.append(str(refusal))
    trouble.refusals += save_attachments(request, found, at)
    return trouble


def _save_section(
    request: Request, found: Item, prefix: str, trouble: Trouble, *, is_nothing: bool, at: dt.datetime
) -> None:
    form = SectionForm(request.POST, prefix=prefix)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        trouble.sections[prefix] = (request.POST.get(f"{prefix}-text", ""), words)
        return
    if form.is_untouched and not is_nothing:
        return
    if not form.is_untouched or not is_nothing:
        written = _write(request, found, form, at=at)
        if written.conflict:
            trouble.conflicts.append(written.conflict.pk)
            return
        form.cleaned_data["token"] = written.token
    if is_nothing:
        written = _write(request, found, form, at=at, is_nothing=True)
        trouble.conflicts += [written.conflict.pk] if written.conflict else []


def _write(request: Request, found: Item, form: SectionForm, *, at: dt.datetime, is_nothing: bool = False) -> Written:
    values = form.cleaned_data
    return write_section(
        actor=request.actor,
        item=found,
        place=form.place,
        blocks=values["blocks"],
        token=values["token"],
        conflict_id=values["conflict"],
        is_nothing=is_nothing,
        at=at,
    )


def _save_head(request: Request, found: Item, at: dt.datetime) -> tuple[HeadForm, HeadWritten]:
    form = HeadForm(request.POST, item=found, on=timezone.localdate(at))
    form.full_clean()
    changes = form.changes() | RecommendationForm(request.POST).changes()
    token = request.POST.get("token", "")
    written = write_head(
        actor=request.actor,
        item=found,
        changes=changes,
        token=whole_number(token, NOT_THERE),
        at=at,
    )
    return form, written


def _head_again(posted: QueryDict, form: HeadForm, written: HeadWritten) -> HeadForm:
    """The head with what was typed, what is wrong with it, and what stands now as what the next save is based on."""
    fresh = HeadForm(item=written.item, on=timezone.localdate())
    data = posted.copy()
    for name in fresh.fields:
        data[fresh.add_initial_prefix(name)] = _value(fresh, name)
    again = HeadForm(data, item=written.item, on=timezone.localdate())
    again.full_clean()
    for name, words in _conflict_words(written).items():
        if name in again.fields:
            again.add_error(name, words)
    return again


def _value(form: HeadForm, name: str) -> str:
    value = form[name].value()
    return "" if value is None else str(value)


def _conflict_words(written: HeadWritten) -> dict[str, str]:
    return {
        conflict.field: f"En anden har skrevet “{_shown(conflict.theirs)}” imens, og det står nu. "
        "Gem igen, hvis dit skal stå i stedet."
        for conflict in written.conflicts
    }


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return " / ".join(part.text for part in value)
    return "ingenting" if value in (None, "") else str(value)


def saved_at(at: dt.datetime) -> str:
    return danish.time(timezone.localtime(at))


@require_POST
@access(WRITE_ITEMS)
def save_head(request: Request, item_id: UUID) -> HttpResponse:
    """The head while somebody writes: what stands now, what is wrong, and what somebody else has changed."""
    found = writable_item(request, item_id)
    at = timezone.now()
    form, written = _save_head(request, found, at)
    fresh = HeadForm(item=written.item, on=timezone.localdate(at))
    return JsonResponse(
        {
            "token": written.item.token,
            "saved": saved_at(at),
            "errors": {name: " ".join(map(str, errors)) for name, errors in form.errors.items()},
            "conflicts": _conflict_words(written),
            "values": {name: _value(fresh, name) for name in fresh.fields}
            | {"recommended_by": written.item.recommended_by or ""},
            "parts": list(written.item.recommendation_parts.order_by("position").values("id", "text")),
        }
    )


@require_POST
@access(WRITE_ITEMS)
def save_section(request: Request, item_id: UUID) -> HttpResponse:
    """A section while somebody writes (JSON), or its buttons (the section anew, as HTML)."""
    found = writable_item(request, item_id)
    at = timezone.now()
    prefix = request.POST.get("prefix", "")
    what = request.POST.get("do", "")
    form = SectionForm(request.POST, prefix=prefix)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": f"Ikke gemt. {words}"}, status=422)
    if what == "undo":
        try:
            written = Written(
                undo_nothing(actor=request.actor, item=found, section_id=form.cleaned_data["section"], at=at)
            )
        except StepNotPossible as refusal:
            return JsonResponse({"error": str(refusal)}, status=409)
    else:
        written = _write(request, found, form, at=at, is_nothing=what == "nothing")
    if request.htmx and written.section is not None:
        shown = section_to_write(item=found, section_id=written.section.pk)
        context = {"field": _field(shown, prefix, Trouble()) if shown else None, "item": found}
        return render(request, "meetings/_write_section.html", context)
    conflict = written.conflict
    return JsonResponse(
        {
            "section": written.section.pk if written.section else None,
            "token": written.token,
            "saved": saved_at(at),
            "conflict": conflict.pk if conflict else None,
            "conflict_url": reverse("meetings:conflict", args=[item_id, conflict.pk]) if conflict else None,
        }
    )


@require_POST
@access(WRITE_ITEMS)
def clean(request: Request, item_id: UUID) -> HttpResponse:
    """Pasted HTML, or what was typed in the plain field, as the editor may hold it. Nothing is saved."""
    writable_item(request, item_id)
    html, text = request.POST.get("html", ""), request.POST.get("text", "")
    if len(html) + len(text) > LONGEST_TEXT:
        return JsonResponse(
            {"error": "Teksten er for lang til at blive sat ind på én gang. Del den i flere."}, status=413
        )
    try:
        blocks = blocks_from_text(text) if text else blocks_from_html(html)
    except UnreadableText as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"html": html_from_blocks(blocks)})


@require_http_methods(["GET", "POST"])
@access(WRITE_ITEMS)
def conflict(request: Request, item_id: UUID, conflict_id: int) -> HttpResponse:
    """Both texts side by side, and the choice between them."""
    found = writable_item(request, item_id)
    shown = conflict_on_page(item=found, conflict_id=conflict_id)
    if shown is None:
        messages.info(request, "Der er allerede valgt mellem de to tekster.")
        return redirect("meetings:write", item_id)
    note_reading(actor=request.actor, of=found, at=timezone.now(), how="skriv")
    if request.method == "POST":
        form = SectionForm(request.POST)
        chosen = {"mine": shown.late, "theirs": shown.standing}.get(request.POST.get("choose", ""))
        if form.is_valid():
            try:
                settle_conflict(
                    actor=request.actor,
                    item=found,
                    conflict_id=conflict_id,
                    blocks=form.cleaned_data["blocks"] if chosen is None else chosen,
                    token=form.cleaned_data["token"],
                    at=timezone.now(),
                )
            except StepNotPossible as refusal:
                messages.error(request, str(refusal))
                return redirect("meetings:conflict", item_id, conflict_id)
            messages.success(request, "Der er valgt. Den anden tekst ligger stadig i historikken.")
            return redirect("meetings:write", item_id)
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    context = {
        "item": found,
        "shown": shown,
        "section": shown.conflict.section,
        "is_own": shown.conflict.person_id == request.actor.person_id,
        "text": request.POST.get("text") or text_from_blocks(shown.both),
        "html": html_from_blocks(shown.both),
        "write_url": reverse("meetings:write", args=[item_id]),
    }
    return render(request, "meetings/conflict.html", context)
