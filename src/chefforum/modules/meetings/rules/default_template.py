"""The template that is offered to a forum that has none: the sections that Danish municipalities ask for, with help."""

from __future__ import annotations

from dataclasses import dataclass

from chefforum.connectors.minutes.minutes import SectionKind


@dataclass(frozen=True)
class TemplateRow:
    """A section that a forum asks for in a case."""

    kind: SectionKind
    heading: str
    help_text: str = ""
    is_mandatory: bool = False


# Indstilling, Beslutning and Bilag are no rows: they are written in places of their own.
DEFAULT_TEMPLATE = (
    TemplateRow(
        SectionKind.SUMMARY,
        "Resumé",
        "Højst fem linjer: Hvad handler det om, hvorfor nu, og hvad skal forummet gøre?",
        is_mandatory=True,
    ),
    TemplateRow(
        SectionKind.PRESENTATION,
        "Sagsfremstilling",
        "Begynd med konklusionen. Skriv så det, som forummet skal vide for at kunne tage stilling. Brug "
        "underoverskrifter, og hold dig til to sider.",
        is_mandatory=True,
    ),
    TemplateRow(
        SectionKind.VISION_AND_POLICIES,
        "Kommunens vision og politikker",
        "Hvilke mål, strategier eller politikker er sagen en del af? Nævn dem ved navn.",
        is_mandatory=True,
    ),
    TemplateRow(
        SectionKind.ECONOMY,
        "Økonomi",
        "Hvad koster eller sparer det, hvilket år, og hvor er pengene afsat? Skriv alle beløb på samme måde.",
        is_mandatory=True,
    ),
    TemplateRow(
        SectionKind.LEGAL_BASIS,
        "Lovgrundlag",
        "Hvilken lov siger, at vi må eller skal? Skriv lovens navn og paragraf.",
        is_mandatory=True,
    ),
    TemplateRow(
        SectionKind.CITIZEN_PERSPECTIVE,
        "Borgerperspektiv",
        "Hvad mærker borgerne, og er de blevet hørt?",
        is_mandatory=True,
    ),
    TemplateRow(
        SectionKind.PROCESS,
        "Videre proces",
        "Hvem gør hvad og hvornår, når forummet har besluttet?",
    ),
)
