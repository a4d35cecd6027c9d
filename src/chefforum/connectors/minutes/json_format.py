"""Minutes as JSON and back. The format is published as a JSON Schema beside this file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from chefforum.calc import blocks
from chefforum.calc.blocks import Block, Heading, Json, List, Paragraph, Table
from chefforum.calc.decisions import Decided, Outcome, read_decision
from chefforum.connectors.minutes.errors import UnreadableMinutes, unreadable
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

FORMAT = "chefforum-minutes"
VERSION = 1
_DEEPEST = 40  # blocks within blocks
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


@cache
def _schema_text() -> str:
    return files(__package__).joinpath("minutes-1.schema.json").read_text(encoding="utf-8")


def schema() -> Json:
    """The JSON Schema (draft 2020-12) of what `to_json` gives."""
    return json.loads(_schema_text())


def to_json(minutes: Minutes) -> Json:
    """The minutes as JSON values, by the published schema; `from_json` gives the same minutes back.

    Dates are ISO 8601, times hh:mm (hh:mm:ss where a file gives seconds); what the file does not say is null. What was
    decided (`outcome`, `unanswered_parts`, `orders`) follows from the text of the decision: it is written for those who
    read the file, and read from the text again when the file comes back.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": minutes.kind.value,
        "title": minutes.title,
        "forum": minutes.forum,
        "date": minutes.date.isoformat() if minutes.date else None,
        "weekday": minutes.weekday,
        "start_time": _time(minutes.start_time),
        "end_time": _time(minutes.end_time),
        "place": minutes.place,
        "head": [{"label": line.label, "text": line.text} for line in minutes.head],
        "participants": [{"name": person.name, "title": person.title} for person in minutes.participants],
        "contents_heading": minutes.contents_heading,
        "contents": [{"title": line.title, "page": line.page} for line in minutes.contents],
        "items": [_decided_item_to_json(item) for item in minutes.items],
        "unplaced": blocks.to_json(minutes.unplaced),
        "notes": [{"text": note.text, "line": note.line, "excerpt": note.excerpt} for note in minutes.notes],
    }


def _time(value: dt.time | None) -> str | None:
    return value.isoformat("auto" if value.second or value.microsecond else "minutes") if value else None


def item_to_json(item: Item) -> Json:
    """What one item says as JSON values, without what is derived from it; `item_from_json` gives the same item back."""
    return {
        "number": item.number,
        "heading": item.heading,
        "title": item.title,
        "journal_number": item.journal_number,
        "planned_minutes": item.planned_minutes,
        "kind": item.kind.value,
        "recommendation": _recommendation_to_json(item.recommendation),
        "sections": [
            {"kind": section.kind.value, "heading": section.heading, "blocks": blocks.to_json(section.blocks)}
            for section in item.sections
        ],
        "decision": None if item.decision is None else {"text": item.decision},
        "attachments": list(item.attachments),
        **_marks_to_json(item),
    }


def _marks_to_json(item: Item) -> dict[str, Json]:
    """What the item says of itself; left out where it says nothing, so that files of before stay as they are."""
    marks: dict[str, Any] = {
        "is_confidential": item.is_confidential,
        "is_supplement": item.is_supplement,
        "confidential_attachments": list(item.confidential_attachments),
    }
    return {name: value for name, value in marks.items() if value}


def _recommendation_to_json(recommendation: Recommendation | None) -> Json | None:
    if recommendation is None:
        return None
    return {"by": recommendation.by, "parts": [{"text": text} for text in recommendation.parts]}


def _decided_item_to_json(item: Item) -> Json:
    """What the item says, and what its decision answers; `outcome` and `unanswered_parts` agree with the parts'."""
    value = item_to_json(item)
    decided = read_decision(text=item.decision, parts=item.recommendation.parts if item.recommendation else ())
    parts = (value["recommendation"] or {"parts": []})["parts"]
    # What somebody chose as the outcome counts for more than what the text is read as.
    answers = item.answers if any(item.answers) else decided.parts
    for part, outcome in zip(parts, answers, strict=True):
        part["outcome"] = outcome and outcome.value
    return value | {
        "outcome": [outcome.value for outcome in _outcomes(item, decided)],
        "unanswered_parts": [number for number, answer in enumerate(item.answers, 1) if answer is None]
        if any(item.answers)
        else list(decided.unanswered),
        "orders": list(decided.orders),
    }


def _outcomes(item: Item, decided: Decided) -> tuple[Outcome, ...]:
    """Each outcome once: those of the parts first, then what else the text says."""
    chosen = [answer for answer in item.answers if answer]
    more = decided.outcomes if not chosen else [one for one in decided.outcomes if one not in decided.parts]
    return tuple(dict.fromkeys([*chosen, *more]))


