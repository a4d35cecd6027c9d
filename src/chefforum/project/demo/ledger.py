"""Lindeby's books: made up to the last closed month, written as its systems would deliver them, and brought in as such.

Years of postings come from the economy system in latin-1 with Danish amounts, positions and absence from the payroll
system in UTF-8.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from itertools import groupby
from pathlib import Path

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.modules.ledger.lake.mapping import AccountKind, Writing, guessed_columns
from chefforum.modules.ledger.models import ColumnMapping
from chefforum.modules.ledger.rules.words import LineClass, Table
from chefforum.modules.ledger.services.accounts import add_class_rule, load_structure, name_accounts
from chefforum.modules.ledger.services.mappings import save_mapping
from chefforum.project.books import Books, demo_size, lindeby, make_books
from chefforum.project.books.catalogue import FOLDER, Kind, kinds
from chefforum.project.books.files import LATIN1, UTF8, Written, write_books

from .importing import bring_in
from .pay_tables import write_pay_tables
from .runs import add_selections

YEARS = 3
CLOSED_ON = 10  # The day of a month on which the month before is closed.
CLASSES_FROM = dt.date(2022, 1, 1)
ECONOMY, PAYROLL = "Økonomisystemet", "Lønsystemet"
TABLES = {
    "posteringer": Table.POSTINGS,
    "budget": Table.BUDGETS,
    "stillinger": Table.POSITIONS,
    "fravær": Table.ABSENCES,
}
CLASSES = {
    "fast løn": LineClass.FIXED_PAY,
    "variabel løn": LineClass.VARIABLE_PAY,
    "aftale": LineClass.CONTRACT,
    "husleje": LineClass.RENT,
    "refusion": LineClass.REFUND,
    "indtægt": LineClass.INCOME,
    "få betalinger": LineClass.FEW_PAYMENTS,
    "øvrig": LineClass.OTHER,
    "intern": LineClass.INTERNAL,
}


def books(*, on: dt.date) -> Books:
    """What the demo has on the day: three years up to the month that is closed."""
    closed = on.year * 12 + on.month - (2 if on.day >= CLOSED_ON else 3)
    first = closed - YEARS * 12 + 1
    return make_books(demo_size(first=_period(first), closed_through=_period(closed)), lindeby())


def _period(months: int) -> int:
    return months // 12 * 100 + months % 12 + 1


def load(*, at: dt.datetime) -> Books:
    """Everything that the ledger holds in the demo, no month closed yet. Raises DemoIsIncomplete."""
    made, actor = books(on=timezone.localdate(at)), Actor.command_line()
    structure = (FOLDER / "kontoplan.csv").read_text(encoding="utf-8")
    load_structure(actor=actor, at=at, content=structure, valid_from=CLASSES_FROM)
    with tempfile.TemporaryDirectory(prefix="chefforum-demo-") as folder:
        for file in write_books(made, Path(folder), form=LATIN1, side_form=UTF8):
            if file.what in TABLES:
                _bring_in(file, actor, at)
        pay_tables = Path(folder, "lønsatser.csv")
        write_pay_tables(pay_tables)
        bring_in("forecast.pay_tables", pay_tables, {"is_complete": True}, at=at)
    name_accounts(actor=actor, at=at, names={account.string: account.name for account in made.accounts})
    add_classes(actor=actor, at=at)
    add_selections(at=at)
    return made


def _bring_in(file: Written, actor: Actor, at: dt.datetime) -> None:
    table = TABLES[file.what]
    mapping = mapping_for(file.path, table, actor=actor, at=at)
    bring_in(f"ledger.{table.value}", file.path, {"mapping": str(mapping.pk)}, at=at)


def mapping_for(path: Path, table: Table, *, actor: Actor, at: dt.datetime) -> ColumnMapping:
    """The source system's mapping, by the heads of its file."""
    encoding = "latin-1" if table == Table.POSTINGS else "utf-8"
    with path.open(encoding=encoding) as content:
        heads = content.readline().strip().split(";")
    return save_mapping(
        actor=actor,
        at=at,
        source_system=ECONOMY if table in (Table.POSTINGS, Table.BUDGETS) else PAYROLL,
        table=table,
        columns=guessed_columns(table, heads),
        writing=Writing(account_kind=AccountKind.AUTHORISED),
    )


def add_classes(*, actor: Actor, at: dt.datetime) -> None:
    """What kind of line an account is, by its grouping."""
    for order, (line_class, group) in enumerate(groupby(sorted(kinds(), key=_class_of), key=_class_of), start=1):
        add_class_rule(
            actor=actor,
            at=at,
            line_class=CLASSES[line_class],
            patterns={"grouping": ",".join(sorted(kind.code for kind in group))},
            order=10 * order,
            valid_from=CLASSES_FROM,
        )


def _class_of(kind: Kind) -> str:
    return kind.line_class
