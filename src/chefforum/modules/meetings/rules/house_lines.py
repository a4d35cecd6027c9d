"""Lines that the house writes into items by itself: where a case was treated before (Historik), and the open themes.

They are told from what people write by standing in a list and saying exactly this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from chefforum.calc.blocks import Block, List, Paragraph, texts
from chefforum.calc.danish_dates import in_words
from chefforum.connectors.minutes.minutes import Section, SectionKind

# Where they stand.
KINDS = frozenset({SectionKind.HISTORY, SectionKind.PRESENTATION})
_TREATED_BEFORE = Paragraph("Sagen er behandlet før:")


def treatment_line(*, forum: str, date: dt.date, number: int | None, outcome: str) -> str:
    """One treatment: "Chefforum den 4. februar 2026, punkt 5: drøftet"."""
    return f"{forum}{treated_at(date=date, number=number)}{outcome}"


def treated_at(*, date: dt.date, number: int | None) -> str:
    """The part of a line that says which treatment it tells of; the name of the forum may have changed since."""
    return f" den {in_words(date)}{f', punkt {number}' if number else ''}: "


def theme_line(*, title: str, wanted_date: dt.date | None, text: str) -> str:
    """One open theme: "Lønforhandlinger (ønsket 4. marts 2026): Hvad kan vi?"."""
    when = f" (ønsket {in_words(wanted_date)})" if wanted_date else ""
    said = " ".join(text.split())
    return f"{title}{when}{f': {said}' if said else ''}"


def listed(lines: Sequence[str]) -> tuple[Block, ...]:
    """The lines as a list; nothing where there are none."""
    return (List(tuple((Paragraph(text),) for text in lines)),) if lines else ()


def history(lines: Sequence[str]) -> tuple[Block, ...]:
    """What the house adds to Historik: a sentence, and the lines under it."""
    return (_TREATED_BEFORE, *listed(lines)) if lines else ()


def without_history(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """What the author wrote: all but the sentence that the house writes and the list under it."""
    return tuple(
        block
        for place, block in enumerate(blocks)
        if block != _TREATED_BEFORE and not (isinstance(block, List) and place and blocks[place - 1] == _TREATED_BEFORE)
    )


def lines_in(sections: Sequence[Section], kind: SectionKind) -> tuple[str, ...]:
    """Every line of a list in the sections of the kind: the house may have written it."""
    return tuple(text for section in sections if section.kind == kind for text in _lines(section.blocks))


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, List):
            yield from (_said(one) for one in block.items)


def _said(item: Sequence[Block]) -> str:
    return " ".join(texts(item))


def without_lines(blocks: Sequence[Block], hidden: Collection[str]) -> tuple[Block, ...]:
    """The blocks without the lines, and without a list or the sentence above it that has nothing left to say."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, List):
            items = tuple(one for one in block.items if _said(one) not in hidden)
            if block.items and not items:
                if kept and kept[-1] == _TREATED_BEFORE:
                    kept.pop()
                continue
            block = replace(block, items=items)
        kept.append(block)
    return tuple(kept)


def sections_without(sections: Sequence[Section], hidden: Collection[str]) -> tuple[Section, ...]:
    """The sections without the lines; one that says nothing else is not there."""
    kept = []
    for section in sections:
        if section.kind in KINDS and section.blocks:
            section = replace(section, blocks=without_lines(section.blocks, hidden))
            if not section.blocks:
                continue
        kept.append(section)
    return tuple(kept)
