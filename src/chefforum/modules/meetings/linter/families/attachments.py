"""Attachments that the text speaks of and nobody has attached, or that are only promised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chefforum.calc.anchored import at_words_with
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.modules.meetings.linter.excerpts import around, shortened
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText, SectionText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule

_DOCUMENTS = (
    "præsentation", "slides", "notat", "rapport", "redegørelse", "oplæg", "oversigt", "analyse", "måling", "evaluering",
    "udkast", "plan", "kommissorium", "regneark", "skema", "liste", "projektbeskrivelse", "høringssvar",
    "opgørelse", "materiale", "katalog", "program", "vejledning", "strategi", "politik", "aftale", "kontrakt",
    "opsamling", "status", "referat",
)  # fmt: skip
_DOCUMENT = rf"[^\W\d_]*(?:{'|'.join(_DOCUMENTS)})"
_ENDING = r"(?:en|t|get|et|n|erne|ene|ne|er|et|men)?"
_LATER = re.compile(
    r"(?:[Ee]ftersendes|eftersendt|omdeles|omdelt|efterfølger|"
    r"(?:ud|frem)?sendes (?:ud )?(?:efter|senere|inden|forud|særskilt)|udleveres|vedlægges senere|"
    r"følger (?:senere|snarest))\b"
)
_LATER_ANCHORS = ("ftersend", "omdel", "efterfølger", "sendes", "udlever", "vedlægges s", "følger s")
_NOUN_BEFORE = re.compile(
    rf"\b(?P<noun>(?!referat){_DOCUMENT}{_ENDING}),?\s+(?:(?:der|som)\s+)?(?:vil blive\s+|bliver\s+)?$", re.IGNORECASE
)
_LONGEST_NAME = 60


@item_rule(
    Rule(
        id="attachment-promised",
        level=Level.WARNING,
        title="Et bilag er kun lovet",
        reason="Deltagerne kan ikke forberede sig på det, de ikke har fået. Løftet bliver let glemt.",
        example="Præsentationen eftersendes.",
        fix="Vedhæft bilaget, eller skriv, hvornår og af hvem det bliver sendt. Er det kommet, så slet sætningen.",
    )
)
def attachment_promised(text: ItemText, context: Context) -> Iterator[Remark]:
    """ "Præsentationen eftersendes": something that is sent later; says so where it has come since."""
    for section in text.but(SectionKind.DECISION, SectionKind.ATTACHMENTS, SectionKind.HISTORY):
        for found in at_words_with(_LATER, section.text, *_LATER_ANCHORS):
            named = _NOUN_BEFORE.search(section.text[max(0, found.start() - _LONGEST_NAME) : found.start()])
            if not named and found[0].islower():
                continue
            noun = named["noun"] if named else ""
            come = _answering(noun, text.item.attachments)
            advice = (
                f"Bilaget “{shortened(come, 60)}” ligger på punktet. Er det, hvad der blev lovet, så slet sætningen."
                if come
                else "Vedhæft det, eller skriv, hvornår det kommer."
            )
            yield Remark(
                f"{noun[:1].upper()}{noun[1:] or 'Noget'} er lovet til senere. {advice}",
                excerpt=around(section.text, found.start() - len(named[0] if named else ""), found.end()),
                section=section,
                suggestions=("Slet sætningen.",) if come else ("Vedhæft bilaget.",),
            )


_NUMBERED = re.compile(
    r"[Bb]ilag(?:et)?[ \u00a0](?:nr\.? ?)?(?P<first>[0-9]{1,2})(?!\.?[0-9])"
    r"(?:(?:-| til | og |, )(?P<last>[0-9]{1,2})(?![0-9.]))?"
)
_ATTACHED = re.compile(
    rf"(?:[Vv]edhæftede|[Vv]edlagte|[Mm]edsendte)\s+(?:[^\W\d_]+[en]\s+){{0,2}}?(?P<noun>{_DOCUMENT}{_ENDING})\b"
)
_IS_WITH_IT = re.compile(r"\ser\s+(?:vedhæftet|vedlagt)\b(?!\s+som)")
_DOCUMENT_BEFORE = re.compile(rf"\b(?P<noun>{_DOCUMENT}{_ENDING})$", re.IGNORECASE)
_APPEARS_IN = re.compile(
    r"(?:[Ff]remgår(?:\s+\w+){0,3}?\s+af|[Ss]e(?:\s+også)?|[Jj]f\.|[Bb]eskrevet\s+i|[Ss]es\s+[ai][f]?)\s+"
    r"(?P<noun>præsentationen|slidesene|[^\W\d_]{0,40}notatet|rapporten|redegørelsen|oplægget|udkastet|oversigten|"
    r"kommissoriet|evalueringen|tidsplanen|opgørelsen|materialet)\b(?!\s+(?:fra|af|til|om|i|på|for)\b)"
)
_APPEARS_ANCHORS = ("remgår", "se ", "Se ", "jf.", "Jf.", "eskrevet i", "es a", "es i")
_AS_ATTACHMENT = re.compile(r"\bbilag\b")
_IS_ATTACHED = re.compile(
    rf"(?P<noun>{_DOCUMENT}{_ENDING})\b[^.\n]{{0,40}}?\b(?:som|er|lagt|ligger)\b[^.\n]{{0,25}}$", re.IGNORECASE
)
_LONGEST_STATEMENT = 110
_MENTIONS = re.compile(r"[Ss]om bilag\b|[Bb]ilaget\b(?! [0-9])|fremgår af bilag(?! [0-9])")


@item_rule(
    Rule(
        id="attachment-absent",
        level=Level.WARNING,
        title="Teksten henviser til et bilag, der ikke er der",
        reason="Læseren leder forgæves, eller tror, at bilaget er skjult.",
        example="“Den vedhæftede effektmåling viser …”, men intet bilag hedder noget med effektmåling.",
        fix="Vedhæft bilaget, eller kald det i teksten, hvad det hedder i listen.",
    )
)
def attachment_absent(text: ItemText, context: Context) -> Iterator[Remark]:
    """A numbered attachment, "den vedhæftede ...", "fremgår af præsentationen" or "bilaget" that no attachment answers.

    A document that the text itself calls an attachment ("oplægget fremgår som bilag") answers to its own name.
    """
    attachments = text.item.attachments
    told: set[str] = set()
    spoken = tuple(text.but(SectionKind.ATTACHMENTS, SectionKind.HISTORY))
    declared = _declared(spoken) if attachments else frozenset()
    for section in spoken:
        for found, name in _references(section.text):
            key = _stem(name)
            if key in told or _is_there(name, attachments, declared):
                continue
            told.add(key)
            listed = "Punktet har ingen bilag" if not attachments else f"Bilagene hedder: {_list(attachments)}"
            yield Remark(
                f"Teksten henviser til {name}, som ikke er blandt bilagene. {listed}. Vedhæft det, eller ret navnet.",
                excerpt=around(section.text, found.start(), found.end()),
                section=section,
                suggestions=tuple(attachments[:2]),
            )


def _list(attachments: tuple[str, ...]) -> str:
    return "; ".join(shortened(title, 40) for title in attachments[:3])


def _references(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """What the text refers to, in reading order, with its name."""
    found = [(match, _number_name(match["last"] or match["first"])) for match in at_words_with(_NUMBERED, text, "ilag")]
    found += [
        (match, match["noun"].lower()) for match in at_words_with(_ATTACHED, text, "edhæftede", "edlagte", "edsendte")
    ]
    for match in _IS_WITH_IT.finditer(text):
        document = _DOCUMENT_BEFORE.search(text[max(0, match.start() - _LONGEST_NAME) : match.start()])
        if document:
            found.append((match, document["noun"].lower()))
    found += [(match, match["noun"].lower()) for match in at_words_with(_APPEARS_IN, text, *_APPEARS_ANCHORS)]
    found += [(match, "bilaget") for match in at_words_with(_MENTIONS, text, "ilaget", "om bilag", "remgår af b")]
    return iter(sorted(found, key=lambda entry: entry[0].start()))


def _number_name(number: str) -> str:
    return f"bilag {int(number)}"


def _declared(sections: tuple[SectionText, ...]) -> frozenset[str]:
    """The documents that the text itself calls attachments: "oplægget, der fremgår som bilag"."""
    found = set()
    for section in sections:
        for mention in _AS_ATTACHMENT.finditer(section.text):
            before = section.text[max(0, mention.start() - _LONGEST_STATEMENT) : mention.start()].lower()
            for document in at_words_with(_IS_ATTACHED, before, *_DOCUMENTS):
                found.add(_stem(document["noun"].lower()))
    return frozenset(found)


def _is_there(name: str, attachments: tuple[str, ...], declared: frozenset[str]) -> bool:
    if name == "bilaget":
        return bool(attachments)
    if name.startswith("bilag "):
        return _has_number(int(name[6:]), attachments)
    return _stem(name) in declared or _answering(name, attachments) is not None


def _has_number(number: int, attachments: tuple[str, ...]) -> bool:
    """Whether that attachment is in the list: by its number where the titles have numbers, else by its place."""
    numbers = [
        int(found[1]) for title in attachments if (found := re.match(r"\W*bilag\W{0,2}([0-9]{1,2})", title, re.I))
    ]
    return number in numbers if numbers else number <= len(attachments)


def _answering(noun: str, attachments: tuple[str, ...]) -> str | None:
    """The attachment whose title has the noun, whatever its ending; compounds answer to their last part."""
    stem = _stem(noun.lower())
    same = {"slid": ("slid", "præsentation"), "præsentation": ("slid", "præsentation", "oplæg", "pptx")}.get(
        stem, (stem,)
    )
    return next((title for title in attachments if any(one in title.lower() for one in same)), None) if stem else None


_ENDINGS = ("erne", "ene", "sene", "gget", "get", "en", "et", "er", "es", "ne", "n", "s")


def _stem(noun: str) -> str:
    """The noun without the ending for "the" and plural: præsentationen, oplægget, slides."""
    if noun.endswith("lægget"):
        return noun[:-3]
    for ending in _ENDINGS:
        if noun.endswith(ending) and len(noun) - len(ending) >= 4:
            return noun[: -len(ending)]
    return noun
