"""What a file that comes again does to what is here already: a supplement joins it, and nothing closed is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from chefforum.connectors.minutes.minutes import Item, Minutes

from .matching import KnownItem, match_items


def is_only_supplement(minutes: Minutes) -> bool:
    """Whether the file holds the items of a supplement (tillæg) and none of the agenda that it belongs to."""
    return bool(minutes.items) and all(item.is_supplement for item in minutes.items)


def with_supplement(stored: Minutes, supplement: Minutes) -> Minutes:
    """The agenda that is here with the supplement's items in it: in place of their earlier selves, else last.

    An item is known by its case or title, never by its number, since a supplement may count from 1 again. The
    meeting's own words stay as they stand; the supplement's notes and what fitted nowhere come along.
    """
    matches = _matches([replace(item, number=-1) for item in stored.items if item.is_supplement], supplement.items)
    earlier = [item for item in stored.items if item.is_supplement]
    again = {_key(before): item for before, item in zip(matches, supplement.items, strict=True) if before}
    items = [item for item in stored.items if not item.is_supplement]
    items += [_numbered(again.get(_key(item), item), item.number) for item in earlier]
    for item, before in zip(supplement.items, matches, strict=True):
        if before is None:
            taken = {one.number for one in items}
            items.append(_numbered(item, max(taken, default=0) + 1 if item.number in taken else item.number))
    return replace(
        stored,
        items=tuple(items),
        unplaced=(*stored.unplaced, *(block for block in supplement.unplaced if block not in stored.unplaced)),
        notes=(*stored.notes, *(note for note in supplement.notes if note not in stored.notes)),
    )


def _key(item: Item) -> tuple[str | None, str, str]:
    return item.journal_number, item.title, item.heading


def _numbered(item: Item, number: int) -> Item:
    if number == item.number:
        return item
    return replace(item, number=number, heading=f"Punkt {number}: {item.title}")


def with_kept_marks(stored: Minutes, minutes: Minutes) -> Minutes:
    """The minutes with everything closed that is closed here, and with the mark of a supplement where it has one."""
    matches = _matches(stored.items, minutes.items)
    items = tuple(
        _keeping(before, item) if before else item for before, item in zip(matches, minutes.items, strict=True)
    )
    return replace(minutes, items=items)


def _keeping(before: Item, item: Item) -> Item:
    closed = {*before.confidential_attachments, *item.confidential_attachments}
    return replace(
        item,
        is_confidential=before.is_confidential or item.is_confidential,
        is_supplement=before.is_supplement or item.is_supplement,
        confidential_attachments=tuple(title for title in item.attachments if title in closed),
    )


def _matches(stored: Sequence[Item], new: Sequence[Item]) -> list[Item | None]:
    """For each new item the stored one that it continues, as an import finds them."""
    known = {UUID(int=place): item for place, item in enumerate(stored)}
    found = match_items(
        known=[KnownItem(key, item.number, item.title, item.journal_number) for key, item in known.items()], new=new
    )
    return [known[key] if key else None for key in found]
