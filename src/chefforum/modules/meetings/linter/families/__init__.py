"""The rules by family; importing this package registers them all."""

from chefforum.modules.meetings.linter.families import (
    attachments,
    dates,
    figures,
    numbers,
    reading,
    sections,
    time,
    titles,
    wording,
)

__all__ = ["attachments", "dates", "figures", "numbers", "reading", "sections", "time", "titles", "wording"]
