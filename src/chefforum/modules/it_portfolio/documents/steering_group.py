"""Styregruppe: the proposal of seats, how it came about, and who sits there."""

from __future__ import annotations

import datetime as dt

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Part
from chefforum.web import danish

from ..queries.steering_group import GroupNow
from ..rules.steering_group import WEIGHT_NAMES, seats_chart
from .selection import bullets, picture, rows_table

TITLE = "Forslag til styregruppe for it"


def steering_group_document(found: GroupNow, *, organisation: str, issued_at: dt.datetime) -> Document:
    shared = found.shared
    elements: list[Element] = []
    chart = seats_chart(shared)
    if chart is not None:
        elements.append(picture(chart))
    if shared.problem:
        elements.append(Paragraph(shared.problem))
    if shared.rows:
        elements.append(rows_table(_rows(found)))
    if shared.tie:
        elements.append(Paragraph(shared.tie))
    counted = [f"{WEIGHT_NAMES[key]}: {weight}" for key, weight in shared.asked.weights.items()]
    parts = [
        Part("Pladser", tuple(elements)),
        Part("Sådan er der regnet", (Paragraph("Hvert system og hver installation tæller:"), bullets(counted), _how())),
    ]
    if shared.without_owner:
        names = ", ".join(shared.without_owner)
        parts.append(Part("Tæller for ingen", (Paragraph(f"Ingen afdeling har ansvaret for: {names}."),)))
    return Document(
        title=TITLE,
        organisation=organisation,
        issued_at=issued_at,
        facts=(Fact("Pladser", (str(shared.asked.seats),)), Fact("Lavet", (danish.moment(issued_at),))),
        parts=tuple(parts),
    )


def _how() -> Paragraph:
    return Paragraph(
        "Pladserne deles efter afdelingernes point med største brøks metode. Er en afdeling lovet flere, får den dem "
        "først. Blandt lige går den med flest point forrest."
    )


def _rows(found: GroupNow) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("Afdeling", "Systemer", "Installationer", "Point", "Pladser før afrunding", "Pladser", "Hvem")
    ]
    for one in found.departments:
        who = [seat.member.name for seat in one.members] + (
            [danish.counted(one.empty, "tom plads,tomme pladser")] if one.empty else []
        )
        rows.append(
            (
                one.row.name,
                danish.number(one.row.systems),
                danish.number(one.row.installations),
                danish.number(one.row.weight),
                danish.number(one.quota, 2),
                danish.number(one.row.seats),
                ", ".join(who) or "–",
            )
        )
    return rows
