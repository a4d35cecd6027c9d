"""Meetings of a forum from planning to approved minutes, their items, and what comes of what was decided."""

from .action import Action, ActionStep
from .forum import ForumPractice, SectionTemplate, StandingItem, Theme
from .item import (
    Attachment,
    Comment,
    Conflict,
    DismissedFinding,
    Hearing,
    Item,
    ItemReader,
    ItemStep,
    LeftRoom,
    RecommendationPart,
    Revision,
    RevisionFile,
    Section,
)
from .meeting import (
    Correction,
    Meeting,
    MeetingNumber,
    MeetingStep,
    Participant,
    Reviewer,
    Version,
    VersionItem,
)
from .preparing import CalendarKey, PrivateNote, ReadMark

__all__ = [
    "Action",
    "ActionStep",
    "Attachment",
    "CalendarKey",
    "Comment",
    "Conflict",
    "Correction",
    "DismissedFinding",
    "ForumPractice",
    "Hearing",
    "Item",
    "ItemReader",
    "ItemStep",
    "LeftRoom",
    "Meeting",
    "MeetingNumber",
    "MeetingStep",
    "Participant",
    "PrivateNote",
    "ReadMark",
    "RecommendationPart",
    "Reviewer",
    "Revision",
    "RevisionFile",
    "Section",
    "SectionTemplate",
    "StandingItem",
    "Theme",
    "Version",
    "VersionItem",
]
