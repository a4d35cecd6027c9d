"""How well forecasts did: stored ones beside what came since, and the methods on the municipality's own years."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.forecast.queries.accuracy import accuracy_of
from chefforum.modules.forecast.queries.backtests import newest_backtest, tables_of
from chefforum.modules.forecast.rules.running import NothingClosed
from chefforum.modules.forecast.services.backtesting import run_backtest
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.ledger.services.closing import close_through
from tests.modules.forecast.conftest import NOW, TODAY, YEAR
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db
JUNE = dt.datetime(2026, 7, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def three_months_later(town, books, file, load):
    """A run in April; then 4020 costs 1,100 at Nordskolen and 100 at Sydskolen through June, and June is closed."""
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    lines = [
        (100 + 10 * month + number, 1, f"15-{month:02}-2026", account, place, amount, "tekst")
        for month in (4, 5, 6)
        for number, (account, place, amount) in enumerate(
            [("4020", "4711", "1100,00"), ("4020", "4712", "100,00"), ("5101", "4711", "400,00")]
        )
    ]
    load(file("spring.csv", lines))
    close_through(actor=town.controller, at=JUNE, period=202606)


def test_a_stored_run_is_held_against_the_months_that_came_since(town, three_months_later) -> None:
    (one,) = accuracy_of(actor=town.controller, year=YEAR, on=JUNE.date())
    assert (one.first, one.last, one.months) == (202604, 202606, 3)
    by_unit = {unit.unit_id: unit for unit in one.units}
    assert (by_unit[town.north.pk].said, by_unit[town.north.pk].came) == (3_000_00, 3_300_00)
    assert by_unit[town.north.pk].error == -300_00
    assert by_unit[town.south.pk].error == 0
    assert (by_unit[town.north.pk].mae, by_unit[town.south.pk].mae) == (100_00, 0)
    assert one.of_unit(town.north.pk) == by_unit[town.north.pk]
    assert one.of_unit(town.park.pk) is None
    assert one.bias_pct == pytest.approx(-100 * 300 / 3600)
    assert one.wape_pct == pytest.approx(100 * 300 / 3600)
    assert one.mae == 150_00


def test_variable_pay_that_nobody_had_assessed_is_on_neither_side(town, three_months_later) -> None:
    (one,) = accuracy_of(actor=town.leader, year=YEAR, on=JUNE.date())
    assert [unit.came for unit in one.units] == [3_300_00]


@pytest.mark.parametrize(("who", "units"), [("chief", 2), ("other_leader", 1), ("auditor", 0), ("colleague", 0)])
def test_each_sees_how_their_own_units_did(town, three_months_later, who, units) -> None:
    found = accuracy_of(actor=town.as_(who), year=YEAR, on=JUNE.date())
    assert sum(len(one.units) for one in found) == units


def test_nothing_is_measured_before_a_month_has_come(town, books) -> None:
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    assert accuracy_of(actor=town.controller, year=YEAR, on=TODAY) == []


def test_the_methods_are_tried_on_years_that_are_over(town, books) -> None:
    said: list[str] = []
    run_backtest(actor=town.controller, at=NOW, on=TODAY, tell=lambda done, total, words: said.append(words))
    found = newest_backtest()
    assert (found.first_period, found.last_period) == (202401, 202512)
    assert "Afprøver på 2025" in said
    tables = {one.of: one.rows for one in tables_of(found)}
    assert tables["whole"][0].is_default
    assert tables["whole"][0].wape == pytest.approx((0, 0, 0))  # every month is the same
    assert len(tables["line"]) == 8


def test_two_whole_years_are_needed(town, classes, ledger) -> None:
    ledger(("2025-01", "4020", "4711", "1,00"))
    with pytest.raises(NothingClosed):
        run_backtest(actor=town.controller, at=NOW, on=TODAY)


def test_only_finance_tries_the_methods(town, books) -> None:
    with pytest.raises(AccessDenied):
        run_backtest(actor=town.as_("part_controller"), at=NOW, on=TODAY)


def test_a_workplace_is_shown_over_time_to_who_reads_it(town, three_months_later) -> None:
    page = client_of(town, "chief").get(reverse("forecast:accuracy"), {"aar": YEAR, "enhed": town.north.pk})
    assert "Nordskolen, prognose for prognose" in page.content.decode()
    for who, unit in (("other_leader", town.north.pk), ("chief", "vrøvl")):
        page = client_of(town, who).get(reverse("forecast:accuracy"), {"aar": YEAR, "enhed": unit})
        assert page.status_code == 200
        assert "prognose for prognose" not in page.content.decode()


def test_the_page_of_methods_marks_the_one_that_was_the_least_off(town, books) -> None:
    run_backtest(actor=town.controller, at=NOW, on=TODAY)
    for table in tables_of(newest_backtest()):
        for place, best in enumerate(table.best):
            least = min(row.wape[place] for row in table.rows if row.wape[place] is not None)
            assert next(row for row in table.rows if row.method == best).wape[place] == least
    page = client_of(town, "controller").get(reverse("forecast:backtest")).content.decode()
    assert "Mindst" in page
