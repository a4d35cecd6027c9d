"""What follows from the words of minutes: date, forum, participants; recommendation, decision, kind of an item.

`build_minutes` and `build_item` take what a file says word for word and add what can be understood of it. Every reader
and every writer's test goes through them, so that the same words always mean the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from chefforum.calc.blocks import Block, Heading, List, Paragraph, Table, texts
from chefforum.calc.danish_dates import weekday_of
from chefforum.connectors.minutes import landmarks
from chefforum.connectors.minutes.danish import DATE, dates_in, split_names, times_in, weekday_in
from chefforum.connectors.minutes.landmarks import (
    item_heading,
    label_name,
    labelled_journal_number,
    planned_minutes_in_title,
    planned_minutes_mark,
)
from chefforum.connectors.minutes.minutes import (
    ContentsLine,
    HeadLine,
    Item,
    ItemKind,
    Minutes,
    MinutesKind,
    Note,
    Participant,
    Recommendation,
    Section,
    SectionKind,
)
from chefforum.kernel.cases.rules import find_journal_numbers

# --- the meeting ---


def build_minutes(
    *,
    title: str,
    head: tuple[HeadLine, ...],
    items: tuple[Item, ...],
    contents: tuple[ContentsLine, ...] = (),
    contents_heading: str = "",
    unplaced: tuple[Block, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Minutes:
    """The minutes that these words make, with forum, date, times, place and participants read from title and head."""
    date = meeting_date(title, head)
    times = _times(head)
    return Minutes(
        kind=_kind_of_minutes(title, head, items),
        title=title,
        forum=_forum(title, head),
        date=date,
        weekday=written_weekday(head) or (weekday_of(date) if date else None),
        start_time=times[0],
        end_time=times[1],
        place=_value(head, landmarks.PLACE_LABELS),
        head=head,
        participants=_participants(head),
        contents=contents,
        items=items,
        contents_heading=contents_heading,
        unplaced=unplaced,
        notes=notes,
    )


def meeting_date(title: str, head: Sequence[HeadLine]) -> dt.date | None:
    """The date of the meeting: the first in the head's lines of date, else the first in the title."""
    return next(dates_in(_text_of(head, landmarks.DATE_LABELS)), None) or next(dates_in(title), None)


def written_weekday(head: Sequence[HeadLine]) -> str | None:
    """The weekday that the head's lines of date name, in small letters."""
    return weekday_in(_text_of(head, landmarks.DATE_LABELS))


def _text_of(head: Sequence[HeadLine], labels: frozenset[str]) -> str:
    return "\n".join(line.text for line in head if label_name(line.label) in labels)


def _value(head: Sequence[HeadLine], labels: frozenset[str]) -> str | None:
    return next((line.text for line in head if label_name(line.label) in labels and line.text.strip()), None)


def _times(head: Sequence[HeadLine]) -> tuple[dt.time | None, dt.time | None]:
    times = times_in(_text_of(head, landmarks.DATE_LABELS))
    end = times_in(_text_of(head, landmarks.END_LABELS)) or times[1:]
    return (times[0] if times else None), (end[0] if end else None)


_OPENING = re.compile(
    r"(?:udkast til )?(?:åben |åbent |lukket |lukkede )?(?:beslutningsreferat|beslutningsprotokol|mødereferat"
    r"|tillægsdagsorden|referat|dagsorden|protokol)(?: fra| for| af| til)?"
    r"(?:\s(?:ordinært |ekstraordinært )?møde(?: nr\. ?[0-9]{1,4})?(?: i)?)?\s+",
    re.IGNORECASE,
)
_DATE_PHRASE = re.compile(rf"[\s,–-]*(?:\b\w+dag\b[\s,]*)?(?:\bden\b|\bd\.)?\s*{DATE}", re.IGNORECASE)


def _forum(title: str, head: Sequence[HeadLine]) -> str | None:
    named = _value(head, landmarks.FORUM_LABELS)
    opening = _OPENING.match(title[:400])
    if named or not opening:
        return named
    forum = _DATE_PHRASE.split(title[opening.end() : 400])[0]
    return forum.strip(" \t\n,.–-") or None


def _participants(head: Sequence[HeadLine]) -> tuple[Participant, ...]:
    names = split_names(_text_of(head, landmarks.PARTICIPANT_LABELS))
    return tuple(Participant(name, title) for name, title in names)


def _kind_of_minutes(title: str, head: Sequence[HeadLine], items: Sequence[Item]) -> MinutesKind:
    said = f"{title}\n{_text_of(head, landmarks.KIND_LABELS)}".lower()
    if "referat" in said or "protokol" in said:
        return MinutesKind.MINUTES
    if "dagsorden" in said or not any(item.decision for item in items):
        return MinutesKind.AGENDA
    return MinutesKind.MINUTES


