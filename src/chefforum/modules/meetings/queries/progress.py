"""How far the minutes have come: what they lack, the corrections to them, what the reader may do about it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.people.models import Group, GroupRole

from ..access import open_to, reads_everything_of, takes_minutes
from ..models import Conflict, Correction, Item, Meeting
from ..rules.guards import stops_minutes
from ..rules.postponing import POSTPONES
from ..rules.states import HAS_MINUTES, ItemState, MeetingState
from .approving import Approval, approval_in, approval_of, approved_no_longer, minutes_before
from .content import content_of, with_content


@dataclass(frozen=True)
class Missing:
    """Something that the minutes lack, and the item where it is put right."""

    text: str
    item_id: UUID


@dataclass(frozen=True)
class Progress:
    """`approval` is the item of the next meeting that approves these minutes; `before` those that these approve.

    `takes_back` are minutes that these have approved and no longer do. `unmoved` are items that were put off in words,
    and that go on nowhere. `place_to_write` is the first item that is not treated, else the first.
    """

    missing: tuple[Missing, ...]
    unanswered: int
    comment_until: str
    approval: Approval | None
    approves: Approval | None
    before: Meeting | None
    takes_back: Meeting | None
    unmoved: tuple[Item, ...]
    place_to_write: UUID | None

    @property
    def approves_before(self) -> bool:
        """Whether sending these minutes out approves those before."""
        return bool(self.approves and self.before and self.approves.approves_by_itself(self.before))


def progress_of(*, meeting: Meeting) -> Progress:
    """For those who take the minutes: callers have asked. A fixed number of queries."""
    placed = meeting.items.exclude(state=ItemState.WITHDRAWN).select_related("successor")
    items = list(with_content(placed).order_by("position"))
    approves = approval_in(meeting)
    open_conflicts = Conflict.objects.filter(settled_at=None, section__kind=SectionKind.DECISION)
    torn = set(open_conflicts.filter(section__item__meeting=meeting).values_list("section__item_id", flat=True))
    return Progress(
        missing=tuple(
            Missing(reason, item.pk)
            for item in items
            for reason in (
                *stops_minutes([(item.number, item.state, content_of(item))]),
                *([f"Punkt {item.number}: Vælg mellem to tekster til beslutningen."] if item.pk in torn else []),
            )
        ),
        unanswered=meeting.corrections.filter(state=Correction.State.PROPOSED).count(),
        comment_until=comment_until(meeting),
        approval=approval_of(meeting),
        approves=approves,
        before=minutes_before(meeting) if approves else None,
        takes_back=approved_no_longer(meeting),
        unmoved=tuple(item for item in items if _is_unmoved(item)) if meeting.state in POSTPONES else (),
        place_to_write=next((item.pk for item in (*filter(_is_left, items), *items)), None),
    )


def _is_left(item: Item) -> bool:
    return item.state in {ItemState.SENT, ItemState.IN_TREATMENT}


def _is_unmoved(item: Item) -> bool:
    """A standing item comes on the next agenda by itself, and needs no successor."""
    successor = getattr(item, "successor", None)
    goes_on = item.standing_id is not None or (successor is not None and successor.state != ItemState.WITHDRAWN)
    return Outcome.POSTPONED in content_of(item).outcomes and not goes_on


def comment_until(meeting: Meeting) -> str:
    """ "Rettelser senest 5. februar 2026", as it was said when the draft was sent for comments; empty without a day."""
    step = meeting.steps.filter(name="comment").order_by("-at", "-pk").first()
    return step.reason if step else ""


def last_day_for_corrections(meeting: Meeting) -> str:
    """As `comment_until`, of a meeting that `minutes_to_comment` gave: no query of its own."""
    return next((step.reason for step in reversed(list(meeting.steps.all())) if step.name == "comment"), "")


def corrections_of(*, actor: Actor, meeting: Meeting) -> QuerySet[Correction]:
    """The corrections that the actor reads: their own, and all for those who keep the meeting; none of an item that
    they may not read."""
    rows = meeting.corrections.select_related("item", "person", "answered_by")
    corrections = rows.order_by(F("item__position").asc(nulls_first=True), "at")  # about the whole minutes first
    if not reads_everything_of(actor, meeting.forum):
        corrections = corrections.filter(person_id=actor.person_id) if actor.person_id else corrections.none()
    readable = open_to(actor).filter(meeting=meeting)
    return corrections.filter(Q(item__isnull=True) | Q(item__in=readable.values("pk")))


def reads_corrections(*, actor: Actor, meeting: Meeting) -> bool:
    """Whether there is a page of corrections for the actor: once minutes have been sent out, for those who sit in the
    forum but observers, and for those who keep the meeting."""
    if reads_everything_of(actor, meeting.forum):
        return True
    seats = (role for role in GroupRole if role != GroupRole.OBSERVER)
    return meeting.state in HAS_MINUTES and any(meeting.forum_id in actor.groups.get(role, ()) for role in seats)


def find_correction(*, actor: Actor, correction_id: int) -> Correction | None:
    """The correction, where the actor answers corrections to that meeting; else None."""
    found = Correction.objects.select_related("meeting__forum", "item").filter(pk=correction_id).first()
    return found if found and takes_minutes(actor, found.meeting) else None


def items_to_correct(*, actor: Actor, meeting: Meeting) -> list[tuple[UUID, int, str]]:
    """Id, number and title of the items that the actor may propose corrections to, as members read them."""
    version = meeting.versions.order_by("-number").first()
    if version is None:
        return []
    rows = version.items.filter(item__in=open_to(actor).filter(meeting=meeting).values("pk"))
    found = rows.select_related("revision").order_by("position")
    return [
        (row.item_id, row.revision.content["item"]["number"], row.revision.content["item"]["title"]) for row in found
    ]


def minutes_to_comment(*, actor: Actor) -> QuerySet[Meeting]:
    """Minutes that are out for comments in a forum where the actor has a seat and is no observer."""
    seats = frozenset[UUID]().union(
        *(actor.groups.get(role, frozenset()) for role in GroupRole if role != GroupRole.OBSERVER)
    )
    meetings = Meeting.objects.filter(forum_id__in=seats, state=MeetingState.COMMENTING)
    return meetings.select_related("forum").prefetch_related("steps").order_by("date")


def corrections_to_answer(*, actor: Actor) -> list[tuple[Meeting, int]]:
    """Meetings whose minutes the actor takes, with how many corrections nobody has answered. One query."""
    taken = Q(pk__in=actor.groups.get(GroupRole.SECRETARY, ())) | Q(unit_id__in=actor.units.get(Role.SECRETARIAT, ()))
    meetings = Meeting.objects.filter(forum__in=Group.objects.filter(taken))
    waiting = Count("corrections", filter=Q(corrections__state=Correction.State.PROPOSED))
    found = meetings.annotate(waiting=waiting).filter(waiting__gt=0).select_related("forum").order_by("date")
    return [(meeting, meeting.waiting) for meeting in found]
