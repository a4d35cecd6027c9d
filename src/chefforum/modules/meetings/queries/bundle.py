"""A whole meeting as somebody may read it, with the files of its bilag that they may read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chefforum.connectors.minutes import minutes as values
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.models import DocumentVersion
from chefforum.kernel.documents.queries import list_newest_versions
from chefforum.web import danish

from ..models import Meeting
from ..rules.bundling import EVERYTHING, Choice, is_big
from .reading import AttachmentOnPage, ItemOnPage, minutes_and_items


@dataclass(frozen=True)
class BundleFile:
    """A bilag by its number among the item's; without a version `note` says why there is no file."""

    number: int
    title: str
    version: DocumentVersion | None
    note: str


@dataclass(frozen=True)
class BundleItem:
    id: UUID
    number: int
    title: str
    is_hidden: bool
    files: tuple[BundleFile, ...]

    @property
    def versions(self) -> list[DocumentVersion]:
        return [file.version for file in self.files if file.version]

    @property
    def size(self) -> int:
        return sum(version.file.size for version in self.versions)


@dataclass(frozen=True)
class Bundle:
    """The chosen items of a meeting: what they say, and their files. What the actor may not read is masked in both."""

    meeting: Meeting
    minutes: values.Minutes
    items: tuple[BundleItem, ...]

    @property
    def versions(self) -> list[DocumentVersion]:
        return [version for item in self.items for version in item.versions]

    @property
    def size(self) -> int:
        return sum(item.size for item in self.items)

    @property
    def is_big(self) -> bool:
        return is_big(files=len(self.versions), size=self.size)


def bundle_of(*, actor: Actor, meeting: Meeting, choice: Choice = EVERYTHING) -> Bundle:
    """What is chosen of the meeting, in its order. A fixed number of queries.

    For those who may know of the meeting: callers ask `find_meeting` and `has_something_to_read` first. Where not all
    items are chosen, what fitted in none of them is left out too.
    """
    minutes, shown = minutes_and_items(actor=actor, meeting=meeting)
    chosen = [place for place, item in enumerate(shown) if choice.takes(item.id)]
    items = [shown[place] for place in chosen]
    if len(chosen) < len(shown):
        said = tuple(minutes.items[place] for place in chosen)
        minutes = replace(minutes, items=said, contents_heading="", contents=(), unplaced=(), notes=())
    versions = _versions(actor, items) if choice.with_attachments else {}
    return Bundle(
        meeting=meeting,
        minutes=minutes,
        items=tuple(
            BundleItem(
                id=item.id,
                number=item.number or place + 1,
                title=item.title,
                is_hidden=item.is_hidden,
                files=tuple(_files(item.attachments, versions)) if choice.with_attachments else (),
            )
            for place, item in zip(chosen, items, strict=True)
        ),
    )


def _versions(actor: Actor, items: Sequence[ItemOnPage]) -> dict[UUID, DocumentVersion]:
    """What the documents themselves let the actor read: an item that shows a file is not enough."""
    ids = {one.document_id for item in items for one in item.attachments if one.document_id and not one.is_hidden}
    return list_newest_versions(actor=actor, document_ids=ids) if ids else {}


def _files(attachments: Sequence[AttachmentOnPage], versions: dict[UUID, DocumentVersion]) -> Iterator[BundleFile]:
    for number, attachment in enumerate(attachments, start=1):
        if attachment.is_hidden:
            yield BundleFile(number, attachment.title, None, "Du har ikke adgang til bilaget.")
            continue
        version = versions.get(attachment.document_id) if attachment.document_id else None
        yield BundleFile(number, attachment.title, version, "" if version else _why_not(attachment))


def _why_not(attachment: AttachmentOnPage) -> str:
    if attachment.is_promised:
        by = f" senest {danish.date(attachment.promised_date)}" if attachment.promised_date else ""
        return f"Eftersendes{by}."
    return "Filen er ikke lagt ind endnu."
