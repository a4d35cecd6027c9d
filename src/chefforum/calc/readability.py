"""How heavy a text is to read: LIX, with the words, sentences and long words that it comes from.

LIX = words / sentences + 100 · long words / words, where a long word has more than six letters (C. H. Björnsson,
"Läsbarhet", 1968). The steps are those in use for Danish: to 24 very easy, to 34 easy, to 44 medium, to 54 hard, above
very hard. The structure is seen first: each paragraph and each item of a list ends a sentence, headings and tables are
no running text and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chefforum.calc.blocks import Block, List, Paragraph
from chefforum.calc.sentences import sentences, words

_LONG = 7
_STEPS = ((25, "meget let"), (35, "let"), (45, "middel"), (55, "svær"))


@dataclass(frozen=True)
class Readability:
    """What a text was counted to have; `lix` is None where it has no words."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> float | None:
        if not self.words:
            return None
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def difficulty(self) -> str | None:
        """The step of the Danish scale, in Danish, by the LIX as it is shown (rounded); None without words."""
        if self.lix is None:
            return None
        rounded = round(self.lix)
        return next((name for limit, name in _STEPS if rounded < limit), "meget svær")


def running_text(blocks: Iterable[Block]) -> Iterator[str]:
    """The paragraphs and the items of lists, in reading order; no headings and no tables."""
    for block in blocks:
        match block:
            case Paragraph(text):
                yield text
            case List(items):
                for item in items:
                    yield from running_text(item)


def readability(texts: Iterable[str]) -> Readability:
    """The counts of texts of which each ends its last sentence; use it on what `running_text` gives."""
    return readability_of_sentences([sentence for text in texts for sentence in sentences(text)])


def readability_of_sentences(cut: Sequence[str]) -> Readability:
    """The counts of text that is cut into sentences already."""
    spoken = words("\n".join(cut))
    long_words = [word for word in spoken if len(word) >= _LONG and (word.isalpha() or _has_letters(word))]
    return Readability(words=len(spoken), sentences=len(cut), long_words=len(long_words))


def _has_letters(word: str) -> bool:
    """Whether a word with digits, hyphens or other signs in it is long by its letters alone."""
    return sum(map(str.isalpha, word)) >= _LONG
