"""Reading imports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.jobs.queries import JobStatus, status_of

from .access import USE_IMPORTS, visible_to
from .models import Import
from .registry import (
    CHANGE_NAMES,
    LEVEL_NAMES,
    Change,
    ChangeKind,
    ImportKind,
    Level,
    Link,
    Problem,
    Receipt,
    import_kind,
)
from .rules import (
    AT_WORK,
    NO_CHANGES,
    NOTHING_CHANGED,
    STATE_NAMES,
    ImportState,
    may_cancel,
    may_carry_out,
    may_read_again,
    state_on,
)

STATE_KINDS = {
    ImportState.READY: "warning",
    ImportState.DONE: "success",
    ImportState.REFUSED: "error",
    ImportState.FAILED: "error",
}

CHANGES_HEADINGS = {
    ImportState.READY: "Det bliver ændret",
    ImportState.CARRYING_OUT: "Det bliver ændret",
    ImportState.DONE: "Det blev importeret",
}


class ImportNotFound(LookupError):
    """There is no such import for this actor."""


@dataclass(frozen=True)
class ImportPage:
    """An import as it stands at a moment, ready to be shown."""

    id: UUID
    kind: ImportKind
    filename: str
    document_id: UUID
    version_number: int
    state: ImportState
    error: str
    summary: tuple[str, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    nothing_to_do: bool
    payload: Any
    receipt: Receipt
    job: JobStatus | None
    created_at: dt.datetime
    finished_at: dt.datetime | None

    @property
    def state_name(self) -> str:
        return NO_CHANGES if self.state == ImportState.DONE and self.nothing_to_do else STATE_NAMES[self.state]

    @property
    def state_kind(self) -> str:
        """The colour of the state's badge; the word beside it says the same."""
        return STATE_KINDS.get(self.state, "")

    @property
    def is_done(self) -> bool:
        return self.state == ImportState.DONE

    @property
    def has_failed(self) -> bool:
        return self.state == ImportState.FAILED

    @property
    def is_refused(self) -> bool:
        return self.state == ImportState.REFUSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == ImportState.CANCELLED

    @property
    def changes_heading(self) -> str:
        """Empty where the preview no longer says what will happen or has happened, and so is not shown."""
        if self.nothing_to_do or (self.is_refused and self.summary):
            return "I filen"
        return CHANGES_HEADINGS.get(self.state, "")

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def may_carry_out(self) -> bool:
        return may_carry_out(self.state)

    @property
    def may_cancel(self) -> bool:
        return may_cancel(self.state)

    @property
    def may_read_again(self) -> bool:
        return may_read_again(self.state)

    @property
    def worded_problems(self) -> list[tuple[Problem, str]]:
        """Every problem with the word for how bad it is."""
        return [(problem, LEVEL_NAMES[problem.level]) for problem in self.problems]

    @property
    def worded_changes(self) -> list[tuple[Change, str]]:
        return [(change, CHANGE_NAMES[change.kind]) for change in self.changes]


def get_import(*, actor: Actor, import_id: UUID, at: dt.datetime) -> ImportPage:
    """Raises ImportNotFound."""
    found = visible_to(actor).select_related("version", "job").filter(pk=import_id).first()
    if found is None:
        raise ImportNotFound(import_id)
    return page_of(found, at=at)


def page_of(item: Import, *, at: dt.datetime) -> ImportPage:
    job = status_of(job=item.job, at=at) if item.job else None
    state = effective_state(item, at=at)
    return ImportPage(
        id=item.pk,
        kind=import_kind(item.kind),
        filename=item.version.filename,
        document_id=item.version.document_id,
        version_number=item.version.number,
        state=state,
        error=item.error or (NOTHING_CHANGED if state == ImportState.FAILED else ""),
        summary=tuple(item.preview.get("summary", ())),
        changes=tuple(_change(row) for row in item.preview.get("changes", ())),
        problems=tuple(_problem(row) for row in item.problems),
        nothing_to_do=item.preview.get("nothing_to_do", False),
        payload=item.payload,
        receipt=Receipt(
            summary=tuple(item.receipt.get("summary", ())),
            links=tuple(Link(**link) for link in item.receipt.get("links", ())),
        ),
        job=job,
        created_at=item.created_at,
        finished_at=item.finished_at,
    )


def effective_state(item: Import, *, at: dt.datetime) -> ImportState:
    """The state at the moment, knowing whether the import's job lives."""
    is_at_work = item.job is not None and not status_of(job=item.job, at=at).is_over
    return state_on(state=ImportState(item.state), is_at_work=is_at_work)


def _change(row: dict[str, Any]) -> Change:
    return Change(**{**row, "kind": ChangeKind(row["kind"])})


def _problem(row: dict[str, Any]) -> Problem:
    return Problem(**{**row, "level": Level(row["level"])})


@dataclass(frozen=True)
class ImportLine:
    """One import in the list."""

    id: UUID
    kind_title: str
    filename: str
    state_name: str
    created_at: dt.datetime


def list_imports(*, actor: Actor) -> QuerySet[Import]:
    """The actor's own imports, newest first, without what only their own pages show."""
    USE_IMPORTS.require(actor)
    own = visible_to(actor).select_related("version", "job").order_by("-created_at")
    return own.defer("preview", "problems", "payload", "receipt")


def line_of(item: Import, *, at: dt.datetime) -> ImportLine:
    return ImportLine(
        id=item.pk,
        kind_title=import_kind(item.kind).title,
        filename=item.version.filename,
        state_name=STATE_NAMES[effective_state(item, at=at)],
        created_at=item.created_at,
    )
