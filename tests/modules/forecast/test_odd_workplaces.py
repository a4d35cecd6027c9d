"""Workplaces and years that are not as usual: each has pages that tell what there is, and no number that is not so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.kernel.organisation.models import CostCentre, UnitPeriod
from chefforum.modules.forecast.queries.closed_units import closed_unit
from chefforum.modules.forecast.queries.expected import expected_of_unit, expected_of_units
from chefforum.modules.forecast.queries.units import UnitNotFound
from chefforum.modules.forecast.rules.running import MadeBy
from chefforum.modules.forecast.services.overrides import set_override
from chefforum.modules.forecast.services.running import run_forecast
from chefforum.modules.ledger.rules.words import LineClass
from chefforum.modules.ledger.services.accounts import add_class_rule
from chefforum.modules.ledger.services.closing import close_through
from tests import factories
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR, of
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db
EXPIRES = TODAY + dt.timedelta(days=5)
PAGES = ("workplace", "lines", "positions", "entries", "plan", "what_if", "overrides", "sparring", "history")


def north(town, on=TODAY):
    return expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=on)


def put_number(town, account: str = "4020", *, expires=EXPIRES) -> None:
    set_override(
        actor=town.leader,
        unit_id=town.north.pk,
        account=account,
        year=YEAR,
        amount_oere=20_000_00,
        reason="Ny aftale",
        expires=expires,
        at=NOW,
        on=TODAY,
    )


def walk(town, who: str = "leader") -> dict[str, str]:
    """Every page of the workplace, and of the whole, answers."""
    client = client_of(town, who)
    found = {}
    for name in PAGES:
        page = client.get(f"{reverse(f'forecast:{name}', args=[town.north.pk])}?aar={YEAR}")
        assert page.status_code == 200, name
        found[name] = page.content.decode()
    for name in ("whole", "deviations", "accuracy"):
        page = client.get(f"{reverse(f'forecast:{name}')}?aar={YEAR}")
        assert page.status_code == 200, name
        found[name] = page.content.decode()
    return found


def why(town, account: str) -> str:
    url = f"{reverse('forecast:why', args=[town.north.pk])}?aar={YEAR}&konto={account}"
    return client_of(town, "leader").get(url).content.decode()


def test_a_number_put_instead_falls_away_by_itself_after_its_last_day(town, books) -> None:
    put_number(town)
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    for on, expected in ((EXPIRES, 20_000_00), (EXPIRES + dt.timedelta(days=1), 12_000_00)):
        line = of(north(town, on), "4020")
        assert (line.sum.expected, line.system) == (expected, 12_000_00)
        stored = expected_of_units(actor=town.leader, year=YEAR, on=on)
        assert of(stored, "4020", town.north.pk).sum.expected == expected


def test_of_a_year_that_is_over_it_is_known_what_came(town, books) -> None:
    put_number(town, expires=dt.date(2027, 12, 31))
    close_through(actor=town.controller, at=NOW, period=202612)
    line = of(north(town), "4020")
    assert (line.sum.expected, line.sum.override, line.made_by) == (3_000_00, 0, MadeBy.CLOSED)
    found = north(town)
    assert found.total().is_complete
    assert (found.months_left, found.total().low) == ((), None)
    pages = walk(town)
    assert "endte" in pages["workplace"]
    assert "Året er lukket" in pages["workplace"]
    assert f"Hvor endte {YEAR}?" in pages["workplace"]
    assert "Skriv dine poster" not in pages["workplace"]


def test_a_year_without_budget_is_held_against_nothing(town, books) -> None:
    assert "Der er intet budget at holde det op imod" in walk(town)["workplace"]
    assert north(town).total().deviation is None


def test_a_workplace_without_lines_is_told_what_is_missing(town, ledger) -> None:
    ledger(("2026-01", "4020", "4712", "1,00"))
    assert "Her er hverken budget, forbrug eller poster" in walk(town)["workplace"]


def test_a_line_with_a_budget_alone_is_left_to_it(town, books, budget) -> None:
    budget(("4020", "4711", "12000"), ("4070", "4711", "900"))
    line = of(north(town), "4070")
    assert (line.sum.actual, line.sum.expected, line.made_by) == (0, 900_00, MadeBy.BUDGET)
    walk(town)
    assert "resten af budgettet ventes brugt" in why(town, "4070")


def test_a_line_with_few_payments_and_no_budget_is_not_assessed(town, books) -> None:
    add_class_rule(
        actor=town.controller,
        at=NOW,
        line_class=LineClass.FEW_PAYMENTS,
        patterns={"account": "4020"},
        order=1,
        valid_from=factories.LONG_AGO,
    )
    line = of(north(town), "4020")
    assert (line.sum.rest, line.sum.is_complete, line.made_by) == (0, False, MadeBy.NOTHING)


def test_income_is_worded_as_income(town, classes, ledger, budget) -> None:
    ledger(*((month, "7001", "4711", "-1000,00") for month in MONTHS))
    budget(("7001", "4711", "-15000"))
    line = of(north(town), "7001").sum
    assert (line.budget, line.expected, line.deviation) == (-15_000_00, -12_000_00, 3_000_00)
    pages = walk(town)
    assert "3.000 mindre indtægt" in pages["workplace"]
    assert "3.000 mindre indtægt" in pages["lines"]
    assert "mindre indtægt" in why(town, "7001")


def test_the_first_year_of_a_municipality_with_three_months_of_ledger(town, classes, ledger, budget) -> None:
    budget(("4020", "4711", "12000"))
    ledger(*((f"2026-0{month}", "4020", "4711", "1000,00") for month in (1, 2, 3)))
    line = of(north(town), "4020").sum
    assert line.actual == 3_000_00
    assert line.is_complete
    assert line.expected >= line.actual
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    walk(town)


@pytest.fixture
def merged(town, books):
    """Nordskolen is closed from today; Sydskolen has its code."""
    UnitPeriod.objects.filter(unit=town.north).update(valid_to=TODAY)
    CostCentre.objects.filter(unit=town.north).update(valid_to=TODAY)
    CostCentre.objects.create(unit=town.south, code="4711", valid_from=TODAY)


@pytest.mark.parametrize("who", ["controller", "part_controller", "chief", "other_leader"])
def test_a_closed_unit_shows_its_past_and_where_it_went(town, merged, who) -> None:
    found = closed_unit(actor=town.as_(who), unit_id=town.north.pk, on=TODAY)
    assert [unit.name for unit in found.successors] == ["Sydskolen"]
    assert found.years == ((2024, 16_800_00), (2025, 16_800_00), (2026, 4_200_00))
    assert (found.until, found.under) == (TODAY, "Skoler")
    page = client_of(town, who).get(reverse("forecast:workplace", args=[town.north.pk]))
    assert page.status_code == 200
    assert "Sydskolen" in page.content.decode()


def test_for_others_it_is_not_there(town, merged) -> None:
    factories.employment(town.people["admin"], town.park, is_leader=True)
    with pytest.raises(UnitNotFound):
        closed_unit(actor=town.as_("admin"), unit_id=town.north.pk, on=TODAY)
    for unit in (town.north, town.south):
        assert client_of(town, "admin").get(reverse("forecast:workplace", args=[unit.pk])).status_code == 404


def test_a_unit_that_is_there_is_not_closed(town, books) -> None:
    with pytest.raises(UnitNotFound):
        closed_unit(actor=town.controller, unit_id=town.north.pk, on=TODAY)
