"""The plan: as a picture and a list, an item of it, and how it goes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.downloads import download_of
from chefforum.kernel.documents.services import make
from chefforum.modules.it_costs.queries import choices
from chefforum.web import danish
from chefforum.web.once import SAVED_AND_CHANGED, AlreadyMade, sent_again, to_what_was_made

from ..access import KEEP, READ_PLAN, is_coordinator
from ..forms.plan import PlanFilter, PlanItemForm, StateForm, SystemForm
from ..queries import plan as queries
from ..queries.plan_words import history_words
from ..rules.plan import STATE_KINDS, STATE_NAMES, PlanFacts, State, WrongPlan
from ..rules.plan_offers import Offer
from ..services import plan as services

FORMATS = ("xlsx", "csv")


@require_GET
@access(READ_PLAN)
def plan(request: Request) -> HttpResponse:
    on, actor = timezone.localdate(), request.actor
    keeps = is_coordinator(actor)
    filters = PlanFilter(request.GET or QueryDict(), owners=choices.persons_to_choose(), keeps=keeps)
    chosen = filters.chosen
    found = queries.list_items(actor=actor, chosen=chosen, on=on)
    milestones = queries.list_milestones(actor=actor, on=on)
    cost, saving, lacking = queries.sums(found)
    seen_money = [one for one in found if one.sees_money]
    context = {
        "found": found,
        "filters": filters,
        "is_filtered": bool(request.GET),
        "milestones": milestones,
        "chart": queries.plan_chart(found, milestones, on),
        "late": [one for one in found if one.late],
        "late_milestones": [one for one in milestones if one.late],
        "done": sum(one.item.state == State.DONE for one in found),
        "cost_oere": cost,
        "saving_oere": saving,
        "lacking": lacking,
        "sees_money": bool(seen_money),
        "sees_all_money": len(seen_money) == len(found),
        "offers": queries.open_offers(actor=actor, on=on) if keeps else [],
        "keeps": keeps,
        "newest": queries.newest_batch(actor=actor),
        "kinds": STATE_KINDS,
        "year": on.year + 1 if on.month > 6 else on.year,
        "file_query": request.GET.urlencode(),
    }
    return render(request, "it_portfolio/plan.html", context)


@require_GET
@access(READ_PLAN)
def plan_file(request: Request, format: str) -> HttpResponse:
    """The plan as it was chosen, as a file that comes in again; kroner only of what the actor may see."""
    if format not in FORMATS:
        raise Http404
    made = make(
        kind="it_portfolio.plan",
        actor=request.actor,
        parameters=request.GET.dict(),
        format=format,
        at=timezone.now(),
    )
    return download_of(made)


@require_GET
@access(READ_PLAN)
def plan_item(request: Request, item_id: UUID) -> HttpResponse:
    return _page(request, _item_or_404(request, item_id))


def _page(
    request: Request,
    shown: queries.ItemShown,
    state_form: StateForm | None = None,
    system_form: SystemForm | None = None,
) -> HttpResponse:
    item, keeps = shown.item, is_coordinator(request.actor)
    seen = item.changed_at.isoformat()
    is_in = item.removed_at is None
    if state_form is None and shown.may_say_state and is_in:
        state_form = StateForm(initial={"state": item.state, "note": item.note, "seen": seen})
    if system_form is None and keeps and is_in:
        system_form = SystemForm(names=choices.systems_to_name())
    changes = queries.history_of(item_id=item.pk)
    newest = next((one for one in changes if one.undone_at is None), None)
    context = {
        "shown": shown,
        "item": item,
        "state_kind": STATE_KINDS[State(item.state)],
        "cost": None if shown.cost_oere is None else danish.money(Decimal(shown.cost_oere) / 100),
        "saving": None if shown.saving_oere is None else danish.money(Decimal(shown.saving_oere) / 100),
        "starts": danish.date(item.starts_on) if item.starts_on else None,
        "ends": danish.date(item.ends_on) if item.ends_on else None,
        "coming_after": queries.coming_after(item.pk),
        "history": history_words(changes, sees_money=shown.sees_money),
        "state_form": state_form,
        "system_form": system_form,
        "keeps": keeps,
        "undoes": newest if newest and newest.person_id == request.actor.person_id else None,
    }
    failed = any(form is not None and form.errors for form in (state_form, system_form))
    return render(request, "it_portfolio/plan_item.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def plan_item_new(request: Request) -> HttpResponse:
    """A new item; with `tilbud` from what another part has decided."""
    on = timezone.localdate()
    offer = _offer(request, on)
    form = _form(request, PlanItemForm.initial_of(_of_offer(offer) if offer else PlanFacts(title="")))
    if request.method == "POST" and form.is_valid():
        made_id = form.made_id(request.actor.person_id)
        # What the offer is of counts when it is still offered under the same key.
        same = offer is not None and offer.key == form.cleaned_data["origin"]
        facts = form.facts(systems=offer.systems if offer and same else ())
        try:
            made = services.write_item(actor=request.actor, facts=facts, at=timezone.now(), made_id=made_id)
        except WrongPlan as wrong:
            _tell(form, wrong)
        except AlreadyMade as there:
            return _made_before(request, form, there)
        else:
            messages.success(request, f"“{made.title}” står i planen.")
            return redirect("it_portfolio:plan_item", made.pk)
    context = {"form": form, "offer": offer, "cancel_url": reverse("it_portfolio:plan")}
    return render(request, "it_portfolio/plan_item_form.html", context, status=422 if form.errors else 200)


def _made_before(request: Request, form: PlanItemForm, there: AlreadyMade) -> HttpResponse:
    shown = _item_or_404(request, there.made_id)
    if form.facts(systems=tuple(sorted(one for one, _ in shown.systems))) == queries.plan_facts(shown.item):
        return to_what_was_made(request, "it_portfolio:plan_item", there.made_id)
    messages.warning(request, SAVED_AND_CHANGED)
    again = _form(request, {}, but=shown.item.pk, data=sent_again(request, seen=shown.item.changed_at.isoformat()))
    return _change_page(request, shown.item, again)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def plan_item_change(request: Request, item_id: UUID) -> HttpResponse:
    shown = _item_or_404(request, item_id)
    facts = queries.plan_facts(shown.item)
    initial = PlanItemForm.initial_of(facts) | {"seen": shown.item.changed_at.isoformat()}
    form = _form(request, initial, but=item_id)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_item(
                actor=request.actor,
                item_id=item_id,
                facts=form.facts(systems=facts.systems),
                at=timezone.now(),
                seen=_moment(form.cleaned_data["seen"]),
            )
        except WrongPlan as wrong:
            _tell(form, wrong)
        else:
            messages.success(request, "Gemt." if changed else "Der var intet at ændre.")
            return redirect("it_portfolio:plan_item", item_id)
    return _change_page(request, shown.item, form)


def _change_page(request: Request, item: queries.PlanItem, form: PlanItemForm) -> HttpResponse:
    context = {
        "form": form,
        "item": item,
        "action": reverse("it_portfolio:plan_item_change", args=[item.pk]),
        "cancel_url": reverse("it_portfolio:plan_item", args=[item.pk]),
    }
    return render(request, "it_portfolio/plan_item_form.html", context, status=422 if form.errors else 200)


@require_POST
@access(READ_PLAN)
def plan_item_state(request: Request, item_id: UUID) -> HttpResponse:
    """How it goes, said by its owner or the coordinator."""
    shown = _item_or_404(request, item_id)
    if not shown.may_say_state:
        raise AccessDenied("Det er den ansvarlige eller koordinatoren, der siger, hvordan det går.")
    form = StateForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.say_state(
                actor=request.actor,
                item_id=item_id,
                state=said["state"],
                note=said["note"],
                at=timezone.now(),
                seen=_moment(said["seen"]),
            )
        except WrongPlan as wrong:
            _tell(form, wrong)
        except queries.PlanNotFound:
            raise Http404 from None
        else:
            messages.success(request, f"Noteret: {STATE_NAMES[State(said['state'])]}.")
            return redirect("it_portfolio:plan_item", item_id)
    return _page(request, shown, state_form=form)


@require_POST
@access(KEEP)
def plan_item_system(request: Request, item_id: UUID) -> HttpResponse:
    """A system is tied to the item by its name, or with `fjern` loosened from it."""
    shown = _item_or_404(request, item_id)
    facts = queries.plan_facts(shown.item)
    form = SystemForm(request.POST, names=choices.systems_to_name())
    gone = request.POST.get("fjern", "")
    if gone:
        systems = tuple(one for one in facts.systems if str(one) != gone)
    elif form.is_valid() and (found := choices.system_named(form.cleaned_data["system"])):
        systems = tuple(sorted({*facts.systems, found}))
    else:
        if form.is_valid():
            form.add_error("system", "Intet system hedder præcis det. Vælg et af forslagene.")
        return _page(request, shown, system_form=form)
    changed = PlanFacts(**{**vars(facts), "systems": systems})
    services.change_item(actor=request.actor, item_id=item_id, facts=changed, at=timezone.now())
    messages.success(request, "Systemet er løst fra punktet." if gone else "Systemet er sat på punktet.")
    return redirect("it_portfolio:plan_item", item_id)


@require_http_methods(["GET", "POST"])
@access(KEEP)
def plan_item_remove(request: Request, item_id: UUID) -> HttpResponse:
    """Out of the plan; with `genopret` back again."""
    item = _item_or_404(request, item_id).item
    if request.method == "POST":
        is_removed = request.POST.get("genopret") != "1"
        try:
            services.remove_item(actor=request.actor, item_id=item_id, is_removed=is_removed, at=timezone.now())
        except WrongPlan as wrong:
            messages.error(request, wrong.text)
        else:
            said = "er taget ud af planen" if is_removed else "er lagt tilbage i planen"
            messages.success(request, f"“{item.title}” {said}.")
        return redirect("it_portfolio:plan_item", item_id)
    context = {
        "question": f"Skal “{item.title}” ud af planen?",
        "consequence": "Det står ikke mere i planen og findes ikke ved søgning. Det kan lægges tilbage.",
        "submit": "Tag det ud",
        "cancel_url": reverse("it_portfolio:plan_item", args=[item_id]),
    }
    return render(request, "web/confirm.html", context)


@require_POST
@access(READ_PLAN)
def plan_undo(request: Request) -> HttpResponse:
    """What the actor did last is put back."""
    try:
        batch = UUID(request.POST.get("sammen", ""))
    except ValueError:
        raise Http404 from None
    try:
        count, stays = services.undo(actor=request.actor, batch=batch, at=timezone.now())
    except WrongPlan as wrong:
        messages.error(request, f"Det kan ikke fortrydes. {wrong.text}")
    else:
        for text in stays:
            messages.warning(request, text)
        if count:
            messages.success(request, "Det er fortrudt.")
        elif not stays:
            messages.info(request, "Der var intet at fortryde.")
    return redirect("it_portfolio:plan")


def _form(
    request: Request, initial: dict[str, Any], *, but: UUID | None = None, data: QueryDict | None = None
) -> PlanItemForm:
    return PlanItemForm(
        data or request.POST or None,
        owners=choices.persons_to_choose(),
        items=[one for one in queries.titles_of_items() if one[0] != but],
        initial=initial,
    )


def _offer(request: Request, on: dt.date) -> Offer | None:
    key = request.POST.get("origin") or request.GET.get("tilbud", "")
    if not key:
        return None
    return next((one for one in queries.open_offers(actor=request.actor, on=on) if one.key == key), None)


def _of_offer(offer: Offer) -> PlanFacts:
    return PlanFacts(
        title=offer.title[:200],
        why=offer.why,
        element=offer.element,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        cost_oere=offer.cost_oere,
        saving_oere=offer.saving_oere,
        origin=offer.key,
    )


def _item_or_404(request: Request, item_id: UUID) -> queries.ItemShown:
    try:
        return queries.find_item(actor=request.actor, item_id=item_id, on=timezone.localdate())
    except queries.PlanNotFound:
        raise Http404 from None


def _tell(form: Any, wrong: WrongPlan) -> None:
    name = {"cost_oere": "cost_kr", "saving_oere": "saving_kr"}.get(wrong.field, wrong.field)
    form.add_error(name if name in form.fields else None, wrong.text)


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
