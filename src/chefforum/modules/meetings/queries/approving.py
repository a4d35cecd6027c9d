"""The chain of minutes: which item of a later meeting approves those of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from chefforum.calc.decisions import Outcome

from ..models import Item, Meeting, Version
from ..rules.approving import approval_of_minutes
from ..rules.states import ItemState, MeetingState

# Meetings whose minutes are sent out, whatever became of them since.
_SENT_MINUTES = (MeetingState.MINUTES_SENT, MeetingState.APPROVED, MeetingState.CLOSED)


@dataclass(frozen=True)
class Approval:
    """An item that approves minutes, by a person's choice of outcome (`is_chosen`) or as its text reads."""

    item: Item
    outcome: Outcome
    is_chosen: bool

    @property
    def with_changes(self) -> bool:
        return self.outcome is Outcome.APPROVED_WITH_CHANGES


def approval_in(meeting: Meeting) -> Approval | None:
    """The item of this meeting that approves the minutes before it; None where none does. Two queries."""
    items = meeting.items.filter(state__in=[ItemState.TREATED, ItemState.CLOSED])
    asks = Q(standing__approves_minutes=True) | Q(recommendation_parts__text__icontains="referat")
    items = items.filter(asks).distinct().select_related("standing", "meeting")
    for item in items.order_by("position").prefetch_related("recommendation_parts"):
        rows = sorted(item.recommendation_parts.all(), key=lambda part: part.position)
        chosen = [Outcome(part.outcome) if part.outcome else None for part in rows]
        parts = [part.text for part in rows]
        found = approval_of_minutes(
            parts=parts,
            outcomes=chosen,
            decision=item.decision,
            is_standing=item.standing is not None and item.standing.approves_minutes,
        )
        if found:
            return Approval(item, *found)
    return None


def minutes_before(meeting: Meeting) -> Meeting | None:
    """The forum's last meeting before this one whose minutes are sent out."""
    earlier = Meeting.objects.filter(forum=meeting.forum_id, date__lt=meeting.date, state__in=_SENT_MINUTES)
    return earlier.select_related("forum").order_by("-date").first()


def approval_of(meeting: Meeting) -> Approval | None:
    """The item that approves this meeting's minutes, of the next meeting whose minutes are sent out."""
    later = Meeting.objects.filter(forum=meeting.forum_id, date__gt=meeting.date, state__in=_SENT_MINUTES)
    following = later.order_by("date").first()
    return approval_in(following) if following else None


def approved_no_longer(meeting: Meeting) -> Meeting | None:
    """The minutes that an item of this meeting has approved, and as the item stands now no longer approves."""
    approved = Meeting.objects.filter(
        approved_by__meeting=meeting.pk, state__in=[MeetingState.APPROVED, MeetingState.CLOSED]
    )
    before = approved.select_related("forum").order_by("-date").first()
    if before is None:
        return None
    approval = approval_in(meeting)
    stands = approval is not None and approval.item.pk == before.approved_by_id
    last = before.versions.order_by("-number").first()
    return before if not stands or lacks_changes(approval=approval, last=last) else None


def lacks_changes(*, approval: Approval | None, last: Version | None) -> bool:
    """Whether minutes were approved with changes, and their last version is from before that."""
    if approval is None or not approval.with_changes or approval.item.meeting is None:
        return False
    return last is None or timezone.localdate(last.published_at) < approval.item.meeting.date
