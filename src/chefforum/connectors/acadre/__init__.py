"""Acadre: the XML of an agenda, made of tables with fields (table[@name='agendaitem']/fields/field[@name='name']).

Names of tables and fields are taken from what open-source readers of these files use. Untested on a real export.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from chefforum.connectors.exports.xml import children, inner_html, name_of
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.minutes import Minutes, MinutesKind

SYSTEM = "Acadre"
AGENDA, ITEM, MANIFEST = "agenda", "agendaitem", "producedagenda"
_OPEN = "1"
_KINDS = {"0": MinutesKind.AGENDA, "1": MinutesKind.AGENDA, "2": MinutesKind.MINUTES}
_UNSAID = "Systemet siger ikke, om punktet er åbent, så det er læst som lukket."
_USED = frozenset({AGENDA, ITEM, "meeting", "committee", "agendaitemparents", "bullet", "enclosure", "absentmembers"})
_OF_AN_AGENDA = frozenset({"sysid", "producedate", "type", "agendatype", "access", "accessid", "name"})
_OF_A_MEETING = frozenset({"sysid", "name", "date", "finish", "location", "access", "accessid"})
_OF_AN_ITEM = frozenset({"sysid", "name", "access", "caseno", "sort", "number"})
_OF_A_BULLET = frozenset({"sysid", "bulletname", "bulletcontent", "sort", "access"})


def is_acadre(root: etree._Element) -> bool:
    """Whether the file is made of Acadre's tables."""
    return any(_table_name(one) in {*_USED, MANIFEST} for one in root.iter() if name_of(one).lower() == "table")


def read_acadre(root: etree._Element) -> Minutes:
    """The minutes in the agenda, and its supplements where the file has several agendas.

    Raises UnreadableMinutes for the list of files that comes along (manifest), and where there is no item.
    """
    agendas = list(_tables(root, AGENDA)) or [root]
    items = [one for agenda in agendas for one in _tables(agenda, ITEM)]
    if not items and next(_tables(root, MANIFEST), None) is not None:
        raise unreadable(
            what="Filen er Acadres oversigt over dagsordener, ikke en dagsorden.",
            advice="Vælg den XML-fil, som oversigten henviser til i feltet xmlfilename, og prøv igen.",
        )
    return to_minutes([_agenda(root, one) for one in _by_id(agendas)])


def _table_name(element: etree._Element) -> str:
    return (element.get("name") or "").strip().lower()


