"""Schools under a municipality, people with one relation each, two categories, and a ledger with something in it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.organisation.models import CostCentre
from chefforum.modules.forecast.models import CategoryRate, Entry, EntryCategory, EntryChange
from chefforum.modules.forecast.services.entries import NewEntry, Write, add_entries, write
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.ledger.lake.mapping import EndDay
from chefforum.modules.ledger.rules.words import LineClass, Table
from chefforum.modules.ledger.services.accounts import add_class_rule
from chefforum.modules.ledger.services.closing import close_through
from tests import factories
from tests.modules.ledger.conftest import POSITION_FIELDS, file, lake, load, mapped

__all__ = ["file", "lake", "load", "mapped"]

NOW = dt.datetime(2026, 4, 2, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
YEAR = 2026
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)] + ["2026-01", "2026-02", "2026-03"]
SUBSTITUTES, INCOME = "5101", "7001"  # accounts


@pytest.fixture
def town(db: None) -> SimpleNamespace:
    """Kommunen over Skoler (Nordskolen 4711, Sydskolen 4712) and Park (4800), and `as_("leader")` for its people."""
    top = factories.unit("Kommunen")
    schools = factories.unit("Skoler", under=top)
    north, south = factories.unit("Nordskolen", under=schools), factories.unit("Sydskolen", under=schools)
    park = factories.unit("Park", under=top)
    for unit, code in ((north, "4711"), (south, "4712"), (park, "4800")):
        CostCentre.objects.create(unit=unit, code=code, valid_from=factories.LONG_AGO)
    names = "controller part_controller auditor admin leader other_leader deputy chief colleague substitute"
    people = {name: factories.person(name) for name in names.split()}
    for name, role, over in (
        ("controller", Role.CONTROLLER, top),
        ("part_controller", Role.CONTROLLER, schools),
        ("auditor", Role.AUDITOR, top),
        ("admin", Role.ADMINISTRATOR, top),
        ("deputy", Role.WORKPLACE_LEADER, north),
    ):
        factories.role(people[name], role, over)
    for name, over in (("leader", north), ("other_leader", south), ("chief", schools)):
        factories.employment(people[name], over, is_leader=True)
    factories.employment(people["colleague"], north)
    factories.substitution(
        people["leader"], people["substitute"], valid_from=TODAY, valid_to=TODAY + dt.timedelta(days=1)
    )

    def as_(name: str) -> Actor:
        return actor_for(person=people[name], on=TODAY)

    substitutes = EntryCategory.objects.create(
        code="vikar", name="Vikarer", unit_name="timer", is_variable_pay=True, accounts=["51*"], position=1
    )
    CategoryRate.objects.create(category=substitutes, valid_from=dt.date(2026, 1, 1), rate_oere=250_00)
    income = EntryCategory.objects.create(
        code="indtaegt", name="Indtægter", is_income=True, accounts=["70*"], position=2
    )
    return SimpleNamespace(
        top=top,
        schools=schools,
        north=north,
        south=south,
        park=park,
        people=people,
        as_=as_,
        controller=as_("controller"),
        leader=as_("leader"),
        substitutes=substitutes,
        income=income,
    )


@pytest.fixture
def entry(town: SimpleNamespace) -> Entry:
    """Substitutes at Nordskolen: 40 hours in May, 20 in June, at 250 kr."""
    new = NewEntry(town.substitutes.pk, "barsel i 3. b", rate_oere=250_00, values=((5, 40), (6, 20)))  # type: ignore[arg-type]
    return add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)[0]


@pytest.fixture
def whole_entry(town: SimpleNamespace, entry: Entry) -> Entry:
    """The same, and nothing in the other months left: its leader has said something of each."""
    put(town, entry, *(cell(entry, month, 0) for month in (4, 7, 8, 9, 10, 11, 12)))
    return entry


def cell(entry: Entry, month: int, value: object, seen: object = None) -> Write:
    from decimal import Decimal

    def number(said: object) -> Decimal | None:
        return None if said is None else Decimal(str(said))

    return Write.cell(entry_id=entry.pk, month=month, value=number(value), seen=number(seen))


def put(town: SimpleNamespace, entry: Entry, *writes: Write, who: str = "leader", at: dt.datetime = NOW):
    return write(actor=town.as_(who), unit_id=entry.unit_id, year=entry.year, writes=writes, at=at)


def new_agreement(town: SimpleNamespace, *, expires: dt.date) -> None:
    """Nordskolen's leader says that 4020 ends on 20,000 kr."""
    set_override(
        actor=town.leader,
        unit_id=town.north.pk,
        account="4020",
        year=YEAR,
        amount_oere=20_000_00,
        reason="Ny aftale",
        expires=expires,
        at=NOW,
        on=TODAY,
    )


def amounts(entry: Entry) -> dict[int, int]:
    return dict(entry.months.values_list("month", "amount_oere"))


def newest(entry: Entry) -> EntryChange:
    return entry.changes.first()


