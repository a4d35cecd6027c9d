"""How heavy the text is to read."""

from __future__ import annotations

from collections.abc import Iterator

from chefforum.calc.sentences import words
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.modules.meetings.linter.excerpts import shortened
from chefforum.modules.meetings.linter.findings import Context, Level
from chefforum.modules.meetings.linter.item_text import ItemText
from chefforum.modules.meetings.linter.registry import Remark, Rule, item_rule

LONGEST_SENTENCE = 40  # words
HEAVY_LIX = 60
_FEWEST_WORDS = 60  # a shorter text has no steady LIX


@item_rule(
    Rule(
        id="long-sentence",
        level=Level.ADVICE,
        title=f"En sætning har mere end {LONGEST_SENTENCE} ord",
        reason="Læseren skal huske begyndelsen, til sætningen er slut. Over 40 ord kan de færreste.",
        example="Som følge af arbejdet, der blev igangsat i efteråret, og som …",
        fix="Sæt punktum ved et “og”, “hvilket” eller “som”, eller lav en liste.",
    )
)
def long_sentence(text: ItemText, context: Context) -> Iterator[Remark]:
    """The longest sentence of a section, where it has more than 40 words, and how many more there are."""
    for section in text.but(SectionKind.ATTACHMENTS, SectionKind.DECISION):
        long = [
            (count, sentence)
            for sentence in section.sentences
            if sentence.count(" ") >= LONGEST_SENTENCE and (count := len(words(sentence))) > LONGEST_SENTENCE
        ]
        if long:
            count, sentence = max(long, key=lambda entry: entry[0])
            more = f" Der er {len(long) - 1} mere i afsnittet." if len(long) > 1 else ""
            yield Remark(
                f"Sætningen har {count} ord. Del den i to.{more}", excerpt=shortened(sentence), section=section
            )


@item_rule(
    Rule(
        id="heavy-text",
        level=Level.ADVICE,
        title=f"Et afsnit har et LIX på {HEAVY_LIX} eller mere",
        reason="Over 55 er meget svært; det svarer til en lovtekst. Deltagerne læser ti sager til hvert møde.",
        example="LIX 64: 23 ord i hver sætning, og 41 % af ordene er lange.",
        fix="Del de lange sætninger, og skriv korte ord: brug for bruge, ikke anvende; om for vedrørende.",
    )
)
def heavy_text(text: ItemText, context: Context) -> Iterator[Remark]:
    """A section of at least 60 words with a LIX of 60 or more."""
    for section in text.but(SectionKind.ATTACHMENTS, SectionKind.DECISION):
        counted = section.readability
        if counted.words >= _FEWEST_WORDS and counted.lix is not None and counted.lix >= HEAVY_LIX:
            per_sentence = counted.words / counted.sentences
            share = 100 * counted.long_words / counted.words
            yield Remark(
                f"LIX er {counted.lix:.0f}, meget svært: {per_sentence:.0f} ord i hver sætning, og {share:.0f} % af "
                "ordene har over seks bogstaver. Del sætninger, og brug kortere ord.",
                section=section,
                excerpt=section.heading,
            )
