"""The versions of an agenda or minutes that were sent out, and what each changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from chefforum.connectors.minutes import Change, Difference, differences
from chefforum.connectors.minutes.minutes import MinutesKind
from chefforum.kernel.access.rules import Actor

from ..models import Meeting, Version
from ..rules.words import MINUTES_KINDS
from .reading import VersionContent, content_of_version


@dataclass(frozen=True)
class VersionOnPage:
    """A version and what it changed since the one before, as the actor may read both; the first changes nothing."""

    version: Version
    is_first: bool
    checksum: str
    changes: tuple[Difference, ...]

    @property
    def kind_name(self) -> str:
        return MINUTES_KINDS[MinutesKind(self.version.head["kind"])]

    @property
    def table_label(self) -> str:
        return f"Ændringer i version {self.version.number}"


def list_versions(*, actor: Actor, meeting: Meeting) -> list[VersionOnPage]:
    """Newest first. Nothing while the meeting's agenda is not sent out, or is called back."""
    if not meeting.is_published:
        return []
    versions = list(meeting.versions.select_related("published_by").order_by("number"))
    said = [content_of_version(actor=actor, version=version) for version in versions]
    shown = [
        VersionOnPage(
            version,
            is_first=place == 0,
            checksum=checksum_of(version),
            changes=_changes(said[place - 1], said[place]) if place else (),
        )
        for place, version in enumerate(versions)
    ]
    return shown[::-1]


def checksum_of(version: Version) -> str:
    """SHA-256 over all that the version says, whoever may read it: the same as long as nobody exchanges a letter."""
    rows = version.items.order_by("position").values_list("item_id", "is_supplement", "revision__content")
    said = [version.head, [[str(item_id), is_late, content] for item_id, is_late, content in rows]]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _changes(old: VersionContent, new: VersionContent) -> tuple[Difference, ...]:
    """What the words say, and then the bilag that got a file, another file, or none."""
    return *differences(old.minutes, new.minutes), *_of_files(old.files, new.files)


def _of_files(old: dict[str, UUID], new: dict[str, UUID]) -> Iterator[Difference]:
    for where in [*new, *(where for where in old if where not in new)]:
        if where not in old:
            yield Difference(where, Change.ADDED, None, "Filen er lagt på")
        elif where not in new:
            yield Difference(where, Change.REMOVED, "Filen lå her", None)
        elif old[where] != new[where]:
            yield Difference(where, Change.CHANGED, "Den tidligere fil", "En ny fil")
