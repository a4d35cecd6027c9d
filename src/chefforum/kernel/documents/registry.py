"""What modules tell this part: which documents they hold and for whom, and which documents they can make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from chefforum.kernel.access.rules import Actor, Rule
from chefforum.web import danish

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .rendering.document import Document as RenderedDocument


class UnknownDocumentKind(LookupError):
    """No kind of document has this name: its module is not installed, or does not register it in `ready()`."""


class NotMadeNow(Exception):
    """The document cannot be made of what there is now; the words tell the person why, and what to do."""


def _nobody_may_change(actor: Actor, document_id: UUID) -> bool:
    return False


def _none_is_confidential(document_ids: Collection[UUID]) -> Iterable[UUID]:
    return ()


@dataclass(frozen=True)
class DocumentOwner:
    """A place where documents hang (kind "meetings.attachment"), and who sees them there.

    `attached` gives the ids of every document that hangs there; `visible` those of them that the actor may read, as a
    queryset with one column, so that it becomes a subquery. Documents see no other truth: what no owner shows is
    read by nobody, administrators included, except a document not yet attached anywhere, by who uploaded it.
    `may_change` is asked before a new version or another confidentiality. `confidential` gives those of some documents
    that are confidential because of where they hang.
    """

    kind: str
    attached: Callable[[], QuerySet[Any, Any]]
    visible: Callable[[Actor], QuerySet[Any, Any]]
    may_change: Callable[[Actor, UUID], bool] = _nobody_may_change
    confidential: Callable[[Collection[UUID]], Iterable[UUID]] = _none_is_confidential


@dataclass(frozen=True)
class Material:
    """What a kind has built: the file's name without ending ("Referat Chefforum 2026-01-28"), the document that the
    common writers (pdf, docx, html, xlsx) turn into a file, and whatever the kind's own writers need. `as_of` is the
    day that its figures are from, where that is another than the day it was made; `figures` tell it of each kind of
    them, in words ("regnskabet til og med oktober 2026"). `told` is what the file says of them: `make` puts it in."""

    name: str
    document: RenderedDocument | None = None
    source: Any = None
    as_of: dt.date | None = None
    figures: tuple[str, ...] = ()
    told: str = ""


Writer: TypeAlias = Callable[[Material], bytes | str]


def _everybody(actor: Actor, on: dt.date) -> bool:
    return True


@dataclass(frozen=True)
class AsAttachment:
    """How a kind is offered to those who write a text that has attachments.

    `words` tell what it shows, `source` what its figures are from ("det forventede regnskab"). `form(data, actor=,
    on=)` asks for what it is made of, None where there is nothing to ask; its `parameters()` are JSON values.
    `may_make` is asked where the kind's rule is not enough. What takes long `is_slow` and is made in the background.
    """

    words: str
    source: str
    formats: tuple[str, ...]
    form: Callable[..., Any] | None = None
    may_make: Callable[[Actor, dt.date], bool] = _everybody
    is_slow: bool = False


@dataclass(frozen=True)
class DocumentKind:
    """A document that a module makes from its own data (name "meetings.minutes", title "Referat").

    `build(actor=, parameters=, at=)` gives the Material; it raises what the module's queries raise (its NotFound,
    AccessDenied), and NotMadeNow where the data are not there. `rule` is only what decides from the actor alone.
    `formats` are in the order to be offered: pdf, docx, html and xlsx have common writers, others (json, md, csv) and
    replacements stand in `writers`. With `as_attachment` it is offered to who writes an item.
    """

    name: str
    title: str
    formats: tuple[str, ...]
    rule: Rule
    build: Callable[..., Material]
    writers: Mapping[str, Writer] = field(default_factory=dict)
    as_attachment: AsAttachment | None = None


_owners: dict[str, DocumentOwner] = {}
_kinds: dict[str, DocumentKind] = {}
_attaching: list[tuple[Callable[[str], str], Rule]] = []


def register_owner(owner: DocumentOwner) -> None:
    _owners[owner.kind] = owner


def owners() -> tuple[DocumentOwner, ...]:
    return tuple(_owners.values())


def register_document_kind(kind: DocumentKind) -> None:
    _kinds[kind.name] = kind


def document_kind(name: str) -> DocumentKind:
    """Raises UnknownDocumentKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownDocumentKind(name) from None


def document_kinds() -> tuple[DocumentKind, ...]:
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.title))


def attachable_kinds(*, actor: Actor, on: dt.date) -> tuple[DocumentKind, ...]:
    """What the actor may make as an attachment, by title."""
    return tuple(kind for kind in document_kinds() if _is_offered(kind, actor, on))


def attachable_kind(name: str, *, actor: Actor, on: dt.date) -> DocumentKind:
    """The same, one. Raises UnknownDocumentKind also where it is not the actor's to make."""
    kind = document_kind(name)
    if not _is_offered(kind, actor, on):
        raise UnknownDocumentKind(name)
    return kind


def _is_offered(kind: DocumentKind, actor: Actor, on: dt.date) -> bool:
    offer = kind.as_attachment
    return offer is not None and kind.rule.allows(actor) and offer.may_make(actor, on)


def register_attaching(address: Callable[[str], str], *, rule: Rule) -> None:
    """A module with texts that take attachments: `address` is its page where one chooses among them for a kind, `rule`
    who has any to choose among."""
    _attaching[:] = [(address, rule)]


def attaching_address(kind: str, *, actor: Actor) -> str:
    """Where the actor lays the kind with a text; empty where there is no such page for them."""
    return next((address(kind) for address, rule in _attaching if rule.allows(actor)), "")


def standing_at(what: str, at: dt.datetime) -> str:
    """Figures that are as they stood when the document was made: "ledernes poster pr. 3. maj 2026 kl. 14.05"."""
    return f"{what} pr. {danish.moment(at)}"


def made_on(title: str, day: dt.date) -> str:
    """The usual name of a made file: what it is, and its date so that a folder of them sorts itself."""
    return f"{' '.join(title.split())} {day.isoformat()}"