@pytest.fixture
def ledger(town, file, load):
    """ledger(rows) loads postings (month "2025-05", account, cost centre, kroner) and closes through March 2026."""

    def run(*rows: tuple[str, str, str, str], closed: int | None = 202603) -> None:
        lines = [
            (number, 1, f"15-{month[5:]}-{month[:4]}", account, centre, amount, "tekst")
            for number, (month, account, centre, amount) in enumerate(rows, 1)
        ]
        load(file("postings.csv", lines))
        if closed:
            close_through(actor=town.controller, at=NOW, period=closed)

    return run


@pytest.fixture
def classes(town) -> None:
    for account, line_class in (
        ("51*", LineClass.VARIABLE_PAY),
        ("50*", LineClass.FIXED_PAY),
        ("41*", LineClass.RENT),
    ):
        add_class_rule(
            actor=town.controller,
            at=NOW,
            line_class=line_class,
            patterns={"account": account},
            order=10,
            valid_from=factories.LONG_AGO,
        )


@pytest.fixture
def books(town, classes, ledger) -> None:
    """Nordskolen uses 1,000 kr. a month on 4020, 400 on substitutes; Sydskolen 100 on 4020; 50 a month have no unit."""
    ledger(
        *(
            row
            for month in MONTHS
            for row in (
                (month, "4020", "4711", "1000,00"),
                (month, "5101", "4711", "400,00"),
                (month, "4020", "4712", "100,00"),
                (month, "4020", "9999", "50,00"),
            )
        )
    )


@pytest.fixture
def budget(town, file, load, mapped):
    """budget((account, cost centre, kroner), …): of the whole year 2026."""

    def run(*rows: tuple[str, str, str]) -> None:
        heads = ("Type", "År", "Konto", "Sted", "Beløb")
        mapping = mapped(
            Table.BUDGETS, {"kind": "Type", "year": "År", "account": "Konto", "cost_centre": "Sted", "amount": "Beløb"}
        )
        lines = [heads, *(("Oprindeligt", 2026, account, place, amount) for account, place, amount in rows)]
        load(file("budget.csv", "\n".join(";".join(map(str, line)) for line in lines) + "\n"), mapping=mapping)

    return run


@pytest.fixture
def positions(town, file, load, mapped):
    """positions((id, account, cost centre, step), …): full time, from before the year."""

    def run(*rows: tuple[str, str, str, str]) -> None:
        heads = ("Stilling", "Person", "Sted", "Konto", "Gruppe", "Trin", "Andel", "Fra")
        mapping = mapped(Table.POSITIONS, dict(zip(POSITION_FIELDS, heads, strict=False)))  # without the last day
        lines = [
            heads,
            *((id_, f"m{id_}", place, account, "LÆR", step, "1,0", "01-01-2024") for id_, account, place, step in rows),
        ]
        load(file("stillinger.csv", "\n".join(";".join(map(str, line)) for line in lines) + "\n"), mapping=mapping)

    return run


STAFF = (
    "position_id", "employee_ref", "cost_centre", "account", "occupation", "step", "hours_share", "valid_from",
    "valid_to",
)  # fmt: skip
AWAY = ("position_id", "kind", "valid_from", "valid_to", "pay_share", "reimbursement_rule")


@pytest.fixture
def staff(town, file, load, mapped):
    """staff(rows of STAFF, absences=rows of AWAY): positions and absence as a payroll system delivers them."""

    def run(*rows: tuple[str, ...], absences: tuple[tuple[str, ...], ...] = ()) -> None:
        for table, names, lines in ((Table.POSITIONS, STAFF, rows), (Table.ABSENCES, AWAY, absences)):
            if lines:
                text = "\n".join(";".join(map(str, line)) for line in (names, *lines)) + "\n"
                mapping = mapped(table, {name: name for name in names}, end_day=EndDay.AFTER)
                load(file(f"{table.value}.csv", text), mapping=mapping)

    return run


RATES = """Tabel;Gruppe;Trin;Gælder fra;Beløb;Procent;Dage;Regel;Konto
Løntrin;LÆR;1;01-01-2024;30.000,00;;;;
Løntrin;LÆR;2;01-01-2024;31.000,00;;;;
Generel stigning;;;01-10-2026;;2,00;;;
Pension;;;01-01-2024;;10;;;
Særlig feriegodtgørelse;;;01-01-2024;;1;;;
Refusion;sygdom;;01-01-2024;4.690,00;;30;;{sygdom}
Refusion;barsel;;01-01-2024;4.690,00;;0;;{barsel}
"""


@pytest.fixture
def rates(town):
    """rates(sygdom="7701") loads pay tables, and says on which account what comes back is booked."""
    from tests.modules.forecast.test_pay_tables import take_in

    return lambda **accounts: take_in(town, RATES.format_map({"sygdom": "", "barsel": ""} | accounts))


def of(found, account: str, unit_id=None):
    (line,) = (one for one in found.lines() if one.account == account and unit_id in (None, one.unit_id))
    return line
