"""The chain of minutes: which item of a later meeting approves those of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from chefforum.calc.decisions import Outcome

from ..models import Item, Meeting, Version
from ..rules.approving import approval_of_minutes, names_other_minutes
from ..rules.states import TAKES_ITEMS, ItemState, MeetingState

# Meetings whose minutes are sent out, whatever became of them since.
_SENT_MINUTES = (MeetingState.MINUTES_SENT, MeetingState.APPROVED, MeetingState.CLOSED)


@dataclass(frozen=True)
class Approval:
    """An item that approves minutes, by a person's choice of outcome (`is_chosen`) or as its text reads.

    `part` is the part of its recommendation that asks for it.
    """

    item: Item
    outcome: Outcome
    is_chosen: bool
    part: str

    @property
    def with_changes(self) -> bool:
        return self.outcome is Outcome.APPROVED_WITH_CHANGES

    def names_others_than(self, minutes: Meeting) -> bool:
        """Whether the part says that it approves the minutes of another day."""
        return names_other_minutes(self.part, minutes.date)

    def approves_by_itself(self, minutes: Meeting) -> bool:
        """Whether nobody has to look: it was chosen, these minutes wait for it, and no others are named."""
        waits = minutes.state == MeetingState.MINUTES_SENT
        return self.is_chosen and waits and not self.names_others_than(minutes)


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


def approving_items_to_come(meeting: Meeting) -> QuerySet[Item]:
    """Standing items that approve minutes, on agendas after this meeting that nobody has begun to treat."""
    states = [state.value for state in TAKES_ITEMS | {MeetingState.SENT}]
    items = Item.objects.filter(forum=meeting.forum_id, state__in=[ItemState.ON_AGENDA, ItemState.SENT])
    items = items.filter(standing__approves_minutes=True, meeting__date__gt=meeting.date, meeting__state__in=states)
    return items.select_related("standing", "meeting").order_by("meeting__date")


def agendas_to_send_again(meeting: Meeting) -> QuerySet[Item]:
    """Of those, the items that no longer say what members read of them."""
    items = approving_items_to_come(meeting).annotate(last=Max("revisions__number"))
    return items.filter(published__number__lt=F("last"))


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
