"""What a file of an agenda says last: the forum's actions as they stood when it was made.

They are shown anew to each reader, so a file that comes back is read without them: else what one person may read of a
closed item would be sent out to all as part of the last one.
"""

from __future__ import annotations

import dataclasses

from chefforum.calc.blocks import Table, texts
from chefforum.connectors.minutes.minutes import Minutes, Section

FOLLOW_UP_HEADING = "Opfølgning fra tidligere møder"
ACTION_HEADS = ("Hvad", "Ansvarlig", "Frist", "Tilstand", "Fra")


def without_follow_up(minutes: Minutes) -> Minutes:
    """The minutes without the table of actions that a file made here ends with; what people wrote themselves stays."""
    items = tuple(
        dataclasses.replace(item, sections=tuple(one for one in item.sections if not _is_made_here(one)))
        for item in minutes.items
    )
    return dataclasses.replace(minutes, items=items)


def _is_made_here(section: Section) -> bool:
    return section.heading == FOLLOW_UP_HEADING and any(_is_ours(block) for block in section.blocks)


def _is_ours(block: object) -> bool:
    if not isinstance(block, Table) or not block.rows:
        return False
    return tuple(text for cell in block.rows[0] for text in texts(cell)) == ACTION_HEADS
