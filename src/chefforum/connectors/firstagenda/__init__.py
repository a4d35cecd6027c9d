"""FirstAgenda Publication: the JSON that /api/agenda/dagsorden/{id} answers, as an agenda.

Names of fields are taken from what open-source readers of that address use. Untested on a real export.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chefforum.connectors.exports.agenda import (
    ExportedAgenda,
    ExportedField,
    ExportedFile,
    ExportedItem,
    ExportedPerson,
)
from chefforum.connectors.exports.moments import moment
from chefforum.connectors.exports.to_minutes import to_minutes
from chefforum.connectors.exports.xml import FETCH_AGAIN
from chefforum.connectors.minutes.errors import unreadable
from chefforum.connectors.minutes.minutes import Minutes, MinutesKind

SYSTEM = "FirstAgenda"
ITEMS = "Dagsordenpunkter"
_NO_ID = "00000000-0000-0000-0000-000000000000"
_UNSAID = "Systemet siger ikke, om punktet er åbent, så det er læst som lukket."

# Known, and either used elsewhere or of no meaning outside the system: ids, flags, links.
_OF_AN_AGENDA = frozenset({"Udvalg", "Moede", ITEMS, "TillaegsDagsorden", "Lydfiler", "Navn", "Dato", "Sted"})
_OF_A_MEETING = frozenset(
    {"Navn", "Dato", "Sted", "Moededeltagere", "MeetingBeginUtc", "MeetingEndUtc", "ReleasedDate", "Udvalg"}
)
_OF_AN_ITEM = frozenset(
    {
        "Number",
        "Punktnummer",
        "Caption",
        "Navn",
        "CaseNumber",
        "SagsNummer",
        "Felter",
        "Bilag",
        "ItemDecision",
        "Sorting",
    }
)
_OF_A_FIELD = frozenset({"Html", "Tekst", "Navn", "Caption", "Overskrift", "Titel", "Link"})
_TITLES = ("Navn", "Caption", "Overskrift", "Titel")
_PERSON = ("Navn", "Name", "FuldtNavn", "FullName")
_ABSENT = ("afbud", "fravær", "ikke til stede", "absent")


def read_firstagenda(value: Any) -> Minutes:
    """The minutes in one answer of the address, or in a list of them: the agenda and its supplements.

    Raises UnreadableMinutes for the list of forums, which is no agenda, and for anything that has not the form.
    """
    agendas = value if isinstance(value, list) else [value]
    for one in agendas:
        if not isinstance(one, Mapping) or not isinstance(one.get(ITEMS), list):
            raise unreadable(
                what=f"Filen er JSON fra {SYSTEM}, men ikke en dagsorden: feltet “{ITEMS}” mangler eller er ikke en "
                "liste.",
                advice="Hent svaret fra /api/agenda/dagsorden/ efterfulgt af mødets id, og prøv igen.",
            )
    return to_minutes([_agenda(one) for one in agendas])


def is_firstagenda(value: Any) -> bool:
    """Whether a value out of JSON is from FirstAgenda: an agenda, or the list of its forums."""
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, Mapping):
        return False
    return ITEMS in first or (isinstance(first.get("Udvalg"), Mapping) and len(first) <= 3)


def _agenda(value: Mapping[str, Any]) -> ExportedAgenda:
    meeting, forum = _object(value, "Moede"), _object(value, "Udvalg")
    name = _text(meeting, "Navn") or _text(value, "Navn")
    date, start = moment(_text(meeting, "Dato") or _text(meeting, "MeetingBeginUtc") or _text(value, "Dato"))
    begin_date, begin = moment(_text(meeting, "MeetingBeginUtc"))
    _, end = moment(_text(meeting, "MeetingEndUtc"))
    is_closed = name.casefold().startswith(("lukket", "lukkede"))
    rest = (*_unknown(value, _OF_AN_AGENDA), *_unknown(meeting, _OF_A_MEETING), *_unknown(forum, frozenset({"Navn"})))
    people, unread = _people(meeting.get("Moededeltagere"))
    return ExportedAgenda(
        system=SYSTEM,
        forum=_text(forum, "Navn") or _text(meeting, "Udvalg"),
        kind=_kind(name, meeting),
        date=date or begin_date,
        start_time=start or begin,
        end_time=end,
        place=_text(meeting, "Sted") or _text(value, "Sted"),
        is_supplement=_is_true(value.get("TillaegsDagsorden"))
        or _is_true(meeting.get("IsSupplementaryAgenda"))
        or _is_true(value.get("IsSupplementaryAgenda"))
        or name.casefold().startswith("tillæg"),
        people=people,
        items=tuple(_item(one, is_closed) for one in value[ITEMS] if isinstance(one, Mapping)),
        rest=(*rest, *unread),
        remarks=_remarks(value),
    )


def _kind(name: str, meeting: Mapping[str, Any]) -> MinutesKind | None:
    """By the meeting's name ("Referat", "Dagsorden"), else by whether it is ended."""
    said = name.casefold()
    if "referat" in said or "protokol" in said:
        return MinutesKind.MINUTES
    if "dagsorden" in said:
        return MinutesKind.AGENDA
    return MinutesKind.MINUTES if _is_true(meeting.get("Afsluttet")) else None


