"""What the start page says to administrators about the KLE list that journal numbers are checked against."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.web import danish
from chefforum.web.start_cards import CardContent, CardRow, StartCard, register_start_card

from .access import LOAD_KLE
from .models import KleList
from .queries import KleStatus, kle_status


def register() -> None:
    register_start_card(StartCard("cases.kle", "KLE-listen", LOAD_KLE, kle_list, 60))


def kle_list(*, actor: Actor, on: dt.date) -> CardContent:
    """Whether a list is loaded, how many subjects it has in use, and what to do next."""
    status = kle_status(actor=actor, on=on)
    url = reverse("cases:kle")
    if not status.subjects:
        row = CardRow(
            "Der er ikke indlæst en emneplan. Hent den hos KL, og indlæs den.",
            url,
            "Indtil da bliver journalnumre ikke kontrolleret.",
        )
        return CardContent((row,), "", url, "Indlæs KLE")
    facets = (
        f"{danish.number(status.facets, 0)} {danish.plural(status.facets, 'facet,facetter')}"
        if status.facets
        else "Facetterne mangler. Indlæs KL's handlingsfacetter, så bliver de også kontrolleret."
    )
    subjects = f"{danish.number(status.subjects, 0)} {danish.plural(status.subjects, 'emne,emner')} i brug"
    rows = (CardRow(subjects, url, _age(status)), CardRow(facets, url))
    return CardContent(rows, "", url, "Indlæs en nyere liste")


def _age(status: KleStatus) -> str:
    newest = next((release for release in status.releases if release.list == KleList.SUBJECTS), None)
    if newest is None:
        return ""
    if newest.published_on:
        return f"udgivet {danish.date(newest.published_on)}"
    return f"indlæst {danish.date(timezone.localdate(newest.loaded_at))}"
