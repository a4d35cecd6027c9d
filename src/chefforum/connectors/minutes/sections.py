"""The names of sections: which kind a heading is, in the words of many municipalities.

Strong names are sections wherever they stand. Weak names (Baggrund, Tidsplan) are used both for sections and for
sub-headings inside one, so where they stand decides.
"""

from __future__ import annotations

import re
import unicodedata

from chefforum.connectors.minutes.danish import DATE
from chefforum.connectors.minutes.minutes import SectionKind

_STRONG = {
    SectionKind.RECOMMENDATION: (
        "indstilling", "indstillinger", "indstilling og anbefaling", "administrationens indstilling",
        "forvaltningens indstilling", "direktionens indstilling", "forslag til beslutning", "beslutningsforslag",
    ),
    SectionKind.SUMMARY: ("resume", "kort resume", "resume af sagen", "sammenfatning", "beslutningstema"),
    SectionKind.PRESENTATION: (
        "sagsfremstilling", "supplerende sagsfremstilling", "sagsfremstilling og vurdering", "beskrivelse af sagen",
        "sagsbeskrivelse", "sagens indhold", "problemstilling", "løsning",
    ),
    SectionKind.VISION_AND_POLICIES: (
        "kommunens vision og politikker", "vision og politikker", "visioner og politikker",
        "sammenhæng til vision og politikker", "kommunens politikker",
    ),
    SectionKind.ECONOMY: (
        "økonomi", "økonomiske konsekvenser", "økonomiske forhold", "økonomi og finansiering",
        "økonomiske og personalemæssige konsekvenser", "bevillingsmæssige konsekvenser",
    ),
    SectionKind.LEGAL_BASIS: (
        "lovgrundlag", "retsgrundlag", "lov- og retsgrundlag", "lovhjemmel", "juridiske konsekvenser",
        "juridiske forhold",
    ),
    SectionKind.CITIZEN_PERSPECTIVE: (
        "borgerperspektiv", "borgerperspektivet", "borgerinddragelse", "høring", "høringer", "høring og inddragelse",
    ),
    SectionKind.CONSEQUENCES: (
        "konsekvenser", "øvrige konsekvenser", "andre konsekvenser", "konsekvenser og dilemmaer",
        "miljømæssige konsekvenser", "sundhedsmæssige konsekvenser",
    ),
    SectionKind.RISKS: ("risikovurdering", "risici", "risiko", "risikovurdering og dilemmaer"),
    SectionKind.PROCESS: ("videre proces", "den videre proces", "videre forløb", "det videre forløb"),
    SectionKind.HISTORY: (
        "historik", "politiske beslutninger og aftaler", "tidligere beslutninger", "tidligere politiske beslutninger",
        "sagens historik", "beslutningshistorik",
    ),
    SectionKind.PROCEDURE: ("sagsgang og sagstype", "sagsgang", "sagstype", "sagens gang"),
    SectionKind.DECISION: ("beslutning", "beslutninger", "udvalgets beslutning", "forummets beslutning", "afgørelse"),
    SectionKind.ATTACHMENTS: ("bilag", "bilagsliste", "bilagsoversigt", "bilag til sagen", "bilag til punktet"),
    SectionKind.OTHER: ("politisk handlerum",),
}  # fmt: skip
_WEAK = {
    SectionKind.BACKGROUND: ("baggrund", "baggrund for sagen"),
    SectionKind.ECONOMY: ("finansiering",),
    SectionKind.CITIZEN_PERSPECTIVE: ("inddragelse", "inddragelse og høring"),
    SectionKind.CONSEQUENCES: ("vurdering",),
    SectionKind.PROCESS: ("proces", "tidsplan", "proces og tidsplan", "opfølgning", "næste skridt"),
    SectionKind.OTHER: ("formål", "kommunikation", "evaluering", "konklusion"),
}
_KIND_OF_STRONG = {name: kind for kind, names in _STRONG.items() for name in names}
_KIND_OF_WEAK = {name: kind for kind, names in _WEAK.items() for name in names}
_LONGEST_NAME = max(map(len, _KIND_OF_STRONG | _KIND_OF_WEAK)) + 4

_OF_A_BODY = re.compile(r"(?P<what>beslutning|indstilling)(?:er)? (?:i|fra|på|af) .{1,160}", re.IGNORECASE)
_OF_A_BODY_ON_A_DATE = re.compile(
    rf"(?:beslutning|indstilling)(?:er)? (?:i|fra|på|af) .{{1,120}}? (?:den |d\. ?)?{DATE}\.?", re.IGNORECASE
)
_ACCENTS = str.maketrans("éèÉÈ", "eeEE")


def section_kind(heading: str) -> SectionKind:
    """The kind of a section with this heading; OTHER for a name of its own.

    Capital letters, accents (Resumé), a colon and spaces make no difference. "Beslutning i Udvalget for Ældre den
    04-06-2020" is a decision.
    """
    name = _normal(heading)
    kind = _KIND_OF_STRONG.get(name) or _KIND_OF_WEAK.get(name)
    if kind is not None:
        return kind
    of_body = _OF_A_BODY.fullmatch(name)
    if of_body is None:
        return SectionKind.OTHER
    return SectionKind.DECISION if of_body["what"] == "beslutning" else SectionKind.RECOMMENDATION


def is_strong_name(heading: str) -> bool:
    """Whether a heading with this text is a section whatever its level."""
    name = _normal(heading)
    return name in _KIND_OF_STRONG or _OF_A_BODY.fullmatch(name) is not None


def is_strong_line(text: str) -> bool:
    """Whether a line with nothing else on it is the heading of a section although it is not marked as a heading."""
    if len(text) > 200:
        return False
    name = _normal(text)
    return name in _KIND_OF_STRONG or _OF_A_BODY_ON_A_DATE.fullmatch(name) is not None


def is_weak_line(text: str) -> bool:
    """Whether a line with nothing else on it is the heading of a section in a text that marks no headings at all."""
    return len(text) <= _LONGEST_NAME and _normal(text) in _KIND_OF_WEAK


_NOTHING_TO_NOTE = re.compile(r"(?P<heading>.{3,80}?)[ \t]*:?[ \t]+(?P<text>intet at bemærke\.?)", re.IGNORECASE)


def empty_section(text: str) -> tuple[str, str] | None:
    """Heading and text of a line that is a whole section: "Økonomi: Intet at bemærke."; None for other texts."""
    found = _NOTHING_TO_NOTE.fullmatch(text) if len(text) <= 120 else None
    return (found["heading"], found["text"]) if found and is_strong_line(found["heading"]) else None


def _normal(heading: str) -> str:
    composed = unicodedata.normalize("NFC", heading).translate(_ACCENTS)
    return " ".join(composed.casefold().split()).rstrip(" :")
