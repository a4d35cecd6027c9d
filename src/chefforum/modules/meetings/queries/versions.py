"""The versions of an agenda or minutes that were sent out, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass

from chefforum.connectors.minutes import Difference, differences
from chefforum.kernel.access.rules import Actor

from ..models import Meeting, Version
from .meetings import minutes_of_version


@dataclass(frozen=True)
class VersionOnPage:
    """A version and what it changed since the one before, as the actor may read both; the first changes nothing."""

    version: Version
    is_first: bool
    changes: tuple[Difference, ...]

    @property
    def table_label(self) -> str:
        return f"Ændringer i version {self.version.number}"


def list_versions(*, actor: Actor, meeting: Meeting) -> list[VersionOnPage]:
    """Newest first. Nothing while the meeting's agenda is not sent out, or is called back."""
    if not meeting.is_published:
        return []
    versions = list(meeting.versions.select_related("published_by").order_by("number"))
    said = [minutes_of_version(actor=actor, version=version) for version in versions]
    shown = [
        VersionOnPage(version, is_first=place == 0, changes=differences(said[place - 1], said[place]) if place else ())
        for place, version in enumerate(versions)
    ]
    return shown[::-1]