def _tables(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The tables of that name, at any depth, but none within another of the same name."""
    for one in element.iterdescendants():
        if name_of(one).lower() == "table" and _table_name(one) == name:
            above = one.getparent()
            while above is not None and above is not element and _table_name(above) != name:
                above = above.getparent()
            if above is element or above is None:
                yield one


def _by_id(agendas: list[etree._Element]) -> list[etree._Element]:
    """The agenda with the lowest id first: that is the one which the others supplement."""
    ids = [_value(agenda, "sysid") for agenda in agendas]
    is_numbered = all(text.isascii() and text.isdigit() and len(text) < 20 for text in ids)
    return sorted(agendas, key=lambda one: int(_value(one, "sysid"))) if is_numbered else agendas


def _fields(table: etree._Element | None) -> Iterator[tuple[str, etree._Element]]:
    """The fields of a table's own, by name."""
    if table is None:
        return
    for group in (table, *children(table, "fields")):
        for field in children(group, "field"):
            yield (field.get("name") or "").strip().lower(), field


def _value(table: etree._Element | None, *names: str) -> str:
    """The first of these fields that says something: its text, or its attribute value."""
    fields = dict(reversed(list(_fields(table))))
    for name in names:
        if name in fields:
            text = "".join(fields[name].itertext()).strip() or (fields[name].get("value") or "").strip()
            if text:
                return text
    return ""


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return next(_tables(element, name), None)


def _agenda(root: etree._Element, agenda: etree._Element) -> ExportedAgenda:
    meeting = _first(agenda, "meeting")
    meeting = _first(root, "meeting") if meeting is None else meeting
    committee = _first(agenda, "committee")
    committee = _first(root, "committee") if committee is None else committee
    date, start = moment(_value(meeting, "date"))
    finish_date, end = moment(_value(meeting, "finish"))
    kind = _value(agenda, "type", "agendatype")
    said = _value(agenda, "access", "accessid") or _value(meeting, "access", "accessid")
    items = sorted(_tables(agenda, ITEM), key=_place)
    return ExportedAgenda(
        system=SYSTEM,
        forum=_value(committee, "name"),
        kind=_KINDS.get(kind),
        date=date or finish_date,
        start_time=start,
        end_time=end,
        place=_value(meeting, "location"),
        meeting_id=_value(meeting, "sysid"),
        is_draft=kind == "0",
        is_supplement="tillæg" in _value(agenda, "name").casefold(),
        people=tuple(_absent(agenda)),
        items=tuple(_item(one, is_closed_agenda=bool(said) and said != _OPEN) for one in items),
        rest=(*_rest(agenda), *(_rest(root) if root is not agenda else ())),
    )


def _place(item: etree._Element) -> tuple[int, int]:
    """Where the item stands: by the number in sort, those without one last, in the file's order."""
    above = item.getparent()
    text = _value(above if above is not None and _table_name(above) == "agendaitemparents" else item, "sort")
    text = text or _value(item, "sort")
    return (0, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else (1, 0)


def _absent(agenda: etree._Element) -> Iterator[ExportedPerson]:
    for table in _tables(agenda, "absentmembers"):
        if any(True for _ in _fields(table)):
            note = ", ".join(text for _, text in _unknown(table, frozenset({"sysid", "name", "membername"})))
            yield ExportedPerson(_value(table, "name", "membername"), note, is_absent=True)


def _item(item: etree._Element, is_closed_agenda: bool) -> ExportedItem:
    said = _value(item, "access")
    above = item.getparent()
    fields = [part for bullet in sorted(_tables(item, "bullet"), key=_place) for part in _bullet(bullet)]
    fields += [ExportedField(name, text) for name, text in _unknown(item, _OF_AN_ITEM)]
    if above is not None and _table_name(above) == "agendaitemparents":
        fields += [ExportedField(name, text) for name, text in _unknown(above, _OF_AN_ITEM)]
    fields += [ExportedField(name, text) for name, text in _of_other_tables(item)]
    return ExportedItem(
        number=_value(item, "number") or _sort_of(item),
        title=_value(item, "name"),
        is_closed=is_closed_agenda or said != _OPEN,
        case_number=_value(item, "caseno"),
        fields=tuple(fields),
        files=tuple(_file(one) for one in _tables(item, "enclosure")),
        remarks=() if said else (_UNSAID,),
    )


def _sort_of(item: etree._Element) -> str:
    is_last, place = _place(item)
    return "" if is_last or not place else str(place)


def _bullet(bullet: etree._Element) -> Iterator[ExportedField]:
    fields = dict(_fields(bullet))
    content = fields.get("bulletcontent")
    text = inner_html(content) or (content.get("value") or "" if content is not None else "")
    if text.strip():
        yield ExportedField(_value(bullet, "bulletname"), text)
    for name, more in _unknown(bullet, _OF_A_BULLET):
        yield ExportedField(name, more)


def _file(enclosure: etree._Element) -> ExportedFile:
    path, said = _value(enclosure, "filename"), _value(enclosure, "access")
    return ExportedFile(_value(enclosure, "name") or path, path, is_closed=bool(said) and said != _OPEN)


def _unknown(table: etree._Element, known: frozenset[str]) -> list[tuple[str, str]]:
    """Fields that nobody here knows and that say something in letters."""
    found = []
    for name, field in _fields(table):
        text = inner_html(field) or field.get("value") or ""
        is_flag = text.strip().casefold() in ("true", "false")
        if name not in known and any(letter.isalpha() for letter in text) and not is_flag:
            found.append((name, text))
    return found


def _of_other_tables(item: etree._Element) -> list[tuple[str, str]]:
    """Fields of tables in the item that are neither texts nor bilag."""
    found = []
    for table in item.iterdescendants():
        if name_of(table).lower() == "table" and _table_name(table) not in _USED:
            found += _unknown(table, frozenset({"sysid", "sort"}))
    return found


def _rest(element: etree._Element) -> list[tuple[str, str]]:
    """What the meeting's own tables say that nobody here knows. Nothing of an item is among it."""
    found = [] if _table_name(element) != AGENDA else _unknown(element, _OF_AN_AGENDA)
    for table in element.iterdescendants():
        is_table = name_of(table).lower() == "table" and _table_name(table) not in {ITEM, AGENDA, "absentmembers"}
        if not is_table or _is_inside(table, element, {ITEM, AGENDA, "agendaitemparents"}):
            continue
        if _table_name(table) != "agendaitemparents":
            found += _unknown(table, _OF_A_MEETING)
    return found


def _is_inside(table: etree._Element, end: etree._Element, names: set[str]) -> bool:
    above = table.getparent()
    while above is not None and above is not end:
        if _table_name(above) in names:
            return True
        above = above.getparent()
    return False
