"""The sections of a case: which are there, in which order, and whether "Intet at bemærke" can be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from chefforum.calc.anchored import at_words_with
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.modules.meetings.linter.excerpts import shortened, unstopped
from chefforum.modules.meetings.linter.findings import Context, Level, Template
from chefforum.modules.meetings.linter.item_text import ItemText, SectionText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule
from chefforum.modules.meetings.linter.template import is_short


@item_rule(
    Rule(
        id="section-missing",
        level=Level.WARNING,
        title="Et afsnit mangler",
        reason="Læseren kan ikke se, om der ikke er noget at sige, eller om det er glemt.",
        example="Punktet har ikke Borgerperspektiv, som de andre punkter har.",
        fix="Tilføj afsnittet. Er der intet at sige, så skriv det.",
    )
)
def section_missing(text: ItemText, context: Context) -> Iterator[Remark]:
    """A section that the template asks for and the item lacks. Items without a case (any other business) are let be."""
    if is_short(text.item):
        return
    there = {section.kind for section in text.sections}
    missing = [kind for kind in context.template.order if kind in context.template.mandatory - there]
    for kind in missing:
        name = _name(kind, context.template)
        yield Remark(f"Afsnittet {name} mangler. Tilføj det, eller skriv, at der intet er at bemærke.")


def _name(kind: SectionKind, template: Template) -> str:
    return template.headings.get(kind, _NAMES.get(kind, kind.value))


_NAMES = {
    SectionKind.RECOMMENDATION: "Indstilling",
    SectionKind.SUMMARY: "Resumé",
    SectionKind.PRESENTATION: "Sagsfremstilling",
    SectionKind.VISION_AND_POLICIES: "Kommunens vision og politikker",
    SectionKind.ECONOMY: "Økonomi",
    SectionKind.LEGAL_BASIS: "Lovgrundlag",
    SectionKind.CITIZEN_PERSPECTIVE: "Borgerperspektiv",
    SectionKind.DECISION: "Beslutning",
    SectionKind.ATTACHMENTS: "Bilag",
}


@item_rule(
    Rule(
        id="section-order",
        level=Level.WARNING,
        title="Afsnittene står i en anden orden end ellers",
        reason="Den, der læser ti sager, finder det samme på det samme sted.",
        example="Sagsfremstilling står før Indstilling.",
        fix="Flyt afsnittet, så det står som i de andre punkter.",
    )
)
def section_order(text: ItemText, context: Context) -> Iterator[Remark]:
    """The first section that stands before one that it should follow."""
    rank = {kind: place for place, kind in enumerate(context.template.order)}
    kinds = [section for section in text.sections if section.kind in rank]
    for before, after in pairwise(kinds):
        if rank[before.kind] > rank[after.kind]:
            yield Remark(
                f"{after.name} plejer at stå før {before.name}. Flyt afsnittet.", excerpt=after.heading, section=after
            )
            return


_NOT_BEFORE_THE_MEETING = (SectionKind.DECISION, SectionKind.HISTORY, SectionKind.ATTACHMENTS)


@item_rule(
    Rule(
        id="economy-says-nothing",
        level=Level.WARNING,
        title="Økonomi siger “intet at bemærke”, men teksten nævner penge",
        reason="Den, der skal passe på pengene, læser Økonomi først og stopper der.",
        example="Økonomi: Intet at bemærke. Sagsfremstilling: “… udmøntning af 500.000 kr.”",
        fix="Skriv under Økonomi, hvor pengene kommer fra, eller at de er afsat i forvejen.",
    )
)
def economy_says_nothing(text: ItemText, context: Context) -> Iterator[Remark]:
    """An amount of kroner elsewhere in the item while its section on the economy says nothing."""
    for section in text.of_kind(SectionKind.ECONOMY):
        if not section.says_nothing:
            continue
        named = _first_amount(text, section)
        if named:
            yield Remark(
                f"{section.name} siger intet, men {named[0]} nævner {unstopped(named[1])}. Skriv, hvad det betyder.",
                excerpt=_said(section),
                section=section,
                suggestions=(f"Skriv, hvor de {named[1]} kommer fra.",),
            )


def _said(section: SectionText) -> str:
    return shortened(section.text)


def _first_amount(text: ItemText, economy: SectionText) -> tuple[str, str] | None:
    for section in text.but(*_NOT_BEFORE_THE_MEETING):
        if section is not economy:
            for found in section.amounts[:1]:
                return section.name, found.text
    return None


_LAW = re.compile(
    r"[^\W\d_-]*(?:loven|bekendtgørelsen|forordning(?:en)?)s?\b(?:[ \u00a0]§+[ \u00a0]?[0-9]+)?"
    r"|[Ll]ov(?:bekendtgørelse)? (?:om|nr\.) [^\n,.;]{3,60}"
    r"|[Bb]ekendtgørelse (?:om|nr\.) [^\n,.;]{3,60}"
    r"|§+[ \u00a0]?[0-9]{1,4}\b(?!\.[0-9])"
)
_COMPOUND = re.compile(r"[^\W\d_]+-$")  # AI- of AI-forordning
_NO_LAW = ("forlov", "frilov", "uordning")


def _law(text: str) -> str | None:
    """The first law that the text names, with the whole of its name."""
    for found in at_words_with(_LAW, text, "lov", "Lov", "endtgørelse", "ordning", "§"):
        own = _COMPOUND.search(text[max(0, found.start() - 40) : found.start()])
        if not found[0].lower().startswith(_NO_LAW):
            return ((own[0] if own else "") + found[0]).strip()
    return None


@item_rule(
    Rule(
        id="law-says-nothing",
        level=Level.WARNING,
        title="Lovgrundlag siger “intet at bemærke”, men teksten nævner en lov",
        reason="Den, der spørger, om vi må eller skal, slår op under Lovgrundlag.",
        example="Lovgrundlag: Intet at bemærke. Sagsfremstilling: “I henhold til Beredskabsloven § 25 …”",
        fix="Flyt henvisningen til Lovgrundlag, eller skriv den også der.",
    )
)
def law_says_nothing(text: ItemText, context: Context) -> Iterator[Remark]:
    """A law, an order or a paragraph elsewhere in the item while its section on the law says nothing."""
    for section in text.of_kind(SectionKind.LEGAL_BASIS):
        if not section.says_nothing:
            continue
        for other in text.but(*_NOT_BEFORE_THE_MEETING):
            named = _law(other.text) if other is not section else None
            if named:
                yield Remark(
                    f"{section.name} siger intet, men {other.name} nævner {named}. Skriv henvisningen her.",
                    excerpt=_said(section),
                    section=section,
                    suggestions=(named,),
                )
                break
