"""Heading levels without gaps: a reader who jumps from heading to heading must never land two levels down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

LOWEST = 6  # HTML, PDF/UA-1 and the styles of Word agree on six levels


def without_gaps(wanted: Iterable[int], *, top: int) -> Iterator[int]:
    """The levels to show for headings that ask for the levels `wanted` (1 is highest) where the highest is `top`.

    The first heading gets `top`; each later one is at most one level below the heading before it, never above
    `top`, and never lower than 6.
    """
    previous = top - 1
    for level in wanted:
        previous = min(top + max(level, 1) - 1, previous + 1, LOWEST)
        yield previous
