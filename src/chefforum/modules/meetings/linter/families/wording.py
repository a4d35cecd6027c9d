"""Slips of writing: a word twice, the template's help left in, abbreviations that nobody explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chefforum.calc.acronyms import unexplained_acronyms
from chefforum.calc.repeated_words import repeated_words
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.modules.meetings.linter.excerpts import around, shortened
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule


@item_rule(
    Rule(
        id="repeated-word",
        level=Level.ERROR,
        title="Et ord står to gange",
        reason="Det sker, når en sætning skrives om. Læseren standser, og teksten virker sjusket.",
        example="Chefforum drøftede på på sidste møde …",
        fix="Slet det ene ord.",
    )
)
def repeated_word(text: ItemText, context: Context) -> Iterator[Remark]:
    """ "på på": the same word twice with nothing but space between."""
    for section in text.sections:
        for pair in repeated_words(section.text):
            yield Remark(
                f"“{pair.word}” står to gange. Slet det ene.",
                excerpt=around(section.text, pair.start, pair.end),
                section=section,
                suggestions=(pair.word,),
            )


_BLANKS = (
    ("[", re.compile(r"\[[^\[\]\n]{2,400}\]?")),
    ("jælpetekst", re.compile(r"[Hh]jælpetekst(?:en)? (?:skal )?slettes\b")),
    (" her for at", re.compile(r"(?:[Kk]lik|[Tt]ryk)(?: eller tryk)? her for at\b[^.\n]{0,60}")),
    (" her", re.compile(r"(?:[Ss]kriv|[Ii]ndsæt) (?:din |evt\. )?(?:tekst|navn|dato|titel|beløb)(?:en)? her\b")),
    ("<", re.compile(r"<(?:indsæt|skriv|dato|navn|beløb|titel)[^>\n]{0,80}>")),
    ("åå", re.compile(r"\b[dx]{2}[-./ ][mx]{2}[-./ ]å{2,4}\b")),
    ("ÅÅ", re.compile(r"\b[DX]{2}[-./ ][MX]{2}[-./ ]Å{2,4}\b")),
    ("xx", re.compile(r"(?<!\w)(?:xx[-./ ]xx[-./ ](?:20)?xx(?:xx)?|x{3,})(?!\w)")),
    ("XX", re.compile(r"(?<!\w)(?:XX[-./ ]XX[-./ ](?:20)?XX(?:XX)?|X{3,})(?!\w)")),
    ("at x", re.compile(r"\bat x(?:\.{2,}|…|x+)")),
    ("orem ipsum", re.compile(r"[Ll]orem ipsum")),
    ("____", re.compile(r"_{4,}")),
)
_INSTRUCTS = re.compile(
    r"\b(?:[Hh]er skrives|[Ss]kriv(?:es)?|[Ii]ndsæt(?:tes)?|[Uu]dfyld(?:es)?|[Ss]lettes|[Bb]eskriv)\b"
    r"|\[(?:dato|navn|beløb|titel|tekst|afdeling|emne|xx+)\]"
)


@item_rule(
    Rule(
        id="template-help",
        level=Level.ERROR,
        title="Skabelonens hjælpetekst står endnu",
        reason="Hjælpeteksten er til den, der skriver. Læseren tror, at noget mangler.",
        example="[Her skrives indstillingen. HUSK denne hjælpetekst skal slettes]",
        fix="Skriv det, der skal stå, eller slet linjen.",
    )
)
def template_help(text: ItemText, context: Context) -> Iterator[Remark]:
    """Instructions and blanks of a template: "[Her skrives ...]", "at x....", "xx.xx.xxxx"."""
    for section in text.sections:
        end_of_line = -1  # of the line that was told last: one remark says enough about it
        for found in _blanks(section.text):
            if found.start() < end_of_line:
                continue
            end = section.text.find("\n", found.start())
            end_of_line = end if end >= 0 else len(section.text)
            yield Remark(
                f"Her står hjælpetekst fra skabelonen: “{shortened(found[0], 60)}”. Erstat den, eller slet den.",
                excerpt=shortened(found[0]),
                section=section,
            )


def _blanks(text: str) -> list[re.Match[str]]:
    """What looks like a template's help or blank, in order."""
    found = [match for letters, pattern in _BLANKS if letters in text for match in pattern.finditer(text)]
    return sorted((one for one in found if one[0][0] != "[" or _INSTRUCTS.search(one[0])), key=re.Match.start)


@item_rule(
    Rule(
        id="unexplained-abbreviation",
        level=Level.ADVICE,
        title="En forkortelse forklares ikke",
        reason="Den, der ikke er med i fagets sprog, kan ikke læse med. Det gælder især, når sagen læses om et år.",
        example="DS og ÆSS melder tilbage.",
        fix="Skriv navnet ud første gang og forkortelsen i parentes: Mit Forventede Regnskab (MFR).",
    )
)
def unexplained_abbreviation(text: ItemText, context: Context) -> Iterator[Remark]:
    """Two to four capital letters that the item never explains; one remark for all of them in a section."""
    spoken = tuple(text.but(SectionKind.ATTACHMENTS))
    whole = "\n".join((text.item.title, *text.item.attachments, *(section.text for section in spoken)))
    unexplained = unexplained_acronyms(whole, known=context.known_words)
    told: set[str] = set()
    for section in spoken:
        here = [word for word in unexplained if word not in told and word in section.text]
        here = [word for word in here if re.search(rf"(?<!\w){word}", section.text)]
        told.update(here)
        if here:
            words = ", ".join(here[:5])
            verb = "forklares" if len(here) > 1 else "forklares ikke i punktet. Skriv det ud første gang"
            message = f"{words} {verb}." if len(here) == 1 else f"{words} forklares ikke i punktet. Skriv dem ud."
            yield Remark(message, excerpt=here[0], section=section)
