"""The Danish words of the values that agendas and minutes hold."""

from __future__ import annotations

from collections.abc import Sequence

from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes.minutes import ItemKind, MinutesKind, SectionKind

MINUTES_KINDS = {MinutesKind.AGENDA: "Dagsorden", MinutesKind.MINUTES: "Referat"}
ITEM_KINDS = {
    ItemKind.DECISION: "Beslutning",
    ItemKind.DISCUSSION: "Drøftelse",
    ItemKind.ORIENTATION: "Orientering",
    ItemKind.THEME: "Tema",
    ItemKind.FORMALITY: "Formalia",
    ItemKind.UNKNOWN: "Ikke angivet",
}
SECTION_KINDS = {
    SectionKind.RECOMMENDATION: "Indstilling",
    SectionKind.SUMMARY: "Resumé",
    SectionKind.PRESENTATION: "Sagsfremstilling",
    SectionKind.BACKGROUND: "Baggrund",
    SectionKind.VISION_AND_POLICIES: "Kommunens vision og politikker",
    SectionKind.ECONOMY: "Økonomi",
    SectionKind.LEGAL_BASIS: "Lovgrundlag",
    SectionKind.CITIZEN_PERSPECTIVE: "Borgerperspektiv",
    SectionKind.CONSEQUENCES: "Konsekvenser",
    SectionKind.RISKS: "Risikovurdering",
    SectionKind.PROCESS: "Videre proces",
    SectionKind.HISTORY: "Historik",
    SectionKind.PROCEDURE: "Sagsgang og sagstype",
    SectionKind.DECISION: "Beslutning",
    SectionKind.ATTACHMENTS: "Bilag",
    SectionKind.OTHER: "Andet",
}


def answers_said(answers: Sequence[Outcome | None]) -> str:
    """ "Indstillingen er godkendt." or "Del 1 er godkendt. Del 2 er ikke besvaret."; empty where nothing was chosen."""
    if not any(answers):
        return ""
    words = [answer.danish if answer else "ikke besvaret" for answer in answers]
    if len(words) == 1:
        return f"Indstillingen er {words[0]}."
    return " ".join(f"Del {number} er {word}." for number, word in enumerate(words, 1))
