"""Finance has ordinary lines reckoned by another method, from a day, with a reason; and takes it back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.forecast.models import MethodChoice
from chefforum.modules.forecast.queries.backtests import tables_of
from chefforum.modules.forecast.queries.expected import expected_of_unit, expected_of_units
from chefforum.modules.forecast.queries.runs import is_behind, newest_run
from chefforum.modules.forecast.queries.workplace import why_line
from chefforum.modules.forecast.rules.running import MadeBy
from chefforum.modules.forecast.services.backtesting import run_backtest
from chefforum.modules.forecast.services.methods import ChoiceRefused, choose_method, withdraw_choice
from chefforum.modules.forecast.services.running import run_forecast
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR
from tests.modules.forecast.test_long_sheets import client_of

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def dearer(town, classes, ledger) -> None:
    """4020 costs 1,000 a month until this year, and 2,000 in its first three months; rent is 500."""
    ledger(
        *(
            row
            for month in MONTHS
            for row in (
                (month, "4020", "4711", "2000,00" if month.startswith("2026") else "1000,00"),
                (month, "4101", "4711", "500,00"),
                (month, "5101", "4711", "400,00"),
            )
        )
    )


def choose(town, method="straight", who="controller", valid_from=TODAY, reason="Vi er blevet flere"):
    return choose_method(actor=town.as_(who), method=method, valid_from=valid_from, reason=reason, at=NOW, on=TODAY)


def lines(town, on=TODAY):
    found = expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=on)
    return {line.account: line for line in found.lines()}


@pytest.mark.parametrize(("method", "rest"), [("straight", 9 * 2000_00), ("same_months_last_year", 9 * 1000_00)])
def test_ordinary_lines_follow_it_from_the_day_and_others_stay(town, dearer, method, rest) -> None:
    before = lines(town)
    choose(town, method, valid_from=TOMORROW)
    assert lines(town) == before
    after = lines(town, TOMORROW)
    assert (after["4020"].sum.rest, after["4020"].made_by) == (rest, MadeBy.CHOSEN)
    assert before["4020"].made_by is MadeBy.STEADY
    assert before["4020"].sum.rest != rest
    for account in ("4101", "5101"):
        assert (after[account].sum, after[account].made_by) == (before[account].sum, before[account].made_by)


def test_its_interval_is_of_its_own_past_errors(town, dearer) -> None:
    choose(town, "same_months_last_year")
    why = expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)
    found = why.why([line.account for line in why.lines()].index("4020"))
    assert found.origins > 0
    # Each month of this year came 1,000 dearer than last year's same: at most three of the nine months ahead.
    assert 0 < found.error <= 3 * 1000_00
    assert found.lean == found.error


def test_the_newest_that_holds_decides_and_what_is_taken_back_does_not(town, dearer) -> None:
    before = lines(town)
    first = choose(town, "straight")
    second = choose(town, "same_months_last_year")
    assert lines(town)["4020"].sum.rest == 9 * 1000_00
    withdraw_choice(actor=town.controller, choice=second, at=NOW, on=TODAY)
    assert lines(town)["4020"].sum.rest == 9 * 2000_00
    choose(town, "default")
    assert lines(town) == before
    withdraw_choice(actor=town.controller, choice=first, at=NOW, on=TODAY)
    with pytest.raises(ChoiceRefused):
        withdraw_choice(actor=town.controller, choice=first, at=NOW, on=TODAY)
    assert MethodChoice.objects.count() == 3  # nothing is deleted


def test_a_run_of_before_is_behind_and_the_next_keeps_it(town, dearer) -> None:
    run_forecast(actor=town.controller, year=YEAR, at=NOW, on=TODAY)
    assert not is_behind(newest_run(year=YEAR), year=YEAR, on=TODAY)
    made = choose(town)
    assert is_behind(newest_run(year=YEAR), year=YEAR, on=TODAY)
    run_forecast(actor=town.controller, year=YEAR, at=NOW + dt.timedelta(hours=1), on=TODAY)
    stored = expected_of_units(actor=town.leader, year=YEAR, on=TODAY, units=[town.north.pk])
    kept = {line.account: (line.sum.rest, line.made_by) for line in stored.lines()}
    assert kept["4020"] == (9 * 2000_00, MadeBy.CHOSEN)
    withdraw_choice(actor=town.controller, choice=made, at=NOW, on=TODAY)
    assert is_behind(newest_run(year=YEAR), year=YEAR, on=TODAY)


def test_why_says_who_chose_it_and_the_trail_keeps_it(town, dearer) -> None:
    assert why_line(actor=town.leader, unit_id=town.north.pk, year=YEAR, account="4020", on=TODAY).choice is None
    made = choose(town)
    line = why_line(actor=town.leader, unit_id=town.north.pk, year=YEAR, account="4020", on=TODAY)
    assert line.choice == made
    assert "økonomi har valgt" in line.sentence
    assert line.error
    withdraw_choice(actor=town.controller, choice=made, at=NOW, on=TODAY)
    actions = Event.objects.filter(object_kind="method_choice").values_list("action", flat=True)
    assert set(actions) == {"forecast.choose_method", "forecast.withdraw_method"}


@pytest.mark.parametrize("who", ["part_controller", "leader", "chief", "auditor", "admin"])
def test_only_finance_chooses_and_takes_back(town, who) -> None:
    with pytest.raises(AccessDenied):
        choose(town, who=who)
    made = choose(town)
    with pytest.raises(AccessDenied):
        withdraw_choice(actor=town.as_(who), choice=made, at=NOW, on=TODAY)


@pytest.mark.parametrize(
    "said",
    [{"reason": " "}, {"valid_from": TODAY - dt.timedelta(days=1)}, {"method": "share_of_last_year"}],
)
def test_what_cannot_be_chosen_is_refused(town, said) -> None:
    with pytest.raises(ChoiceRefused):
        choose(town, **said)
    assert not MethodChoice.objects.exists()


def test_finance_chooses_from_the_table_of_ordinary_lines(town, dearer) -> None:
    made = run_backtest(actor=town.controller, at=NOW, on=TODAY)
    assert [one.of for one in tables_of(made)] == ["other", "line", "unit", "whole"]
    client: Client = client_of(town, "controller")
    page = reverse("forecast:backtest")
    url = reverse("forecast:method_choose", args=["straight"])
    assert url in client.get(page).text
    assert reverse("forecast:method_choose", args=["share_of_last_year"]) not in client.get(page).text
    today = timezone.localdate().isoformat()
    refused = client.post(url, {"valid_from": today, "reason": ""})
    assert refused.status_code == 422
    done = client.post(url, {"valid_from": today, "reason": "Vi er blevet flere"}, follow=True).text
    assert "Lige linje bruges fra" in done
    assert "Bruges nu" in done
    assert "Vi er blevet flere" in done
    (choice,) = MethodChoice.objects.all()
    back = client.post(reverse("forecast:method_withdraw", args=[choice.pk]), follow=True).text
    assert "Valget er taget tilbage." in back
    assert "som er den, der bruges, når ingen har valgt" in back
    assert client.get(reverse("forecast:method_choose", args=["share_of_last_year"])).status_code == 404
