"""The workplace's page: one sentence, one picture, every line opened; and nothing of it for who may not know."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.modules.forecast.documents.pictures import bridge_of_year, months_of_line, picture_of_year
from chefforum.modules.forecast.queries.units import UnitNotFound
from chefforum.modules.forecast.queries.workplace import LineNotFound, named_accounts, why_line, workplace_year
from chefforum.modules.forecast.rules.running import MadeBy, NothingClosed
from chefforum.modules.forecast.services.entries import NewEntry, add_entries
from chefforum.modules.ledger.services.closing import close_through
from tests.modules.forecast.conftest import NOW, TODAY, YEAR, new_agreement

pytestmark = pytest.mark.django_db


def year_of(town: SimpleNamespace, who: str = "leader"):
    return workplace_year(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, on=TODAY)


@pytest.fixture
def planned(town, books, budget) -> None:
    """Budgets of 12,000 on 4020 and 3,000 on substitutes; the leader expects 400 of substitutes each month left."""
    budget(("4020", "4711", "12000"), ("5101", "4711", "3000"))
    new = NewEntry(
        town.substitutes.pk, "", rate_oere=None, values=tuple((month, Decimal(400)) for month in range(4, 13))
    )
    add_entries(actor=town.leader, unit_id=town.north.pk, year=YEAR, new=[new], at=NOW)


def test_the_sentence_says_how_far_and_on_what(town, planned) -> None:
    shown = year_of(town)
    assert shown.total.expected == 16_800_00
    assert shown.sentence == "I ender 2026 ca. 1.800 kr. over budgettet (12,0 %), mest på vikarer."
    assert not shown.lacking


def test_who_does_not_lead_it_is_told_its_name(town, planned) -> None:
    assert year_of(town, "controller").sentence.startswith("Nordskolen ender 2026 ca. 1.800 kr. over")


def test_what_is_not_assessed_is_said_and_kept_out_of_both_sides(town, books, budget) -> None:
    budget(("4020", "4711", "11000"), ("5101", "4711", "90000"))
    shown = year_of(town)
    assert shown.sentence.endswith("når kun det, der er vurderet, regnes med.")
    assert (shown.total.budget_assessed, shown.total.budget_not_assessed) == (11_000_00, 90_000_00)
    assert shown.lacking.startswith("90.000 kr. af budgettet er ikke vurderet endnu")
    assert shown.lacking.endswith("(1 konto: 5101).")
    bridge = bridge_of_year(shown)
    assert ("Vikarer", ("ikke vurderet",)) in bridge.rows


def test_groups_move_the_budget_to_what_is_expected(town, planned) -> None:
    shown = year_of(town)
    assert shown.total.budget_assessed + sum(group.change for group in shown.groups) == shown.total.expected


def test_the_bridge_of_a_year_that_is_over_ends_at_what_came(town, planned) -> None:
    assert bridge_of_year(year_of(town)).rows[-1][0] == "Forventet"
    close_through(actor=town.controller, at=NOW, period=202612)
    bridge = bridge_of_year(year_of(town))
    assert (bridge.title, bridge.rows[-1][0]) == ("Fra budget til det, der kom", "Endte på")


def test_months_end_where_the_year_ends(town, planned) -> None:
    shown = year_of(town)
    assert shown.months.used[2] == 4_200_00
    assert shown.months.used[3] is None
    assert shown.months.expected[11] == shown.total.expected
    assert shown.months.budget[11] == shown.total.budget
    assert shown.months.last_year[11] == shown.last_year == 16_800_00
    assert shown.last_year_so_far == 4_200_00


def test_the_picture_has_the_same_figures(town, planned) -> None:
    picture = picture_of_year(year_of(town))
    assert picture.column_names[:4] == ("Brugt", "Forventet", "Budget", "2025")
    assert picture.rows[11][1][:3] == ("–", "16.800 kr.", "15.000 kr.")


def test_a_line_says_why_and_what_it_is_made_of(town, planned) -> None:
    line = why_line(actor=town.leader, unit_id=town.north.pk, year=YEAR, account="4020", on=TODAY)
    assert line.shown.line.made_by in (MadeBy.STEADY, MadeBy.RHYTHM)
    assert sum(amount for _, amount in line.parts) == line.shown.sum.expected
    assert len(line.periods) == 27
    assert months_of_line(line).rows[-1][0] == "dec 26"


def test_an_override_stands_with_the_systems_number_beside(town, planned) -> None:
    new_agreement(town, expires=TODAY)
    line = why_line(actor=town.leader, unit_id=town.north.pk, year=YEAR, account="4020", on=TODAY)
    assert line.shown.line.made_by is MadeBy.OVERRIDE
    assert (line.shown.sum.expected, line.shown.line.system) == (20_000_00, 12_000_00)
    assert line.override.reason == "Ny aftale"
    assert line.sentence != ""


@pytest.mark.parametrize("who", ["other_leader", "colleague", "auditor", "admin"])
def test_another_units_leader_finds_nothing(town, planned, who) -> None:
    with pytest.raises(UnitNotFound):
        year_of(town, who)
    with pytest.raises(UnitNotFound):
        why_line(actor=town.as_(who), unit_id=town.north.pk, year=YEAR, account="4020", on=TODAY)


def test_a_line_that_is_not_there_is_not_found(town, planned) -> None:
    with pytest.raises(LineNotFound):
        why_line(actor=town.leader, unit_id=town.north.pk, year=YEAR, account="9999", on=TODAY)


def test_a_ledger_that_is_not_closed_has_no_page_yet(town) -> None:
    with pytest.raises(NothingClosed):
        year_of(town)


def test_a_new_unit_has_no_lines(town, books) -> None:
    shown = workplace_year(actor=town.controller, unit_id=town.park.pk, year=YEAR, on=TODAY)
    assert len(shown.expected) == 0


def test_a_ledger_that_begins_within_the_year_is_said(town, classes, ledger) -> None:
    ledger(("2026-02", "4020", "4711", "1000,00"), ("2026-03", "4020", "4711", "1000,00"))
    shown = year_of(town)
    assert shown.begins_late == 202602
    assert shown.months.used[:3] == (None, 1_000_00, 2_000_00)


def test_what_the_leader_entered_stands_by_group_and_month_left(town, planned) -> None:
    shown = year_of(town)
    (entered,) = shown.entered
    assert entered.name == "Vikarer"
    assert len(entered.months) == len(shown.months_left) == 9
    assert set(entered.months) == {400_00}
    assert entered.total == shown.total.entries


def test_accounts_are_offered_by_name_to_who_reads_the_unit_alone(town, planned) -> None:
    found = dict(named_accounts(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY))
    assert "5101" in found
    assert named_accounts(actor=town.as_("other_leader"), unit_id=town.north.pk, year=YEAR, on=TODAY) == []


def test_an_installation_with_no_ledger_says_what_finance_does_first(town) -> None:
    for who, said in (("controller", "Indlæs posteringer"), ("chief", "Økonomi indlæser")):
        client = Client()
        client.force_login(town.people[who], backend="django.contrib.auth.backends.ModelBackend")
        for name in ("whole", "deviations"):
            assert said in client.get(reverse(f"forecast:{name}")).content.decode()
