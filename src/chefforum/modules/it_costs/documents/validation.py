"""The receipt of a joint validation: what was signed, by whom, with which sums, and what they agreed to differ on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.documents.rendering.document import Document, Element, Fact, Part, SmallPrint
from chefforum.web import danish

from ..rules.extract_kinds import LINE_STATE_NAMES, PARTY_NAMES, LineState, Party
from ..rules.extract_progress import Progress, share_chart
from ..rules.kinds import CATEGORY_NAMES, CostCategory
from .tables import bullets, picture, rows_table

HOW = (
    "Udtrækket blev frosset på én gang, og ingen linje i det er ændret siden.",
    "Kontrolsummen er SHA-256 af udtrækkets faste form, en tekstfil, som kan hentes på udtrækkets side. Ethvert "
    "program, der regner SHA-256, giver den samme sum af den.",
    "Kontrolsummen af svarene dækker hver parts svar på hver linje og de navngivne undtagelser, som de stod ved "
    "underskriften.",
    "Beløbene er dem, der blev frosset. Det, parterne er enige om at rette, kommer med i det næste udtræk.",
)


def validation_document(
    *,
    extract: Any,
    signatures: Sequence[Any],
    exceptions: Sequence[Any],
    progress: Mapping[str, Progress],
    sums: Mapping[tuple[str, int], tuple[int, int]],
    organisation: str,
    issued_at: dt.datetime,
) -> Document:
    """`exceptions`: those that the reader may see, each with its line and what each party said; `sums`: paid and spread
    by category and year, øre."""
    return Document(
        title="Kvittering for fælles validering",
        organisation=organisation,
        issued_at=issued_at,
        subtitle=extract.name,
        facts=(
            Fact("År", (f"{extract.first_year} og {extract.second_year}",)),
            Fact("Frosset", (danish.moment(extract.created_at),)),
            Fact("Valideret", (danish.moment(extract.validated_at),)),
            Fact("Linjer", (danish.number(extract.line_count),)),
            Fact("Analytiker", (extract.analyst_name or danish.MISSING,)),
        ),
        parts=(
            Part("Underskrifter", tuple(_signed(extract, signatures))),
            Part("Hvad der er skrevet under på", tuple(_what(extract, progress, sums))),
            Part("Det, parterne er enige om at være uenige om", tuple(_exceptions(exceptions))),
            Part("Sådan kontrolleres det", (bullets(HOW),)),
        ),
    )


def _signed(extract: Any, signatures: Sequence[Any]) -> list[Element]:
    rows = [("Part", "Navn", "Rolle", "Dato")]
    rows += [(PARTY_NAMES[Party(one.party)], one.name, one.role, danish.date(one.on)) for one in signatures]
    sums = [("Kontrolsum", "SHA-256"), ("Udtrækket", _spaced(extract.sha256))]
    sums += [("Svar og undtagelser", _spaced(one.agreed_sha256)) for one in signatures[:1]]
    return [rows_table(rows), rows_table(sums)]


def _spaced(sha256: str) -> str:
    """In groups of eight, so that it can be read aloud and breaks on a line."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


def _what(
    extract: Any, progress: Mapping[str, Progress], sums: Mapping[tuple[str, int], tuple[int, int]]
) -> list[Element]:
    years = (extract.first_year, extract.second_year)
    table = [("Kategori", *(f"{year}, {word}" for year in years for word in ("betalt", "fordelt")))]
    for category, name in CATEGORY_NAMES.items():
        held = [sums.get((category.value, year)) for year in years]
        if any(held):
            table.append((name, *(_kroner(amount) for one in held for amount in (one or (0, 0)))))
    totals = [sum(amounts[nth] for (_, of), amounts in sums.items() if of == year) for year in years for nth in (0, 1)]
    table.append(("I alt", *map(_kroner, totals)))
    states = [("Linjer", "Antal")]
    states += [
        (LINE_STATE_NAMES[state], danish.number(sum(one.states[state] for one in progress.values())))
        for state in LineState
    ]
    found: list[Element] = [Paragraph("Kroner, som de blev frosset."), rows_table(table), rows_table(states)]
    if progress:
        found.append(picture(share_chart("Linjer efter kategori", progress, "Kategori")))
    return found


def _kroner(oere: int) -> str:
    return danish.number(round(oere / 100))


def _exceptions(exceptions: Sequence[Any]) -> list[Element]:
    if not exceptions:
        return [Paragraph("Intet: parterne er enige om hver linje.")]
    rows = [("Linje", "Hvad", "Kommunen", "Analytikeren", "Hvorfor den står")]
    rows += [
        (str(line.number), _line(line), said.get(Party.MUNICIPALITY, ""), said.get(Party.ANALYST, ""), reason)
        for line, said, reason in exceptions
    ]
    return [rows_table(rows), SmallPrint("Linjernes beløb står i udtrækket og ændres ikke af undtagelsen.")]


def _line(line: Any) -> str:
    category = CATEGORY_NAMES[CostCategory(line.category)] if line.category else "Antal"
    return ", ".join(filter(None, (line.source_name, line.system_name, category, str(line.year))))
