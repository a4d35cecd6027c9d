"""The documents that meetings make, and the files that stand in them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from chefforum.connectors.minutes import to_json, to_markdown
from chefforum.kernel.access.rules import PUBLIC, Actor
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    DocumentOwner,
    Material,
    made_on,
    register_attaching,
    register_document_kind,
    register_owner,
)

from ..access import READ_MEETINGS, SEE_STATISTICS, SEE_THEMES, WRITE_ITEMS
from ..documents import (
    ACTION_FORMATS,
    FORMATS,
    PUBLIC_FORMATS,
    PUBLIC_KIND,
    THEME_FORMATS,
    actions_document,
    minutes_document,
    statistics_document,
    themes_document,
)
from ..forms.made_attachments import ThemesForm
from ..queries import actions as action_queries
from ..queries import meetings as queries
from ..queries import statistics
from ..queries.public import get_public_minutes, public_document_ids
from ..queries.reading import describe_journal, minutes_of
from ..queries.themes import themes_of_forum
from ..rules.words import MINUTES_KINDS


def register() -> None:
    _register_documents()
    register_attaching(lambda kind: reverse("meetings:lay_with", args=[kind]), rule=WRITE_ITEMS)
    _register_files()


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
    for name, title, formats, rule, build in (
        (PUBLIC_KIND, "Åbent referat", tuple(PUBLIC_FORMATS), PUBLIC, _build_public_minutes),
        ("meetings.actions", "Opfølgning", tuple(ACTION_FORMATS), READ_MEETINGS, _build_actions),
        ("meetings.statistics", "Statistik om punkter", ("xlsx", "pdf"), SEE_STATISTICS, _build_statistics),
    ):
        register_document_kind(DocumentKind(name=name, title=title, formats=formats, rule=rule, build=build))
    register_document_kind(
        DocumentKind(
            name="meetings.themes",
            title="Temadrøftelser",
            formats=tuple(THEME_FORMATS),
            rule=READ_MEETINGS,
            build=_build_themes,
            as_attachment=AsAttachment(
                words="De temaer, der er foreslået til forummets kommende møder.",
                source="forummets temaer",
                formats=("pdf", "docx"),
                form=ThemesForm,
                may_make=lambda actor, on: SEE_THEMES.allows(actor),
            ),
        )
    )


def _register_files() -> None:
    """Which files stand where, and of those which somebody may read because of it."""
    register_owner(
        DocumentOwner(
            kind="meetings.attachment",
            attached=queries.attached_document_ids,
            visible=queries.readable_document_ids,
            confidential=queries.confidential_attached,
        )
    )
    register_owner(
        DocumentOwner(
            kind="meetings.published_attachment",
            attached=queries.published_document_ids,
            visible=queries.readable_published_document_ids,
            confidential=queries.confidential_published,
        )
    )
    register_owner(
        DocumentOwner(
            kind="meetings.public_attachment",
            attached=queries.published_document_ids,
            visible=lambda actor: public_document_ids(),
        )
    )
    register_owner(
        DocumentOwner(
            kind="meetings.action",
            attached=action_queries.action_document_ids,
            visible=action_queries.read_document_ids,
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
    name = made_on(f"{MINUTES_KINDS[minutes.kind]} {meeting.forum.name}", meeting.date)
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
    return Material(name=made_on(f"Statistik {forum.name} {found.year}", timezone.localdate(at)), document=document)


def _build_actions(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """parameters["chosen"], an ActionFilter, on the day parameters["on"]."""
    on: dt.date = parameters["on"]
    found = action_queries.list_actions(actor=actor, chosen=parameters["chosen"], on=on)
    shown = action_queries.actions_on_page(actor=actor, actions=found, on=on)
    document = actions_document(actions=shown, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on("Opfølgning", on), document=document)


def _build_themes(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The themes of parameters["forum"] as the actor may know of them. Raises ForumNotFound."""
    shown = themes_of_forum(actor=actor, forum_id=UUID(parameters["forum"]))
    on = timezone.localdate(at)
    document = themes_document(shown=shown, organisation=settings.MUNICIPALITY, on=on, issued_at=at)
    return Material(name=made_on(f"Temadrøftelser {shown.forum.name}", on), document=document)


def _as_json(material: Material) -> str:
    return json.dumps(to_json(material.source), ensure_ascii=False, indent=2)
