"""The organisation on a date as a table, under the heads that the import understands: what goes out can come in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from chefforum.calc.blocks import Block, Paragraph, Table
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on
from chefforum.kernel.documents.rendering.document import Document, Fact, Part
from chefforum.modules.administration.access import READ_ORGANISATION
from chefforum.modules.administration.queries.state import present_state
from chefforum.modules.administration.rules.organisation_changes import KIND_NAMES
from chefforum.modules.administration.rules.organisation_plan import Period, Spans, State, holding
from chefforum.web import danish

HEADS = (
    "Enhedskode",
    "Navn",
    "Kort navn",
    "Type",
    "Overordnet enhedskode",
    "Årsværk",
    "Årsværk opgjort",
    "Omkostningssteder",
    "Leder e-mail",
    "Leder navn",
    "Leder titel",
)


def organisation_kind() -> DocumentKind:
    return DocumentKind(
        name="administration.organisation",
        title="Organisationen",
        formats=("xlsx", "pdf"),
        rule=READ_ORGANISATION,
        build=build_organisation,
    )


def build_organisation(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The organisation on parameters["on"] (ISO date), a line for each unit. Raises AccessDenied."""
    READ_ORGANISATION.require(actor)
    on = dt.date.fromisoformat(parameters["on"])
    rows = (HEADS, *organisation_lines(present_state(), on))
    table = Table(rows=tuple(tuple(_cell(text) for text in row) for row in rows))
    document = Document(
        title="Organisationen",
        organisation=settings.MUNICIPALITY,
        issued_at=at,
        facts=(Fact("Pr.", (danish.date(on),)), Fact("Enheder", (str(len(rows) - 1),))),
        parts=(Part(title="Enheder", elements=(table,)),),
    )
    return Material(name=made_on("Organisation", on), document=document)


def organisation_lines(state: State, on: dt.date) -> list[tuple[str, ...]]:
    """The texts of each unit that holds on the date, by code, in the order of HEADS."""
    spans = Spans.of(state)
    centres = spans.centres_of_units(on)
    held = {code: holding(periods, on) for code, periods in spans.periods.items()}
    return [_line(spans, code, held[code], sorted(centres[code]), on) for code in sorted(held) if held[code]]


def _line(spans: Spans, code: str, period: Period | None, centres: Sequence[str], on: dt.date) -> tuple[str, ...]:
    assert period is not None
    counted = max((day for day in spans.counts.get(code, {}) if day <= on), default=None)
    return (
        code,
        period.name,
        period.short_name,
        KIND_NAMES.get(period.kind, period.kind),
        period.parent or "",
        danish.number(spans.counts[code][counted]) if counted else "",
        f"{counted:%d-%m-%Y}" if counted else "",
        "; ".join(centres),
        *_leader(spans, code, on),
    )


def _leader(spans: Spans, code: str, on: dt.date) -> tuple[str, str, str]:
    for email, jobs in sorted(spans.jobs.get(code, {}).items()):
        job = holding(jobs, on)
        if job and job.is_leader:
            return email, spans.persons[email], job.title
    return "", "", ""


def _cell(text: str) -> tuple[Block, ...]:
    return (Paragraph(text),) if text else ()
