"""Lists of tasks: made by one leader, shared, copied and adapted by others, with use counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import require_offering
from ..models import Task, TaskList, TaskListUse
from ..queries.task_lists import find_task_list, require_own
from ..rules.pseudonyms import refused

# So many tasks are one form that can be sent again, and one that somebody can read.
MOST_TASKS, LONGEST_TASK = 150, 300


class ListRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@dataclass(frozen=True)
class TaskWords:
    text: str
    how: str = ""
    how_often: str = ""
    with_help: bool = False


@dataclass(frozen=True)
class ListWords:
    """What a list says. Tasks come in this order; those without words are left out."""

    title: str
    about: str
    unit_id: UUID
    job_type_id: int | None
    tasks: Sequence[TaskWords]


@transaction.atomic
def make_task_list(
    *,
    actor: Actor,
    words: ListWords,
    at: dt.datetime,
    copied_from: TaskList | None = None,
    made_id: UUID | None = None,
) -> TaskList:
    """The new list, not shared. A copy remembers what it was copied from, whose use it counts as.

    `made_id`: the id that it is to have (web.once). Raises AccessDenied for a unit that the actor offers nothing for,
    ListRefused for a list that cannot be kept, AlreadyMade.
    """
    require_offering(actor, words.unit_id)
    tasks = _kept(words)
    list_id = made_id or uuid4()
    made, is_new = TaskList.objects.get_or_create(pk=list_id, defaults=_new(words, copied_from, actor, at))
    if not is_new:
        raise AlreadyMade(list_id)
    _write_tasks(made, tasks)
    if copied_from is not None and copied_from.unit_id != words.unit_id:
        TaskListUse.objects.create(task_list=copied_from, unit_id=words.unit_id, at=at, person_id=actor.person_id)
    action = "placements.copy_task_list" if copied_from else "placements.make_task_list"
    _record(actor, at, action, made)
    return made


def _new(words: ListWords, copied_from: TaskList | None, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    return {
        "title": words.title.strip(),
        "about": words.about.strip(),
        "unit_id": words.unit_id,
        "job_type_id": words.job_type_id,
        "copied_from": copied_from,
        "created_at": at,
        "changed_at": at,
        "person_id": actor.person_id,
    }


@transaction.atomic
def change_task_list(*, actor: Actor, list_id: UUID, words: ListWords, seen: dt.datetime, at: dt.datetime) -> TaskList:
    """`seen`: when the list had been changed last as its writer saw it.

    Raises TaskListNotFound, AccessDenied, and ListRefused, also where somebody changed it meanwhile.
    """
    found = find_task_list(actor=actor, list_id=list_id, for_change=True)
    require_own(actor, found)
    require_offering(actor, words.unit_id)
    if found.changed_at != seen:
        raise ListRefused(
            "En anden har ændret listen, mens du skrev. Intet er gemt, og det, du skrev, står her stadig. Åbn listen i "
            "et nyt vindue, se ændringen, og gem igen for at lægge dit oven i."
        )
    tasks = _kept(words)
    found.title, found.about = words.title.strip(), words.about.strip()
    found.unit_id, found.job_type_id, found.changed_at = words.unit_id, words.job_type_id, at
    found.save(update_fields=["title", "about", "unit", "job_type", "changed_at"])
    found.items.all().delete()
    _write_tasks(found, tasks)
    _record(actor, at, "placements.change_task_list", found)
    return found


@transaction.atomic
def share_task_list(*, actor: Actor, list_id: UUID, is_shared: bool, at: dt.datetime) -> TaskList:
    """With all who work here, or taken back: copies stay what they are. Raises TaskListNotFound, AccessDenied."""
    found = find_task_list(actor=actor, list_id=list_id, for_change=True)
    require_own(actor, found)
    found.shared_at = at if is_shared else None
    found.save(update_fields=["shared_at"])
    _record(actor, at, "placements.share_task_list", found, shared=is_shared)
    return found


@transaction.atomic
def remove_task_list(*, actor: Actor, list_id: UUID, is_removed: bool, at: dt.datetime) -> TaskList:
    """Taken away, or put back. Raises TaskListNotFound, AccessDenied."""
    found = find_task_list(actor=actor, list_id=list_id, for_change=True)
    require_own(actor, found)
    found.removed_at = at if is_removed else None
    found.save(update_fields=["removed_at"])
    _record(actor, at, "placements.remove_task_list", found, removed=is_removed)
    return found


@transaction.atomic
def use_task_list(*, actor: Actor, list_id: UUID, unit_id: UUID, at: dt.datetime) -> bool:
    """That a unit works by the list as it is; noted once a unit. Answers whether it was new.

    Raises TaskListNotFound, AccessDenied.
    """
    found = find_task_list(actor=actor, list_id=list_id, for_change=True)
    require_offering(actor, unit_id)
    if found.uses.filter(unit_id=unit_id).exists():
        return False
    TaskListUse.objects.create(task_list=found, unit_id=unit_id, at=at, person_id=actor.person_id)
    _record(actor, at, "placements.use_task_list", found, unit=str(unit_id))
    return True


def _kept(words: ListWords) -> list[TaskWords]:
    tasks = [one for one in words.tasks if one.text.strip()]
    if not words.title.strip():
        raise ListRefused("Giv listen en titel.")
    if not tasks:
        raise ListRefused("Skriv mindst én opgave.")
    if len(tasks) > MOST_TASKS:
        raise ListRefused(
            f"Listen har {len(tasks)} opgaver. Der er plads til {MOST_TASKS}. Del den i flere lister. Intet er gemt."
        )
    for number, one in enumerate(tasks, 1):
        if len(one.text.strip()) > LONGEST_TASK:
            raise ListRefused(f"Opgave {number} er på {len(one.text.strip())} tegn. Der er plads til {LONGEST_TASK}.")
    said = " ".join([words.title, words.about, *(f"{one.text} {one.how} {one.how_often}" for one in tasks)])
    if why := refused(said):
        raise ListRefused(why)
    return tasks


def says_the_same(task_list: TaskList, tasks: Iterable[Task], words: ListWords) -> bool:
    """Whether the list, with its tasks, says what the words do."""
    there = (task_list.title, task_list.about, task_list.unit_id, task_list.job_type_id)
    said = (words.title.strip(), words.about.strip(), words.unit_id, words.job_type_id)
    kept = [(one.text.strip(), one.how.strip(), one.how_often.strip(), one.with_help) for one in _kept(words)]
    return there == said and kept == [(one.text, one.how, one.how_often, one.with_help) for one in tasks]


def _write_tasks(task_list: TaskList, tasks: Sequence[TaskWords]) -> None:
    Task.objects.bulk_create(
        Task(
            task_list=task_list,
            position=position,
            text=one.text.strip(),
            how=one.how.strip(),
            how_often=one.how_often.strip(),
            with_help=one.with_help,
        )
        for position, one in enumerate(tasks, 1)
    )


def _record(actor: Actor, at: dt.datetime, action: str, task_list: TaskList, **more: Any) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind="task_list",
        object_id=task_list.pk,
        object_name=task_list.title,
        data={"unit": str(task_list.unit_id), **more},
    )