def _remarks(value: Mapping[str, Any]) -> tuple[str, ...]:
    found = []
    if any(not isinstance(one, Mapping) for one in value[ITEMS]):
        found.append("Listen over punkter rummer noget, der ikke er et punkt. Det er ikke læst.")
    if value.get("Lydfiler"):
        found.append("Lydfiler følger ikke med.")
    return tuple(found)


def _item(value: Mapping[str, Any], is_closed_meeting: bool) -> ExportedItem:
    is_open = value.get("IsOpen")
    fields: list[ExportedField] = []
    remarks: list[str] = [] if isinstance(is_open, bool) or _text(value, "IsOpen") else [_UNSAID]
    for one in _objects(value.get("Felter")):
        fields += _field(one, remarks)
    if decision := _decision(value.get("ItemDecision")):
        fields.append(ExportedField("Beslutning", decision))
    fields += [ExportedField(name, text) for name, text in _unknown(value, _OF_AN_ITEM)]
    return ExportedItem(
        number=_text(value, "Punktnummer") or _text(value, "Number"),
        title=_text(value, "Navn") or _text(value, "Caption"),
        is_closed=is_closed_meeting or not _is_true(is_open),
        case_number=_text(value, "SagsNummer") or _text(value, "CaseNumber"),
        fields=tuple(fields),
        files=tuple(
            ExportedFile(
                title=next(filter(None, (_text(one, name) for name in _TITLES)), ""),
                id=_text(one, "Id"),
                is_closed=one.get("IsOpen") is not None and not _is_true(one.get("IsOpen")),
            )
            for one in _ordered(_objects(value.get("Bilag")))
        ),
        remarks=tuple(remarks),
    )


def _field(value: Mapping[str, Any], remarks: list[str]) -> Iterator[ExportedField]:
    heading = next(filter(None, (_text(value, name) for name in _TITLES)), "")
    markup, plain = _text(value, "Html"), _text(value, "Tekst")
    if markup or plain:
        yield ExportedField(heading, markup or plain)
    if markup and plain and plain not in markup:
        yield ExportedField("", plain)
    document = _text(value, "DocumentId")
    if document and document != _NO_ID and not (markup or plain):
        remarks.append(f"En tekst ligger kun som PDF i {SYSTEM} og er ikke med i filen (id {document[:40]}).")
    for name, text in _unknown(value, _OF_A_FIELD):
        yield ExportedField(name, text)


def _decision(value: Any) -> str:
    """The decision, whether it is a text or an object with one."""
    if isinstance(value, Mapping):
        return next(filter(None, (_text(value, name) for name in ("Html", "Tekst", "Text", "Beslutning"))), "")
    return value if isinstance(value, str) else ""


def _people(value: Any) -> tuple[tuple[ExportedPerson, ...], list[tuple[str, str]]]:
    """Those who took part, and what was said of them that has no place."""
    people, unread = [], []
    for one in value if isinstance(value, list) else []:
        if isinstance(one, str):
            people.append(ExportedPerson(one))
        elif isinstance(one, Mapping):
            name = next(filter(None, (_text(one, key) for key in _PERSON)), "")
            said = [text for key, text in _unknown(one, frozenset(_PERSON))]
            is_absent = any(word in " ".join(said).casefold() for word in _ABSENT)
            if name:
                people.append(ExportedPerson(name, ", ".join(said), is_absent))
            else:
                unread += [("Moededeltagere", text) for text in said]
    if isinstance(value, str) and value.strip():
        people += [ExportedPerson(line.strip()) for line in value.replace(";", "\n").split("\n") if line.strip()]
    return tuple(people), unread


def _unknown(value: Mapping[str, Any], known: frozenset[str]) -> list[tuple[str, str]]:
    """Texts under names that nobody here knows; ids, links, file names, dates and flags are not texts."""
    found = []
    for name, inside in value.items():
        if name in known or not any(character.isalpha() for text in _texts(inside) for character in text):
            continue
        found += [(name, text) for text in _texts(inside) if text.strip() and not _is_technical(name, text)]
    return found


def _is_technical(name: str, text: str) -> bool:
    if name.endswith(("Id", "Uid", "Guid", "Link", "Url", "Date", "Utc")) or name in ("Id", "id", "IsOpen"):
        return True
    return text.casefold() in ("true", "false") or text.startswith(("http://", "https://", "/"))


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < 20 and isinstance(value, Mapping):
        for name, inside in value.items():
            yield from (text for text in _texts(inside, depth + 1) if not _is_technical(str(name), text))
    elif depth < 20 and isinstance(value, list):
        for inside in value:
            yield from _texts(inside, depth + 1)


def _ordered(files: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(files, key=lambda one: one["Order"] if isinstance(one.get("Order"), int) else 0)


def _object(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if isinstance(found, bool) or found is None:
        return ""
    return found if isinstance(found, str) else str(found) if isinstance(found, int) else ""


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().casefold() in ("true", "1", "ja"))


def parse_json(text: str) -> Any:
    """The value in the JSON. Raises UnreadableMinutes where it is damaged or nested beyond reason."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise unreadable(what="JSON-filen er delt op i flere lag, end der kan læses.", advice=FETCH_AGAIN) from error
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise unreadable(
            what=f"Filen ligner JSON fra {SYSTEM}, men er ikke gyldig JSON" + (f" (linje {line})." if line else "."),
            advice=FETCH_AGAIN,
            line=line,
        ) from error
