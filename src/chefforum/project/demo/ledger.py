"""Lindeby's books: made up to the last closed month, written as its systems would deliver them, and brought in as such.

Years of postings come from the economy system in latin-1 with Danish amounts, positions and absence from the payroll
system in UTF-8.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils import timezone

from chefforum.calc.periods import first_day
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person
from chefforum.modules.ledger.lake.mapping import AccountKind, guessed_columns, guessed_writing
from chefforum.modules.ledger.models import ColumnMapping, Extract
from chefforum.modules.ledger.rules.words import LineClass, Table
from chefforum.modules.ledger.services.accounts import add_class_rule, load_structure, name_accounts
from chefforum.modules.ledger.services.mappings import save_mapping
from chefforum.modules.ledger.services.units import map_cost_centre
from chefforum.project.books import Books, demo_size, lindeby, make_books
from chefforum.project.books.catalogue import FOLDER, Kind, kinds
from chefforum.project.books.files import LATIN1, UTF8, Written, write_books
from chefforum.project.books.town import MOVED_FROM, MOVED_TO

from .importing import bring_in
from .odd_files import NEW_PLACE, NEW_PLACE_OF, write_as_first_delivered, write_late_vouchers
from .pay_tables import write_pay_tables
from .runs import add_selections

YEARS = 3
CLOSED_ON = 10  # The day of a month on which the month before is closed.
REORGANISED_IN = 8  # The month of last year in which a cost centre changes hands.
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
    reorganised = (_period(closed) // 100 - 1) * 100 + REORGANISED_IN
    town = lindeby(reorganised=reorganised)
    return make_books(demo_size(first=_period(first), closed_through=_period(closed)), town)


def _period(months: int) -> int:
    return months // 12 * 100 + months % 12 + 1


def load(*, at: dt.datetime) -> Books:
    """Everything that the ledger holds in the demo, no month closed yet. Raises DemoIsIncomplete."""
    made, actor = books(on=timezone.localdate(at)), Actor.command_line()
    structure = (FOLDER / "kontoplan.csv").read_text(encoding="utf-8")
    load_structure(actor=actor, at=at, content=structure, valid_from=CLASSES_FROM)
    with tempfile.TemporaryDirectory(prefix="chefforum-demo-") as folder:
        _reorganise(made, Path(folder, "organisation.csv"), at)
        for file in write_books(made, Path(folder), form=LATIN1, side_form=UTF8):
            if file.path.stem == f"posteringer-{made.closed_through // 100}":
                _bring_in_corrected(made, file, actor, at)
            elif file.what in TABLES:
                _bring_in(file.path, TABLES[file.what], actor, at)
        late = Path(folder, f"efterslæb-{made.closed_through}.csv")
        write_late_vouchers(late, period=made.closed_through)
        _bring_in(late, Table.POSTINGS, actor, at, may_have_errors=True, keep_good=True)
        pay_tables = Path(folder, "lønsatser.csv")
        write_pay_tables(pay_tables)
        bring_in("forecast.pay_tables", pay_tables, {"is_complete": True}, at=at)
    _map_new_place(made.closed_through, at)
    name_accounts(actor=actor, at=at, names={account.string: account.name for account in made.accounts})
    add_classes(actor=actor, at=at)
    add_selections(at=at)
    return made


def _map_new_place(period: int, at: dt.datetime) -> None:
    """Finance says whose the cost centre is that came with the late vouchers."""
    finance = Person.objects.get(email__startswith="pia.lundager@")
    map_cost_centre(
        actor=actor_for(person=finance, on=timezone.localdate(at)),
        at=at,
        code=NEW_PLACE,
        unit_id=Unit.objects.get(code=NEW_PLACE_OF).pk,
        valid_from=first_day(period),
    )


def _reorganise(made: Books, path: Path, at: dt.datetime) -> None:
    """The cost centre that changes hands, as the payroll system tells it."""
    period = made.town.reorganised
    if period is None:
        return
    units = [unit for unit in made.town.units(period) if unit.code in (MOVED_FROM, MOVED_TO)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["enhedskode", "navn", "overordnet enhedskode", "omkostningssteder"])
        for code, same in groupby(sorted(units, key=lambda unit: unit.code), key=lambda unit: unit.code):
            parts = list(same)
            centres = ", ".join(centre for part in parts for centre in part.centres)
            writer.writerow([code, parts[0].name, parts[0].parent, centres])
    bring_in("organisation.units", path, {"on": first_day(period).isoformat(), "is_complete": False}, at=at)


def _bring_in_corrected(made: Books, file: Written, actor: Actor, at: dt.datetime) -> None:
    """The year that is running: first as it came with the credit notes wrong, then the delivery that replaces it, with
    the number of lines and the sum that the system says."""
    wrong = file.path.with_name(f"{file.path.stem}-første.csv")
    write_as_first_delivered(file.path, wrong)
    first = _bring_in(wrong, Table.POSTINGS, actor, at - dt.timedelta(hours=1))
    year = file.path.stem[-4:]
    total = sum(int(batch.amount.sum()) for batch in made.delivered() if str(batch.period).startswith(year))
    said: dict[str, Any] = {"replaces": str(first.pk), "control_lines": file.rows, "control_amount": total}
    _bring_in(file.path, Table.POSTINGS, actor, at, **said)


def _bring_in(
    path: Path, table: Table, actor: Actor, at: dt.datetime, *, may_have_errors: bool = False, **options: Any
) -> Extract:
    mapping = mapping_for(path, table, actor=actor, at=at)
    options |= {"mapping": str(mapping.pk)}
    bring_in(f"ledger.{table.value}", path, options, at=at, may_have_errors=may_have_errors)
    return Extract.objects.get(file_name=path.name)


def mapping_for(path: Path, table: Table, *, actor: Actor, at: dt.datetime) -> ColumnMapping:
    """The source system's mapping, by the heads of its file."""
    encoding = "latin-1" if table == Table.POSTINGS else "utf-8"
    with path.open(encoding=encoding) as content:
        columns = guessed_columns(table, content.readline().strip().split(";"))
    return save_mapping(
        actor=actor,
        at=at,
        source_system=ECONOMY if table in (Table.POSTINGS, Table.BUDGETS) else PAYROLL,
        table=table,
        columns=columns,
        writing=dataclasses.replace(guessed_writing(columns, {}), account_kind=AccountKind.AUTHORISED),
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
