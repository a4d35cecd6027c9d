"""The report's texts are drafted and put in as versions, and the report is frozen for ever."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record
from chefforum.web.once import AlreadyMade

from ..access import KEEP
from ..models import FrozenReport, ReportText
from ..queries.report import report_now, text_found
from ..rules.report import MOST_LETTERS, TEXTS, WrongReport, hash_of, kept

KIND, TEXT_KIND = "it_report", "it_report_text"
CHANGED_MEANWHILE = "En anden har skrevet i teksten, siden du åbnede siden. Intet er gemt. Begge tekster står herunder."


def seen_of(name: str) -> str:
    """What a page has seen of a text: it changes whenever somebody writes in it. One query."""
    found = text_found(name)
    draft = found.draft.at.isoformat() if found.draft else ""
    return f"{found.number}|{draft}"


@transaction.atomic
def keep_draft(*, actor: Actor, name: str, text: str, at: dt.datetime, seen: str | None = None) -> None:
    """The text waits as the draft, and the report is as it was. Raises WrongReport, AccessDenied."""
    KEEP.require(actor)
    _check(name, text, seen)
    ReportText.objects.update_or_create(
        name=name, number=None, defaults={"text": text, "at": at, "person_id": actor.person_id}
    )
    _record(actor, at, "it_portfolio.draft_report_text", name)


@transaction.atomic
def put_in(*, actor: Actor, name: str, text: str, at: dt.datetime, seen: str | None = None) -> int:
    """The text stands in the report as its next version; the draft is gone. Answers the version. Raises WrongReport,
    AccessDenied."""
    KEEP.require(actor)
    _check(name, text, seen)
    found = text_found(name)
    ReportText.objects.filter(name=name, number__isnull=True).delete()
    if found.standing and found.standing.text == text:
        return found.number
    ReportText.objects.create(name=name, number=found.number + 1, text=text, at=at, person_id=actor.person_id)
    _record(actor, at, "it_portfolio.write_report_text", name)
    return found.number + 1


@transaction.atomic
def drop_draft(*, actor: Actor, name: str, at: dt.datetime, seen: str | None = None) -> None:
    """The draft is thrown away; what stands in the report stays. Raises WrongReport, AccessDenied."""
    KEEP.require(actor)
    _check(name, "", seen)
    if ReportText.objects.filter(name=name, number__isnull=True).delete()[0]:
        _record(actor, at, "it_portfolio.drop_report_draft", name)


@transaction.atomic
def freeze_report(
    *,
    actor: Actor,
    name: str,
    municipality: str,
    years: tuple[int, int],
    on: dt.date,
    at: dt.datetime,
    made_id: UUID | None = None,
) -> FrozenReport:
    """The report as it is now, for ever. Raises WrongReport, AlreadyMade where the same form was sent before,
    AccessDenied."""
    KEEP.require(actor)
    if not name.strip():
        raise WrongReport("Skriv, hvad rapporten skal hedde.")
    if made_id is not None and FrozenReport.objects.filter(pk=made_id).exists():
        raise AlreadyMade(made_id)
    content = kept(report_now(actor=actor, municipality=municipality, years=years, on=on, at=at))
    made = FrozenReport.objects.create(
        pk=made_id or uuid4(),
        name=name.strip(),
        content=content,
        sha256=hash_of(content),
        at=at,
        person_id=actor.person_id,
    )
    record(
        actor=actor,
        at=at,
        action="it_portfolio.freeze_report",
        object_kind=KIND,
        object_id=made.pk,
        object_name=made.name,
        data={"sha256": made.sha256},
    )
    return made


def _check(name: str, text: str, seen: str | None) -> None:
    if name not in {one.name for one in TEXTS}:
        raise WrongReport("Rapporten har ingen tekst af det navn.")
    if len(text) > MOST_LETTERS:
        raise WrongReport(f"Teksten er på {len(text)} tegn. Den må højst have {MOST_LETTERS}.")
    # Locked, so that two who write at once come after each other.
    list(ReportText.objects.select_for_update().filter(name=name).values_list("pk", flat=True))
    if seen is not None and seen != seen_of(name):
        raise WrongReport(CHANGED_MEANWHILE)


def _record(actor: Actor, at: dt.datetime, action: str, name: str) -> None:
    title = next(one.title for one in TEXTS if one.name == name)
    record(
        actor=actor,
        at=at,
        action=action,
        object_kind=TEXT_KIND,
        object_id=name,
        object_name=title,
        data={},
    )
