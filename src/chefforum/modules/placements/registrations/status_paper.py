"""The document on placements: from its page, and as a bilag."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import (
    AsAttachment,
    DocumentKind,
    Material,
    NotMadeNow,
    made_on,
    register_document_kind,
    standing_at,
)
from chefforum.web import danish

from ..access import READ_PUBLISHED
from ..documents.status import TITLE, status_document
from ..forms.status_paper import YearChoice
from ..queries.status_material import YearNotTold
from ..queries.status_paper import status_paper


def register() -> None:
    register_document_kind(
        DocumentKind(
            name="placements.status",
            title=TITLE,
            formats=("pdf", "docx"),
            rule=READ_PUBLISHED,
            build=_build,
            as_attachment=AsAttachment(
                words="Årets praktikker og løntilskud mod måltal og tempo, afdeling for afdeling, år mod år, "
                "effekten og måltallene, der kommer. Små tal er skjult.",
                source="registreringen af forløb",
                formats=("pdf", "docx"),
                form=YearChoice,
            ),
        )
    )


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["year"]. Raises NotMadeNow."""
    on, year = timezone.localdate(at), int(parameters["year"])
    try:
        found = status_paper(actor=actor, year=year, on=on)
    except YearNotTold:
        raise NotMadeNow(
            f"Der er intet at fortælle om {year}: årets første måned er ikke slut, eller året ligger før det første "
            "forløb, der er registreret."
        ) from None
    return Material(
        name=made_on(f"{TITLE} {year}", on),
        document=status_document(found, organisation=settings.MUNICIPALITY, issued_at=at),
        as_of=found.status.day,
        figures=(
            f"forløb til og med {danish.date(found.status.day)}",
            standing_at("måltal, konsulenter og opgavelister", at),
        ),
    )
