"""What comes back during leave lands on one account: it is never lost, and never counted twice with what else says of
refunds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from chefforum.modules.forecast.models import PayTable
from chefforum.modules.forecast.queries.expected import expected_of_unit, reckoned_now
from chefforum.modules.forecast.queries.fixed_pay import fixed_pay_of
from chefforum.modules.forecast.rules.running import MadeBy
from chefforum.modules.forecast.services.selections import add_refund_rule
from chefforum.modules.ledger.rules.words import LineClass
from chefforum.modules.ledger.services.accounts import add_class_rule
from tests import factories
from tests.modules.forecast.conftest import MONTHS, NOW, TODAY, YEAR, of

PAY, SICK, LEAVE, STATE = "5001", "7701", "7702", "7801"


@pytest.fixture
def nordskolen(town, classes, ledger, staff):
    """One who is paid from 5001, ill through May and on parental leave from June to September; pay, refunds of illness
    (a little), and of benefits (much) so far."""
    for pattern in ("77*", "78*"):
        add_class_rule(
            actor=town.controller,
            at=NOW,
            line_class=LineClass.REFUND,
            patterns={"account": pattern},
            order=5,
            valid_from=factories.LONG_AGO,
        )
    kroner = {PAY: "33000,00", SICK: "-100,00", STATE: "-5000,00", "4020": "10000,00"}
    ledger(*((month, account, "4711", amount) for month in MONTHS for account, amount in kroner.items()))
    staff(
        ("1", "m1", "4711", PAY, "LÆR", "1", "1", "2024-01-01", ""),
        absences=(
            ("1", "sygdom", "2026-04-01", "2026-05-31", "1", "sygdom"),
            ("1", "barsel", "2026-06-01", "2026-09-30", "1", "barsel"),
        ),
    )


def back(rule: str) -> int:
    """What the method says comes back by the rule in the months left."""
    found = fixed_pay_of(actor=None, first=202604, last=202612)
    return sum(sum(months) for (_, name), months in found.reimbursements.items() if name == rule)


def north(town):
    return expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY)


def rule_of(town, accounts: str) -> None:
    add_refund_rule(
        actor=town.controller,
        refund_accounts=accounts,
        cost_accounts="4020",
        share_pct=Decimal(50),
        lag_months=0,
        valid_from=dt.date(2026, 1, 1),
        source="",
        at=NOW,
        on=TODAY,
    )


def test_each_rule_s_lands_on_the_account_that_its_row_says(town, nordskolen, rates):
    rates(sygdom=SICK, barsel="770?")
    found = north(town)
    assert back("sygdom") < 0 > back("barsel")
    assert of(found, SICK).sum.fixed_pay == back("sygdom") + back("barsel")
    assert of(found, SICK).made_by == MadeBy.POSITIONS
    assert of(found, PAY).sum.fixed_pay == sum(
        month.total - month.reimbursement
        for months in fixed_pay_of(actor=None, first=202604, last=202612).positions.values()
        for month in months
    )


def test_an_account_that_nothing_was_booked_on_yet_gets_its_line(town, nordskolen, rates):
    rates(sygdom=SICK, barsel=LEAVE)
    found = north(town)
    assert of(found, SICK).sum.fixed_pay == back("sygdom")
    assert of(found, LEAVE).sum.fixed_pay == of(found, LEAVE).sum.expected == back("barsel")


def test_what_lands_is_in_no_method_and_no_refund_rule_too(town, nordskolen, rates):
    rates(sygdom=SICK, barsel=SICK)
    rule_of(town, "77*")
    line = of(north(town), SICK)
    assert (line.sum.rest, line.sum.fixed_pay) == (0, back("sygdom") + back("barsel"))


def test_other_refunds_of_the_unit_keep_their_own_numbers(town, nordskolen, rates):
    rates(sygdom=SICK, barsel=SICK)
    rule_of(town, "78*")
    assert of(north(town), STATE).sum.rest == -5_000_00 * 9


def test_where_no_row_says_it_is_the_largest_refund_that_no_rule_feeds(town, nordskolen, rates):
    rates()
    rule_of(town, "78*")
    found = north(town)
    assert of(found, STATE).sum.rest == -5_000_00 * 9
    assert of(found, SICK).sum.fixed_pay == back("sygdom") + back("barsel")


def test_where_the_unit_has_no_such_account_it_stays_with_the_pay(town, nordskolen, rates):
    rates(sygdom="9*", barsel="9*")
    found = fixed_pay_of(actor=None, first=202604, last=202612)
    assert of(north(town), PAY).sum.fixed_pay == sum(month.total for month in found.positions["1"])


@pytest.mark.parametrize("accounts", [{}, {"sygdom": SICK, "barsel": LEAVE}, {"sygdom": "9*", "barsel": PAY}])
def test_wherever_it_lands_the_sum_is_that_of_the_positions(town, nordskolen, rates, accounts):
    rates(**accounts)
    found = fixed_pay_of(actor=None, first=202604, last=202612)
    assert reckoned_now(year=YEAR, on=TODAY).total().fixed_pay == sum(month.total for month in found.positions["1"])


def test_the_account_comes_in_with_the_pay_tables(town, rates):
    rates(sygdom=SICK)
    assert PayTable.objects.get(group="sygdom").account == SICK
    rates(sygdom=LEAVE)
    assert PayTable.objects.get(group="sygdom").account == LEAVE
    assert PayTable.objects.get(group="barsel").account == ""
