"""Categories of entries with their accounts, and what one of them costs from a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.services import record

from ..models import CategoryRate, EntryCategory
from ..queries.units import require_keeper
from ..rules.default_categories import DEFAULT_CATEGORIES

TAKEN = "Der er allerede en kategori med den kode."


@dataclass(frozen=True)
class CategoryWords:
    code: str
    name: str
    unit_name: str
    is_income: bool
    is_variable_pay: bool
    accounts: tuple[str, ...]
    is_active: bool = True


class CategoryRefused(ValueError):
    """What was asked cannot be done; the message tells the person why."""


@transaction.atomic
def add_usual_categories(*, actor: Actor, at: dt.datetime, on: dt.date) -> int:
    """The usual ones that are not there; their accounts and rates are the municipality's own to fill in.

    Answers how many came. Raises AccessDenied for others than finance.
    """
    require_keeper(actor=actor, on=on)
    known = set(EntryCategory.objects.values_list("code", flat=True))
    made = EntryCategory.objects.bulk_create(
        EntryCategory(
            code=one.code,
            name=one.name,
            unit_name=one.unit_name,
            is_income=one.is_income,
            is_variable_pay=one.is_variable_pay,
            position=place,
        )
        for place, one in enumerate(DEFAULT_CATEGORIES)
        if one.code not in known
    )
    _record(actor, at, "usual", len(made))
    return len(made)


@transaction.atomic
def keep_category(
    *, actor: Actor, words: CategoryWords, at: dt.datetime, on: dt.date, category_id: int | None = None
) -> EntryCategory:
    """A new category, or another wording of one. Whether it is income is never changed once entries are made.

    Raises AccessDenied for others than finance, CategoryRefused.
    """
    require_keeper(actor=actor, on=on)
    found = EntryCategory() if category_id is None else EntryCategory.objects.select_for_update().get(pk=category_id)
    taken = EntryCategory.objects.filter(code=words.code).exclude(pk=category_id or 0).exists()
    if taken:
        raise CategoryRefused(TAKEN)
    if found.pk and found.is_income != words.is_income and found.entries.exists():
        raise CategoryRefused("Der er poster i kategorien, så den kan ikke skifte mellem udgift og indtægt.")
    if found.pk is None:
        found.position = EntryCategory.objects.count()
    for name in ("code", "name", "unit_name", "is_income", "is_variable_pay", "is_active"):
        setattr(found, name, getattr(words, name))
    found.accounts = list(words.accounts)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:  # somebody else made it meanwhile
        raise CategoryRefused(TAKEN) from None
    _record(actor, at, "category", found.pk)
    return found


@transaction.atomic
def set_rate(
    *,
    actor: Actor,
    category: EntryCategory,
    valid_from: dt.date,
    rate_oere: int,
    at: dt.datetime,
    on: dt.date,
    source: str = "",
) -> CategoryRate:
    """What one costs from the day; entries that are made keep theirs. Raises AccessDenied for others than finance."""
    require_keeper(actor=actor, on=on)
    rate, _ = CategoryRate.objects.update_or_create(
        category=category, valid_from=valid_from, defaults={"rate_oere": rate_oere, "source": source}
    )
    _record(actor, at, "rate", category.pk)
    return rate


def _record(actor: Actor, at: dt.datetime, what: str, object_id: object) -> None:
    action = "forecast.categories"
    record(actor=actor, at=at, action=action, object_kind="category", object_id=object_id, data={"what": what})
