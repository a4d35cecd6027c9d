"""Stillinger: every position with what it costs and why, to the øre of the forecast; each person's pay for who leads
them alone."""

from __future__ import annotations

import datetime as dt
import io
import re
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from chefforum.calc.pay_tables import PayTables
from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.forecast.models import PayTable
from chefforum.modules.forecast.queries.expected import expected_of_unit
from chefforum.modules.forecast.queries.positions import PositionNotFound, find_position, positions_of_unit
from chefforum.modules.forecast.queries.units import find_workplace
from chefforum.modules.forecast.rules.positions import FEWEST, StaffPeriod, events_of, shown_groups
from tests.modules.forecast.conftest import TODAY, YEAR
from tests.modules.forecast.test_long_sheets import client_of

PAY, OTHER_PAY = "5001", "5002"
ROWS = (  # the last day is with
    ("S-1", "m-101", "4711", PAY, "LÆR", "1", "1", "2024-01-01", "2026-05-31"),
    ("S-1", "m-101", "4711", PAY, "LÆR", "2", "1", "2026-06-01", ""),
    ("S-2", "m-102", "4711", PAY, "LÆR", "2", "0,5", "2024-01-01", "2026-04-30"),
    ("S-2", "m-103", "4711", PAY, "LÆR", "1", "1", "2026-08-01", ""),
    ("S-3", "m-104", "4711", OTHER_PAY, "LÆR", "1", "1", "2024-01-01", "2026-09-30"),
    ("S-4", "", "4711", PAY, "LÆR", "1", "1", "2026-01-01", ""),
    ("S-9", "m-900", "4712", PAY, "LÆR", "1", "1", "2024-01-01", ""),
)
AWAY = (
    ("S-1", "sygdom", "2026-02-02", "2026-02-04", "1", ""),
    ("S-3", "barsel", "2026-04-15", "2026-07-14", "1", "barsel"),
)


@pytest.fixture
def payroll(town, classes, ledger, staff, rates):
    rates()
    ledger(*((f"2026-0{month}", PAY, "4711", "66000,00") for month in (1, 2, 3)))
    staff(*ROWS, absences=AWAY)


def seen(town, who: str = "leader", *, unit=None, account: str = "", year: int = YEAR):
    actor = town.as_(who)
    place = find_workplace(actor=actor, unit_id=(unit or town.north).pk, on=TODAY)
    return positions_of_unit(actor=actor, place=place, year=year, on=TODAY, account=account)


def one(town, number: str, who: str = "leader"):
    actor = town.as_(who)
    place = find_workplace(actor=actor, unit_id=town.north.pk, on=TODAY)
    return find_position(actor=actor, place=place, year=YEAR, on=TODAY, position_id=number)


def url(town, name: str = "positions", *, query: str = "", args: tuple = ()) -> str:
    return f"{reverse(f'forecast:{name}', args=[town.north.pk, *args])}?aar={YEAR}&{query}"


def test_what_is_left_is_the_fixed_pay_of_the_forecast_to_the_oere(town, payroll) -> None:
    found = seen(town)
    expected = expected_of_unit(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY).total()
    assert found.left == 9
    assert found.left_oere == expected.fixed_pay
    assert found.left_oere == sum(position.total_left for position in found.positions)
    assert found.total_oere == sum(position.total for position in found.positions)
    assert found.total_oere == sum(month.pay + month.reimbursement for month in found.months)


def test_every_position_is_there_with_its_months(town, payroll) -> None:
    found = seen(town)
    assert [position.position_id for position in found.positions] == ["S-1", "S-2", "S-3", "S-4"]
    full = found.positions[0].months[0]  # 30,000 kr. with 10 % pension and 1 % holiday allowance
    assert full.total == 33_300_00
    assert found.positions[0].months[11].total == 35_098_20  # 31,000 risen by 2 %
    assert [month.held for month in found.months] == [3] * 4 + [2] * 3 + [3, 3] + [2] * 3
    assert [month.vacant for month in found.months] == [1] * 4 + [2] * 3 + [1] * 5
    assert [month.away for month in found.months] == [0] * 3 + [1] * 4 + [0] * 5
    assert found.months[0].full_time == Fraction(5, 2)
    assert [month.booked for month in found.months] == [66_000_00] * 3 + [None] * 9


def test_what_happens_is_told_by_day_and_short_illness_is_not(town, payroll) -> None:
    found = seen(town)
    said = [(event.on.isoformat(), position.position_id, event.text) for event, position in found.events]
    assert said == [
        ("2026-01-01", "S-4", "er ledig"),
        ("2026-04-15", "S-3", "barsel, fuld løn"),
        ("2026-04-15", "S-3", "refusion af barsel begynder"),
        ("2026-05-01", "S-2", "er ledig"),
        ("2026-06-01", "S-1", "løntrin: fra 1 til 2"),
        ("2026-07-15", "S-3", "barsel slutter"),
        ("2026-08-01", "S-2", "besættes"),
        ("2026-10-01", "S-3", "ophører"),
    ]
    assert [event.text for event in found.agreed] == ["Generel stigning: 2 %"]


def test_a_position_opens_how_its_pay_is_reckoned(town, payroll) -> None:
    found = one(town, "S-3")
    (april,) = [reasons for month, reasons in found.reasons if month.period == 202604]
    assert april[0].startswith("1.–14. april 2026 (14 af 30 dage): LÆR trin 1, 30.000 kr. om måneden; løn 14.000 kr.")
    assert "barsel med fuld løn" in april[1]
    assert "refusion" in april[1]
    with pytest.raises(PositionNotFound):
        one(town, "S-9")


