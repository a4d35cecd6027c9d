"""Revisions of items, and the numbered versions of an agenda or minutes that are made of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from chefforum.connectors.minutes import to_json
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from .. import search
from ..models import Item, Meeting, Revision, RevisionFile, Version, VersionItem
from ..queries.content import content_of, head_of, with_content
from ..rules.content import ItemContent, content_to_json
from ..rules.section_places import is_of_its_meeting
from ..rules.states import HAS_FINAL_MINUTES, ItemState, MeetingState
from .figures_in_texts import freeze_figures

# What one person writes in one go is one step of the history.
ONE_GO = dt.timedelta(minutes=10)


@transaction.atomic
def revise(
    *, actor: Actor, item_ids: Iterable[UUID], at: dt.datetime, keeps_last: bool = False
) -> dict[UUID, Revision]:
    """The newest revision of each item, made anew where the item says something else than its last one.

    A revision that nobody else has changed since and that was never sent out takes in what the same person writes
    within ten minutes, unless `keeps_last`. A fixed number of queries.
    """
    items = list(with_content(Item.objects.filter(pk__in=list(item_ids))))
    contents = {item.pk: content_of(item) for item in items}
    return _revise(actor=actor, contents=contents, at=at, keeps_last=keeps_last)


def _revise(
    *, actor: Actor, contents: dict[UUID, ItemContent], at: dt.datetime, keeps_last: bool = False
) -> dict[UUID, Revision]:
    newest = _newest(contents)
    sent = set(VersionItem.objects.filter(item__in=contents).values_list("revision_id", flat=True))
    made, mended = [], []
    for item_id, content in contents.items():
        value = content_to_json(content)
        last = newest.get(item_id)
        if last is not None and last.content == value:
            continue
        is_one_go = last is not None and last.pk not in sent and _in_one_go(last, actor, at)
        if last is not None and is_one_go and not keeps_last and not _forgets_closed(last.content, content):
            last.content = value
            mended.append(last)
            continue
        number = last.number + 1 if last else 1
        newest[item_id] = Revision(
            item_id=item_id, number=number, content=value, made_at=at, made_by_id=actor.person_id
        )
        made.append(newest[item_id])
    Revision.objects.bulk_create(made)
    Revision.objects.bulk_update(mended, ["content"])
    RevisionFile.objects.filter(revision__in=mended).delete()
    _pin_files([*made, *mended], contents)
    return newest


def _newest(contents: dict[UUID, ItemContent]) -> dict[UUID, Revision]:
    last = Revision.objects.filter(item__in=contents).values("item").annotate(last=Max("number"))
    numbers = {row["item"]: row["last"] for row in last}
    revisions = Revision.objects.filter(item__in=contents, number__in=set(numbers.values()))
    return {row.item_id: row for row in revisions if numbers[row.item_id] == row.number}


def _in_one_go(revision: Revision, actor: Actor, at: dt.datetime) -> bool:
    return revision.made_by_id == actor.person_id and at - revision.made_at <= ONE_GO


def _forgets_closed(last: dict[str, Any], content: ItemContent) -> bool:
    """Whether a closed bilag is removed: the revision that says it was closed must stay (queries/closed_today.py)."""
    there = {one.id for one in content.attachments}
    return any(one["is_confidential"] and one["id"] not in there for one in last["attachments"])


def _pin_files(revisions: Sequence[Revision], contents: dict[UUID, ItemContent]) -> None:
    RevisionFile.objects.bulk_create(
        (
            RevisionFile(
                revision=revision,
                attachment_id=attachment.id,
                document_id=attachment.document_id,
                is_confidential=attachment.is_confidential,
            )
            for revision in revisions
            for attachment in contents[revision.item_id].attachments
            if attachment.document_id
        ),
        ignore_conflicts=True,  # the same file under two titles
    )


@transaction.atomic
def publish_version(*, actor: Actor, meeting: Meeting, at: dt.datetime, reason: str = "") -> Version:
    """Sends out what stands: a new numbered version, or the newest one where nothing has changed since it.

    While the meeting runs, decisions and attendance are still being written, and a version then has none. Callers have
    asked whether the actor may.
    """
    freeze_figures(actor=actor, meeting=meeting, at=at)
    items = list(with_content(meeting.items.exclude(state=ItemState.WITHDRAWN)).order_by("position"))
    contents = {item.pk: content_of(item) for item in items}
    if meeting.state == MeetingState.RUNNING:
        contents = {item_id: _undecided(content) for item_id, content in contents.items()}
    revisions = _revise(actor=actor, contents=contents, at=at)
    head = to_json(head_of(meeting, is_attendance_told=meeting.state != MeetingState.RUNNING))
    last = meeting.versions.order_by("-number").first()
    rows = [(item.pk, revisions[item.pk].pk, item.is_supplement) for item in items]
    for item in items:
        item.published = revisions[item.pk]
    Item.objects.bulk_update(items, ["published"])
    meeting.items.exclude(pk__in=contents).update(published=None)
    search.index_meeting(meeting)
    is_final = meeting.state in HAS_FINAL_MINUTES
    if last is not None and last.head == head and rows == _rows_of(last):
        if is_final and not last.is_final:  # out for comments, and nothing came of it
            last.is_final = True
            last.save(update_fields=["is_final"])
        return last
    version = Version.objects.create(
        meeting=meeting,
        number=last.number + 1 if last else 1,
        head=head,
        reason=reason,
        is_final=is_final,
        published_at=at,
        published_by_id=actor.person_id,
    )
    VersionItem.objects.bulk_create(
        VersionItem(
            version=version,
            item=item,
            revision=revisions[item.pk],
            position=position,
            is_supplement=item.is_supplement,
        )
        for position, item in enumerate(items)
    )
    record(
        actor=actor,
        at=at,
        action="meetings.publish",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={"version": version.number, "items": len(items)},
    )
    return version


def _rows_of(version: Version) -> list[tuple[UUID, int, bool]]:
    return list(version.items.order_by("position").values_list("item_id", "revision_id", "is_supplement"))


def _undecided(content: ItemContent) -> ItemContent:
    kept = tuple(section for section in content.item.sections if not is_of_its_meeting(section))
    item = dataclasses.replace(content.item, decision=None, sections=kept)
    return dataclasses.replace(content, item=item, outcomes=tuple(None for _ in content.outcomes))
