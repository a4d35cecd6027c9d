"""A leader says that nothing more comes on an account of variable pay: the months that nobody has said anything of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger.queries import LineClass

from ..access import require_writer
from ..models import Entry
from ..queries.entries import list_categories, rows_of
from ..queries.expected import Expected, ExpectedLine, expected_of_unit
from ..rules.entries import is_booked_on
from ..rules.running import NothingClosed
from .entries import EntryRefused, NewEntry, Write, add_entries, write

NOUGHT = Decimal(0)


@transaction.atomic
def rest_is_nought(*, actor: Actor, unit_id: UUID, year: int, account: str, at: dt.datetime, on: dt.date) -> Entry:
    """Puts 0 in them, on a row of the sheet that the account's numbers come from, or on a new one; each is a change in
    the history, and can be undone.

    Raises AccessDenied, and EntryRefused where the account has nothing to assess or no category fits it.
    """
    require_writer(actor, unit_id)
    try:
        expected = expected_of_unit(actor=actor, unit_id=unit_id, year=year, on=on)
    except NothingClosed as refusal:
        raise EntryRefused(str(refusal)) from None
    line = next((one for one in expected.lines() if one.account == account), None)
    if line is None or line.sum.is_complete or line.line_class is not LineClass.VARIABLE_PAY:
        raise EntryRefused("Kontoen er vurderet, eller den er ikke variabel løn. Intet er ændret.")
    fitting = [one for one in list_categories() if one.is_variable_pay and is_booked_on(account, one.accounts)]
    months = _months(expected, line)
    for row in rows_of(unit_id=unit_id, year=year):
        if row.entry.account == account or (not row.entry.account and row.entry.category in fitting):
            writes = [Write.cell(entry_id=row.entry.pk, month=month, value=NOUGHT, seen=None) for month in months]
            write(actor=actor, unit_id=unit_id, year=year, writes=writes, at=at)
            return row.entry
    if not fitting:
        raise EntryRefused("Ingen kategori hører til kontoen. Skriv en post med kontoens nummer, eller spørg økonomi.")
    new = NewEntry(fitting[0].pk, account=account, values=tuple((month, NOUGHT) for month in months))
    (made,) = add_entries(actor=actor, unit_id=unit_id, year=year, new=[new], at=at)
    return made


def _months(expected: Expected, line: ExpectedLine) -> list[int]:
    """1 to 12."""
    return [period % 100 for period in expected.months_lacking(line.number) or expected.months_left]
