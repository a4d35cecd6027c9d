"""Sending out: the agenda, a new version of it, the minutes; and taking them back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from chefforum.connectors.minutes.minutes import MinutesKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.notifications.services import settle
from chefforum.web import danish

from .. import search
from ..access import require_keeper
from ..models import Item, ItemStep, Meeting, MeetingNumber, Version
from ..queries.content import content_of, with_content
from ..rules.guards import stops_agenda, stops_minutes
from ..rules.states import LOCKED, TAKES_ITEMS, ItemState, MeetingState
from .approval import follow_approval
from .figures_in_texts import thaw_figures
from .mirroring import mirror_history
from .ordering import number_items
from .revisions import publish_version
from .standing import fill_standing_items, name_minutes_on_agendas_to_come
from .steps import StepNotPossible, locked_meeting, step_meeting
from .telling_of_meetings import seated, tell


def send_out(*, actor: Actor, meeting: Meeting, at: dt.datetime, reason: str = "") -> Version:
    """What is next to be sent out: the agenda, the minutes, or, with a reason, changes to what is sent out already."""
    if meeting.state in TAKES_ITEMS:
        return send_agenda(actor=actor, meeting=meeting, at=at)
    if meeting.state in {MeetingState.HELD, MeetingState.COMMENTING}:
        return send_minutes(actor=actor, meeting=meeting, at=at, reason=reason)
    return send_changes(actor=actor, meeting=meeting, at=at, reason=reason)


@transaction.atomic
def send_agenda(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Version:
    """The agenda as a numbered, locked version: the meeting and its items get their numbers, members may read.

    Raises what `step_meeting` raises, and StepNotPossible while something stands in the way (rules.guards).
    """
    meeting = step_meeting(actor=actor, meeting=meeting, name="send", at=at, published_at=meeting.published_at or at)
    fill_standing_items(actor=actor, meeting=meeting, at=at)
    _refuse(stops_agenda([content_of(item).item for item in _placed(meeting)]))
    if meeting.number is None:
        meeting.number = _draw_number(meeting)
        meeting.save(update_fields=["number"])
    number_items(meeting)
    _send_items(actor=actor, meeting=meeting, at=at)
    meeting.reviewers.all().delete()  # the review is over; its history is the meeting's steps
    mirror_history(list(_placed(meeting).select_related("forum", "meeting")))
    version = publish_version(actor=actor, meeting=meeting, at=at)
    _tell_of(version, actor=actor, at=at, text=f"Dagsordenen til {meeting.name} er sendt ud.")
    return version


@transaction.atomic
def send_changes(*, actor: Actor, meeting: Meeting, at: dt.datetime, reason: str) -> Version:
    """A new version of what is sent out already, whose differences from the last every reader sees.

    Raises AccessDenied for others than the secretariat, StepNotPossible where nothing is sent out, or without a reason.
    """
    meeting = locked_meeting(meeting)
    require_keeper(actor, meeting.forum)
    if meeting.state in LOCKED:
        raise StepNotPossible("Referatet er godkendt og låst. Genåbn det først. Intet er sendt ud.")
    if not meeting.is_published or meeting.state in {MeetingState.HELD, MeetingState.COMMENTING}:
        raise StepNotPossible("Der er ikke noget udsendt, som kan få en ny version. Intet er ændret.")
    if not reason.strip():
        what = "Referatet" if meeting.kind == MinutesKind.MINUTES else "Dagsordenen"
        raise StepNotPossible(f"{what} er allerede sendt ud. Skriv, hvad der er ændret siden. Intet er sendt igen.")
    number_items(meeting)
    _send_items(actor=actor, meeting=meeting, at=at)
    version = publish_version(actor=actor, meeting=meeting, at=at, reason=reason)
    text = f"Dagsordenen til {meeting.name} er ændret: {version.reason}"
    if meeting.kind == MinutesKind.MINUTES:
        text = f"Referatet fra {meeting.name} er ændret: {version.reason}"
    _tell_of(version, actor=actor, at=at, text=text)
    if meeting.state == MeetingState.MINUTES_SENT:
        follow_approval(actor=actor, meeting=meeting, at=at)
    return version


@transaction.atomic
def recall_agenda(*, actor: Actor, meeting: Meeting, at: dt.datetime, reason: str) -> Meeting:
    """Members can no longer read the agenda. What they have read or printed stays with them; the number is kept."""
    meeting = step_meeting(actor=actor, meeting=meeting, name="recall", at=at, reason=reason)
    meeting.items.update(published=None)
    meeting.items.filter(state=ItemState.SENT).update(state=ItemState.ON_AGENDA)
    thaw_figures(items=meeting.items.all())
    search.index_meeting(meeting)
    text = f"Dagsordenen til {meeting.name} er trukket tilbage. Du får besked, når den sendes ud igen."
    tell(actor=actor, at=at, meeting=meeting, person_ids=seated(meeting, at=at), kind="recalled", text=text)
    return meeting


@transaction.atomic
def send_for_comments(*, actor: Actor, meeting: Meeting, at: dt.datetime, due_date: dt.date | None = None) -> Version:
    """The draft of the minutes to the forum, who are told. `due_date` is the last day for corrections, if there is one.

    Raises StepNotPossible while an item lacks its decision.
    """
    due = f"Rettelser senest {danish.date(due_date)}" if due_date else ""
    meeting = step_meeting(actor=actor, meeting=meeting, name="comment", at=at, reason=due)
    reason = f"Referat til kommentering. {due}".strip()
    version = _publish_minutes(actor=actor, meeting=meeting, at=at, reason=reason)
    tell(
        actor=actor,
        at=at,
        meeting=meeting,
        person_ids=seated(meeting, at=at),
        kind="commenting",
        text=f"Referatet fra {meeting.name} er klar til kommentering. {due}".strip(),
        page="corrections",
    )
    return version


@transaction.atomic
def send_minutes(*, actor: Actor, meeting: Meeting, at: dt.datetime, reason: str = "") -> Version:
    """The minutes; those of the meeting before are approved, or no longer, as an item says; the forum is told.

    Raises StepNotPossible while an item lacks its decision or a correction is not answered.
    """
    if meeting.corrections.filter(state="proposed").exists():
        raise StepNotPossible("Der er rettelser, som ikke er besvaret. Besvar dem først. Intet er sendt ud.")
    reason = reason or _why_sent_again(meeting) or "Referat"
    meeting = step_meeting(
        actor=actor, meeting=meeting, name="send_minutes", at=at, published_at=meeting.published_at or at
    )
    version = _publish_minutes(actor=actor, meeting=meeting, at=at, reason=reason)
    follow_approval(actor=actor, meeting=meeting, at=at)
    name_minutes_on_agendas_to_come(actor=actor, meeting=meeting, at=at)
    settle(kinds=["meetings.commenting"], url=reverse("meetings:corrections", args=[meeting.pk]), at=at)
    text = f"Referatet fra {meeting.name} er sendt ud."
    tell(actor=actor, at=at, meeting=meeting, person_ids=seated(meeting, at=at), kind="minutes", text=text)
    return version


def _why_sent_again(meeting: Meeting) -> str:
    """The reason that the minutes were opened again for; empty where they were not, or have been sent out since."""
    last = meeting.steps.filter(name__in=["reopen", "send_minutes"]).order_by("-pk").first()
    return last.reason if last and last.name == "reopen" else ""


def _publish_minutes(*, actor: Actor, meeting: Meeting, at: dt.datetime, reason: str) -> Version:
    items = list(_placed(meeting))
    _refuse(stops_minutes([(item.number, item.state, content_of(item)) for item in items]))
    return publish_version(actor=actor, meeting=meeting, at=at, reason=reason)


def _tell_of(version: Version, *, actor: Actor, at: dt.datetime, text: str) -> None:
    """Everybody with a seat is told of a version once."""
    meeting = version.meeting
    people = seated(meeting, at=at)
    tell(actor=actor, at=at, meeting=meeting, person_ids=people, kind="version", text=text, key=f"version:{version.pk}")


def _placed(meeting: Meeting) -> QuerySet[Item]:
    return with_content(meeting.items.exclude(state=ItemState.WITHDRAWN)).order_by("position")


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise StepNotPossible("\n".join([*reasons, "Intet er sendt ud."]))


def _draw_number(meeting: Meeting) -> int:
    """The next number of the forum's year, under a lock, so that two who send at once never get the same."""
    MeetingNumber.objects.get_or_create(forum=meeting.forum, year=meeting.date.year)
    row = MeetingNumber.objects.select_for_update().get(forum=meeting.forum, year=meeting.date.year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def _send_items(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> None:
    items = list(meeting.items.filter(state=ItemState.ON_AGENDA))
    ItemStep.objects.bulk_create(
        ItemStep(item=item, name="send", source=item.state, target=ItemState.SENT, at=at, person_id=actor.person_id)
        for item in items
    )
    meeting.items.filter(pk__in=[item.pk for item in items]).update(state=ItemState.SENT)