def from_json(value: Json) -> Minutes:
    """The minutes that `to_json` wrote.

    Raises UnreadableMinutes where a field is missing or has a value of the wrong kind; unknown fields are refused as
    well, since they would be lost.
    """
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        raise _bad(f"Filen er JSON, men feltet “format” er ikke “{FORMAT}”.")
    if value.get("version") != VERSION:
        raise _bad(f"Filen har version {value.get('version')!r} af formatet; her kan kun version {VERSION} læses.")
    return _minutes(_Fields(value))


def item_from_json(value: Json) -> Item:
    """The item that `item_to_json` wrote. Raises UnreadableMinutes as `from_json` does."""
    return _item(_Fields(value))


def _bad(what: str) -> UnreadableMinutes:
    advice = (
        f"Brug en JSON-fil, som er eksporteret herfra, eller ret den efter skemaet {FORMAT} version {VERSION}, "
        "og prøv igen."
    )
    return unreadable(what=what, advice=advice)


class _Fields:
    """The fields of one JSON object, each taken once with its type; what is left over is refused."""

    def __init__(self, value: Any, where: str = "") -> None:
        if not isinstance(value, Mapping):
            raise _bad(f"Feltet “{where}” skal være et objekt.")
        self.left = dict(value)
        self.where = where

    def take(self, name: str, *types: type) -> Any:
        path = f"{self.where}{name}"
        if name not in self.left:
            raise _bad(f"Feltet “{path}” mangler.")
        value = self.left.pop(name)
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise _bad(f"Feltet “{path}” har en værdi af forkert type.")
        if isinstance(value, str) and "\x00" in value:
            raise _bad(f"Feltet “{path}” rummer et tegn (NUL), som ikke er tekst.")
        return value

    def take_if_there(self, name: str, kind: type, default: Any) -> Any:
        return self.take(name, kind) if name in self.left else default

    def text(self, name: str) -> str:
        return self.take(name, str)

    def text_or_none(self, name: str) -> str | None:
        return self.take(name, str, type(None))

    def objects(self, name: str) -> list[_Fields]:
        values = self.take(name, list)
        return [_Fields(value, f"{self.where}{name}[{index}].") for index, value in enumerate(values)]

    def one_of(self, name: str, kinds: type) -> Any:
        text = self.text(name)
        try:
            return kinds(text)
        except ValueError as error:
            raise _bad(f"Feltet “{self.where}{name}” har den ukendte værdi “{text}”.") from error

    def moment(self, name: str, kind: type[dt.date] | type[dt.time]) -> Any:
        text = self.text_or_none(name)
        if text is None:
            return None
        try:
            if _MOMENT.fullmatch(text):
                return kind.fromisoformat(text)
        except ValueError:
            pass  # a date that no calendar has: told below
        raise _bad(f"Feltet “{self.where}{name}” er ikke en dato eller et klokkeslæt: “{text}”.")

    def _lists(self, name: str) -> list[_Fields]:
        """Each list in a list, as the only field (without name) of an object."""
        return [
            _Fields({"": value}, f"{self.where}{name}[{index}]") for index, value in enumerate(self.take(name, list))
        ]

    def at_least(self, name: str, lowest: int, highest: int | None = None) -> int:
        number: int = self.take(name, int)
        if number < lowest or (highest is not None and number > highest):
            raise _bad(f"Feltet “{self.where}{name}” har værdien {number}, som ligger uden for det tilladte.")
        return number

    def blocks(self, name: str) -> tuple[Block, ...]:
        return tuple(_block(part) for part in self.objects(name))

    def lists_of_blocks(self, name: str) -> tuple[tuple[Block, ...], ...]:
        """The values of a list whose members are lists of blocks."""
        return tuple(part.blocks("") for part in self._lists(name))

    def rows(self, name: str) -> tuple[tuple[tuple[Block, ...], ...], ...]:
        """The values of a list whose members are lists of lists of blocks."""
        return tuple(part.lists_of_blocks("") for part in self._lists(name))

    def leave(self, *names: str) -> None:
        """Passes over fields whose values follow from others."""
        for name in names:
            self.left.pop(name, None)

    def done(self) -> None:
        if self.left:
            raise _bad(f"Feltet “{self.where}{next(iter(self.left))}” findes ikke i skemaet og ville gå tabt.")


