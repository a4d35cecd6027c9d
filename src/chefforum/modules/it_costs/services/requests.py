"""A request is written: made once, kept as it is written, and commented. What happened to it is noted."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied, Actor
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import ASK, require_asker
from ..models import ItRequest, RequestEvent, RequestLine
from ..queries.requests import RequestNotFound, facts_of, readable
from ..rules.register import WrongFacts
from ..rules.request_facts import PLAIN, LineFacts, RequestFacts, check_request
from ..rules.request_states import WRITTEN
from ..search import index_requests

KIND = "it_request"
COMMENT = "comment"
CHANGED_MEANWHILE = (
    "En anden har ændret ansøgningen, siden du åbnede siden. Intet er gemt. Åbn den igen i en ny fane, og se, hvad der "
    "står nu."
)


@transaction.atomic
def write_request(*, actor: Actor, facts: RequestFacts, at: dt.datetime, made_id: UUID) -> ItRequest:
    """A draft of one's own. Raises WrongFacts, AccessDenied for a unit that the actor does not ask for, AlreadyMade."""
    ASK.require(actor)
    require_asker(actor, facts.unit_id)
    check_request(facts)
    if ItRequest.objects.filter(pk=made_id).exists():
        raise AlreadyMade(made_id)
    if actor.person_id is None:
        raise AccessDenied("Log ind for at søge.")
    made = ItRequest.objects.create(pk=made_id, author_id=actor.person_id, created_at=at, changed_at=at, **_said(facts))
    _write_lines(made, facts.lines)
    note(actor=actor, found=made, act="write", at=at)
    index_requests([made.pk])
    return made


@transaction.atomic
def change_request(
    *,
    actor: Actor,
    request_id: UUID,
    facts: RequestFacts,
    at: dt.datetime,
    seen: dt.datetime | None = None,
    is_typing: bool = False,
) -> ItRequest:
    """What is written so far is kept, whole or not. `is_typing`: while it is written, which the trail does not tell.
    Raises WrongFacts where it cannot be, is sent, or was changed meanwhile, RequestNotFound, AccessDenied for who did
    not write it."""
    found = locked(actor=actor, request_id=request_id, seen=seen)
    if found.author_id != actor.person_id:
        raise AccessDenied("Det er den, der søger, der skriver i ansøgningen.")
    if found.state not in WRITTEN:
        raise WrongFacts("", "Ansøgningen er sendt. Hent den tilbage, hvis den skal rettes.")
    require_asker(actor, facts.unit_id)
    check_request(facts)
    before = facts_of(found)
    if facts == before:
        return found
    for name, value in _said(facts).items():
        setattr(found, name, value)
    found.changed_at = at
    found.save()
    if facts.lines != before.lines:
        _write_lines(found, facts.lines)
    if not is_typing:
        _record(actor, at, "it_costs.change_request", found, {})
    index_requests([found.pk])
    return found


@transaction.atomic
def comment(*, actor: Actor, request_id: UUID, text: str, at: dt.datetime) -> None:
    """By everybody who reads it. Raises WrongFacts, RequestNotFound, AccessDenied."""
    found = locked(actor=actor, request_id=request_id)
    if not text.strip():
        raise WrongFacts("text", "Skriv din kommentar.")
    note(actor=actor, found=found, act=COMMENT, at=at, text=text)


def locked(*, actor: Actor, request_id: UUID, seen: dt.datetime | None = None) -> ItRequest:
    """The row that the actor reads, held until the transaction ends. Raises RequestNotFound, WrongFacts where it was
    changed since `seen`, AccessDenied."""
    if not readable(actor).filter(pk=request_id).exists():
        raise RequestNotFound(request_id)
    found = ItRequest.objects.select_for_update(of=("self",)).select_related("author").get(pk=request_id)
    if seen is not None and seen != found.changed_at:
        raise WrongFacts("", CHANGED_MEANWHILE)
    return found


def note(
    *,
    actor: Actor,
    found: ItRequest,
    act: str,
    at: dt.datetime,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """What happened: in its history with the words, in the trail without. Within the caller's transaction."""
    RequestEvent.objects.create(
        request=found, act=act, text=text.strip(), state=found.state, at=at, person_id=actor.person_id
    )
    _record(actor, at, f"it_costs.{act}_request", found, {"state": str(found.state), **(data or {})})


def _said(facts: RequestFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in PLAIN} | {"tasks": ",".join(facts.tasks)}


def _write_lines(found: ItRequest, lines: tuple[LineFacts, ...]) -> None:
    RequestLine.objects.filter(request=found).delete()
    RequestLine.objects.bulk_create(
        RequestLine(request=found, place=place, **vars(line)) for place, line in enumerate(lines)
    )


def _record(actor: Actor, at: dt.datetime, action: str, found: ItRequest, data: dict[str, Any]) -> None:
    record(actor=actor, at=at, action=action, object_kind=KIND, object_id=found.pk, object_name="", data=data)