# --- an item ---


def build_item(*, heading: str, journal_line: str | None, sections: tuple[Section, ...]) -> Item:
    """The item that these words make. `journal_line` is a line under the heading with nothing but a journal number.

    Raises ValueError for a heading that is no item's heading.
    """
    said = item_heading(heading)
    if said is None:
        raise ValueError(f"not the heading of an item: {heading!r}")
    recommendation = _recommendation(sections)
    return Item(
        number=said.number,
        heading=heading,
        title=said.title,
        journal_number=journal_line or _labelled_journal_number(sections),
        planned_minutes=next(planned_minutes(said.title, sections), None),
        kind=_kind_of_item(said.title, recommendation, sections),
        recommendation=recommendation,
        sections=sections,
        decision=_decision(sections),
        attachments=tuple(_attachments(sections)),
    )


def journal_line_of(item: Item) -> str | None:
    """The journal number where it stands on a line of its own; None where a section's text says it with a label."""
    return None if item.journal_number == _labelled_journal_number(item.sections) else item.journal_number


def _labelled_journal_number(sections: Sequence[Section]) -> str | None:
    """The number of a line "Sagsnr.: 00.01.00-A00-1-26" above the first section."""
    for section in sections[:1]:
        for text in texts(section.blocks) if not section.heading else ():
            named = labelled_journal_number(text)
            found = next(find_journal_numbers(named), None) if named else None
            if found:
                return found.text
    return None


def planned_minutes(title: str, sections: Sequence[Section]) -> Iterator[int]:
    """Every mark of planned time: at the end of the title, then lines such as "(20 min.)" in the sections."""
    in_title = planned_minutes_in_title(title)
    if in_title is not None:
        yield in_title
    for section in sections:
        for block in section.blocks:
            minutes = planned_minutes_mark(block.text) if isinstance(block, Paragraph) else None
            if minutes is not None:
                yield minutes


def _of_kind(sections: Iterable[Section], kind: SectionKind) -> Iterator[Section]:
    return (section for section in sections if section.kind is kind)


_NOTHING_TO_SAY = frozenset(
    ("", "intet", "intet at bemærke", "ingen", "ingen bilag", "ingen bemærkninger", "ikke relevant", "-", "–")
)


def says_nothing(section: Section) -> bool:
    """Whether a section says "Intet at bemærke" or the like and nothing else; also where it is empty."""
    said = " ".join(" ".join(texts(section.blocks)).split()).strip(" .").lower()
    return said in _NOTHING_TO_SAY


