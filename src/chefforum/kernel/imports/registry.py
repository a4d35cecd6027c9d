"""What can be imported: modules register their kinds here. One way for all: read, see what will change, carry out.

register_import_kind(ImportKind(
    name="organisation.units", title="Organisation", help="…", accepts=(TEXT, XLSX), rule=MAINTAIN_ORGANISATION,
    read=read_units, fingerprint=fingerprint_of_units, apply=apply_units,
))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chefforum.kernel.access.rules import Actor, Rule


class UnreadableFile(Exception):
    """The file cannot be imported. The text tells the person in Danish what is wrong with it and what to do; the
    page adds that nothing has been changed. `line` (from 1) where one line is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class UnknownImportKind(LookupError):
    """No kind of import has this name: its part is not installed, or does not register it in `ready()`."""


class Level(StrEnum):
    """How bad a line is: left out of the import, taken in but worth a look, or only said."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


LEVEL_NAMES = {Level.ERROR: "Springes over", Level.WARNING: "Se efter", Level.NOTE: "Bemærk"}


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


CHANGE_NAMES = {ChangeKind.ADDED: "Ny", ChangeKind.CHANGED: "Ændres", ChangeKind.REMOVED: "Udgår"}


@dataclass(frozen=True)
class Problem:
    """Something that was not understood; `line` counts from 1 in the file, None where no line is to blame."""

    text: str
    line: int | None = None
    level: Level = Level.WARNING


@dataclass(frozen=True)
class Change:
    """One difference in words for a person: where ("Punkt 3, Beslutning"), and the text before and after."""

    where: str
    kind: ChangeKind
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Preview:
    """What carrying out would do. `summary` is a few lines for the head ("8 punkter, 10 deltagere").

    `payload` holds JSON values: all that `apply` needs, so that the file is not read again. `fingerprint` names the
    state that the changes were worked out against, as the kind's `fingerprint(payload)` gives it; take it BEFORE
    reading what stands, so that a change in between is found out, never hidden. With `nothing_to_do` the import ends
    there. With a `refusal` it ends as refused, in these words, and summary and problems are shown all the same.
    """

    summary: tuple[str, ...]
    payload: Any
    fingerprint: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    nothing_to_do: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class Receipt:
    """What was done, in lines, and where to see it."""

    summary: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ImportKind:
    """One kind of import.

    `accepts`: content types (kernel.documents.rules names them) as sniffed, never by the name of the file.
    `rule`: who may use it, asked at every step.
    `read(actor=, content=, filename=, options=, at=, progress=) -> Preview`: changes nothing; outside a transaction;
        raises UnreadableFile.
    `fingerprint(payload) -> str`: the state now of all that `payload` would touch, at most 200 characters; cheap.
        Asked again inside the transaction, where it may lock rows; imports of one kind follow each other there.
    `apply(actor=, payload=, at=, progress=) -> Receipt`: called inside ONE transaction that also holds the receipt
        and the audit event; does not commit, start jobs or write files. On SQLite nobody else can write meanwhile.
    `options_form`: a Django form class called as `options_form(data, actor=actor, prefix="options")`; its cleaned
        data must be JSON values and are given to `read` as `options`.
    `preview_template`: shown in place of the plain table of changes, with `item` (queries.ImportPage) and `changes`
        (a page of them with their words).
    `problems_template`: shown above the table of problems, with `item`; "" where there is nothing more to say.
    `refused_name(filename) -> str`: why a file of that name is not taken in, for it is shown and kept; "" where it is.
    """

    name: str
    title: str
    help: str
    accepts: tuple[str, ...]
    rule: Rule
    read: Callable[..., Preview]
    fingerprint: Callable[[Any], str]
    apply: Callable[..., Receipt]
    options_form: Callable[..., Any] | None = None
    preview_template: str = "imports/_changes.html"
    problems_template: str = ""
    refused_name: Callable[[str], str] | None = None


_kinds: dict[str, ImportKind] = {}


def register_import_kind(kind: ImportKind) -> None:
    _kinds[kind.name] = kind


def import_kind(name: str) -> ImportKind:
    """Raises UnknownImportKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownImportKind(name) from None


def import_kinds() -> tuple[ImportKind, ...]:
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.title))


def kinds_for(actor: Actor) -> tuple[ImportKind, ...]:
    """The kinds that the actor may use."""
    return tuple(kind for kind in import_kinds() if kind.rule.allows(actor))
