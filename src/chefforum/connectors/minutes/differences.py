"""What differs between two versions of a meeting's minutes, in words that the preview of an import can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table
from chefforum.connectors.minutes.minutes import Item, Minutes, MinutesKind, Section

_MEETING = "Mødet"
_UNPLACED = "Tekst uden plads"
_KINDS = {MinutesKind.AGENDA: "Dagsorden", MinutesKind.MINUTES: "Referat"}
_SAME_WORDS = "Samme ord i en anden opstilling"


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One change: where ("Punkt 3, Økonomi"), and the text before and after; None where there was or is none."""

    where: str
    kind: Change
    before: str | None
    after: str | None


def differences(old: Minutes, new: Minutes) -> tuple[Difference, ...]:
    """Every difference from `old` to `new`, in a reader's order; empty if and only if only their notes differ.

    The outcomes that somebody chose are compared where both have them: what was read from a file has none.
    """
    found = (
        *_of_the_meeting(old, new),
        *_of_the_items(old.items, new.items),
        *_of_blocks(_UNPLACED, old.unplaced, new.unplaced),
    )
    if not found and replace(old, notes=()) != replace(new, notes=()):
        return (Difference(_MEETING, Change.CHANGED, _SAME_WORDS, _SAME_WORDS),)
    return found


def _difference(where: str, before: str | None, after: str | None) -> Iterator[Difference]:
    if before == after:
        return
    kind = Change.ADDED if before is None else Change.REMOVED if after is None else Change.CHANGED
    yield Difference(where, kind, before, after)


def _fields(
    where: str, old: object, new: object, named: dict[str, Callable[..., object | None]]
) -> Iterator[Difference]:
    """The differences of single values, each with its Danish name."""
    for name, value in named.items():
        before, after = value(old), value(new)
        yield from _difference(
            f"{where}, {name}", None if before is None else str(before), None if after is None else str(after)
        )


def _of_the_meeting(old: Minutes, new: Minutes) -> Iterator[Difference]:
    yield from _fields(
        _MEETING,
        old,
        new,
        {
            "type": lambda minutes: _KINDS[minutes.kind],
            "titel": lambda minutes: minutes.title,
            "forum": lambda minutes: minutes.forum,
            "dato": lambda minutes: minutes.date,
            "ugedag": lambda minutes: minutes.weekday,
            "begynder": lambda minutes: minutes.start_time,
            "slutter": lambda minutes: minutes.end_time,
            "sted": lambda minutes: minutes.place,
        },
    )
    lines: dict[str, Callable[[Minutes], list[str]]] = {
        "hoved": lambda minutes: [f"{line.label}: {line.text}" for line in minutes.head],
        "deltagere": lambda minutes: [_with(person.name, person.title) for person in minutes.participants],
        "indholdsfortegnelse": lambda minutes: [
            minutes.contents_heading, *(_with(line.title, line.page) for line in minutes.contents)
        ],
    }  # fmt: skip
    for name, of in lines.items():
        yield from _of_lines(f"{_MEETING}, {name}", of(old), of(new))


def _with(text: str, addition: str | None) -> str:
    return text if addition is None else f"{text} ({addition})"


def _of_lines(where: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Difference]:
    """The lines that were added, removed or changed; lines changed in the same place are told as pairs."""
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            before, after = old[start:end], new[new_start:new_end]
            for position in range(max(len(before), len(after))):
                yield from _difference(where, _at(before, position), _at(after, position))


def _at(lines: Sequence[str], position: int) -> str | None:
    return lines[position] if position < len(lines) else None


# --- items ---


def _of_the_items(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Difference]:
    pairs = _pairs(old, new)
    kept = {id(before) for before, _ in pairs if before is not None}
    for item in old:
        if id(item) not in kept:
            yield Difference(f"Punkt {item.number}", Change.REMOVED, item.title, None)
    for before, item in pairs:
        if before is None:
            yield Difference(f"Punkt {item.number}", Change.ADDED, None, item.title)
        else:
            yield from _of_an_item(before, item)
    known = [before for before, _ in pairs if before is not None]
    order = [before for before in old if id(before) in kept]
    if [id(item) for item in known] != [id(item) for item in order]:
        yield Difference(f"{_MEETING}, rækkefølge", Change.CHANGED, _numbers(order), _numbers(known))


