"""No letter or digit is lost: what a file says, counted against what its minutes say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from chefforum.calc.blocks import Block, List, Table, texts
from chefforum.connectors.minutes.facts import journal_line_of
from chefforum.connectors.minutes.landmarks import CONFIDENTIAL_LINE
from chefforum.connectors.minutes.minutes import Minutes

_WORD = re.compile(r"[^\W_]+")


def letters(text: str) -> Counter[str]:
    """How often each letter and digit is in a text."""
    return Counter({character: count for character, count in Counter(text).items() if character.isalnum()})


def text_of(minutes: Minutes) -> Iterator[str]:
    """Everything that the minutes keep of the file, in the file's order, what has no place last.

    The numbers of ordered lists are among it, since a file writes them as text.
    """
    yield minutes.title
    for line in minutes.head:
        yield from (line.label, line.text)
    yield minutes.contents_heading
    for entry in minutes.contents:
        yield from (entry.title, entry.page or "")
    for item in minutes.items:
        yield item.heading
        yield journal_line_of(item) or ""
        yield CONFIDENTIAL_LINE if item.is_confidential else ""
        for section in item.sections:
            yield section.heading
            yield from _texts_with_numbers(section.blocks)
    yield from _texts_with_numbers(minutes.unplaced)


def _texts_with_numbers(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case List(items, ordered, start):
                for number, item in enumerate(items, start):
                    if ordered:
                        yield str(number)
                    yield from _texts_with_numbers(item)
            case Table(rows):
                for row in rows:
                    for cell in row:
                        yield from _texts_with_numbers(cell)
            case _:
                yield from texts((block,))


def lost_text(*, visible_text: str, minutes: Minutes) -> list[str]:
    """The lines of the file's visible text that say something which the minutes do not; empty where nothing is lost.

    Compared are letters and digits by their number. Where some are missing, the lines with words that the minutes
    lack are named; missing characters that no such line accounts for (parts of words) come last, as one line.
    """
    kept_texts = list(text_of(minutes))
    missing = letters(visible_text) - letters("".join(kept_texts))
    if not missing:
        return []
    kept_words = Counter(word for text in kept_texts for word in _WORD.findall(text))
    lost = []
    for line in visible_text.split("\n"):
        words = Counter(_WORD.findall(line))
        lacking = Counter("".join((words - kept_words).elements()))
        kept_words -= words
        if lacking and lacking <= missing:  # else its words are there in another form, as where a line divided one
            lost.append(line.strip())
            missing -= lacking
    return [*lost, "".join(sorted(missing.elements()))] if missing else lost
