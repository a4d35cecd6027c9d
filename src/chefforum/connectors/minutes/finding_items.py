"""Where the items of a meeting begin, in files that number them in many ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from chefforum.calc.blocks import List, Paragraph
from chefforum.connectors.minutes.landmarks import (
    ItemHeading,
    is_contents_label,
    is_journal_number,
    numbered_heading,
    punkt_heading,
)
from chefforum.connectors.minutes.minutes import SectionKind
from chefforum.connectors.minutes.sections import is_strong_line, is_weak_line, section_kind
from chefforum.connectors.minutes.source import SourceBlock, SourceList, SourceText


def find_items(blocks: Sequence[SourceBlock]) -> Mapping[int, tuple[str, ...]]:
    """The headings of items, by the position of the block that holds them.

    The first way of numbering that the file uses is the only one, so that "Punkt 3: ..." in a sentence, or a numbered
    list inside a case, is not taken for an item:

    1. headings "Punkt 3: ..."; 2. lines "Punkt 3: ..." alone; 3. headings "49. ...", of the highest level that has
    any; 4. numbered lines that the file's contents announce; 5. numbered lines that a case's first section follows.
    """
    for find in (_marked_punkter, _plain_punkter, _numbered_headings, _announced, _followed_by_a_section):
        found = find(blocks)
        if found:
            return found
    return {}


def _marked_punkter(blocks: Sequence[SourceBlock]) -> dict[int, tuple[str, ...]]:
    return {
        position: (block.text,)
        for position, block in enumerate(blocks)
        if isinstance(block, SourceText)
        and (block.is_heading or block.is_bold)
        and not block.is_italic
        and block.contents is None
        and punkt_heading(block.raw)
    }


def _plain_punkter(blocks: Sequence[SourceBlock]) -> dict[int, tuple[str, ...]]:
    found = {
        position: block.text
        for position, block in enumerate(blocks)
        if isinstance(block, SourceText) and not block.is_italic and block.contents is None and punkt_heading(block.raw)
    }
    return {position: (text,) for position, text in _without_contents(found).items()}


def _without_contents(found: Mapping[int, str]) -> dict[int, str]:
    """Without the lines that stand again later: those are a table of contents."""
    ahead = Counter(found.values())
    kept = {}
    for position, text in found.items():
        ahead[text] -= 1
        if not ahead[text]:
            kept[position] = text
    return kept


def _numbered_headings(blocks: Sequence[SourceBlock]) -> dict[int, tuple[str, ...]]:
    found = {
        position: block
        for position, block in enumerate(blocks)
        if isinstance(block, SourceText) and block.is_heading and not block.is_italic and numbered_heading(block.raw)
    }
    highest = min((block.level or 0 for block in found.values()), default=0)
    return {position: (block.text,) for position, block in found.items() if block.level == highest}


def _numbered_lines(block: SourceBlock) -> tuple[str, ...]:
    """The lines "49. ..." of an ordered list that has nothing but single lines."""
    if not isinstance(block, SourceList) or not block.block.ordered:
        return ()
    lines = []
    for number, item in enumerate(block.block.items, block.block.start):
        match item:
            case (Paragraph(text),) if "\n" not in text and len(text) < 300:
                lines.append(f"{number}. {text}")
            case _:
                return ()
    return tuple(lines)


def _announced(blocks: Sequence[SourceBlock]) -> dict[int, tuple[str, ...]]:
    announced: set[str] = set()
    found: dict[int, tuple[str, ...]] = {}
    is_contents = False
    for position, block in enumerate(blocks):
        if isinstance(block, SourceText) and is_contents_label(block.raw):
            is_contents = True
            continue
        lines = _numbered_lines(block)
        is_announced = bool(lines) and announced.issuperset(lines)
        is_contents = is_contents and bool(lines) and not is_announced
        if is_contents:
            announced.update(lines)
        elif is_announced:
            found[position] = lines
    return found


def _followed_by_a_section(blocks: Sequence[SourceBlock]) -> dict[int, tuple[str, ...]]:
    """Numbered lines with a section after them, where a new case may begin: at the start of the file, and where the
    section's kind has been seen since the last item and the number is the next one."""
    found: dict[int, tuple[str, ...]] = {}
    seen: set[SectionKind] = set()
    last = 0
    for position, block in enumerate(blocks):
        if isinstance(block, SourceText) and _is_section_line(block):
            seen.add(section_kind(block.text))
        lines = _numbered_lines(block)
        following = _section_after(blocks, position) if lines else None
        if following is None or any(line.split(" ", 1)[1].startswith("at ") for line in lines):
            continue
        first = _heading_of(lines[0]).number
        if not found or (following in seen and first == last + 1):
            found[position] = lines
            last = _heading_of(lines[-1]).number
            seen = set()
    return found


def _heading_of(line: str) -> ItemHeading:
    return numbered_heading(line) or ItemHeading(0, line)


def _is_section_line(block: SourceText) -> bool:
    return is_strong_line(block.raw) or is_weak_line(block.raw)


def _section_after(blocks: Sequence[SourceBlock], position: int) -> SectionKind | None:
    """The kind of the section that follows, past a repeated title and a journal number."""
    for block in blocks[position + 1 : position + 4]:
        if not isinstance(block, SourceText):
            return None
        if _is_section_line(block):
            return section_kind(block.text)
        if not (is_journal_number(block.raw) or _repeats(blocks[position], block.text)):
            return None
    return None


def _repeats(block: SourceBlock, text: str) -> bool:
    if not isinstance(block, SourceList) or not isinstance(block.block, List):
        return False
    return any(line.endswith(text) or text in line for line in _numbered_lines(block))
