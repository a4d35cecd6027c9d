"""What meetings put on the start page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow

from .models import ForumPractice, Item, Meeting
from .queries import items, preparing, progress
from .queries import meetings as queries
from .queries.actions import ActionOnPage, actions_on_page, actions_to_confirm, own_actions
from .queries.promised import promised_attachments
from .rules.deadlines import NOT_SENT, sending_date
from .rules.process import Waiting

SHOWN = 5


def newest_meetings(*, actor: Actor, on: dt.date) -> CardContent | None:
    """What was last sent out to the person; no card for those who sit in no forum."""
    meetings = queries.newest_sent(actor=actor, most=SHOWN)
    rows = tuple(_row(meeting, f"{meeting.kind_name}, {meeting.item_count} punkter") for meeting in meetings)
    if not rows and not actor.group_ids:
        return None
    return CardContent(rows=rows, empty="Der er ikke udsendt noget møde til dig endnu.")


def meetings_to_look_at(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For those who keep meetings: drafts to send out, and files where something was not understood."""
    meetings = queries.unfinished_meetings(actor=actor, on=on)
    rows = tuple(_row(meeting, _what_to_do(meeting, on)) for meeting in meetings)
    return CardContent(
        rows=rows,
        empty="Alle møder er udsendt, og alt i filerne er forstået.",
        more_url=reverse("imports:import_new", args=["meetings.minutes"]),
        more_text="Indlæs dagsorden eller referat",
    )


