"""What is meant by each state of the meetings' addresses in the access matrix."""

from __future__ import annotations

import datetime as dt
from typing import Any

from chefforum.calc.working_days import is_working_day
from chefforum.modules.meetings.models import Attachment, ForumPractice, MadeAttachment
from tests.access_calls import NOTHING_THERE, Arguments, Call, get, post
from tests.world import NO_SUCH_ID, OPEN, World


def when_public(arguments: Arguments = lambda world: ()) -> Call:
    """As `get`, where the forum shows its minutes to everybody."""

    def switched_on(world: World) -> tuple[Any, ...]:
        ForumPractice.objects.update_or_create(forum=world.lindeby.forum, defaults={"is_public": True})
        return arguments(world)

    return Call(switched_on)


def _comment(world: World) -> tuple[Any, ...]:
    return world.heard_item.pk, world.heard_item.comments.get().pk


def _hearing(world: World) -> tuple[Any, ...]:
    return world.heard_item.pk, world.heard_item.hearings.get().pk


def _new_item(world: World) -> dict[str, Any]:
    unit = str(world.lindeby.units["3100"].pk)
    return {"title": "Ny bus", "kind": "decision", "forum": str(world.lindeby.forum.pk), "unit": unit}


def _free_day(world: World) -> str:
    """A day to come on which a meeting may be, whenever the tests run."""
    day = world.lindeby.on + dt.timedelta(days=70)
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day.isoformat()


THEMES = "meetings.themes"


def _themes(world: World) -> dict[str, Any]:
    return {"title": "Temaer", "format": "docx", "forum": str(world.lindeby.forum.pk)}


def _made_bilag(world: World) -> tuple[Any, ...]:
    """A bilag of the draft that is made of the forum's themes; its file is one that lies here already."""
    file = Attachment.objects.filter(document__isnull=False).values_list("document", flat=True)[0]
    bilag, _ = Attachment.objects.get_or_create(
        item=world.own_draft, title="Temaer", defaults={"position": 9, "document_id": file, "source": "Lavet"}
    )
    MadeAttachment.objects.get_or_create(
        attachment=bilag,
        defaults={
            "document_id": bilag.document_id,
            "kind": THEMES,
            "parameters": {"forum": str(world.lindeby.forum.pk)},
            "format": "docx",
            "as_of": world.lindeby.on,
            "made_at": dt.datetime.now(tz=dt.UTC),
        },
    )
    return (bilag.pk,)


