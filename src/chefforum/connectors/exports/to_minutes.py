"""What an export says becomes minutes. Each item is made of its own element alone, so that no word of a closed item
can come to stand in an open one, whatever its text looks like."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from chefforum.calc.blocks import Block, Heading, List, Paragraph
from chefforum.calc.danish_dates import MONTHS
from chefforum.connectors.exports.agenda import (
    ExportedAgenda,
    ExportedField,
    ExportedFile,
    ExportedItem,
    ExportedPerson,
)
from chefforum.connectors.exports.html import ReadHtml, read_html, readable
from chefforum.connectors.minutes.conservation import lost_text
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.facts import build_item, build_minutes
from chefforum.connectors.minutes.landmarks import is_journal_number
from chefforum.connectors.minutes.minutes import (
    HeadLine,
    Item,
    Minutes,
    MinutesKind,
    Note,
    Participant,
    Section,
    SectionKind,
)
from chefforum.connectors.minutes.sections import is_strong_line, is_strong_name, section_kind

MOST_ITEMS = 1_000
_HIGHEST_NUMBER = 9_999
_LONGEST_PLACE, _LONGEST_FORUM, _LONGEST_TITLE, _LONGEST_NAME = 500, 200, 500, 300  # in the head all of it stands
_WORDS = {MinutesKind.AGENDA: "Dagsorden", MinutesKind.MINUTES: "Referat"}


def to_minutes(agendas: Sequence[ExportedAgenda]) -> Minutes:
    """The minutes of one meeting; with several agendas, those after the first are supplements (tillæg) to it.

    Raises UnreadableMinutes where there is no item, or the agendas are of different meetings.
    """
    _check_one_meeting(agendas)
    first, *later = sorted(agendas, key=lambda agenda: agenda.is_supplement)
    agendas = (first, *(dataclasses.replace(agenda, is_supplement=True) for agenda in later))
    if not any(agenda.items for agenda in agendas):
        raise unreadable(
            what=f"Der er ingen punkter i filen fra {first.system}.",
            advice="Hent en fil med punkter fra systemet, og prøv igen.",
        )
    if sum(len(agenda.items) for agenda in agendas) > MOST_ITEMS:
        raise unreadable(
            what=f"Filen rummer mere end {MOST_ITEMS} punkter.", advice="Hent ét møde ad gangen, og prøv igen."
        )
    work = _Work(first.system)
    items = tuple(work.items(agendas))
    for agenda in agendas:
        work.take_rest(agenda)
    minutes = _meeting(agendas, items, work)
    lost = lost_text(visible_text="\n".join(work.said), minutes=minutes)
    if lost:
        note = Note("Tekst kunne ikke læses på sin plads i filen og er lagt for sig selv.")
        unplaced = (*minutes.unplaced, *(Paragraph(text) for text in lost))
        minutes = dataclasses.replace(minutes, unplaced=unplaced, notes=(*minutes.notes, note))
    return minutes


def _check_one_meeting(agendas: Sequence[ExportedAgenda]) -> None:
    meetings = {(agenda.meeting_id, agenda.date, agenda.forum.casefold()) for agenda in agendas}
    ids = {agenda.meeting_id for agenda in agendas if agenda.meeting_id}
    dates = sorted({agenda.date for agenda in agendas if agenda.date})
    if len(meetings) > 1 and (len(ids) > 1 or len(dates) > 1 or len({forum for _, _, forum in meetings}) > 1):
        named = " og ".join(f"{date:%d-%m-%Y}" for date in dates) or "forskellige fora"
        raise unreadable(what=f"Filen rummer flere møder ({named}).", advice="Hent ét møde ad gangen, og prøv igen.")


@dataclass
class _Work:
    """What comes to light while items are made: notes, text without a place, and all that was said."""

    system: str
    notes: list[str] = field(default_factory=list)
    unplaced: list[Block] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    has_other_case_numbers: bool = False
    files: int = 0
    file_ids: list[str] = field(default_factory=list)

    def items(self, agendas: Iterable[ExportedAgenda]) -> Iterator[Item]:
        last = 0
        for agenda in agendas:
            taken = last if agenda.is_supplement else 0
            for exported in agenda.items:
                last = self._number(exported, last, taken)
                yield self._item(exported, last, agenda.is_supplement)
        if self.has_other_case_numbers:
            self.notes.append("Sagsnumrene er ikke journalnumre efter KLE. De står som tekst øverst i punkterne.")

    def _number(self, exported: ExportedItem, last: int, taken: int) -> int:
        """The number that the item has; the next one where it has none, or one of the main agenda's."""
        plain = exported.number.strip().rstrip(".")
        if plain.isascii() and plain.isdigit() and taken < int(plain) <= _HIGHEST_NUMBER:
            return int(plain)
        number = min(last + 1, _HIGHEST_NUMBER)
        if plain:
            other = "et andet nummer" if exported.is_closed else f"nummeret “{readable(plain[:20])}”"
            self.notes.append(f"Punkt {number} har {other} i {self.system}.")
        return number

    def _item(self, exported: ExportedItem, number: int, is_supplement: bool) -> Item:
        title = " ".join(readable(exported.title).split())
        if not title:
            title = "Uden titel"
            self.notes.append(f"Punkt {number} har ingen titel i {self.system}.")
        case_number = " ".join(readable(exported.case_number).split())
        journal_line = case_number if is_journal_number(case_number) else None
        sections: list[Section] = []
        if case_number and journal_line is None:
            self.has_other_case_numbers = True
            sections.append(Section(SectionKind.OTHER, "", (Paragraph(f"Sagsnr.: {case_number}"),)))
        for one in exported.fields:
            sections += self._sections(one, number)
        self.said += [title, case_number]
        sections += self._attachments(exported, sections, number, title)
        item = build_item(heading=f"Punkt {number}: {title}", journal_line=journal_line, sections=tuple(sections))
        self.notes += [f"Punkt {number}: {remark}" for remark in exported.remarks]
        closed = {one.title for one in _titled(exported.files) if one.is_closed}
        return dataclasses.replace(
            item,
            is_confidential=exported.is_closed,
            is_supplement=is_supplement,
            confidential_attachments=tuple(name for name in item.attachments if name in closed),
        )

    def _sections(self, exported: ExportedField, number: int) -> list[Section]:
        read = read_html(exported.html)
        heading = " ".join(readable(exported.heading).split())
        self.said += [heading, read.visible_text]
        self._remark_on(read, f"Punkt {number}")
        if not read.blocks and not heading:
            return []
        return _split(heading, read.blocks)

    def _remark_on(self, read: ReadHtml, where: str) -> None:
        if read.pictures:
            pictures = "1 billede" if read.pictures == 1 else f"{read.pictures} billeder"
            self.notes.append(f"{where}: {pictures} i teksten følger ikke med.")
        if read.mended_tables:
            self.notes.append(
                f"{where}: En tabel mangler celler og er fyldt op med tomme. Se, om tallene står rigtigt."
            )
        if any(character.isalpha() for character in read.hidden):
            self.notes.append(f"{where}: Skjult kode eller kommentarer i teksten følger ikke med.")

    def _attachments(
        self, exported: ExportedItem, sections: Sequence[Section], number: int, title: str
    ) -> list[Section]:
        """A section with the bilag that the text does not name already in a section of its own."""
        files = exported.files
        if not files:
            return []
        self.said += [one.title for one in _titled(files)]
        named = set(
            build_item(heading=f"Punkt {number}: {title}", journal_line=None, sections=tuple(sections)).attachments
        )
        missing = [one.title for one in _titled(files) if one.title not in named]
        self.files += len(files)
        # An id may be the name of a file, so those of closed bilag are nowhere but in the export.
        ids = ", ".join(readable(one.id) for one in files if one.id and not (one.is_closed or exported.is_closed))
        if ids:
            self.file_ids.append(f"punkt {number}: {ids}")
        if not missing:
            return []
        listed = List(tuple((Paragraph(name),) for name in missing))
        return [Section(SectionKind.ATTACHMENTS, "Bilag", (listed,))]

    def note_on_files(self) -> Iterator[Note]:
        """That the files of the bilag are to be fetched, and where: by the ids that the system gives them."""
        if not self.files:
            return
        count = "1 bilag er kun nævnt; filen" if self.files == 1 else f"{self.files} bilag er kun nævnt; filerne"
        where = f"Id i {self.system}: {'; '.join(self.file_ids)}" if self.file_ids else ""
        yield Note(f"{count} følger ikke med. Læg dem på punkterne bagefter.", excerpt=where)

    def take_rest(self, agenda: ExportedAgenda) -> None:
        """Keeps text that belongs to no item, under the name of its element."""
        if not agenda.rest:
            return
        names = ", ".join(dict.fromkeys(name for name, _ in agenda.rest))
        self.notes.append(f"Filen rummer felter, som ikke kendes. Teksten er lagt sidst på mødet: {readable(names)}.")
        for name, text in agenda.rest:
            read = read_html(text)
            self.said += [readable(name), read.visible_text]
            self.unplaced += [Paragraph(readable(name)), *read.blocks]


