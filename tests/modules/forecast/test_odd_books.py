"""Years that do not go as planned: codes that change hands, units that move and close, months that are corrected,
postings of months to come, the turn of the year; and books of any numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chefforum.kernel.organisation.models import CostCentre, UnitPeriod
from chefforum.modules.forecast.cards import area_standing
from chefforum.modules.forecast.models import Entry, ForecastRun, Override
from chefforum.modules.forecast.queries.areas import area_of
from chefforum.modules.forecast.queries.expected import expected_of_unit, expected_of_units
from chefforum.modules.forecast.queries.refund_rules import refund_rules_on
from chefforum.modules.forecast.queries.workplace import workplace_year
from chefforum.modules.forecast.rules.rhythm import Pace, must_be_explained
from chefforum.modules.forecast.rules.running import MadeBy, NothingClosed
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.forecast.services.running import run_forecast, years_to_run
from chefforum.modules.forecast.services.selections import add_refund_rule
from chefforum.modules.ledger import queries as ledger_queries
from chefforum.modules.ledger.models import Extract
from chefforum.modules.ledger.rules.words import LineClass, Table
from chefforum.modules.ledger.services.accounts import add_class_rule
from chefforum.modules.ledger.services.closing import close_through
from tests import factories
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR, of
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db


def expected(town, unit=None, *, year: int = YEAR, on: dt.date = TODAY):
    return expected_of_unit(actor=None, unit_id=(unit or town.north).pk, year=year, on=on)


@pytest.fixture
def taken_over(town, books) -> None:
    """Nordskolen has Sydskolen's code from the middle of March."""
    CostCentre.objects.filter(code="4712").update(valid_to=dt.date(2026, 3, 16))
    CostCentre.objects.create(unit=town.north, code="4712", valid_from=dt.date(2026, 3, 16))


def test_who_takes_over_a_code_takes_over_its_year_and_nothing_is_lost(town, taken_over) -> None:
    assert of(expected(town), "4020").sum.actual == 3 * 1100_00
    assert not len(expected(town, town.south))
    whole = expected_of_units(actor=None, year=YEAR, on=TODAY).total()
    assert whole.actual == 3 * (1000_00 + 400_00 + 100_00 + 50_00)


def test_postings_behind_a_number_sum_to_it_though_the_code_was_anothers(town, taken_over) -> None:
    client = client_of(town, "leader")
    why = client.get(f"{reverse('forecast:why', args=[town.north.pk])}?aar={YEAR}&konto=4020").content.decode()
    link = why.split(f'href="{reverse("ledger:postings")}?')[1].split('"')[0].replace("&amp;", "&")
    page = client.get(f"{reverse('ledger:postings')}?{link}")
    assert page.context["page"].amount == of(expected(town), "4020").sum.actual
    own = {"unit_ids": [town.north.pk], "first": 202601, "last": 202603, "account": "4020"}
    by_month = ledger_queries.postings_of(actor=town.leader, **own)
    assert by_month.amount == 3 * 1000_00 + 100_00  # of March alone, whose last days the code was theirs
    now = ledger_queries.postings_of(actor=town.leader, **own, as_of=202604)
    assert now.amount == 3 * 1100_00


def test_postings_of_a_unit_alone_are_not_those_of_the_units_below(town, books, file, load) -> None:
    CostCentre.objects.create(unit=town.schools, code="4700", valid_from=factories.LONG_AGO)
    load(file("more.csv", [(9001, 1, "15-02-2026", "4020", "4700", "7,00", "")]))
    client = client_of(town, "chief")
    asked = f"{reverse('ledger:postings')}?enhed={town.schools.pk}&konto=4020&fra=202601&til=202603"
    assert client.get(asked).context["page"].amount == 3 * 1100_00 + 700
    assert client.get(f"{asked}&omfang=egne").context["page"].amount == 700


def test_a_unit_that_is_moved_in_the_tree_takes_its_year_along(town, books) -> None:
    UnitPeriod.objects.filter(unit=town.south).update(valid_to=dt.date(2026, 3, 1))
    UnitPeriod.objects.create(unit=town.south, parent=town.park, name="Sydskolen", valid_from=dt.date(2026, 3, 1))
    rows = {row.place.name: row.sum for row in area_of(actor=town.controller, year=YEAR, on=TODAY).rows}
    assert rows["Park"].actual == 3 * 100_00
    assert rows["Skoler"].actual == 3 * 1400_00
    assert area_of(actor=town.as_("chief"), year=YEAR, on=TODAY).total.actual == 3 * 1400_00


