"""The plan is written: items and milestones, each change kept with what was before, and one's own undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import KEEP, require_state
from ..models import Milestone, PlanChange, PlanDependency, PlanItem, PlanItemSystem
from ..queries.plan import PlanNotFound, plan_facts
from ..rules.plan import (
    MILESTONE_FIELDS,
    ROW_FIELDS,
    Act,
    MilestoneFacts,
    PlanFacts,
    WrongPlan,
    as_json,
    calendar_of,
    check_milestone,
    check_plan,
    differing,
    from_json,
    goes_round,
)
from ..search import index_items

KIND, MILESTONE_KIND = "it_plan_item", "it_milestone"
CHANGED_MEANWHILE = "En anden har ændret det, siden du åbnede siden. Intet er gemt. Se, hvad der står nu, og gem igen."


@transaction.atomic
def write_item(
    *, actor: Actor, facts: PlanFacts, at: dt.datetime, made_id: UUID | None = None, batch: UUID | None = None
) -> PlanItem:
    """Raises WrongPlan, AlreadyMade where the same form was sent before, AccessDenied."""
    KEEP.require(actor)
    check_plan(facts)
    if made_id is not None and PlanItem.objects.filter(pk=made_id).exists():
        raise AlreadyMade(made_id)
    if facts.origin and PlanItem.objects.filter(origin=facts.origin, removed_at__isnull=True).exists():
        raise WrongPlan("", "Det er allerede et punkt i planen.")
    item = PlanItem(pk=made_id or uuid4(), created_at=at, changed_at=at)
    _put(item, facts, at)
    became = {name: as_json(value) for name, value in vars(facts).items() if value not in ("", None, ())}
    _note(actor, at, Act.WRITTEN, item=item, became=became, batch=batch)
    _record(actor, at, "it_portfolio.write_plan_item", item, {})
    return item


@transaction.atomic
def change_item(
    *,
    actor: Actor,
    item_id: UUID,
    facts: PlanFacts,
    at: dt.datetime,
    seen: dt.datetime | None = None,
    batch: UUID | None = None,
) -> tuple[str, ...]:
    """Answers the fields that were changed. `seen`: when it was changed last, as the page showed it. Raises WrongPlan,
    PlanNotFound, AccessDenied."""
    KEEP.require(actor)
    item = _locked(item_id, seen)
    check_plan(facts)
    return _change(actor, item, facts, at, batch)


@transaction.atomic
def say_state(
    *, actor: Actor, item_id: UUID, state: str, note: str, at: dt.datetime, seen: dt.datetime | None = None
) -> tuple[str, ...]:
    """How it goes, by its owner or the coordinator. Raises WrongPlan, PlanNotFound, AccessDenied."""
    item = _locked(item_id, seen)
    require_state(actor, item.owner_id)
    if item.removed_at is not None:
        raise PlanNotFound(item_id)
    facts = PlanFacts(**{**vars(plan_facts(item)), "state": state, "note": note})
    check_plan(facts)
    return _change(actor, item, facts, at, None)


@transaction.atomic
def remove_item(*, actor: Actor, item_id: UUID, is_removed: bool, at: dt.datetime) -> None:
    """Out of the plan, or back. Raises WrongPlan where what it came from has become another item, PlanNotFound,
    AccessDenied."""
    KEEP.require(actor)
    item = _locked(item_id, None)
    if (item.removed_at is not None) != is_removed:
        _remove(actor, item, is_removed, at)
        _note(actor, at, Act.REMOVED if is_removed else Act.RESTORED, item=item)


@transaction.atomic
def undo(*, actor: Actor, batch: UUID, at: dt.datetime) -> tuple[int, list[str]]:
    """Puts back what the actor did together; what somebody changed since stays, and is told. Answers how many were put
    back, and what was not. Raises AccessDenied."""
    if actor.person_id is None:
        raise AccessDenied("Log ind for at fortryde.")
    rows = PlanChange.objects.select_for_update().filter(batch=batch, person_id=actor.person_id, undone_at__isnull=True)
    changes = list(rows.order_by("-at", "-pk"))
    stays = []
    for change in changes:
        if change.item_id is not None:
            done = _undo_item(actor, change, change.item_id, at)
        else:
            done = change.milestone_id is not None and _undo_milestone(actor, change, change.milestone_id, at)
        if not done:
            stays.append(f"{change.item or change.milestone} er ændret siden, og er ikke fortrudt.")
    PlanChange.objects.filter(pk__in=[one.pk for one in changes]).update(undone_at=at)
    if changes:
        data = {"count": len(changes) - len(stays)}
        record(actor=actor, at=at, action="it_portfolio.undo_plan", object_kind=KIND, object_id=batch, data=data)
    return len(changes) - len(stays), stays


@transaction.atomic
def write_milestone(
    *,
    actor: Actor,
    facts: MilestoneFacts,
    at: dt.datetime,
    on: dt.date,
    milestone_id: UUID | None = None,
    seen: dt.datetime | None = None,
    batch: UUID | None = None,
) -> Milestone:
    """A new one, or one that is there. Raises WrongPlan, PlanNotFound, AccessDenied."""
    KEEP.require(actor)
    check_milestone(facts, on)
    found = _locked_milestone(milestone_id, seen) if milestone_id else Milestone()
    was = {name: as_json(getattr(found, name)) for name in MILESTONE_FIELDS} if milestone_id else {}
    became = {name: as_json(value) for name, value in vars(facts).items()}
    if was == became:
        return found
    _put_milestone(found, facts, at)
    changed = [name for name in MILESTONE_FIELDS if was.get(name) != became[name]]
    act = Act.CHANGED if milestone_id else Act.WRITTEN
    kept = [{name: one[name] for name in changed if name in one} for one in (was, became)]
    _note(actor, at, act, milestone=found, was=kept[0], became=kept[1], batch=batch)
    _record_milestone(actor, at, "it_portfolio.write_milestone", found)
    return found


@transaction.atomic
def remove_milestone(*, actor: Actor, milestone_id: UUID, is_removed: bool, at: dt.datetime) -> None:
    """Raises PlanNotFound, AccessDenied."""
    KEEP.require(actor)
    found = _locked_milestone(milestone_id, None)
    if (found.removed_at is not None) != is_removed:
        _set_removed_milestone(actor, found, is_removed, at)
        _note(actor, at, Act.REMOVED if is_removed else Act.RESTORED, milestone=found)


@transaction.atomic
def begin_calendar(*, actor: Actor, year: int, at: dt.datetime, on: dt.date) -> UUID:
    """The milestones of the analysis' calendar in the year, where there is none yet; answers what undoes it. Raises
    WrongPlan, AccessDenied."""
    KEEP.require(actor)
    if not 2026 <= year <= 2100:
        raise WrongPlan("year", "Skriv et år fra 2026.")
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if Milestone.objects.filter(removed_at__isnull=True, starts_on__range=(first, last)).exists():
        raise WrongPlan("year", f"Der er allerede milepæle i {year}. Ret dem, eller tilføj en.")
    batch = uuid4()
    for facts in calendar_of(year):
        write_milestone(actor=actor, facts=facts, at=at, on=on, batch=batch)
    return batch


def _change(actor: Actor, item: PlanItem, facts: PlanFacts, at: dt.datetime, batch: UUID | None) -> tuple[str, ...]:
    changed = differing(plan_facts(item), facts)
    if not changed:
        return ()
    _put(item, facts, at)
    was = {name: as_json(before) for name, (before, _) in changed.items()}
    became = {name: as_json(after) for name, (_, after) in changed.items()}
    _note(actor, at, Act.CHANGED, item=item, was=was, became=became, batch=batch)
    _record(actor, at, "it_portfolio.change_plan_item", item, {"fields": sorted(changed)})
    return tuple(changed)


def _put(item: PlanItem, facts: PlanFacts, at: dt.datetime) -> None:
    known: dict[UUID, list[UUID]] = {}
    for one, on_item in PlanDependency.objects.exclude(item=item.pk).values_list("item_id", "on_item_id"):
        known.setdefault(one, []).append(on_item)
    if goes_round(item.pk, facts.depends_on, known):
        raise WrongPlan("depends_on", "Så ville punktet komme efter sig selv. Vælg noget andet.")
    for name in ROW_FIELDS:
        setattr(item, name, getattr(facts, name))
    item.changed_at = at
    item.save()
    PlanItemSystem.objects.filter(item=item).exclude(system__in=facts.systems).delete()
    there = set(PlanItemSystem.objects.filter(item=item).values_list("system_id", flat=True))
    PlanItemSystem.objects.bulk_create(
        PlanItemSystem(item=item, system_id=one) for one in sorted(set(facts.systems) - there)
    )
    PlanDependency.objects.filter(item=item).exclude(on_item__in=facts.depends_on).delete()
    before = set(PlanDependency.objects.filter(item=item).values_list("on_item_id", flat=True))
    PlanDependency.objects.bulk_create(
        PlanDependency(item=item, on_item_id=one) for one in sorted(set(facts.depends_on) - before)
    )
    index_items([item.pk])


def _remove(actor: Actor, item: PlanItem, is_removed: bool, at: dt.datetime) -> None:
    taken = PlanItem.objects.filter(origin=item.origin, removed_at__isnull=True).exclude(pk=item.pk)
    if not is_removed and item.origin and taken.exists():
        raise WrongPlan("", "Det, punktet kom fra, er blevet et andet punkt i planen.")
    item.removed_at, item.changed_at = at if is_removed else None, at
    item.save(update_fields=["removed_at", "changed_at"])
    index_items([item.pk])
    _record(actor, at, "it_portfolio.remove_plan_item" if is_removed else "it_portfolio.restore_plan_item", item, {})


def _undo_item(actor: Actor, change: PlanChange, item_id: UUID, at: dt.datetime) -> bool:
    item = _locked(item_id, None)
    if change.act in (Act.REMOVED, Act.RESTORED, Act.WRITTEN):
        KEEP.require(actor)
        was_out = change.act == Act.RESTORED
        is_out = item.removed_at is not None
        if change.act == Act.WRITTEN and _has_been_changed_since(change):
            return False
        if is_out == (was_out or change.act == Act.WRITTEN):
            return False
        _remove(actor, item, not is_out, at)
        _note(actor, at, Act.REMOVED if not is_out else Act.RESTORED, item=item, is_undo=True)
        return True
    require_state(actor, item.owner_id)
    if not set(change.was) <= {"state", "note"}:
        KEEP.require(actor)
    facts = plan_facts(item)
    if any(as_json(getattr(facts, name)) != value for name, value in change.became.items()):
        return False
    put = {name: from_json(name, value) for name, value in change.was.items()}
    back = PlanFacts(**{**vars(facts), **put})
    check_plan(back)
    _put(item, back, at)
    _note(actor, at, Act.UNDONE, item=item, was=change.became, became=change.was, is_undo=True)
    return True


def _undo_milestone(actor: Actor, change: PlanChange, milestone_id: UUID, at: dt.datetime) -> bool:
    KEEP.require(actor)
    found = _locked_milestone(milestone_id, None)
    if change.act != Act.CHANGED:
        goes_out = change.act != Act.REMOVED
        if (found.removed_at is not None) == goes_out:
            return False
        if change.act == Act.WRITTEN and _has_been_changed_since(change):
            return False
        _set_removed_milestone(actor, found, goes_out, at)
        _note(actor, at, Act.REMOVED if goes_out else Act.RESTORED, milestone=found, is_undo=True)
        return True
    if any(as_json(getattr(found, name)) != value for name, value in change.became.items()):
        return False
    said = {name: getattr(found, name) for name in MILESTONE_FIELDS}
    put = {name: from_json(name, value) for name, value in change.was.items()}
    for name in ("starts_on", "ends_on"):
        put[name] = put.get(name, said[name])
    _put_milestone(found, MilestoneFacts(**{**said, **put}), at)
    _note(actor, at, Act.UNDONE, milestone=found, was=change.became, became=change.was, is_undo=True)
    return True


def _has_been_changed_since(change: PlanChange) -> bool:
    """By something that was not done together with it, and is not undone."""
    later = PlanChange.objects.filter(item=change.item_id, milestone=change.milestone_id, pk__gt=change.pk)
    return later.filter(undone_at__isnull=True).exclude(batch=change.batch).exists()


def _put_milestone(found: Milestone, facts: MilestoneFacts, at: dt.datetime) -> None:
    for name in MILESTONE_FIELDS:
        setattr(found, name, getattr(facts, name))
    found.changed_at = at
    found.save()


def _set_removed_milestone(actor: Actor, found: Milestone, is_removed: bool, at: dt.datetime) -> None:
    found.removed_at, found.changed_at = at if is_removed else None, at
    found.save(update_fields=["removed_at", "changed_at"])
    act = "it_portfolio.remove_milestone" if is_removed else "it_portfolio.restore_milestone"
    _record_milestone(actor, at, act, found)


def _locked(item_id: UUID, seen: dt.datetime | None) -> PlanItem:
    found = PlanItem.objects.select_for_update().filter(pk=item_id).first()
    if found is None:
        raise PlanNotFound(item_id)
    if seen is not None and seen != found.changed_at:
        raise WrongPlan("", CHANGED_MEANWHILE)
    return found


def _locked_milestone(milestone_id: UUID, seen: dt.datetime | None) -> Milestone:
    found = Milestone.objects.select_for_update().filter(pk=milestone_id).first()
    if found is None:
        raise PlanNotFound(milestone_id)
    if seen is not None and seen != found.changed_at:
        raise WrongPlan("", CHANGED_MEANWHILE)
    return found


def _note(
    actor: Actor,
    at: dt.datetime,
    act: Act,
    *,
    item: PlanItem | None = None,
    milestone: Milestone | None = None,
    was: Mapping[str, Any] | None = None,
    became: Mapping[str, Any] | None = None,
    batch: UUID | None = None,
    is_undo: bool = False,
) -> None:
    """`is_undo`: it is itself what undoes, and is not undone again as one's last."""
    PlanChange.objects.create(
        item=item,
        milestone=milestone,
        act=act.value,
        was=dict(was or {}),
        became=dict(became or {}),
        batch=batch or uuid4(),
        at=at,
        undone_at=at if is_undo else None,
        person_id=actor.person_id,
    )