CALLS: dict[str, dict[str, Call]] = {
    "meetings:list": {"": get()},
    "meetings:schema": {"": get()},
    "meetings:meeting": {
        "sent": get(lambda world: (world.sent.pk,)),
        "draft": get(lambda world: (world.draft.pk,)),
        "coming": get(lambda world: (world.coming.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "meetings:item": {
        "sent": get(lambda world: (world.item.pk,)),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
        "draft": get(lambda world: (world.draft_item.pk,)),
    },
    "meetings:export": {
        "sent, pdf": get(lambda world: (world.sent.pk, "pdf")),
        "sent, json": get(lambda world: (world.sent.pk, "json")),
        "draft, json": get(lambda world: (world.draft.pk, "json")),
        "no such format": get(lambda world: (world.sent.pk, "exe")),
    },
    "meetings:bundle_choose": {
        "sent": get(lambda world: (world.sent.pk,)),
        "draft": get(lambda world: (world.draft.pk,)),
    },
    "meetings:bundle": {
        "sent, pdf": get(lambda world: (world.sent.pk, "pdf")),
        "sent, zip": get(lambda world: (world.sent.pk, "zip")),
        "sent, in the background": post(lambda world: (world.sent.pk, "zip")),
        "draft, pdf": get(lambda world: (world.draft.pk, "pdf")),
        "no such format": get(lambda world: (world.sent.pk, "exe")),
    },
    "meetings:calendar": {
        "the forum member's": get(lambda world: (world.calendar_secret,)),
        "nobody's": get(lambda world: ("0" * 64,)),
    },
    "meetings:calendar_meeting": {
        "sent": get(lambda world: (world.sent.pk,)),
        "draft": get(lambda world: (world.draft.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "meetings:calendar_settings": {"": get(), "renewed": post(), "stopped": post(posted=lambda world: {"stop": "1"})},
    "meetings:versions": {
        "sent": get(lambda world: (world.sent.pk,)),
        "draft": get(lambda world: (world.draft.pk,)),
    },
    "meetings:send": {"draft": post(lambda world: (world.draft.pk,)), "read": get(lambda world: (world.draft.pk,))},
    "meetings:recall": {"sent": post(lambda world: (world.sent.pk,))},
    "meetings:confidentiality": {
        "sent": get(lambda world: (world.item.pk,)),
        "sent, saved": post(lambda world: (world.item.pk,), lambda world: {"is_confidential": "on"}),
        "draft": get(lambda world: (world.draft_item.pk,)),
        "own draft": get(lambda world: (world.own_draft.pk,)),
        "on the agenda": get(lambda world: (world.placed_item.pk,)),
    },
    "meetings:attach": {
        "sent": post(lambda world: (world.attachment(world.item).pk,)),
        "sent, closed": post(lambda world: (world.attachment(world.closed_item).pk,)),
    },
    "meetings:minute_taking": {
        "running": get(lambda world: (world.running.pk,)),
        "sent, minutes": get(lambda world: (world.sent.pk,)),
        "coming": get(lambda world: (world.coming.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "meetings:minute_item": {
        "running": get(lambda world: (world.running.pk, world.running_item.pk)),
        "running, saved": post(
            lambda world: (world.running.pk, world.running_item.pk), lambda world: {"decision": "Godkendt."}
        ),
        "of another meeting": get(lambda world: (world.running.pk, world.item.pk)),
        "sent, closed": get(lambda world: (world.sent.pk, world.closed_item.pk)),
    },
    "meetings:left_room": {"running": post(lambda world: (world.running.pk, world.running_item.pk))},
    "meetings:attendance": {
        "running": get(lambda world: (world.running.pk,)),
        "running, somebody comes": post(
            lambda world: (world.running.pk,),
            lambda world: {
                **{f"deltager-{row.pk}-attendance": "present" for row in world.running.participants.all()},
                "action": "add",
                "new_name": "Nina Lund",
            },
        ),
    },
    "meetings:en_bloc": {
        "running": get(lambda world: (world.running.pk,)),
        "running, approved": post(
            lambda world: (world.running.pk,),
            lambda world: {"item": [str(item.pk) for item in world.running.items.filter(number__in=[2, 3])]},
        ),
    },
    "meetings:minutes_progress": {
        "running": get(lambda world: (world.running.pk,)),
        "draft": get(lambda world: (world.draft.pk,)),
        "sent": get(lambda world: (world.sent.pk,)),
    },
    "meetings:minutes_step": {
        "running, ended": post(lambda world: (world.running.pk, "end")),
        "draft, to comments": post(lambda world: (world.draft.pk, "comment")),
        "draft, sent": post(lambda world: (world.draft.pk, "send_minutes")),
        "sent, reopened": post(lambda world: (world.sent.pk, "reopen"), lambda world: {"reason": "En fejl"}),
        "no such step": post(lambda world: (world.sent.pk, "burn")),
    },
    "meetings:corrections": {
        "sent": get(lambda world: (world.sent.pk,)),
        "sent, proposed": post(lambda world: (world.sent.pk,), lambda world: {"text": "Et ord mangler"}),
        "running": get(lambda world: (world.running.pk,)),
    },
    "meetings:answer_correction": {
        "the forum member's": post(lambda world: (world.correction.pk,), lambda world: {"came": "applied"})
    },
    "meetings:actions": {
        "": get(),
        "all of them": get(query="?tilstand=all"),
        "of what is not there": get(query="?forum=x&moede=y&tilstand=z"),
    },
    "meetings:actions_export": {
        "xlsx": get(lambda world: ("xlsx",)),
        "no such format": get(lambda world: ("exe",)),
    },
    "meetings:action": {
        "of an item": get(lambda world: (world.action.pk,)),
        "of a closed item": get(lambda world: (world.closed_action.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "meetings:action_edit": {
        "of an item": get(lambda world: (world.action.pk,)),
        "of a closed item": get(lambda world: (world.closed_action.pk,)),
    },
    "meetings:action_step": {
        "begin": post(lambda world: (world.action.pk, "begin")),
        "begin, of a closed item": post(lambda world: (world.closed_action.pk, "begin")),
        "dropped": post(lambda world: (world.action.pk, "drop"), lambda world: {"reason": "Det er løst"}),
        "no such step": post(lambda world: (world.action.pk, "fly")),
        "read": get(lambda world: (world.action.pk, "begin")),
    },
    "meetings:action_suggestions": {
        "sent": get(lambda world: (world.item.pk,)),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
        "before the meeting": get(lambda world: (world.placed_item.pk,)),
    },
    "meetings:action_create": {
        "sent": get(lambda world: (world.item.pk,)),
        "saved": post(lambda world: (world.item.pk,), lambda world: {"text": "Skriv til alle"}),
    },
    "meetings:postpone": {
        "held": get(lambda world: (world.draft_item.pk,)),
        "minutes sent": get(lambda world: (world.item.pk,)),
        "carried out": post(
            lambda world: (world.draft_item.pk,), lambda world: {"to": "rework", "reason": "Tallene mangler"}
        ),
    },
    "meetings:postpone_undo": {"not postponed": post(lambda world: (world.draft_item.pk,))},
    "meetings:promised": {"": get()},
    "meetings:promised_remind": {"late": post(lambda world: (world.promised.pk,))},
    "meetings:prepare": {"": get()},
    "meetings:my_notes": {"": get()},
    "meetings:prepare_meeting": {
        "agenda": get(lambda world: (world.agenda.pk,)),
        "agenda, all items": get(lambda world: (world.agenda.pk,), query="?oversigt"),
        "sent": get(lambda world: (world.sent.pk,)),
        "coming": get(lambda world: (world.coming.pk,)),
        "draft": get(lambda world: (world.draft.pk,)),
    },
    "meetings:prepare_item": {
        "agenda": get(lambda world: (world.agenda.pk, world.note.item_id)),
        "sent, closed": get(lambda world: (world.sent.pk, world.closed_item.pk)),
        "of another meeting": get(lambda world: (world.agenda.pk, world.item.pk)),
        "draft": get(lambda world: (world.draft.pk, world.draft_item.pk)),
    },
    "meetings:print_with_notes": {
        "sent": get(lambda world: (world.sent.pk,)),
        "draft": get(lambda world: (world.draft.pk,)),
    },
    "meetings:attachment": {
        "sent": get(lambda world: (world.attachment(world.item).pk,)),
        "sent, closed": get(lambda world: (world.attachment(world.closed_item).pk,)),
        "draft": get(lambda world: (world.attachment(world.draft.items.order_by("position")[OPEN]).pk,)),
    },
    "meetings:read": {
        "sent": post(lambda world: (world.item.pk,)),
        "sent, closed": post(lambda world: (world.closed_item.pk,)),
        "draft": post(lambda world: (world.draft_item.pk,)),
        "taken back": post(lambda world: (world.item.pk,), lambda world: {"read": "no"}),
    },
    "meetings:note_write": {
        "sent": post(lambda world: (world.item.pk,), lambda world: {"text": "Husk"}),
        "sent, closed": post(lambda world: (world.closed_item.pk,), lambda world: {"text": "Husk"}),
        "draft": post(lambda world: (world.draft_item.pk,), lambda world: {"text": "Husk"}),
    },
    "meetings:note_change": {
        "the forum member's": get(lambda world: (world.note.pk,)),
        "the forum member's, saved": post(lambda world: (world.note.pk,), lambda world: {"text": "Noget andet"}),
    },
    "meetings:note_delete": {"the forum member's": post(lambda world: (world.note.pk,))},
    "meetings:note_restore": {"the forum member's": post(lambda world: (world.note.pk,))},
    "meetings:meeting_findings": {
        "sent": get(lambda world: (world.sent.pk,)),
        "coming": get(lambda world: (world.coming.pk,)),
    },
    "meetings:items": {"": get(), "waiting": get(query="?vis=waiting")},
    "meetings:item_create": {
        "": get(),
        "from an item": get(query="?fra=" + str(NO_SUCH_ID)),
        "for the school": post(posted=_new_item),
    },
    "meetings:process": {
        "own draft": get(lambda world: (world.own_draft.pk,)),
        "placed": get(lambda world: (world.placed_item.pk,)),
        "heard": get(lambda world: (world.heard_item.pk,)),
        "sent": get(lambda world: (world.item.pk,)),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "meetings:step": {
        "submit own draft": post(lambda world: (world.own_draft.pk, "submit")),
        "return placed": post(
            lambda world: (world.placed_item.pk, "return"), lambda world: {"reason": "Tallet mangler"}
        ),
        "withdraw heard": post(lambda world: (world.heard_item.pk, "withdraw"), lambda world: {"reason": "Opgivet"}),
        "sent": post(lambda world: (world.item.pk, "withdraw_late"), lambda world: {"reason": "Opgivet"}),
        "no such step": post(lambda world: (world.own_draft.pk, "vanish")),
    },
    "meetings:comment": {
        "own draft": post(lambda world: (world.own_draft.pk,), lambda world: {"text": "Godt"}),
        "heard": post(lambda world: (world.heard_item.pk,), lambda world: {"text": "Godt"}),
    },
    "meetings:comment_state": {
        "the secretariat's": post(_comment, lambda world: {"settled": "yes"}),
    },
    "meetings:hearing_ask": {
        "nobody left to ask": post(
            lambda world: (world.placed_item.pk,),
            lambda world: {"units": [str(world.lindeby.units["3100"].pk)], "due_date": "2099-01-01"},
        ),
    },
    "meetings:hearing_remind": {"the school": post(_hearing)},
    "meetings:hearing_answer": {"the school": post(_hearing, lambda world: {"has_remarks": "no"})},
    "meetings:findings": {
        "own draft": get(lambda world: (world.own_draft.pk,)),
        "heard": get(lambda world: (world.heard_item.pk,)),
        "draft": get(lambda world: (world.draft_item.pk,)),
        "sent": get(lambda world: (world.item.pk,)),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
    },
    "meetings:dismiss": {
        "own draft": post(lambda world: (world.own_draft.pk,), lambda world: {"key": "gone", "reason": "Set"}),
        "heard": post(lambda world: (world.heard_item.pk,), lambda world: {"key": "gone", "reason": "Set"}),
    },
    "meetings:rules": {"": get()},
    "meetings:statistics": {
        "": get(),
        "another forum": get(query="?forum=" + str(NO_SUCH_ID)),
    },
    "meetings:statistics_export": {"xlsx": get(lambda world: ("xlsx",)), "no such format": get(lambda world: ("exe",))},
    "meetings:plan": {
        "": get(),
        "a day": post(
            posted=lambda world: {"forum": str(world.lindeby.forum.pk), "date": _free_day(world), "every_weeks": "0"}
        ),
    },
    "meetings:edit": {
        "open": get(lambda world: (world.coming.pk,)),
        "open, saved": post(lambda world: (world.coming.pk,), lambda world: {"date": _free_day(world)}),
        "draft": get(lambda world: (world.draft.pk,)),
    },
    "meetings:cancel": {
        "open": get(lambda world: (world.coming.pk,)),
        "open, with a reason": post(lambda world: (world.coming.pk,), lambda world: {"reason": "Vinterferie"}),
    },
    "meetings:take_step": {
        "open": post(lambda world: (world.coming.pk, "open")),
        "no such step": post(lambda world: (world.coming.pk, "fly")),
    },
    "meetings:review": {
        "open": get(lambda world: (world.coming.pk,)),
        "open, sent": post(
            lambda world: (world.coming.pk,), lambda world: {"persons": [str(world.person("observer").pk)]}
        ),
        "sent": get(lambda world: (world.sent.pk,)),
    },
    "meetings:send_preview": {
        "open": get(lambda world: (world.coming.pk,)),
        "sent": get(lambda world: (world.sent.pk,)),
    },
    "meetings:agenda": {
        "open": get(lambda world: (world.coming.pk,)),
        "open, saved": post(
            lambda world: (world.coming.pk,), lambda world: {"seen": str(world.placed_item.pk), "order": ""}
        ),
        "sent": get(lambda world: (world.sent.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "meetings:agenda_place": {"placed": post(lambda world: (world.coming.pk, world.placed_item.pk))},
    "meetings:agenda_take_off": {
        "placed": post(lambda world: (world.coming.pk, world.placed_item.pk)),
        "of another meeting": post(lambda world: (world.coming.pk, world.item.pk)),
    },
    "meetings:agenda_return": {
        "placed": post(lambda world: (world.coming.pk, world.placed_item.pk), lambda world: {"reason": "Tal mangler"})
    },
    "meetings:agenda_skip": {"placed": post(lambda world: (world.coming.pk, world.placed_item.pk))},
    "meetings:agenda_standing": {"open": post(lambda world: (world.coming.pk, world.standing.pk))},
    "meetings:forum": {
        "": get(lambda world: (world.lindeby.forum.pk,)),
        "saved": post(
            lambda world: (world.lindeby.forum.pk,), lambda world: {"submission_days": "8", "sending_days": "4"}
        ),
        "does not exist": NOTHING_THERE,
    },
    "meetings:standing_new": {"": get(lambda world: (world.lindeby.forum.pk,))},
    "meetings:standing_edit": {"": get(lambda world: (world.standing.pk,))},
    "meetings:standing_move": {"": post(lambda world: (world.standing.pk,), lambda world: {"retning": "up"})},
    "meetings:standing_remove": {"": post(lambda world: (world.standing.pk,))},
    "meetings:themes": {
        "": get(),
        "suggested": post(posted=lambda world: {"forum": str(world.lindeby.forum.pk), "title": "Politiklandskab"}),
    },
    "meetings:themes_export": {
        "pdf": get(lambda world: (world.lindeby.forum.pk, "pdf")),
        "no such format": get(lambda world: (world.lindeby.forum.pk, "exe")),
        "another forum": get(lambda world: (NO_SUCH_ID, "pdf")),
    },
    "meetings:theme_edit": {"the member's": get(lambda world: (world.theme.pk,))},
    "meetings:theme_drop": {"the member's": post(lambda world: (world.theme.pk,))},
    "meetings:theme_take_up": {"the member's": post(lambda world: (world.theme.pk,))},
    "meetings:theme_item": {"the member's": get(lambda world: (world.theme.pk,))},
    "meetings:year": {"": get(), "another year": get(query="?aar=2026")},
    "meetings:write": {
        "own draft": get(lambda world: (world.own_draft.pk,)),
        "at the desk": get(lambda world: (world.desk_item.pk,)),
        "own draft, saved": post(
            lambda world: (world.own_draft.pk,), lambda world: {"title": "Ny", "kind": "decision"}
        ),
        "on the agenda": get(lambda world: (world.placed_item.pk,)),
        "sent": get(lambda world: (world.item.pk,)),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
    },
    "meetings:write_head": {"own draft": post(lambda world: (world.own_draft.pk,), lambda world: {"title": "Ny"})},
    "meetings:write_section": {
        "own draft": post(
            lambda world: (world.own_draft.pk,),
            lambda world: {"prefix": "s0", "s0-kind": "summary", "s0-heading": "Resumé", "s0-token": "-1"},
        ),
        "sent, closed": post(lambda world: (world.closed_item.pk,)),
    },
    "meetings:write_attachments": {"own draft": post(lambda world: (world.own_draft.pk,))},
    "meetings:make_choose": {
        "own draft": get(lambda world: (world.own_draft.pk,)),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
    },
    "meetings:make_attachment": {
        "own draft": get(lambda world: (world.own_draft.pk, THEMES)),
        "made": post(lambda world: (world.own_draft.pk, THEMES), _themes),
        "of finance": get(lambda world: (world.own_draft.pk, "forecast.presentation")),
        "no such document": get(lambda world: (world.own_draft.pk, "meetings.minutes")),
    },
    "meetings:make_again": {"own draft": post(_made_bilag), "no such bilag": post(lambda world: (999_999,))},
    "meetings:lay_with": {
        "themes": get(lambda world: (THEMES,)),
        "of finance": get(lambda world: ("forecast.presentation",)),
    },
    "meetings:figure_pick": {
        "own draft": get(lambda world: (world.own_draft.pk,)),
        "shown": get(lambda world: (world.own_draft.pk,), "?tal=organisation.fte&vis=1&unit=3100"),
        "of leaders": get(lambda world: (world.own_draft.pk,), "?tal=forecast.units_started"),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
    },
    "meetings:figures_fetch": {
        "own draft": post(lambda world: (world.own_draft.pk,)),
        "sent, closed": post(lambda world: (world.closed_item.pk,)),
    },
    "meetings:clean": {"own draft": post(lambda world: (world.own_draft.pk,), lambda world: {"html": "<p>a</p>"})},
    "meetings:conflict": {
        "own draft": get(lambda world: (world.own_draft.pk, world.conflict.pk)),
        "settled": get(lambda world: (world.own_draft.pk, 0)),
    },
    "meetings:history": {
        "own draft": get(lambda world: (world.conflict and world.own_draft.pk,)),
        "at the desk": get(lambda world: (world.desk_item.pk,)),
        "on the agenda": get(lambda world: (world.placed_item.pk,)),
        "sent": get(lambda world: (world.item.pk,)),
        "sent, closed": get(lambda world: (world.closed_item.pk,)),
        "no such revision": get(lambda world: (world.item.pk,), "?fra=99"),
    },
    "meetings:restore": {
        "own draft": post(lambda world: (world.conflict and world.own_draft.pk, 1)),
        "sent": post(lambda world: (world.item.pk, 1)),
    },
    "meetings:template": {
        "": get(lambda world: (world.lindeby.forum.pk,)),
        "saved": post(lambda world: (world.lindeby.forum.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "public:forums": {"public": when_public(), "not public": get()},
    "public:forum": {
        "public": when_public(lambda world: (world.lindeby.forum.pk,)),
        "not public": get(lambda world: (world.lindeby.forum.pk,)),
    },
    "public:meeting": {
        "public": when_public(lambda world: (world.sent.pk,)),
        "public, draft": when_public(lambda world: (world.draft.pk,)),
        "public, coming": when_public(lambda world: (world.coming.pk,)),
        "not public": get(lambda world: (world.sent.pk,)),
    },
    "public:export": {
        "public, html": when_public(lambda world: (world.sent.pk, "html")),
        "public, json": when_public(lambda world: (world.sent.pk, "json")),
        "public, draft, html": when_public(lambda world: (world.draft.pk, "html")),
        "not public, html": get(lambda world: (world.sent.pk, "html")),
    },
    "public:attachment": {
        "public": when_public(lambda world: (world.sent.pk, world.document.pk)),
        "public, of a closed item": when_public(lambda world: (world.sent.pk, world.closed_document.pk)),
        "public, hangs nowhere": when_public(lambda world: (world.sent.pk, world.loose_document.pk)),
        "public, of another meeting": when_public(lambda world: (world.draft.pk, world.document.pk)),
        "not public": get(lambda world: (world.sent.pk, world.document.pk)),
    },
    "public:sitemap": {"public": when_public(), "not public": get()},
    "public:robots": {"": get()},
}