def _titled(files: Iterable[ExportedFile]) -> Iterator[ExportedFile]:
    for one in files:
        yield dataclasses.replace(one, title=" ".join(readable(one.title).split()) or "Bilag uden titel")


def _split(heading: str, blocks: Iterable[Block]) -> list[Section]:
    """The sections of one field: a heading inside it that is the name of a section begins one of its own."""
    found: list[tuple[str, list[Block]]] = [(heading, [])]
    for block in blocks:
        name = _section_name(block)
        if name:
            found.append((name, []))
        else:
            found[-1][1].append(block)
    if not found[0][1] and (not heading or (len(found) > 1 and found[1][0].casefold() == heading.casefold())):
        found = found[1:]
    return [Section(section_kind(name), name, tuple(inside)) for name, inside in found]


def _section_name(block: Block) -> str | None:
    match block:
        case Heading(text) if is_strong_name(text):
            return text
        case Paragraph(text) if is_strong_line(text) and "\n" not in text:
            return text
    return None


# --- the meeting's own ---


def _meeting(agendas: Sequence[ExportedAgenda], items: tuple[Item, ...], work: _Work) -> Minutes:
    first = agendas[0]
    forum = " ".join(readable(first.forum).split())
    has_decision = any(item.decision for item in items)
    kinds = {agenda.kind for agenda in agendas} - {None}
    is_minutes = MinutesKind.MINUTES in kinds or (not kinds and has_decision)
    kind = MinutesKind.MINUTES if is_minutes else MinutesKind.AGENDA
    title = f"{_WORDS[kind]} fra {forum}" if forum else _WORDS[kind]
    title += f" den {_long_date(first.date)}" if first.date else ""
    people = tuple(dict.fromkeys(person for agenda in agendas for person in agenda.people if person.name.strip()))
    head = tuple(_head(first, forum, people))
    minutes = build_minutes(title=title, head=head, items=items, unplaced=tuple(work.unplaced))
    return dataclasses.replace(
        minutes,
        kind=kind,
        title=title[:_LONGEST_TITLE],
        forum=forum[:_LONGEST_FORUM] or None,
        date=first.date,
        start_time=first.start_time,
        end_time=first.end_time,
        place=minutes.place and minutes.place[:_LONGEST_PLACE],
        participants=tuple(
            Participant(_name(person)[:_LONGEST_NAME], _note(person)[:_LONGEST_NAME] or None)
            for person in people
            if not person.is_absent
        ),
        notes=(*(Note(text) for text in dict.fromkeys((*_remarks(agendas), *work.notes))), *work.note_on_files()),
    )


