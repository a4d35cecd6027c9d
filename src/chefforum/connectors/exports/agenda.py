"""What an export of another system says of a meeting, before anything is understood of its text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chefforum.connectors.minutes.minutes import MinutesKind


@dataclass(frozen=True)
class ExportedField:
    """A text of an item under its heading; empty heading: the system gives none. `html` may be plain text as well."""

    heading: str
    html: str


@dataclass(frozen=True)
class ExportedFile:
    """A bilag, by title and the system's id or path; the file itself is not in the export."""

    title: str
    id: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class ExportedItem:
    """An item. `is_closed` is True wherever the system does not plainly say that the item is open."""

    number: str
    title: str
    is_closed: bool
    case_number: str = ""
    fields: tuple[ExportedField, ...] = ()
    files: tuple[ExportedFile, ...] = ()
    remarks: tuple[str, ...] = ()  # what could not be taken along, without any word of the item itself


@dataclass(frozen=True)
class ExportedPerson:
    """Somebody at the meeting; `note` is what is said of how they took part ("Afbud", "til kl. 10")."""

    name: str
    note: str = ""
    is_absent: bool = False


@dataclass(frozen=True)
class ExportedAgenda:
    """One agenda, with the minutes if they are written. `kind` None: the system does not say; the text decides.

    `meeting_id` tells agendas of one meeting from those of another, where the system gives it. `rest` is text of the
    export that belongs to no item and that no reader knows: pairs of its element's name and the text.
    """

    system: str
    forum: str
    kind: MinutesKind | None
    date: dt.date | None
    start_time: dt.time | None = None
    end_time: dt.time | None = None
    place: str = ""
    meeting_id: str = ""
    is_draft: bool = False
    is_supplement: bool = False
    people: tuple[ExportedPerson, ...] = ()
    items: tuple[ExportedItem, ...] = ()
    rest: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()
