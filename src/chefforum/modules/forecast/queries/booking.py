"""Which category of entries an account belongs to: one, so that what comes on it is counted once; and which account a
category's entries are booked on where the unit has none of its accounts yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from chefforum.modules.ledger.queries import LineClass, accounts_by_code, line_classes

from ..models import EntryCategory
from ..rules.entries import filled, is_booked_on, is_pattern


def category_of(
    account: str, line_class: LineClass | None, categories: Iterable[EntryCategory]
) -> EntryCategory | None:
    """The first of the categories that fits. One of variable pay has no accounts that are said to be something else."""
    for category in categories:
        fits = is_booked_on(account, category.accounts)
        if fits and (not category.is_variable_pay or line_class in (LineClass.VARIABLE_PAY, None)):
            return category
    return None


def accounts_to_come(
    category: EntryCategory, categories: Iterable[EntryCategory], *, like: Sequence[str], on: dt.date
) -> list[str]:
    """The category's accounts that a unit could be booked on, whose own accounts are `like`: those that are named,
    those of the chart that fit, and the unit's own with the category's digits in them. Three queries, none where the
    category has no accounts."""
    if not category.accounts:
        return []
    known = [code for code in accounts_by_code(on=on) if is_booked_on(code, category.accounts)]
    named = [one for one in category.accounts if not is_pattern(one)]
    made = [code for pattern in category.accounts for own in like if (code := filled(pattern, own))]
    codes = sorted({*known, *named, *made})
    classes = line_classes(codes=codes, on=on)
    return [code for code in codes if category_of(code, classes[code], categories) == category]