def _decision(sections: Sequence[Section]) -> str | None:
    paragraphs = [text for section in _of_kind(sections, SectionKind.DECISION) for text in _lines(section.blocks)]
    return "\n\n".join(paragraphs) or None


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The blocks as lines of text; the items of an ordered list keep their numbers."""
    for block in blocks:
        match block:
            case Paragraph(text) | Heading(text):
                yield text
            case List(items, ordered, start):
                for number, item in enumerate(items, start):
                    yield f"{number}. {_flat(item)}" if ordered else f"- {_flat(item)}"
            case Table(rows):
                for row in rows:
                    yield " | ".join(_flat(cell) for cell in row)


def _flat(blocks: Iterable[Block]) -> str:
    return " ".join(_lines(blocks))


def _attachments(sections: Sequence[Section]) -> Iterator[str]:
    for section in _of_kind(sections, SectionKind.ATTACHMENTS):
        if says_nothing(section):
            continue
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    yield from _titles(text)
                case List(items):
                    yield from (title for item in items if (title := _flat(item).strip()))
                case Table(rows, header_rows):
                    yield from (title for row in rows[header_rows:] if (title := " ".join(map(_flat, row)).strip()))
                case Heading():
                    pass  # a sub-heading groups attachments, it is none


def _titles(text: str) -> Iterator[str]:
    """One title a line; a line that begins with a small letter goes on with the one before."""
    title = ""
    for line in text.split("\n"):
        if title and not line.strip()[:1].islower():
            yield title
            title = ""
        title = f"{title} {line.strip()}".strip()
    if title:
        yield title


# --- recommendation and kind ---

_VERB = r"(?:indstiller|indstilles|anbefaler|anbefales|foreslår|foreslås)"
_RECOMMENDS = re.compile(rf"(?P<by>[^.:;\n]{{0,160}}?)\b{_VERB}\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_LETTERED = re.compile(r"[a-zæøå]\)[ \t]+(?P<text>.+)", re.DOTALL)
_NOBODY = frozenset(("", "det", "der", "hermed"))


def _recommendation(sections: Sequence[Section]) -> Recommendation | None:
    said = [section for section in _of_kind(sections, SectionKind.RECOMMENDATION) if not says_nothing(section)]
    if not said:
        return None
    by: str | None = None
    parts: list[str] = []
    for section in said:
        named, of_section = _parts(section.blocks)
        by = by or named
        parts += of_section
    return Recommendation(by, tuple(parts))


def _parts(blocks: Sequence[Block]) -> tuple[str | None, list[str]]:
    """Who recommends, and the parts: the items of the lists; without lists the paragraphs that say "at ..."."""
    by: str | None = None
    listed: list[str] = []
    spoken: list[str] = []
    is_introduced = False
    for block in blocks:
        if isinstance(block, List):
            listed += [text for item in block.items if (text := _flat(item).strip())]
            continue
        for line in _lines((block,)):
            found = None if is_introduced or isinstance(block, Heading) else _RECOMMENDS.match(line)
            if found:
                is_introduced = True
                by = _who(found["by"])
                spoken += [rest] if (rest := _after_introduction(found["rest"])) else []
            elif isinstance(block, Paragraph) and (lettered := _LETTERED.match(line)):
                listed.append(lettered["text"].strip())
            elif isinstance(block, Paragraph) and planned_minutes_mark(line) is None:
                spoken.append(line.strip())
    return by, listed or [part for text in spoken for part in _sentences_with_at(text)]


def _who(text: str) -> str | None:
    who = " ".join(text.split()).strip(" ,")
    return None if who.lower() in _NOBODY else who


def _after_introduction(rest: str) -> str:
    """What follows "indstiller": nothing where it only leads to a list ("indstiller, at:")."""
    text = rest.strip(" \t\n,:")
    return "" if text.lower() in ("", "at", "følgende", "at følgende") else text


def _sentences_with_at(text: str) -> list[str]:
    """Lines that each begin with "at" are parts of their own; other text is one part."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(line.lower().startswith("at ") for line in lines):
        return lines
    return [text] if text else []


_STANDING = re.compile(r"godkendelse af (?:\w+ )?(?:dagsorden|referat)|underskrift|meddelelser\b", re.IGNORECASE)
_THEME = re.compile(r"tema(?:drøftelse|debat|møde|punkt)?\b", re.IGNORECASE)
_KIND_OF_TITLE = (
    (re.compile(r"orientering", re.IGNORECASE), ItemKind.ORIENTATION),
    (re.compile(r"drøftelse", re.IGNORECASE), ItemKind.DISCUSSION),
    (re.compile(r"beslutning|godkendelse|vedtagelse|stillingtagen", re.IGNORECASE), ItemKind.DECISION),
)
_KIND_OF_WORDS = (
    (re.compile(r"\b(?:godkend|beslut|vedtag|bevilg|udpeg|udnævn|tiltræd)", re.IGNORECASE), ItemKind.DECISION),
    (re.compile(r"drøft", re.IGNORECASE), ItemKind.DISCUSSION),
    (re.compile(r"efterretning|orienter", re.IGNORECASE), ItemKind.ORIENTATION),
)
_KIND_OF_PROCEDURE = {
    "beslutningssag": ItemKind.DECISION,
    "drøftelsessag": ItemKind.DISCUSSION,
    "orienteringssag": ItemKind.ORIENTATION,
    "temasag": ItemKind.THEME,
}


def _kind_of_item(title: str, recommendation: Recommendation | None, sections: Sequence[Section]) -> ItemKind:
    """What the item asks for. The first that says something decides:

    1. a standing item by its title (approval of agenda or minutes); 2. a title that begins with Tema, Orientering,
    Drøftelse, Beslutning or Godkendelse; 3. the section "Sagsgang og sagstype"; 4. the recommendation's verbs, a
    decision before a discussion before an orientation.
    """
    if _STANDING.match(title):
        return ItemKind.FORMALITY
    if _THEME.match(title):
        return ItemKind.THEME
    for pattern, kind in _KIND_OF_TITLE:
        if pattern.match(title):
            return kind
    for section in _of_kind(sections, SectionKind.PROCEDURE):
        for text in texts(section.blocks):
            if text.strip(" .").lower() in _KIND_OF_PROCEDURE:
                return _KIND_OF_PROCEDURE[text.strip(" .").lower()]
    asked = " ".join(recommendation.parts) if recommendation else ""
    return next((kind for pattern, kind in _KIND_OF_WORDS if pattern.search(asked)), ItemKind.UNKNOWN)
