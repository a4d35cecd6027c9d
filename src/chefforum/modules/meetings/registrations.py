"""What meetings offer the rest of the house: imports, documents, files, search, cases, navigation, start cards."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from chefforum.connectors.minutes import to_json, to_markdown
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.cases.registry import CaseContent, CaseRow, register_case_content
from chefforum.kernel.documents.registry import (
    DocumentKind,
    DocumentOwner,
    Material,
    made_on,
    register_document_kind,
    register_owner,
)
from chefforum.kernel.documents.rules import DOCX, JSON, PDF, TEXT
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.web.navigation import NavigationItem, register_navigation
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from . import cards, search
from .access import KEEP_MEETINGS, READ_MEETINGS
from .documents import FORMATS, minutes_document
from .queries import meetings as queries
from .queries.reading import describe_journal, minutes_of


def register() -> None:
    """Called once, when all parts are loaded."""
    _register_import()
    _register_documents()
    _register_cases()
    _register_ways_in()
    _register_cards_of_minutes()
    register_search_source(SearchSource(kind=search.KIND, title="Punkter", rows=search.entries, rule=READ_MEETINGS))


def _register_ways_in() -> None:
    register_navigation(
        NavigationItem(section="Møder", title="Møder", url_name="meetings:list", rule=READ_MEETINGS, order=10)
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
            title="Seneste møder",
            order=10,
            rule=READ_MEETINGS,
            content=cards.newest_meetings,
        )
    )


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
            help="Word, PDF, Markdown eller tekst. Du ser, hvad der blev forstået, før noget gemmes.",
            accepts=(DOCX, PDF, TEXT, JSON),
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
    )
    name = made_on(f"{meeting.kind_name} {meeting.forum.name}", meeting.date)
    return Material(name=name, document=document, source=minutes)


def _as_json(material: Material) -> str:
    return json.dumps(to_json(material.source), ensure_ascii=False, indent=2)
