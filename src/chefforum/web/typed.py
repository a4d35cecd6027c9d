"""What comes back from a page as text and should be a number or an id: it may be anything at all."""

from __future__ import annotations

from uuid import UUID

MOST_DIGITS = 9  # as much as every database's whole numbers hold


def whole_number(text: str, default: int = 0) -> int:
    """The whole number that the text says, `default` where it says none.

    >>> whole_number("12"), whole_number("²"), whole_number("9" * 5000, -1)
    (12, 0, -1)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else default


def public_id(text: str) -> UUID | None:
    """The id that the text says, None where it says none.

    >>> public_id("vejr")
    """
    try:
        return UUID(text)
    except ValueError:
        return None