def _record(actor: Actor, at: dt.datetime, action: str, item: PlanItem, data: dict[str, Any]) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=KIND,
        object_id=item.pk,
        object_name=item.title,
        data=data,
    )


def _record_milestone(actor: Actor, at: dt.datetime, action: str, found: Milestone) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=MILESTONE_KIND,
        object_id=found.pk,
        object_name=found.name,
        data={},
    )


@transaction.atomic
def write_rows(
    *, actor: Actor, rows: Sequence[tuple[UUID | None, UUID, PlanFacts]], at: dt.datetime
) -> tuple[int, int, UUID]:
    """Many at once, from a file that was shown first: the item that a line changes (None: it writes one), the id it
    has or will have, and what is said. Answers how many were written and changed, and what undoes it. Raises WrongPlan,
    AccessDenied."""
    batch, written, changed = uuid4(), 0, 0
    for item_id, made_id, facts in rows:
        # What it comes after may be further down in the same file, so that the first round is without.
        if item_id is None:
            write_item(actor=actor, facts=_alone(facts), at=at, made_id=made_id, batch=batch)
            written += 1
    for item_id, made_id, facts in rows:
        fields = change_item(actor=actor, item_id=item_id or made_id, facts=facts, at=at, batch=batch)
        changed += bool(fields) and item_id is not None
    return written, changed, batch


def _alone(facts: PlanFacts) -> PlanFacts:
    return PlanFacts(**{**vars(facts), "depends_on": ()})
