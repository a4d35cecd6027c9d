"""What meetings offer the rest of the house: imports, documents, files, search, cases, navigation, start cards."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from chefforum.connectors.minutes import to_json, to_markdown
from chefforum.kernel.access.rules import PUBLIC, Actor
from chefforum.kernel.cases.registry import CaseContent, CaseRow, register_case_content
from chefforum.kernel.documents.registry import (
    DocumentKind,
    DocumentOwner,
    Material,
    made_on,
    register_document_kind,
    register_owner,
)
from chefforum.kernel.documents.rules import DOCX, JSON, PDF, TEXT, XML
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.notifications.registry import Family, Reminder, register_family, register_reminder
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.web.navigation import NavigationItem, register_navigation
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from . import cards, search
from .access import KEEP_MEETINGS, PREPARE_MEETINGS, READ_MEETINGS, SEE_STATISTICS, WORK_ON_ITEMS
from .documents import (
    ACTION_FORMATS,
    FORMATS,
    PUBLIC_FORMATS,
    PUBLIC_KIND,
    actions_document,
    minutes_document,
    statistics_document,
)
from .queries import actions as action_queries
from .queries import meetings as queries
from .queries import statistics
from .queries.public import get_public_minutes, public_document_ids
from .queries.reading import describe_journal, minutes_of
from .queries.reminders import to_remind

# What people choose mails of, by the beginnings of the kinds that are told; the last takes what no other takes.
MAIL_FAMILIES = (
    Family(
        name="meetings.writing",
        title="Punkter, du skriver, godkender eller høres om",
        kinds=(
            "meetings.item",
            "meetings.submit",
            "meetings.approve",
            "meetings.return",
            "meetings.hearing",
            "meetings.comment",
            "meetings.review",
        ),
        order=10,
    ),
    Family(
        name="meetings.following",
        title="Opfølgning og bilag, der mangler",
        kinds=("meetings.action", "meetings.follow", "meetings.promised", "meetings.overdue"),
        order=20,
    ),
    Family(name="meetings.sent", title="Dagsordener, referater og andet om møder", kinds=("meetings.",), order=30),
)


def register() -> None:
    """Called once, when all parts are loaded."""
    _register_import()
    _register_documents()
    _register_cases()
    _register_ways_in()
    _register_actions()
    _register_preparing()
    for family in MAIL_FAMILIES:
        register_family(family)
    register_reminder(Reminder(name="meetings.after", find=to_remind))
    _register_cards_of_minutes()
    register_search_source(SearchSource(kind=search.KIND, title="Punkter", rows=search.entries, rule=READ_MEETINGS))


def _register_ways_in() -> None:
    register_navigation(
        NavigationItem(section="Møder", title="Møder", url_name="meetings:list", rule=READ_MEETINGS, order=10),
        NavigationItem(section="Møder", title="Årshjul", url_name="meetings:year", rule=READ_MEETINGS, order=40),
        NavigationItem(section="Møder", title="Temaer", url_name="meetings:themes", rule=READ_MEETINGS, order=50),
    )
    register_navigation(
        NavigationItem(section="Møder", title="Punkter", url_name="meetings:items", rule=WORK_ON_ITEMS, order=20),
        NavigationItem(
            section="Møder", title="Statistik", url_name="meetings:statistics", rule=SEE_STATISTICS, order=90
        ),
    )
    register_start_card(
        StartCard(
            name="meetings.items",
            group=CardGroup.WAITING,
            title="Punkter, der venter på dig",
            order=5,
            rule=WORK_ON_ITEMS,
            content=cards.items_waiting,
        )
    )
    register_start_card(
        StartCard(
            name="meetings.comments",
            group=CardGroup.WAITING,
            title="Kommentarer til dine punkter",
            order=6,
            rule=WORK_ON_ITEMS,
            content=cards.comments_to_me,
        )
    )
    register_navigation(
        NavigationItem(
            section="Møder", title="Kalender", url_name="meetings:calendar_settings", rule=READ_MEETINGS, order=90
        )
    )
    register_start_card(
        StartCard(
            name="meetings.keep",
            group=CardGroup.WAITING,
            title="Møder, du passer",
            order=10,
            rule=KEEP_MEETINGS,
            content=cards.meetings_to_look_at,
        )
    )
    register_start_card(
        StartCard(
            name="meetings.newest",
            group=CardGroup.CHANGED,
            title="Senest udsendt",
            order=10,
            rule=READ_MEETINGS,
            content=cards.newest_meetings,
        )
    )


def _register_actions() -> None:
    """What comes of what was decided: a way in, what waits on the start page, a list as a file, files, cases."""
    register_navigation(
        NavigationItem(section="Møder", title="Opfølgning", url_name="meetings:actions", rule=READ_MEETINGS, order=30)
    )
    for name, title, rule, content, order in (
        ("actions", "Dine opfølgninger", READ_MEETINGS, cards.my_actions, 5),
        ("actions_done", "Opfølgning at bekræfte", KEEP_MEETINGS, cards.done_actions, 20),
        ("promised", "Bilag, der eftersendes", KEEP_MEETINGS, cards.promised, 30),
    ):
        register_start_card(
            StartCard(
                name=f"meetings.{name}",
                group=CardGroup.WAITING,
                title=title,
                order=order,
                rule=rule,
                content=content,
            )
        )
    register_document_kind(
        DocumentKind(
            name="meetings.actions",
            title="Opfølgning",
            formats=tuple(ACTION_FORMATS),
            rule=READ_MEETINGS,
            build=_build_actions,
        )
    )
    register_owner(
        DocumentOwner(
            kind="meetings.action",
            attached=action_queries.action_document_ids,
            visible=action_queries.read_document_ids,
        )
    )
    register_case_content(
        CaseContent(
            kind="meetings.action",
            title="Opfølgning",
            case_ids=action_queries.cases_with_actions,
            rows=_action_rows,
        )
    )


def _register_preparing() -> None:
    register_navigation(
        NavigationItem(section="Møder", title="Forbered", url_name="meetings:prepare", rule=PREPARE_MEETINGS, order=15)
    )
    register_start_card(
        StartCard(
            name="meetings.prepare",
            group=CardGroup.WAITING,
            title="Forbered",
            order=5,
            rule=PREPARE_MEETINGS,
            content=cards.coming_to_prepare,
        )
    )
    register_start_card(
        StartCard(
            name="meetings.changed",
            group=CardGroup.CHANGED,
            title="Ændret, siden du læste",
            order=5,
            rule=PREPARE_MEETINGS,
            content=cards.changed_since_read,
        )
    )


def _action_rows(actor: Actor, case_ids: Collection[UUID]) -> list[CaseRow]:
    return [
        CaseRow(
            case_id=action.item.case_id,
            title=action.text,
            url=reverse("meetings:action", args=[action.pk]),
            date=action.due_date,
            detail=f"{action.get_state_display()}, {action.owner.name if action.owner else 'ingen ansvarlig'}",
        )
        for action in action_queries.actions_of_cases(actor=actor, case_ids=case_ids)
        if action.item.case_id
    ]


def _build_actions(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """parameters["chosen"], an ActionFilter, on the day parameters["on"]."""
    on: dt.date = parameters["on"]
    found = action_queries.list_actions(actor=actor, chosen=parameters["chosen"], on=on)
    shown = action_queries.actions_on_page(actor=actor, actions=found, on=on)
    document = actions_document(actions=shown, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on("Opfølgning", on), document=document)


def _register_cards_of_minutes() -> None:
    for name, title, order, content in (
        ("meetings.comment", "Referater at kommentere", 12, cards.minutes_to_comment),
        ("meetings.corrections", "Rettelser at besvare", 14, cards.corrections_to_answer),
    ):
        register_start_card(
            StartCard(name=name, title=title, group=CardGroup.WAITING, order=order, rule=READ_MEETINGS, content=content)
        )


def _register_cases() -> None:
    register_case_content(
        CaseContent(kind="meetings.item", title="Punkter på møder", case_ids=queries.cases_with_items, rows=_case_rows)
    )


def _case_rows(actor: Actor, case_ids: Collection[UUID]) -> list[CaseRow]:
    return [
        CaseRow(
            case_id=row.item.case_id,
            title=row.title,
            url=reverse("meetings:item", args=[row.item.pk]),
            date=row.meeting.date if row.meeting else None,
            detail=_where(row),
        )
        for row in queries.treatments_of_cases(actor=actor, case_ids=case_ids)
        if row.item.case_id
    ]


def _where(row: queries.Treatment) -> str:
    if row.meeting is None:
        return f"{row.item.forum.name}, {row.item.get_state_display().lower()}"
    return f"{row.meeting.forum.name}, punkt {row.item.number}"


def _register_import() -> None:
    from .forms.meetings import ImportOptions
    from .services import import_kind

    register_import_kind(
        ImportKind(
            name="meetings.minutes",
            title="Dagsorden eller referat",
            help="Word, PDF, Markdown eller tekst, eller en fil fra FirstAgenda (JSON), SBSYS eller Acadre (XML). De "
            "tre sidste er bygget efter systemernes feltnavne og ikke prøvet på rigtige filer endnu, så se dem godt "
            "efter. Du ser, hvad der blev forstået, før noget gemmes.",
            accepts=(DOCX, PDF, TEXT, JSON, XML),
            rule=KEEP_MEETINGS,
            read=import_kind.read,
            fingerprint=import_kind.fingerprint,
            apply=import_kind.apply,
            options_form=ImportOptions,
        )
    )


def _register_documents() -> None:
    register_document_kind(
        DocumentKind(
            name="meetings.minutes",
            title="Dagsorden og referat",
            formats=tuple(FORMATS),
            rule=READ_MEETINGS,
            build=_build_minutes,
            writers={"json": _as_json, "md": lambda material: to_markdown(material.source)},
        )
    )
    register_document_kind(
        DocumentKind(
            name=PUBLIC_KIND,
            title="Åbent referat",
            formats=tuple(PUBLIC_FORMATS),
            rule=PUBLIC,
            build=_build_public_minutes,
        )
    )
    register_owner(
        DocumentOwner(
            kind="meetings.public_attachment",
            attached=queries.published_document_ids,
            visible=lambda actor: public_document_ids(),
        )
    )
    register_document_kind(
        DocumentKind(
            name="meetings.statistics",
            title="Statistik om punkter",
            formats=("xlsx", "pdf"),
            rule=SEE_STATISTICS,
            build=_build_statistics,
        )
    )
    register_owner(
        DocumentOwner(
            kind="meetings.attachment",
            attached=queries.attached_document_ids,
            visible=queries.readable_document_ids,
        )
    )
    register_owner(
        DocumentOwner(
            kind="meetings.published_attachment",
            attached=queries.published_document_ids,
            visible=queries.readable_published_document_ids,
        )
    )


def _build_minutes(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The minutes of parameters["meeting"] as the actor may read them. Raises MeetingNotFound."""
    meeting = queries.get_meeting(actor=actor, meeting_id=parameters["meeting"])
    minutes = minutes_of(actor=actor, meeting=meeting)
    document = minutes_document(
        minutes=minutes,
        journal=describe_journal(minutes),
        organisation=settings.MUNICIPALITY,
        # The moment of publication, so that the same minutes always give the same file.
        issued_at=meeting.published_at or at,
        actions=action_queries.actions_for_meeting(actor=actor, meeting=meeting, on=timezone.localdate(at)),
    )
    name = made_on(f"{meeting.kind_name} {meeting.forum.name}", meeting.date)
    return Material(name=name, document=document, source=minutes)


def _build_public_minutes(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The minutes of parameters["meeting"] as the public reads them, whoever asks. Raises NotPublic."""
    found = get_public_minutes(UUID(parameters["meeting"]))
    document = minutes_document(
        minutes=found.minutes,
        journal=describe_journal(found.minutes),
        organisation=settings.MUNICIPALITY,
        issued_at=found.version.published_at,
    )
    meeting = found.version.meeting
    name = made_on(f"Referat {meeting.forum.name}", meeting.date)
    return Material(name=name, document=document, source=found.minutes)


def _build_statistics(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The figures of parameters["forum"] in parameters["year"]. Raises ForumNotFound."""
    forum = statistics.find_forum(actor=actor, forum_id=UUID(parameters["forum"]))
    found = statistics.statistics_of(actor=actor, forum=forum, year=int(parameters["year"]))
    document = statistics_document(statistics=found, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on(f"Statistik {forum.name} {found.year}", at.date()), document=document)


def _as_json(material: Material) -> str:
    return json.dumps(to_json(material.source), ensure_ascii=False, indent=2)
