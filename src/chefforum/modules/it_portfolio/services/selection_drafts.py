"""What a selection will be asked is written, piece by piece; who comes second is told, and nothing is written over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import KEEP
from ..models import SelectionDraft
from ..queries.selection import SelectionNotFound, find_run
from ..rules.selection import SelectionWrong, Settings, as_typed, check

KIND = "it_selection"
CHANGED_MEANWHILE = (
    "En anden har rettet udvælgelsen, mens du skrev. Det, du har skrevet, står her endnu. Se efter, hvad der står nu, "
    "og gem igen."
)


@transaction.atomic
def begin_draft(*, actor: Actor, draft_id: UUID, title: str, settings: Settings, at: dt.datetime) -> SelectionDraft:
    """Raises AccessDenied, AlreadyMade, SelectionWrong."""
    KEEP.require(actor)
    if SelectionDraft.objects.filter(pk=draft_id).exists():
        raise AlreadyMade(draft_id)
    return _made(actor, SelectionDraft(pk=draft_id, title=_titled(title), settings=settings.as_json()), at)


@transaction.atomic
def begin_from_run(*, actor: Actor, run_id: UUID, draft_id: UUID, title: str, at: dt.datetime) -> SelectionDraft:
    """A draft that asks what the run asked. Raises AccessDenied, AlreadyMade, SelectionNotFound, SelectionWrong."""
    KEEP.require(actor)
    run = find_run(actor=actor, run_id=run_id)
    if SelectionDraft.objects.filter(pk=draft_id).exists():
        raise AlreadyMade(draft_id)
    asked = as_typed(Settings.from_json(run.settings))
    draft = SelectionDraft(pk=draft_id, title=_titled(title), settings=asked.as_json(), made_from=run)
    return _made(actor, draft, at)


@transaction.atomic
def change_draft(
    *,
    actor: Actor,
    draft_id: UUID,
    change: Callable[[Settings], Settings],
    at: dt.datetime,
    seen: dt.datetime | None,
    title: str | None = None,
) -> SelectionDraft:
    """`seen`: when it was changed last, as the page had it; None where what stands does not matter for the change.

    Raises AccessDenied, SelectionNotFound, SelectionWrong.
    """
    KEEP.require(actor)
    draft = _locked(draft_id)
    if seen is not None and seen != draft.changed_at:
        raise SelectionWrong(CHANGED_MEANWHILE)
    settings = change(Settings.from_json(draft.settings))
    check(settings)
    draft.settings = settings.as_json()
    draft.title = draft.title if title is None else _titled(title)
    draft.changed_at, draft.person_id = at, actor.person_id
    draft.save()
    _record(actor, draft, at, "it_portfolio.change_selection")
    return draft


@transaction.atomic
def remove_draft(*, actor: Actor, draft_id: UUID, is_removed: bool, at: dt.datetime) -> SelectionDraft:
    """Thrown away, or taken back. Raises AccessDenied, SelectionNotFound."""
    KEEP.require(actor)
    draft = _locked(draft_id, also_removed=True)
    draft.removed_at = at if is_removed else None
    draft.save(update_fields=["removed_at"])
    _record(actor, draft, at, "it_portfolio.remove_selection" if is_removed else "it_portfolio.restore_selection")
    return draft


def _locked(draft_id: UUID, *, also_removed: bool = False) -> SelectionDraft:
    found = SelectionDraft.objects.select_for_update().filter(pk=draft_id).first()
    if found is None or (found.removed_at is not None and not also_removed):
        raise SelectionNotFound(draft_id)
    return found


def _made(actor: Actor, draft: SelectionDraft, at: dt.datetime) -> SelectionDraft:
    draft.changed_at, draft.person_id = at, actor.person_id
    draft.save(force_insert=True)
    _record(actor, draft, at, "it_portfolio.begin_selection")
    return draft


def _titled(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise SelectionWrong("Giv udvælgelsen et navn.", "title")
    return title[:200]


def _record(actor: Actor, draft: SelectionDraft, at: dt.datetime, action: str) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=draft.pk, object_name=draft.title)