def items_waiting(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Items to approve, to answer, to mend, to place, and drafts with a deadline; no card where there are none."""
    found = items.list_items(actor=actor, whose="waiting")[: SHOWN + 1]
    rows = tuple(CardRow(text=item.title, url=_process_of(item), meta=_what_waits(item)) for item in found[:SHOWN])
    if not rows:
        return None
    more = f"{reverse('meetings:items')}?vis=waiting"
    return CardContent(rows=rows, empty="", more_url=more, more_text="Se alle punkter, der venter på dig")


def comments_to_me(*, actor: Actor, on: dt.date) -> CardContent | None:
    """What others have said of the person's own items and is not dealt with; no card where there is nothing."""
    rows = tuple(
        CardRow(
            text=comment.item.title,
            url=f"{_process_of(comment.item)}#kommentarer",
            meta=f"{comment.person.name if comment.person else 'Ukendt'}, {danish.moment(comment.at)}",
        )
        for comment in items.comments_to_me(actor=actor)[:SHOWN]
    )
    return CardContent(rows=rows, empty="") if rows else None


def _process_of(item: Item) -> str:
    return reverse("meetings:process", args=[item.pk])


def _what_waits(item: Any) -> str:
    """Skal godkendes. Chefforum 11. februar 2026, frist 4. februar 2026 kl. 12.00"""
    text = f"{Waiting(item.waiting).danish}. {item.forum.name}"
    meeting = item.meeting or item.wanted_meeting
    if meeting is None:
        return text
    text += f" {danish.date(meeting.date)}"
    deadline = meeting.submission_deadline
    return f"{text}, frist {danish.moment(deadline)}" if deadline and item.meeting is None else text


def _row(meeting: Meeting, meta: str) -> CardRow:
    text = f"{meeting.forum.name} {danish.date(meeting.date)}"
    return CardRow(text=text, meta=meta, url=reverse("meetings:meeting", args=[meeting.pk]))


def _what_to_do(meeting: Meeting, on: dt.date) -> str:
    things = []
    if meeting.state in NOT_SENT:
        last = sending_date(meeting_date=meeting.date, days=_sending_days(meeting))
        passed = " (fristen er passeret)" if last < on else ""
        things.append(f"dagsorden udsendes senest {danish.date(last)}{passed}")
    elif not meeting.is_published:
        things.append("ikke udsendt")
    if count := len(meeting.notes):
        things.append(f"{count} {danish.plural(count, 'bemærkning,bemærkninger')} fra indlæsningen")
    return ", ".join(things)


def _sending_days(meeting: Meeting) -> int:
    practice = getattr(meeting.forum, "practice", None) or ForumPractice(forum=meeting.forum)
    return practice.sending_days


def my_actions(*, actor: Actor, on: dt.date) -> CardContent | None:
    """What the person has been given to do, the first due first; no card for those who have nothing."""
    actions = actions_on_page(actor=actor, actions=own_actions(actor=actor)[:SHOWN], on=on)
    if not actions:
        return None
    more = f"{reverse('meetings:actions')}?mine=on"
    rows = tuple(_action_row(action, f"{action.due}, {action.where}") for action in actions)
    return CardContent(rows=rows, empty="", more_url=more, more_text="Alle dine opfølgninger")


def done_actions(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For the secretariat: what is said to be done and waits for being confirmed; no card where nothing does."""
    actions = actions_on_page(actor=actor, actions=actions_to_confirm(actor=actor)[:SHOWN], on=on)
    if not actions:
        return None
    more = f"{reverse('meetings:actions')}?tilstand=done"
    rows = tuple(_action_row(action, f"{action.owner or 'Ingen ansvarlig'}, {action.where}") for action in actions)
    return CardContent(rows=rows, empty="", more_url=more, more_text="Alle udførte")


def promised(*, actor: Actor, on: dt.date) -> CardContent | None:
    """For the secretariat: bilag that were promised and are not here; no card where none is."""
    waiting = promised_attachments(actor=actor, on=on)
    rows = tuple(
        CardRow(text=one.title, meta=f"{one.due}, {one.where}", url=reverse("meetings:item", args=[one.item_id]))
        for one in waiting[:SHOWN]
    )
    if not rows:
        return None
    return CardContent(rows=rows, empty="", more_url=reverse("meetings:promised"), more_text="Alle, der mangler")


def _action_row(action: ActionOnPage, meta: str) -> CardRow:
    return CardRow(text=action.text, meta=meta, url=reverse("meetings:action", args=[action.id]))


def coming_to_prepare(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Coming meetings that are sent out, and how far the person is; no card where all is read or nothing is coming."""
    rows = tuple(
        CardRow(
            text=f"{meeting.forum.name} {danish.date(meeting.date)}",
            meta=progress.words,
            url=reverse("meetings:prepare_meeting", args=[meeting.pk]),
        )
        for meeting, progress in preparing.coming_progress(actor=actor, on=on)
        if progress.count and not progress.is_full
    )
    return (
        CardContent(rows=rows, empty="", more_url=reverse("meetings:prepare"), more_text="Se det hele")
        if rows
        else None
    )


def changed_since_read(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Items that are sent out anew since the person read them; no card where there are none."""
    rows = tuple(
        CardRow(
            text=changed.title,
            meta=f"{changed.meeting.forum.name} {danish.date(changed.meeting.date)}, punkt {changed.number}",
            url=reverse("meetings:prepare_item", args=[changed.meeting.pk, changed.id]),
        )
        for changed in preparing.changed_items(actor=actor, most=SHOWN)
    )
    return CardContent(rows=rows, empty="") if rows else None


def minutes_to_comment(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Minutes that are out for comments; no card where there are none."""
    rows = tuple(
        CardRow(
            text=f"Referat fra {meeting.forum.name} {danish.date(meeting.date)}",
            meta=progress.last_day_for_corrections(meeting),
            url=reverse("meetings:corrections", args=[meeting.pk]),
        )
        for meeting in progress.minutes_to_comment(actor=actor)
    )
    return CardContent(rows=rows, empty="") if rows else None


def corrections_to_answer(*, actor: Actor, on: dt.date) -> CardContent | None:
    """Corrections that nobody has answered; no card where there are none."""
    rows = tuple(
        CardRow(
            text=f"{meeting.forum.name} {danish.date(meeting.date)}",
            meta=f"{danish.counted(waiting, 'rettelse,rettelser')} til referatet",
            url=reverse("meetings:corrections", args=[meeting.pk]),
        )
        for meeting, waiting in progress.corrections_to_answer(actor=actor)
    )
    return CardContent(rows=rows, empty="") if rows else None
