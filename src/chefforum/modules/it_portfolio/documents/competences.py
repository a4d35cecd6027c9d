"""Competences as tables: what lacks, system by system, department by department, and the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chefforum.kernel.documents.rendering.document import Document, Part
from chefforum.web import danish

from ..queries.competences import Overview, StepRow
from ..rules.competences import STANDING_NAMES, kroner
from .compliance import rows_table


def competences_document(
    found: Overview, steps: Sequence[StepRow], *, organisation: str, issued_at: dt.datetime
) -> Document:
    """A number that nobody has said is "mangler"."""
    gaps = [("Kode", "Kompetence", "Der skal være", "Kan det", "Mangler", "Sådan står det", "Skridt i planen")]
    systems = [("Kode", "Kompetence", "System", "Mindst", "Der skal være", "Kan det", "Sådan står det")]
    for row in found.rows:
        one = row.competence
        gap = (
            ("–", "–", "–", "Ingen af systemerne har brug for det")
            if row.gap is None
            else (str(row.gap.needed), danish.number(row.gap.held), danish.number(row.gap.lacking), row.gap.word)
        )
        gaps.append((one.code, one.name, *gap, str(row.steps)))
        systems += [
            (
                one.code,
                one.name,
                need.system.name,
                need.level,
                str(need.need.persons),
                danish.number(need.gap.held),
                need.gap.word,
            )
            for need in row.needs
        ]
    units: list[tuple[str, ...]] = [("Ansvarlig afdeling", *STANDING_NAMES.values())]
    units += [(one.unit.name, *(str(one.counts.get(key, 0)) for key in STANDING_NAMES)) for one in found.units]
    plan = [("Hvad", "Kompetence", "For hvem", "Personer", "Senest", "Pris, kr.", "Status")]
    plan += [
        (
            row.step.text,
            row.step.competence.name,
            row.unit,
            danish.number(row.step.persons),
            danish.date(row.step.due_on),
            danish.number(kroner(row.step.cost_oere)),
            row.step.get_state_display(),
        )
        for row in steps
    ]
    return Document(
        title="Kompetencer",
        organisation=organisation,
        issued_at=issued_at,
        parts=(
            Part("Kompetencer", (rows_table(gaps),)),
            Part("Systemer", (rows_table(systems),)),
            Part("Afdelinger", (rows_table(units),)),
            Part("Plan", (rows_table(plan),)),
        ),
    )
