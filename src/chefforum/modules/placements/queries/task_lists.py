"""Lists of tasks that somebody may read: those shared with all, and those of units that they offer places for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.organisation.queries import tree_on
from chefforum.kernel.organisation.rules import UnitOnDate

from ..access import may_offer, readable_units
from ..models import Task, TaskList


class TaskListNotFound(LookupError):
    """There is no such list, or the actor may not know of it."""


@dataclass(frozen=True)
class ListedTaskList:
    """`used_by`: units that copied the list or work by it."""

    task_list: TaskList
    unit_name: str
    count: int
    used_by: int
    is_own: bool


@dataclass(frozen=True)
class TaskListPage:
    task_list: TaskList
    tasks: list[Task]
    unit_name: str
    used_by: tuple[str, ...]
    copied_from: TaskList | None
    is_own: bool
    own_units: tuple[UnitOnDate, ...]


def _readable(actor: Actor) -> QuerySet[TaskList]:
    found = TaskList.objects.select_related("job_type", "person")
    units = readable_units(actor)
    if units is None:
        return found
    return found.filter(Q(unit__in=units) | Q(shared_at__isnull=False, removed_at__isnull=True))


def find_task_list(*, actor: Actor, list_id: UUID, for_change: bool = False) -> TaskList:
    """Raises TaskListNotFound."""
    lists = _readable(actor)
    if for_change:
        lists = lists.select_for_update(of=("self",))
    found = lists.filter(pk=list_id).first()
    if found is None:
        raise TaskListNotFound(list_id)
    return found


def require_own(actor: Actor, task_list: TaskList) -> None:
    """Raises AccessDenied."""
    if not may_offer(actor, task_list.unit_id):
        raise AccessDenied("Du har ikke adgang til at ændre listen. Kopiér den, og ret i kopien.")


def list_task_lists(
    *, actor: Actor, on: dt.date, words: str = "", job_type: str = "", own: bool = False
) -> list[ListedTaskList]:
    """Those that are not removed, the most used first. Three queries."""
    lists = _readable(actor).filter(removed_at__isnull=True)
    if words:
        lists = lists.filter(Q(title__icontains=words) | Q(about__icontains=words) | Q(items__text__icontains=words))
    if job_type:
        lists = lists.filter(job_type__code=job_type)
    if own:
        lists = lists.filter(unit__in=readable_units(actor) or [])
    counted = lists.annotate(
        tasks_count=Count("items", distinct=True), used_count=Count("uses__unit", distinct=True)
    ).distinct()
    tree = tree_on(on)
    found = [
        ListedTaskList(
            task_list=one,
            unit_name=_name(tree.unit(one.unit_id)),
            count=one.tasks_count,
            used_by=one.used_count,
            is_own=may_offer(actor, one.unit_id),
        )
        for one in counted
    ]
    return sorted(found, key=lambda one: (-one.used_by, one.task_list.title.casefold()))


def task_list_page(*, actor: Actor, list_id: UUID, on: dt.date) -> TaskListPage:
    """Raises TaskListNotFound. What it was copied from is told only where the actor may read that."""
    found = find_task_list(actor=actor, list_id=list_id)
    tree = tree_on(on)
    users = found.uses.values_list("unit_id", flat=True)
    copied = found.copied_from_id
    original = _readable(actor).filter(pk=copied, removed_at__isnull=True).first() if copied else None
    return TaskListPage(
        task_list=found,
        tasks=list(found.items.all()),
        unit_name=_name(tree.unit(found.unit_id)),
        used_by=tuple(sorted({_name(tree.unit(unit_id)) for unit_id in users})),
        copied_from=original,
        is_own=may_offer(actor, found.unit_id),
        own_units=own_units(actor=actor, on=on),
    )


def own_units(*, actor: Actor, on: dt.date) -> tuple[UnitOnDate, ...]:
    """The units that the actor offers places and lists for, as they stand in the tree."""
    tree = tree_on(on)
    units = readable_units(actor)
    return tuple(unit for _, unit in tree.walk() if units is None or unit.id in units)


def _name(unit: UnitOnDate | None) -> str:
    return unit.name if unit else "En enhed, der er lukket"