def _minutes(fields: _Fields) -> Minutes:
    fields.text("format")
    fields.take("version", int)
    minutes = Minutes(
        kind=fields.one_of("kind", MinutesKind),
        title=fields.text("title"),
        forum=fields.text_or_none("forum"),
        date=fields.moment("date", dt.date),
        weekday=fields.text_or_none("weekday"),
        start_time=fields.moment("start_time", dt.time),
        end_time=fields.moment("end_time", dt.time),
        place=fields.text_or_none("place"),
        head=tuple(_done(part, HeadLine(part.text("label"), part.text("text"))) for part in fields.objects("head")),
        participants=tuple(
            _done(part, Participant(part.text("name"), part.text_or_none("title")))
            for part in fields.objects("participants")
        ),
        contents_heading=fields.text("contents_heading"),
        contents=tuple(
            _done(part, ContentsLine(part.text("title"), part.text_or_none("page")))
            for part in fields.objects("contents")
        ),
        items=tuple(_item(part) for part in fields.objects("items")),
        unplaced=fields.blocks("unplaced"),
        notes=tuple(
            _done(part, Note(part.text("text"), part.take("line", int, type(None)), part.text("excerpt")))
            for part in fields.objects("notes")
        ),
    )
    return _done(fields, minutes)


def _block(fields: _Fields) -> Block:
    if fields.where.count("[") > _DEEPEST:
        raise _bad(f"Feltet “{fields.where[:60]}…” er delt op i flere lag, end der kan læses.")
    block: Block
    match fields.text("type"):
        case "paragraph":
            block = Paragraph(fields.text("text"))
        case "heading":
            block = Heading(fields.text("text"), fields.at_least("level", 1, 3))
        case "list":
            is_ordered = fields.take("ordered", bool)
            block = List(fields.lists_of_blocks("items"), is_ordered, fields.at_least("start", 0))
        case "table":
            rows = fields.rows("rows")
            if len({len(row) for row in rows}) > 1:
                raise _bad(f"Feltet “{fields.where}rows” har rækker med forskelligt antal celler.")
            block = Table(rows, fields.at_least("header_rows", 0))
        case other:
            raise _bad(f"Feltet “{fields.where}type” har den ukendte værdi “{other}”.")
    return _done(fields, block)


def _item(fields: _Fields) -> Item:
    item = Item(
        number=fields.at_least("number", 0),
        heading=fields.text("heading"),
        title=fields.text("title"),
        journal_number=fields.text_or_none("journal_number"),
        planned_minutes=_minutes_or_none(fields),
        kind=fields.one_of("kind", ItemKind),
        recommendation=_recommendation(fields),
        sections=tuple(
            _done(
                part,
                Section(part.one_of("kind", SectionKind), part.text("heading"), part.blocks("blocks")),
            )
            for part in fields.objects("sections")
        ),
        decision=_decision(fields),
        attachments=tuple(_texts(fields, "attachments")),
        is_confidential=fields.take_if_there("is_confidential", bool, False),
        is_supplement=fields.take_if_there("is_supplement", bool, False),
        confidential_attachments=tuple(
            _texts(fields, "confidential_attachments") if "confidential_attachments" in fields.left else ()
        ),
    )
    fields.leave("outcome", "unanswered_parts", "orders")
    return _done(fields, item)


def _minutes_or_none(fields: _Fields) -> int | None:
    name = "planned_minutes"
    if fields.left.get(name, 0) is None:
        return fields.take(name, type(None))  # type: ignore[no-any-return]
    return fields.at_least(name, 0)


def _recommendation(fields: _Fields) -> Recommendation | None:
    value = fields.take("recommendation", Mapping, type(None))
    if value is None:
        return None
    inner = _Fields(value, f"{fields.where}recommendation.")
    parts = tuple(_part(part) for part in inner.objects("parts"))
    return _done(inner, Recommendation(inner.text_or_none("by"), parts))


def _part(fields: _Fields) -> str:
    fields.leave("outcome")
    return _done(fields, fields.text("text"))  # type: ignore[no-any-return]


def _decision(fields: _Fields) -> str | None:
    value = fields.take("decision", Mapping, type(None))
    if value is None:
        return None
    inner = _Fields(value, f"{fields.where}decision.")
    return _done(inner, inner.text("text"))


def _texts(fields: _Fields, name: str) -> list[str]:
    values = fields.take(name, list)
    if not all(isinstance(value, str) and "\x00" not in value for value in values):
        raise _bad(f"Feltet “{fields.where}{name}” skal være en liste af tekster.")
    return values


def _done(fields: _Fields, value: Any) -> Any:
    """The value, once all fields of its object have been taken."""
    fields.done()
    return value
