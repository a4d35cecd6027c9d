"""What there is of expected accounts in Lindeby: the school's sheet with two rows, a round that is open, and rates."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from chefforum.calc.forecasting.backtest import Measure
from chefforum.calc.periods import shifted
from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.access.rules import Actor
from chefforum.modules.forecast.models import (
    Backtest,
    Entry,
    EntryCategory,
    EntryChange,
    MethodChoice,
    Override,
    PayTable,
    RefundRule,
    Round,
    Selection,
    SelectionRule,
    SharedNote,
)
from chefforum.modules.forecast.rules.rhythm import Pace, month_before
from chefforum.modules.forecast.rules.rounds import RoundKind
from chefforum.modules.forecast.rules.selections import SelectionKind
from chefforum.modules.forecast.services.assessing import set_rhythm
from chefforum.modules.forecast.services.categories import CategoryWords, add_usual_categories, keep_category, set_rate
from chefforum.modules.forecast.services.entries import NewEntry, Write, add_entries, write
from chefforum.modules.forecast.services.methods import choose_method
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.forecast.services.rounds import begin_round
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.forecast.services.selections import add_refund_rule, add_selection_rule, make_selection
from chefforum.modules.forecast.services.sharing import share_note
from chefforum.modules.ledger.lake.mapping import Writing
from chefforum.modules.ledger.queries import closed_through
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.closing import close_through
from chefforum.modules.ledger.services.loading import Choices, load_extract, stage_file
from chefforum.modules.ledger.services.mappings import save_mapping
from tests.people import Lindeby


@dataclass(frozen=True)
class ForecastThere:
    entry: Entry  # the school's, with a rate
    round: Round  # open
    period: int  # the month that is assessed now
    category: EntryCategory
    override: Override  # the school's
    note: SharedNote  # the school's
    selection: Selection
    refund_rule: RefundRule

    @property
    def method_choice(self) -> MethodChoice:
        """The method that holds anyhow."""
        return MethodChoice.objects.get()

    @property
    def selection_rule(self) -> SelectionRule:
        return self.selection.rules.get()

    @property
    def waiting(self) -> EntryChange:
        """Something that waits for a choice on the entry."""
        found = EntryChange.objects.filter(state="waiting").first()
        if found is not None:
            return found
        return EntryChange.objects.create(
            entry=self.entry,
            batch=self.entry.pk,
            field="cell",
            month=12,
            before="1.00",
            after="2.00",
            state="waiting",
            at=self.entry.created_at,
        )


def build(lindeby: Lindeby, *, at: dt.datetime) -> ForecastThere:
    """Made by the product's own services, by the school's leader and by finance."""
    leader, finance = (
        actor_for(person=lindeby.persons[name], on=lindeby.on) for name in ("workplace_leader", "controller")
    )
    on, school = lindeby.on, lindeby.units["3100"]
    add_usual_categories(actor=finance, at=at, on=on)
    words = CategoryWords("vikar", "Vikarer", "timer", False, True, ("51*",))
    category = EntryCategory.objects.get(code="vikar")
    keep_category(actor=finance, words=words, at=at, on=on, category_id=category.pk)
    first = on.replace(month=1, day=1)
    set_rate(actor=finance, category=category, valid_from=first, rate_oere=250_00, at=at, on=on, source="Opfundet")
    pace = Pace(due_working_day=5, threshold_oere=10_000_00, threshold_pct=Decimal(10))
    set_rhythm(actor=finance, valid_from=first, pace=pace, at=at, on=on)
    purchases = EntryCategory.objects.get(code="indkoeb")
    new = [
        NewEntry(
            category.pk, "barsel i 3. b", rate_oere=250_00, values=tuple((month, Decimal(40)) for month in (11, 12))
        ),
        NewEntry(purchases.pk, "nye skolemøbler", values=((12, Decimal("84500.50")),)),
    ]
    entry, _ = add_entries(actor=leader, unit_id=school.pk, year=on.year, new=new, at=at)
    change = Write.cell(entry_id=entry.pk, month=12, value=Decimal(63), seen=Decimal(40))
    write(actor=leader, unit_id=school.pk, year=on.year, writes=[change], at=at)
    period = month_before(on)
    made = begin_round(
        actor=finance, kind=RoundKind.FR3, period=period, deadline=on + dt.timedelta(days=10), at=at, on=on
    )
    _rates(first)
    override = set_override(
        actor=leader,
        unit_id=school.pk,
        account="4020",
        year=on.year,
        amount_oere=150_000_00,
        reason="Ny aftale om rengøring",
        expires=on + dt.timedelta(days=30),
        at=at,
        on=on,
    )
    load_budget(finance, at=at, year=on.year)
    load_positions(finance, at=at, year=on.year)
    note = share_note(
        actor=leader, unit_id=school.pk, year=on.year, text="Vi deler vikarer med naboskolen om fredagen.", at=at
    )
    selection, refund_rule = _tables(finance, first=first, at=at, on=on)
    choose_method(actor=finance, method="default", valid_from=on, reason="Rammer bedst", at=at, on=on)
    _run_twice(finance, at=at, on=on)
    return ForecastThere(
        entry=entry,
        round=made,
        period=period,
        category=category,
        override=override,
        selection=selection,
        refund_rule=refund_rule,
        note=note,
    )


def _rates(first: dt.date) -> None:
    """What the positions are paid by."""
    PayTable.objects.create(
        kind="step_rate", group="SOSU", step="24", valid_from=first, amount_oere=30_000_00, source="Opfundet"
    )
    for kind, pct in (("pension", 13), ("holiday_allowance", 1)):
        PayTable.objects.create(kind=kind, valid_from=first, pct=Decimal(pct), source="Opfundet")


def _tables(finance: Actor, *, first: dt.date, at: dt.datetime, on: dt.date) -> tuple[Selection, RefundRule]:
    """A selection with a rule, and a rule of refunds."""
    selection = make_selection(
        actor=finance, name="Serviceramme", code="serviceramme", kind=SelectionKind.SERVICE_FRAME, at=at, on=on
    )
    add_selection_rule(
        actor=finance,
        selection=selection,
        takes_in=True,
        patterns={"account": "40*,29*"},
        unit_id=None,
        order=10,
        valid_from=first,
        source="Opfundet",
        at=at,
        on=on,
    )
    refund_rule = add_refund_rule(
        actor=finance,
        refund_accounts="77*",
        cost_accounts="51*",
        share_pct=Decimal(50),
        lag_months=1,
        valid_from=first,
        source="Opfundet",
        at=at,
        on=on,
    )
    return selection, refund_rule


def _run_twice(finance: Actor, *, at: dt.datetime, on: dt.date) -> None:
    """A run of last month, before a month was closed that is closed now, and one of today; and a trial of methods."""
    closed = closed_through()
    assert closed is not None
    close_through(actor=finance, at=at, period=shifted(closed, -1), reason="En faktura manglede")
    run_forecast(actor=finance, year=on.year, at=at - dt.timedelta(days=31), on=on - dt.timedelta(days=31))
    close_through(actor=finance, at=at, period=closed)
    run_forecast(actor=finance, year=on.year, at=at, on=on)
    measures = [
        Measure(method, 0, month, of, None, 10, wape, bias)
        for of in ("line", "unit", "whole")
        for method, wape, bias in (
            ("default", 0.2, 0.01),
            ("straight", 0.25, -0.02),
            ("same_months_last_year", 0.3, 0.1),
        )
        for month in (3, 6, 9)
    ]
    Backtest.objects.create(
        made_at=at,
        first_period=(on.year - 3) * 100 + 1,
        last_period=(on.year - 1) * 100 + 12,
        method_version=1,
        measures=[asdict(one) for one in measures],
    )


def load_positions(finance: Actor, *, at: dt.datetime, year: int) -> None:
    """Two at the school, one of them vacant."""
    heads = {
        "position_id": "Stilling", "employee_ref": "Medarbejder", "cost_centre": "Sted", "account": "Konto",
        "occupation": "Gruppe", "step": "Trin", "hours_share": "Grad", "valid_from": "Fra",
    }  # fmt: skip
    rows = [("1", "m-1", "4711", "5001", "SOSU", "24", "1", f"{year}-01-01")]
    rows.append(("2", "", "4711", "5001", "SOSU", "24", "0,5", f"{year}-01-01"))
    _load(finance, heads, rows, table=Table.POSITIONS, source_system="Lønsystemet", at=at)


def load_budget(finance: Actor, *, at: dt.datetime, year: int) -> None:
    """The school's year, and the directorate's."""
    heads = {"kind": "Type", "year": "År", "account": "Konto", "cost_centre": "Sted", "amount": "Beløb"}
    rows = [
        ("Oprindeligt", str(year), *row)
        for row in (("4020", "4711", "140.000,00"), ("5101", "4711", "30.000,00"), ("4020", "4700", "9.000,00"))
    ]
    _load(finance, heads, rows, table=Table.BUDGETS, source_system="Budgetsystemet", at=at)


def _load(
    finance: Actor,
    heads: dict[str, str],
    rows: list[tuple[str, ...]],
    *,
    table: Table,
    source_system: str,
    at: dt.datetime,
) -> None:
    mapping = save_mapping(
        actor=finance, at=at, source_system=source_system, table=table, columns=heads, writing=Writing()
    )
    lines = [";".join(heads.values()), *(";".join(row) for row in rows)]
    with tempfile.NamedTemporaryFile() as file:
        file.write(("\n".join(lines) + "\n").encode())
        file.flush()
        manifest = stage_file(
            actor=finance,
            at=at,
            path=Path(file.name),
            file_name=f"{table.value}.csv",
            mapping=mapping,
            choices=Choices(),
        )
    load_extract(actor=finance, at=at, extract_id=manifest.extract_id, choices=Choices())
