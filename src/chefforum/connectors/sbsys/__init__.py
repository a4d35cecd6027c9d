"""SBSYS: the XML that it publishes of an agenda or minutes (root element Publication).

Names of elements are taken from what open-source readers of these files use. Untested on a real export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from chefforum.connectors.exports.agenda import (
    ExportedAgenda,
    ExportedField,
    ExportedFile,
    ExportedItem,
    ExportedPerson,
)
from chefforum.connectors.exports.moments import moment
from chefforum.connectors.exports.to_minutes import to_minutes
from chefforum.connectors.exports.xml import child, children, inner_html, name_of, text_at
from chefforum.connectors.minutes.minutes import Minutes, MinutesKind

SYSTEM = "SBSYS"
ROOT = "Publication"
_KINDS = {"0": MinutesKind.AGENDA, "1": MinutesKind.AGENDA, "2": MinutesKind.MINUTES}
_DRAFT = "0"
_PRESENT = frozenset({"", "0", "1", "4"})  # not decided, present, present for a part of the meeting
_ABSENT = ("afbud", "fravær", "ikke til stede", "absent")
_UNSAID = "Systemet siger ikke, om punktet er åbent, så det er læst som lukket."

_OF_A_PUBLICATION = frozenset({"publicationtypeasvalue", "publicationtypeastext", "agendas", "ispublic"})
_OF_AN_AGENDA = frozenset({"committee", "meeting", "items", "ispublic", "agendatype", "name", "issupplement"})
_OF_A_MEETING = frozenset({"when", "until", "where", "members", "name"})
_OF_AN_ITEM = frozenset(
    {"number", "caption", "fields", "itemhistory", "ispublic", "itemcasenumber", "enclosures", "members"}
)
_OF_A_FIELD = frozenset({"caption", "content", "hascontent", "meetingdetails"})


def read_sbsys(root: etree._Element) -> Minutes:
    """The minutes in a publication: its agenda, and its supplements where it has several agendas.

    Raises UnreadableMinutes where there is no item, or the agendas are of different meetings.
    """
    agendas = children(child(root, "Agendas"), "Agenda") or children(root, "Agenda")
    return to_minutes([_agenda(root, one) for one in _by_id(agendas)] or [_agenda(root, root)])


def _by_id(agendas: list[etree._Element]) -> list[etree._Element]:
    """The agenda with the lowest id first: that is the one which the others supplement."""
    ids = [_attribute(agenda, "ID") for agenda in agendas]
    return sorted(agendas, key=lambda one: int(_attribute(one, "ID"))) if all(map(_is_number, ids)) else agendas


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _agenda(root: etree._Element, agenda: etree._Element) -> ExportedAgenda:
    meeting, committee = child(agenda, "Meeting"), child(agenda, "Committee")
    date, start = moment(text_at(meeting, "When"))
    _, end = moment(text_at(meeting, "Until"))
    kind = text_at(root, "PublicationTypeAsValue")
    name = " ".join((text_at(agenda, "Name"), text_at(agenda, "AgendaType"))).casefold()
    is_closed = any(_says_no(text_at(one, "IsPublic")) for one in (root, agenda))
    rest = (
        *(_unknown(root, _OF_A_PUBLICATION) if root is not agenda else ()),
        *_unknown(agenda, _OF_AN_AGENDA),
        *_unknown(meeting, _OF_A_MEETING),
    )
    return ExportedAgenda(
        system=SYSTEM,
        forum=text_at(committee, "Name") or ("" if committee is not None and len(committee) else text_at(committee)),
        kind=_KINDS.get(kind),
        date=date,
        start_time=start,
        end_time=end,
        place=text_at(meeting, "Where"),
        meeting_id=_attribute(meeting, "ID"),
        is_draft=kind == _DRAFT,
        is_supplement="tillæg" in name or _says_yes(text_at(agenda, "IsSupplement")),
        people=tuple(_people(child(meeting, "Members"))),
        items=tuple(_item(one, is_closed) for one in children(child(agenda, "Items"), "Item")),
        rest=rest,
    )


def _people(members: etree._Element | None) -> Iterator[ExportedPerson]:
    for one in () if members is None else members:
        status, words = text_at(one, "ParticipationStatusAsValue"), text_at(one, "ParticipationStatusAsText")
        is_absent = status not in _PRESENT or any(word in words.casefold() for word in _ABSENT)
        said = [words if is_absent or status == "4" else "", text_at(one, "ParticipationNote")]
        yield ExportedPerson(text_at(one, "Name") or text_at(one), ", ".join(filter(None, said)), is_absent)


def _item(item: etree._Element, is_closed_agenda: bool) -> ExportedItem:
    said = text_at(item, "IsPublic")
    is_closed = is_closed_agenda or not _says_yes(said)
    fields = [part for one in _fields(child(item, "Fields")) for part in _field(one)]
    fields += _members(child(item, "Members"))
    fields += _history(_fields(child(item, "ItemHistory")))
    fields += [ExportedField(name, text) for name, text in _unknown(item, _OF_AN_ITEM)]
    return ExportedItem(
        number=text_at(item, "Number") or _attribute(item, "Nummer"),
        title=text_at(item, "Caption"),
        is_closed=is_closed,
        case_number=text_at(item, "ItemCaseNumber"),
        fields=tuple(fields),
        files=tuple(_file(one) for one in children(child(item, "Enclosures"), "Enclosure")),
        remarks=() if said else (_UNSAID,),
    )


def _fields(element: etree._Element | None) -> list[etree._Element]:
    return [] if element is None else [one for one in element if name_of(one)]


def _field(field: etree._Element) -> list[ExportedField]:
    content = child(field, "Content")
    heading, text = text_at(field, "Caption"), inner_html(content)
    if content is None and child(field, "Caption") is None:
        return [ExportedField("" if name_of(field) == "ItemField" else name_of(field), inner_html(field))]
    found = [ExportedField(heading, text)] if text.strip() else []
    return [*found, *(ExportedField(name, more) for name, more in _unknown(field, _OF_A_FIELD))]


def _history(fields: Iterable[etree._Element]) -> Iterator[ExportedField]:
    """Earlier treatments, one after the other under one heading: body and date, then what was decided."""
    parts = []
    for field in fields:
        details = child(field, "MeetingDetails")
        date, _ = moment(text_at(details, "MeetingDueDate"))
        when = f"{date:%d-%m-%Y}" if date else text_at(details, "MeetingDueDate")
        where = " ".join(filter(None, (text_at(details, "CommitteeName"), when)))
        line = ", ".join(filter(None, (text_at(field, "Caption"), where)))
        for one in _field(field):
            parts.append((line if one.heading == text_at(field, "Caption") else one.heading, one.html))
        if not _field(field) and line:
            parts.append((line, ""))
    if parts:
        yield ExportedField(
            "Historik", "".join(f"<p>{_escaped(line)}</p>{_as_markup(text)}" for line, text in parts if line or text)
        )


def _members(members: etree._Element | None) -> Iterator[ExportedField]:
    """Who took part in the item, where that is said: it may tell who left the room."""
    lines = [f"{one.name} ({one.note})" if one.note else one.name for one in _people(members) if one.name]
    if lines:
        yield ExportedField("Deltagere i punktet", "".join(f"<p>{_escaped(line)}</p>" for line in lines))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_markup(text: str) -> str:
    return text if "<" in text else f"<p>{text}</p>"


def _file(enclosure: etree._Element) -> ExportedFile:
    path = text_at(enclosure, "InstantiationFilePathRelative")
    title = text_at(enclosure, "Name") or text_at(enclosure, "Caption") or path
    said = text_at(enclosure, "IsProtected")
    return ExportedFile(title, path or _attribute(enclosure, "ID"), is_closed=bool(said) and not _says_no(said))


def _unknown(element: etree._Element | None, known: frozenset[str]) -> list[tuple[str, str]]:
    """Texts in elements that nobody here knows; what has no letters, and flags, are not texts."""
    found = []
    for one in _fields(element):
        text = inner_html(one)
        is_flag = "".join(one.itertext()).strip().casefold() in ("true", "false")
        if name_of(one).lower() not in known and any(letter.isalpha() for letter in text) and not is_flag:
            found.append((name_of(one), text))
    return found


def _attribute(element: etree._Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()


def _says_yes(text: str) -> bool:
    return text.casefold() in ("true", "1", "ja")


def _says_no(text: str) -> bool:
    return text.casefold() in ("false", "0", "nej")
