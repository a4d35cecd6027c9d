"""Word's lists: paragraphs that say their level and carry their marker as text, folded into lists."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chefforum.calc.blocks import Block, List, Paragraph

IGNORED_MARK = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
_LISTED = re.compile(r"mso-list\s*:\s*(?P<list>l[0-9]{1,6})\s+level(?P<level>[0-9]{1,2})", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(?:(?P<number>[0-9]{1,6})|[A-Za-zÆØÅæøå]|[IVXLCivxlc]{1,7})(?:\.[0-9]{1,4})*[.):]?\)?")
_BULLET_LETTERS = frozenset("o§")  # of Courier New and Wingdings: Word's round and square bullets


@dataclass(frozen=True)
class ListedParagraph:
    """A paragraph that is an item: of which list, on which level (1 is the outermost), and its number."""

    list_id: str
    level: int
    is_ordered: bool
    number: int
    blocks: tuple[Block, ...] = ()

    def holding(self, blocks: tuple[Block, ...]) -> ListedParagraph:
        return dataclasses.replace(self, blocks=blocks)


def listed_paragraph(element: Any) -> ListedParagraph | None:
    """What a paragraph of Word's says of its place in a list, without its text; None where it is in none."""
    found = _LISTED.search(element.get("style", ""))
    if found is None:
        return None
    marker = next(
        ("".join(node.itertext()) for node in element.iter("span") if IGNORED_MARK.search(node.get("style", ""))), ""
    )
    marker = marker.replace("\u00a0", " ").strip()
    numbered = _NUMBERED.fullmatch(marker) if marker not in _BULLET_LETTERS else None
    number = int(numbered["number"]) if numbered and numbered["number"] else 1
    return ListedParagraph(found["list"], int(found["level"]), numbered is not None, number)


def fold_lists(parts: Iterable[Block | ListedParagraph]) -> tuple[Block, ...]:
    """The blocks in order; items that follow each other are one list, deeper ones a list inside the item before."""
    folded: list[Block] = []
    run: list[ListedParagraph] = []
    for part in parts:
        if isinstance(part, ListedParagraph):
            run.append(part)
            continue
        if run and not (isinstance(part, Paragraph) and not part.text.strip()):
            folded.extend(_lists(run))
            run = []
        folded.append(part)
    folded.extend(_lists(run))
    return tuple(folded)


def _lists(run: list[ListedParagraph]) -> list[Block]:
    """Lists of a run of items. Its first item sets the outermost level; a level that is jumped over is not made up."""
    lists: list[Block] = []
    position = 0
    while position < len(run):
        first = run[position]
        items: list[tuple[Block, ...]] = []
        while position < len(run) and _goes_on(first, run[position]):
            end = position + 1
            while end < len(run) and run[end].level > first.level:
                end += 1
            items.append((*run[position].blocks, *_lists(run[position + 1 : end])))
            position = end
        lists.append(List(tuple(items), first.is_ordered, first.number if first.is_ordered else 1))
    return lists


def _goes_on(first: ListedParagraph, item: ListedParagraph) -> bool:
    if item is first:
        return True
    is_same = item.is_ordered == first.is_ordered and item.list_id == first.list_id
    restarts = item.is_ordered and item.level == first.level and item.number == first.number
    return is_same and item.level <= first.level and not restarts
