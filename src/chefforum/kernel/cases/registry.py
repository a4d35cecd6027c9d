"""What modules tell about a case: the kernel lists a case's content without knowing what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from chefforum.kernel.access.rules import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class CaseRow:
    """Something that belongs to a case and that the actor may see: a line on the case's page.

    `detail` is what tells the row from others of the same title, e.g. the forum that met.
    """

    case_id: UUID
    title: str
    url: str
    date: dt.date | None = None
    detail: str = ""


@dataclass(frozen=True)
class CaseContent:
    """A kind of content (kind "meetings.item", title "Punkter på møder") and what an actor may see of it.

    `case_ids` gives the ids of cases with at least one row that the actor may see, as a queryset of one column so that
    it becomes a subquery; with a text, only cases where such a row's title contains it. `rows` gives the actor's rows
    of the cases named, in a fixed number of queries. What neither gives does not exist for that actor.
    """

    kind: str
    title: str
    case_ids: Callable[[Actor, str], QuerySet]
    rows: Callable[[Actor, Collection[UUID]], Iterable[CaseRow]]


_contents: dict[str, CaseContent] = {}


def register_case_content(content: CaseContent) -> None:
    """Called in a module's `ready()`. The same kind again replaces the first, so that `ready()` may run twice."""
    _contents[content.kind] = content


def case_contents() -> tuple[CaseContent, ...]:
    return tuple(_contents[kind] for kind in sorted(_contents))


def forget_case_content(kind: str) -> None:
    """For tests that register content of their own."""
    _contents.pop(kind, None)