def test_a_vacancy_that_is_budgeted_is_told_as_such() -> None:
    row = StaffPeriod("", PAY, "LÆR", "1", Fraction(1), dt.date(2026, 1, 1), None, is_budgeted=True)
    (event,) = events_of([row], [], tables=PayTables(), first=dt.date(2026, 1, 1), until=dt.date(2027, 1, 1))
    assert event.text == "er ledig, og er budgetteret"


def test_one_account_shows_its_own_positions(town, payroll) -> None:
    found = seen(town, account=OTHER_PAY)
    assert [position.position_id for position in found.positions] == ["S-3"]
    assert found.accounts == (PAY, OTHER_PAY)


def test_a_rate_that_is_missing_is_counted_and_never_nought(town, payroll) -> None:
    PayTable.objects.filter(step="2").delete()
    found = seen(town)
    assert found.lacking_count == 2
    assert found.lacking == ("løntrinnet mangler i lønsatserne",)
    assert found.positions[0].total is None
    assert found.months[11].pay is None
    page = client_of(town, "leader").get(url(town)).content.decode()
    assert "2 stillinger: løntrinnet mangler i lønsatserne" in page
    assert "mangler" in client_of(town, "leader").get(url(town, "position", query="nr=S-1")).content.decode()


def test_a_rule_of_leave_that_no_table_has_is_told(town, payroll) -> None:
    PayTable.objects.filter(group="barsel").delete()
    assert seen(town).unknown_rules == ("barsel",)
    assert "Ukendt refusionsregel" in client_of(town, "leader").get(url(town)).content.decode()


@pytest.mark.parametrize("who", ["leader", "deputy", "substitute", "chief"])
def test_who_leads_them_sees_each_position(town, payroll, who) -> None:
    assert len(seen(town, who).positions) == 4
    if who == "substitute":  # stands in on two days of April alone
        return
    page = client_of(town, who).get(url(town)).content.decode()
    assert "m-101" in page


@pytest.mark.parametrize("who", ["controller", "part_controller"])
def test_controllers_and_finance_see_no_position_and_no_person(town, payroll, who) -> None:
    found = seen(town, who, account=OTHER_PAY)
    assert (found.positions, found.account, found.unknown_rules) == ((), "", ())
    with pytest.raises(AccessDenied):
        one(town, "S-1", who)
    client = client_of(town, who)
    assert client.get(url(town, "position", query="nr=S-1")).status_code == 403
    for name, args in (("positions", ()), ("positions_export", (YEAR,))):
        content = client.get(url(town, name, args=args, query=f"konto={OTHER_PAY}")).content
        assert b"m-10" not in content
        assert b"S-3" not in content
    assert client.get(url(town, "positions_export", args=(YEAR,))).status_code == 200
    assert found.months == ()  # in May two persons alone are paid


def test_sums_of_fewer_than_three_persons_are_not_shown_to_others(town, payroll) -> None:
    assert [(group.name, group.persons) for group in seen(town, "controller").groups] == [("LÆR", 4)]
    few = seen(town, "controller", unit=town.south)
    assert (few.groups, few.left_oere, few.total_oere, few.months) == ((), None, None, ())
    page = client_of(town, "controller").get(reverse("forecast:positions", args=[town.south.pk]) + f"?aar={YEAR}")
    assert "færre end tre personer" in page.content.decode()
    assert not re.search(r"399\.|33\.300", page.content.decode())


people = st.dictionaries(
    st.sampled_from("abcdefg"), st.sets(st.integers(0, 40), max_size=8).map(lambda ids: set(map(str, ids))), max_size=7
)


@given(people)
def test_no_group_of_few_can_be_found_from_what_is_shown(by_group) -> None:
    sums = {name: (1 << place, 3 << place) for place, name in enumerate(sorted(by_group))}
    shown = shown_groups(by_group, sums)
    assert all(group.persons >= FEWEST for group in shown)
    # Either all of it is there, so that nothing is found by taking away, or nothing is.
    everything = [(group.left, group.total) for group in shown]
    whole = tuple(sum(one[place] for one in sums.values()) for place in (0, 1))
    assert not shown or tuple(map(sum, zip(*everything, strict=True))) == whole


@pytest.mark.parametrize("name", ["positions", "position"])
def test_for_another_units_leader_it_is_not_there(town, payroll, name) -> None:
    assert client_of(town, "other_leader").get(url(town, name, query="nr=S-1")).status_code == 404


def test_the_workbook_is_what_stands_on_the_page(town, payroll) -> None:
    content = client_of(town, "leader").get(url(town, "positions_export", args=(YEAR,))).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("Stillinger").to_python()
    found = seen(town)
    column = rows[0].index("Hele året")
    assert [row[0] for row in rows[1:]] == ["S-1", "S-2", "S-3", "S-4"]
    assert [round(row[column] * 100) for row in rows[1:]] == [position.total for position in found.positions]
    months = book.get_sheet_by_name("Måneder").to_python()
    assert [round(row[5] * 100) for row in months[1:]] == [month.pay for month in found.months]


def test_the_ways_to_it_stand_on_the_workplace_and_beside_fixed_pay(town, payroll) -> None:
    client = client_of(town, "leader")
    way = reverse("forecast:positions", args=[town.north.pk])
    assert way in client.get(url(town, "workplace")).content.decode()
    assert f"{way}?aar={YEAR}&amp;konto={PAY}" in client.get(url(town, "why", query=f"konto={PAY}")).content.decode()


def test_a_unit_without_positions_is_told_what_to_do(town, books) -> None:
    page = client_of(town, "leader").get(url(town)).content.decode()
    assert "Her er ingen stillinger" in page
    assert client_of(town, "leader").get(url(town, "position", query="nr=S-1")).status_code == 404