def test_an_account_that_becomes_another_kind_is_counted_once(town, books, entry) -> None:
    before = expected(town).total()
    add_class_rule(
        actor=town.controller,
        at=NOW,
        line_class=LineClass.OTHER,
        patterns={"account": "5101"},
        order=1,
        valid_from=dt.date(2026, 5, 1),
    )
    assert expected(town).total() == before
    later = expected(town, on=dt.date(2026, 5, 2))
    line = of(later, "5101").sum
    assert line.expected == line.actual + line.rest + line.entries
    assert line.rest > 0


def test_a_budget_that_is_corrected_in_a_closed_month_is_of_the_year(town, books, mapped, load, file) -> None:
    heads = {
        "kind": "Type",
        "year": "År",
        "period": "Måned",
        "account": "Konto",
        "cost_centre": "Sted",
        "amount": "Beløb",
    }
    lines = [
        ("Type", "År", "Måned", "Konto", "Sted", "Beløb"),
        ("Oprindeligt", 2026, "", "4020", "4711", "12000,00"),
        ("Tillægsbevilling", 2026, "202601", "4020", "4711", "500,00"),
        ("Omplacering", 2026, "202602", "4020", "4711", "-100,00"),
    ]
    text = "\n".join(";".join(map(str, line)) for line in lines) + "\n"
    load(file("budget.csv", text), mapping=mapped(Table.BUDGETS, heads))
    assert of(expected(town), "4020").sum.budget == 12_400_00


def test_what_is_posted_in_a_month_to_come_is_not_counted_before_it_is_closed(town, books, load, file) -> None:
    before = expected(town).total()
    load(
        file(
            "late.csv",
            [
                (9001, 1, "15-05-2026", "4020", "4711", "5000,00", "forud"),
                (9002, 1, "15-01-2027", "4020", "4711", "1,00", ""),
            ],
        )
    )
    assert expected(town).total() == before


def test_an_extract_put_instead_of_one_put_instead_is_the_only_one_that_counts(
    town, classes, ledger, load, file
) -> None:
    ledger(*((month, "4020", "4711", "1000,00") for month in MONTHS))
    number = len(MONTHS)
    for amount in ("2000,00", "3000,00"):
        rows = [
            (place, 1, f"15-{month[5:]}-{month[:4]}", "4020", "4711", amount, "") for place, month in enumerate(MONTHS)
        ]
        (read,) = Extract.objects.filter(state="loaded")
        load(file(f"{amount}.csv", rows), replaces=read.pk)
    assert of(expected(town), "4020").sum.actual == 3 * 3000_00
    assert Extract.objects.filter(state="loaded").get().lines_loaded == number


JANUARY = dt.date(2027, 1, 11)


def test_in_january_the_old_year_is_there_until_december_is_closed(town, books, budget) -> None:
    budget(("4020", "4711", "10000,00"))
    run_forecast(actor=town.controller, year=2026, at=NOW, on=TODAY)
    close_through(actor=town.controller, at=NOW, period=202611)
    with pytest.raises(NothingClosed, match="2027"):
        expected(town, year=2027, on=JANUARY)
    assert years_to_run(on=JANUARY) == (2026,)
    card = area_standing(actor=town.controller, on=JANUARY)
    assert card.rows[0].text.startswith("I alt i 2026 ")
    assert card.rows[0].url.endswith("?aar=2026")


def test_when_december_is_closed_the_new_year_is_twelve_months_and_the_old_is_done(town, books) -> None:
    close_through(actor=town.controller, at=NOW, period=202612)
    assert years_to_run(on=JANUARY) == (2026, 2027)
    new, old = expected(town, year=2027, on=JANUARY), expected(town, on=JANUARY)
    assert (len(new.months_left), new.total().actual) == (12, 0)
    assert len(old.months_left) == 0
    assert set(old.made_by.tolist()) == {MadeBy.CLOSED}
    assert old.total().is_complete
    assert old.total().expected == old.total().actual
    shown = workplace_year(actor=town.leader, unit_id=town.north.pk, year=2027, on=JANUARY)
    assert shown.months.used == (None,) * 12


