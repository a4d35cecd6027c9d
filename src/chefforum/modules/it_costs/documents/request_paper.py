"""A request as a paper that an item can have with it: what is asked, why, what it costs, what was looked at, and what
the meeting is asked to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.calc.blocks import Paragraph
from chefforum.kernel.documents.rendering.document import Definitions, Document, Element, Fact, Part
from chefforum.web import danish

from ..models import ItRequest, RequestReview
from ..queries.request_checks import Looked
from ..queries.request_page import Said, kroner, lines_of
from ..rules.request_checks import Check
from ..rules.request_facts import RequestFacts, by_year, total_oere
from ..rules.request_levels import Needed
from .tables import bullets, rows_table


@dataclass(frozen=True)
class PaperOf:
    """All that the paper tells."""

    found: ItRequest
    facts: RequestFacts
    unit_name: str
    case: tuple[Said, ...]
    checks: tuple[Check, ...]
    looked: Looked
    needed: Needed
    reviews: tuple[RequestReview, ...]


def request_paper(of: PaperOf, *, organisation: str, issued_at: dt.datetime) -> Document:
    found, total = of.found, total_oere(of.facts.lines)
    amount = kroner(total)
    asked = [f"At Chefforum tager stilling til {found.get_kind_display().lower()}: {found.title}."]
    if total is not None:
        asked.append(f"At den i givet fald godkendes op til {amount} i alt.")
    parts = [
        Part("Det indstilles", (bullets(asked),)),
        Part("Begrundelsen", (Definitions(tuple(Fact(one.title, (one.words or "mangler",)) for one in of.case)),)),
        Part("Hvad det koster", _costs(of.facts)),
        Part("Har vi det allerede?", _owned(of.looked)),
        Part("Data, lov og budget", (rows_table(_checks(of.checks)),)),
        Part("Svar fra dem, der er spurgt", _reviews(of.reviews)),
    ]
    return Document(
        title=f"Indstilling: {found.title}",
        organisation=organisation,
        issued_at=issued_at,
        subtitle=found.get_kind_display(),
        facts=(
            Fact("Søger", (found.author.name,)),
            Fact("Enhed", (of.unit_name,)),
            Fact("I alt", (amount,)),
            Fact("Afgøres af Chefforum, fordi", (". ".join(of.needed.reasons),)),
        ),
        parts=tuple(parts),
    )


def _costs(facts: RequestFacts) -> tuple[Element, ...]:
    if not facts.lines:
        return (Paragraph("Mangler: der er ingen linjer."),)
    rows = [("Hvad", "Slags", "Antal", "Pris", "Hvornår", "I alt")]
    for line, kind in lines_of(facts):
        when = f"hvert år fra {line.first_year}, {line.years} år" if line.is_yearly else f"én gang, {line.first_year}"
        quantity = "–" if line.quantity is None else danish.number(line.quantity)
        rows.append((line.item, kind, quantity, kroner(line.amount_oere), when, kroner(line.total_oere)))
    rows.append(("I alt", "", "", "", "", kroner(total_oere(facts.lines))))
    years = [("År", "Beløb"), *((str(year), kroner(oere)) for year, oere in by_year(facts.lines).items())]
    return (rows_table(rows), *((rows_table(years),) if len(years) > 1 else ()))


def _owned(looked: Looked) -> tuple[Element, ...]:
    if not looked.owned:
        return (Paragraph("Intet i registret over it-systemer ligner."),)
    rows = [("System", "Bruges til", "Har til fælles")]
    for one in looked.owned:
        same = [f"opgave {number}" for number in one.near.kle] + list(one.near.words)
        rows.append((one.system.name, one.system.description or "mangler", ", ".join(same) or "navnet"))
    return (rows_table(rows),)


def _checks(checks: tuple[Check, ...]) -> list[tuple[str, ...]]:
    return [("Hvad", "Hvordan det står", "Bemærkning"), *((one.title, one.told, one.words) for one in checks)]


def _reviews(reviews: tuple[RequestReview, ...]) -> tuple[Element, ...]:
    if not reviews:
        return (Paragraph("Ingen er spurgt."),)
    rows = [("Om", "Svar", "Begrundelse")]
    for one in reviews:
        rows.append((one.get_kind_display(), one.get_answer_display() or "venter", one.text or "–"))
    return (rows_table(rows),)