def _numbers(items: Iterable[Item]) -> str:
    return ", ".join(f"{item.number} {item.title}" for item in items)


def _pairs(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[Item | None, Item]]:
    """Each new item with the old one it continues: same case and title, else same case, title or number."""
    keys: tuple[Callable[[Item], object], ...] = (
        lambda item: item,
        lambda item: (item.journal_number, item.title),
        lambda item: item.journal_number,
        lambda item: item.title,
        lambda item: item.number,
    )
    free = dict(enumerate(old))
    partner: dict[int, Item] = {}
    for key in keys:
        waiting: dict[object, list[int]] = {}
        for index, item in free.items():
            waiting.setdefault(key(item), []).append(index)
        for position, item in enumerate(new):
            candidates = waiting.get(key(item)) if position not in partner and key(item) is not None else None
            if candidates:
                partner[position] = free.pop(candidates.pop(0))
    return [(partner.get(position), item) for position, item in enumerate(new)]


def _of_an_item(old: Item, new: Item) -> Iterator[Difference]:
    where = f"Punkt {new.number}"
    yield from _fields(
        where,
        old,
        new,
        {
            "nummer": lambda item: item.number,
            "overskrift": lambda item: item.heading,
            "titel": lambda item: item.title if old.heading == new.heading else "",
            "journalnummer": lambda item: item.journal_number,
            "planlagte minutter": lambda item: item.planned_minutes,
            "type": lambda item: item.kind.value,
            "fortrolighed": lambda item: "lukket punkt" if item.is_confidential else None,
            "lukkede bilag": lambda item: " / ".join(item.confidential_attachments) or None,
            "tillæg": lambda item: "tillægspunkt" if item.is_supplement else None,
        },
    )
    if old.answers and new.answers:
        yield from _fields(where, old, new, {"udfald": _answers})
    yield from _of_sections(where, old.sections, new.sections)
    if old.sections == new.sections:  # else the sections have told it
        yield from _fields(
            where,
            old,
            new,
            {
                "læst indstilling": lambda item: item.recommendation and " / ".join(_recommended(item)),
                "læst beslutning": lambda item: item.decision,
                "læste bilag": lambda item: " / ".join(item.attachments),
            },
        )


def _answers(item: Item) -> str | None:
    said = [f"del {number} {answer.danish}" for number, answer in enumerate(item.answers, 1) if answer]
    return ", ".join(said) or None


def _recommended(item: Item) -> Iterator[str]:
    if item.recommendation:
        yield item.recommendation.by or "–"
        yield from item.recommendation.parts


def _of_sections(where: str, old: Sequence[Section], new: Sequence[Section]) -> Iterator[Difference]:
    old_names, new_names = ([(section.kind, section.heading) for section in sections] for sections in (old, new))
    matcher = SequenceMatcher(None, old_names, new_names, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        before, after = old[start:end], new[new_start:new_end]
        if tag == "equal":
            for one, other in zip(before, after, strict=True):
                yield from _of_blocks(f"{where}, {_name(other)}", one.blocks, other.blocks)
            continue
        for section in before:
            yield Difference(f"{where}, {_name(section)}", Change.REMOVED, _all_lines(section), None)
        for section in after:
            yield Difference(f"{where}, {_name(section)}", Change.ADDED, None, _all_lines(section))


def _name(section: Section) -> str:
    return section.heading or "tekst uden overskrift"


def _all_lines(section: Section) -> str:
    return "\n".join(_lines(section.blocks))


def _of_blocks(where: str, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Difference]:
    if old == new:
        return
    before, after = list(_lines(old)), list(_lines(new))
    if before == after:
        yield Difference(where, Change.CHANGED, _SAME_WORDS, _SAME_WORDS)
    yield from _of_lines(where, before, after)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The blocks as lines: one for each paragraph, heading, item of a list and row of a table."""
    for block in blocks:
        match block:
            case Paragraph(text) | Heading(text):
                yield text
            case List(items, ordered, start):
                for number, item in enumerate(items, start):
                    yield f"{number}. " * ordered + "- " * (not ordered) + " ".join(_lines(item))
            case Table(rows):
                for row in rows:
                    yield " | ".join(" ".join(_lines(cell)) for cell in row)