def _remarks(agendas: Sequence[ExportedAgenda]) -> Iterator[str]:
    first = agendas[0]
    if first.date is None:
        yield f"Filen fra {first.system} siger ikke, hvornår mødet er."
    if first.is_draft:
        yield f"Filen er en kladde i {first.system}. Gem den som kladde her også, hvis ingen må læse den endnu."
    if len(agendas) > 1:
        yield "Filen rummer dagsorden og tillæg. De er lagt sammen til ét møde, og tillægspunkterne er mærket."
    elif first.is_supplement:
        yield "Filen er et tillæg. Punkterne lægges til den dagsorden, der er indlæst i forvejen."
    for agenda in agendas:
        yield from agenda.remarks


def _head(agenda: ExportedAgenda, forum: str, people: Sequence[ExportedPerson]) -> Iterator[HeadLine]:
    if forum:
        yield HeadLine("Forum", forum)
    if agenda.date:
        yield HeadLine("Mødedato", _long_date(agenda.date) + _clock(agenda.start_time, agenda.end_time))
    if place := " ".join(readable(agenda.place).split()):
        yield HeadLine("Sted", place)
    for label, is_absent in (("Deltagere", False), ("Fraværende", True)):
        lines = [_line(person) for person in people if person.is_absent is is_absent]
        if lines:
            yield HeadLine(label, "\n".join(lines))


def _long_date(date: dt.date) -> str:
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"


def _clock(start: dt.time | None, end: dt.time | None) -> str:
    if start is None:
        return ""
    return f" kl. {start:%H.%M}" + (f"-{end:%H.%M}" if end else "")


def _name(person: ExportedPerson) -> str:
    return " ".join(readable(person.name).split())


def _note(person: ExportedPerson) -> str:
    return " ".join(readable(person.note).split())


def _line(person: ExportedPerson) -> str:
    return f"{_name(person)} ({_note(person)})" if _note(person) else _name(person)
