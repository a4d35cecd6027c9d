"""Which category of entries an account belongs to: one, so that what comes on it is counted once."""

from __future__ import annotations

from collections.abc import Iterable

from chefforum.modules.ledger.queries import LineClass

from ..models import EntryCategory
from ..rules.entries import is_booked_on


def category_of(
    account: str, line_class: LineClass | None, categories: Iterable[EntryCategory]
) -> EntryCategory | None:
    """The first of the categories that fits. One of variable pay has no accounts that are said to be something else."""
    for category in categories:
        fits = is_booked_on(account, category.accounts)
        if fits and (not category.is_variable_pay or line_class in (LineClass.VARIABLE_PAY, None)):
            return category
    return None