def test_no_more_comes_back_of_a_cost_than_it_was(town) -> None:
    for accounts in ("51*", "5*", "5101"):
        add_refund_rule(
            actor=town.controller,
            refund_accounts="77*",
            cost_accounts=accounts,
            share_pct=Decimal(60),
            lag_months=0,
            valid_from=factories.LONG_AGO,
            source="",
            at=NOW,
            on=TODAY,
        )
    rules = refund_rules_on(
        on=TODAY,
        accounts=("5101", "7701"),
        unit_of=np.zeros(2, np.int32),
        account_of=np.arange(2, dtype=np.int32),
        is_refund=np.array([False, True]),
    )
    assert rules is not None
    assert rules.share.tolist() == pytest.approx([0.6, 0.4])


@pytest.mark.parametrize(
    ("planned", "actual", "explained"),
    [
        (1000_00, 1100_00, False),  # just at both
        (1000_00, 1100_01, True),
        (10_000_00, 10_200_00, False),  # over the amount, not over the share
        (-1000_00, -900_00, False),  # income that is missing counts as cost does
        (-1000_00, -899_99, True),
        (None, 100_00, False),
        (None, 100_01, True),
        (0, -100_01, True),
        (1000_00, None, False),
    ],
)
def test_a_deviation_is_explained_beyond_both_bounds_and_not_at_them(planned, actual, explained) -> None:
    pace = Pace(due_working_day=5, threshold_oere=100_00, threshold_pct=Decimal(10))
    assert must_be_explained(planned_oere=planned, actual_oere=actual, pace=pace) is explained


amounts = st.integers(-(10**13), 10**13)
books_at_random = st.lists(
    st.tuples(
        st.sampled_from(["4711", "4712", "4800", "9999"]),
        st.sampled_from(["4020", "5101", "5001", "4101", "7001", "7701", "2910"]),
        st.sampled_from([f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in (1, 2, 3, 7, 12)]),
        amounts,
    ),
    min_size=1,
    max_size=40,
)
entries_at_random = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(["", "", "7001", "5101", "9998"]), st.integers(4, 12), st.integers(0, 10**11)
    ),
    max_size=8,
)
overrides_at_random = st.lists(st.tuples(st.sampled_from(["4020", "7001", "8888"]), amounts), max_size=3)


def kroner(oere: int) -> str:
    whole, rest = divmod(abs(oere), 100)
    return f"{'-' if oere < 0 else ''}{whole},{rest:02}"


@given(rows=books_at_random, entered=entries_at_random, put=overrides_at_random)
@settings(
    max_examples=8, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_parts_sum_to_the_oere_and_the_trees_sums_are_those_of_the_postings(
    town, classes, file, load, rows, entered, put
) -> None:
    for model in (ForecastRun, Extract, Entry, Override):
        model.objects.all().delete()
    lines = [
        (number, 1, f"15-{month[5:]}-{month[:4]}", account, code, kroner(amount), "")
        for number, (code, account, month, amount) in enumerate(rows)
    ]
    load(file("books.csv", lines))
    close_through(actor=town.controller, at=NOW, period=202603)
    for is_income, account, month, oere in entered:
        category = town.income if is_income else town.substitutes
        new = NewEntry(category.pk, account=account, values=((month, Decimal(oere) / 100),))
        add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)
    for account, amount in put:
        said = {"account": account, "amount_oere": amount, "reason": "Aftale", "expires": TODAY}
        set_override(actor=town.leader, unit_id=town.north.pk, year=YEAR, at=NOW, on=TODAY, **said)
    found = expected_of_units(actor=None, year=YEAR, on=TODAY)
    for line in found.lines():
        one = line.sum
        parts = one.actual + one.fixed_pay + one.rest + one.entries + one.override
        assert (one.expected or 0) + one.known_not_assessed == parts
        assert (one.expected is None) == (not one.is_complete)
        if line.line_class in (LineClass.VARIABLE_PAY, LineClass.FIXED_PAY):
            assert one.rest == 0  # no method says anything of what positions or leaders do
    posted = sum(amount for _, _, month, amount in rows if "2026-01" <= month <= "2026-03")
    assert found.total().actual == posted
    wanted = sum(-oere if is_income else oere for is_income, _, _, oere in entered)
    assert found.total().entries == wanted
    area = area_of(actor=town.controller, year=YEAR, on=TODAY)
    outside = [one.expected or 0 for one in (area.unmapped, area.closed) if one is not None]
    top = area.rows[0].sum
    assert ((top.expected if top else 0) or 0) + sum(outside) == (area.total.expected or 0)
    assert area.total.expected == found.total().expected
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    assert expected_of_units(actor=None, year=YEAR, on=TODAY).total() == found.total()
    alone = expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    assert alone.total().expected == found.by_unit()[town.north.pk].expected if len(alone) else True
