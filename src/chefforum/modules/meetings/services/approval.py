"""Minutes are approved by an item of the next meeting, closed, and opened again.

The approval follows what that item's minutes say where they are sent out: also when they say something else later. A
draft takes nothing back, for nobody is to read from the earlier minutes what is being decided.

With changes they are approved once the corrections are in them: as a new version, while the earlier ones stay as they
were. The checksum of each is told to the trail, so that nobody can exchange them.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.web import danish

from ..models import Correction, Item, ItemStep, Meeting, Version
from ..queries.approving import (
    Approval,
    approval_in,
    approval_of,
    approved_no_longer,
    lacks_changes,
    minutes_before,
)
from ..queries.versions import checksum_of
from ..rules.states import ItemState, MeetingState
from .revisions import publish_version
from .steps import StepNotPossible, step_meeting
from .telling_of_meetings import seated, tell


@transaction.atomic
def approve_minutes(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Meeting:
    """The minutes are approved by the item of the next meeting that says so; with changes as a new version.

    Raises AccessDenied for others than the secretariat, StepNotPossible where no item approves them, corrections are
    not answered, or what stands is not what was approved.
    """
    approval = approval_of(meeting)
    if approval is None:
        raise StepNotPossible(
            "Referatet bliver godkendt ved et punkt på næste møde, og det er ikke sket endnu. Intet er ændret."
        )
    return _approve(actor=actor, meeting=meeting, approval=approval, at=at)


@transaction.atomic
def follow_approval(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    """What sending these minutes out does to those of the meeting before: approved, where somebody chose that outcome;
    waiting for approval again, where these approved them before and now say something else.

    What stands in the way (corrections that are not in yet, a part that names other minutes) is left for the
    secretariat to do, and stops nothing here.
    """
    if (approved := approved_no_longer(meeting)) is not None:
        _take_back(actor=actor, meeting=approved, at=at)
    approval, before = approval_in(meeting), minutes_before(meeting)
    if approval is None or before is None or not approval.approves_by_itself(before):
        return
    try:
        with transaction.atomic():
            _approve(actor=actor, meeting=before, approval=approval, at=at)
    except StepNotPossible:
        return


def _take_back(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    """The minutes are as they were sent out, unlocked and not approved; those who sit in the forum are told."""
    assert meeting.approved_by is not None  # callers have found them by it
    by = f"punkt {meeting.approved_by.number} den {danish.date(_meeting_of(meeting.approved_by).date)}"
    reason = f"Ikke længere godkendt ved {by}."
    meeting = step_meeting(actor=actor, meeting=meeting, name="unapprove", at=at, reason=reason, approved_by=None)
    _step_items(meeting, "unapprove", ItemState.CLOSED, ItemState.TREATED, actor, at)
    text = f"Referatet fra {meeting.name} er ikke længere godkendt. Det venter på godkendelse igen."
    tell(actor=actor, at=at, meeting=meeting, person_ids=seated(meeting, at=at), kind="unapproved", text=text)


def _approve(*, actor: Actor, meeting: Meeting, approval: Approval, at: dt.datetime) -> Meeting:
    if meeting.corrections.filter(state=Correction.State.PROPOSED).exists():
        raise StepNotPossible("Der er rettelser, som ikke er besvaret. Besvar dem først. Intet er ændret.")
    meeting = step_meeting(actor=actor, meeting=meeting, name="approve_minutes", at=at, approved_by=approval.item)
    version = _approved_version(actor=actor, meeting=meeting, approval=approval, at=at)
    earlier = meeting.versions.filter(number__lt=version.number)
    record(
        actor=actor,
        at=at,
        action="meetings.minutes_approved",
        object_kind="meeting",
        object_id=meeting.pk,
        object_name=meeting.title,
        data={
            "version": version.number,
            "sha256": checksum_of(version),
            "earlier": {str(one.number): checksum_of(one) for one in earlier},
            "by": str(approval.item.pk),
        },
    )
    return meeting


def _approved_version(*, actor: Actor, meeting: Meeting, approval: Approval, at: dt.datetime) -> Version:
    last = meeting.versions.order_by("-number").first()
    day = _meeting_of(approval.item).date
    reason = f"Rettet ved godkendelsen, punkt {approval.item.number} den {danish.date(day)}"
    version = publish_version(actor=actor, meeting=meeting, at=at, reason=reason)
    is_new = last is None or version.pk != last.pk
    if is_new and not approval.with_changes:
        raise StepNotPossible("Der er ændringer, som ikke er sendt ud. Send dem ud først. Intet er ændret.")
    if not is_new and lacks_changes(approval=approval, last=version):
        raise StepNotPossible(
            "Referatet blev godkendt med ændringer, men der er ikke ændret noget i det siden. "
            "Skriv ændringerne ind i referatet, og prøv igen. Intet er ændret."
        )
    return version


def _meeting_of(item: Item) -> Meeting:
    assert item.meeting is not None  # an item that was decided has a meeting
    return item.meeting


@transaction.atomic
def close_meeting(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Meeting:
    """Nothing more happens to the meeting; its items are closed."""
    meeting = step_meeting(actor=actor, meeting=meeting, name="close", at=at)
    _step_items(meeting, "close", ItemState.TREATED, ItemState.CLOSED, actor, at)
    return meeting


@transaction.atomic
def reopen_minutes(*, actor: Actor, meeting: Meeting, at: dt.datetime, reason: str) -> Meeting:
    """Minutes that were sent out can be changed again; the version sent out stays until the next one.

    Those who sit in the forum are told why. Raises StepNotPossible for any but the forum's latest minutes.
    """
    later = Meeting.objects.filter(
        forum=meeting.forum,
        date__gt=meeting.date,
        state__in=[MeetingState.MINUTES_SENT, MeetingState.APPROVED, MeetingState.CLOSED],
    )
    if later.exists():
        raise StepNotPossible("Kun det seneste referat kan genåbnes. Ret i stedet ved et punkt på næste møde.")
    meeting = step_meeting(actor=actor, meeting=meeting, name="reopen", at=at, reason=reason, approved_by=None)
    _step_items(meeting, "reopen", ItemState.CLOSED, ItemState.TREATED, actor, at)
    text = f"Referatet fra {meeting.name} er genåbnet: {reason.strip()}"
    tell(actor=actor, at=at, meeting=meeting, person_ids=seated(meeting, at=at), kind="reopened", text=text)
    return meeting


def _step_items(
    meeting: Meeting, name: str, source: ItemState, target: ItemState, actor: Actor, at: dt.datetime
) -> None:
    items = list(meeting.items.filter(state=source))
    ItemStep.objects.bulk_create(
        ItemStep(item=item, name=name, source=source, target=target, at=at, person_id=actor.person_id) for item in items
    )
    meeting.items.filter(pk__in=[item.pk for item in items]).update(state=target)
