"""Rounds are frozen: what was expected on a day is kept as it was, whatever is written after."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.forecast.models import FrozenFigure
from chefforum.modules.forecast.queries.rounds import Figure, figures_of_round
from chefforum.modules.forecast.rules.rounds import FigurePart, RoundKind
from chefforum.modules.forecast.services.entries import remove_entry
from chefforum.modules.forecast.services.freezing import freeze_with_forecast
from chefforum.modules.forecast.services.rounds import RoundRefused, begin_round, freeze_round
from tests.modules.forecast.conftest import NOW, TODAY, cell, put


def begin(town, who="controller", kind=RoundKind.FR1, period=202603):
    deadline = dt.date(2026, 4, 20)
    return begin_round(actor=town.as_(who), kind=kind, period=period, deadline=deadline, at=NOW, on=TODAY)


def freeze(town, of, who="controller", more=()):
    return freeze_round(actor=town.as_(who), round_id=of.pk, at=NOW, on=TODAY, more=more)


def entries_of(town, shown, who="controller", beside=None):
    return {name: row.now.entries for name, row in rows_of(town, shown, who, beside).items()}


def rows_of(town, shown, who="controller", beside=None):
    found = figures_of_round(actor=town.as_(who), shown=shown, beside=beside, on=TODAY)
    return {row.name: row for row in found.rows}


def test_what_is_written_after_a_freeze_changes_nothing_in_it(town, entry):
    frozen = freeze(town, begin(town))
    put(town, entry, cell(entry, 5, 99, seen=40))
    remove_entry(actor=town.leader, entry=entry, at=NOW)
    assert entries_of(town, frozen)["Nordskolen"] == 15_000_00
    assert entries_of(town, frozen)["Sydskolen"] is None
    with pytest.raises(RoundRefused, match="allerede"):
        freeze(town, frozen)
    assert FrozenFigure.objects.count() == 2  # of the category, and what is left of the year


def test_a_round_that_is_open_follows_what_is_written(town, entry):
    of = begin(town)
    put(town, entry, cell(entry, 6, None, seen=20))
    assert entries_of(town, of)["Nordskolen"] == 10_000_00


def test_rounds_are_held_beside_each_other(town, entry):
    first = freeze(town, begin(town))
    put(town, entry, cell(entry, 5, 60, seen=40))
    second = freeze(town, begin(town, kind=RoundKind.FR2))
    row = rows_of(town, second, beside=first)["Nordskolen"]
    assert (row.now.entries, row.beside.entries) == (20_000_00, 15_000_00)
    assert row.moved is None  # nothing is closed, so nobody knows where the year ends


def test_the_other_parts_are_frozen_with_what_is_missing(town, entry):
    more = [
        Figure(town.north.pk, FigurePart.EXPECTED, "5101", amount_oere=1_00, low_oere=50, high_oere=2_00),
        Figure(town.south.pk, FigurePart.EXPECTED, "5101", label="2 konti er ikke vurderet"),
        Figure(town.north.pk, FigurePart.BUDGET, amount_oere=3_00),
    ]
    frozen = freeze(town, begin(town), more=more)
    rows = rows_of(town, frozen)
    assert (rows["Nordskolen"].now.expected, rows["Nordskolen"].now.deviation) == (1_00, -2_00)
    assert rows["Sydskolen"].now.expected is None
    assert rows["Sydskolen"].now.lacking == "2 konti"


def test_an_open_round_shows_where_the_year_ends_now_and_a_frozen_one_where_it_ended_then(town, books, whole_entry):
    entry = whole_entry
    first = begin(town)
    freeze_with_forecast(actor=town.controller, round_id=first.pk, at=NOW, on=TODAY)
    first.refresh_from_db()
    put(town, entry, cell(entry, 5, 60, seen=40))
    found = figures_of_round(actor=town.controller, shown=begin(town, kind=RoundKind.FR2), beside=first, on=TODAY)
    row = next(row for row in found.rows if row.name == "Nordskolen")
    assert row.beside.expected == 13_200_00 + 60 * 250_00
    assert row.now.expected == 13_200_00 + 80 * 250_00
    assert (row.moved, found.moved) == (20 * 250_00, 20 * 250_00)


def test_a_unit_that_is_not_assessed_in_full_has_the_number_of_the_rest_and_it_is_said(town, books):
    found = rows_of(town, begin(town))["Nordskolen"].now
    assert (found.expected, found.is_assessed, found.lacking) == (12_000_00, False, "1 konto")


def test_everybody_sees_their_own_units_alone(town, entry):
    frozen = freeze(town, begin(town))
    assert entries_of(town, frozen, "leader") == {"Nordskolen": 15_000_00}
    assert "Nordskolen" not in entries_of(town, frozen, "other_leader")


def test_a_round_is_opened_once(town):
    begin(town)
    with pytest.raises(RoundRefused):
        begin(town)


@pytest.mark.parametrize("who", ["part_controller", "chief", "leader", "auditor", "admin"])
def test_only_finance_opens_and_freezes(town, who):
    with pytest.raises(AccessDenied):
        begin(town, who)
    of = begin(town)
    with pytest.raises(AccessDenied):
        freeze(town, of, who)


def shown_to(town, of, name="forecast:round"):
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name, args=[of.pk])).content.decode()


def of_two_schools(town, *, south_is_assessed):
    south = Figure(town.south.pk, FigurePart.EXPECTED, amount_oere=300_00 if south_is_assessed else None)
    if not south_is_assessed:
        south = dataclasses.replace(south, label="2 konti er ikke vurderet")
    more = [
        Figure(town.north.pk, FigurePart.EXPECTED, amount_oere=1_000_00),
        Figure(town.north.pk, FigurePart.BUDGET, amount_oere=900_00),
        south,
        Figure(town.south.pk, FigurePart.BUDGET, amount_oere=500_00),
    ]
    return freeze(town, begin(town), more=more)


def test_a_unit_with_a_budget_that_is_not_assessed_is_not_said_to_have_none(town):
    frozen = of_two_schools(town, south_is_assessed=False)
    south = rows_of(town, frozen)["Sydskolen"].now
    assert (south.expected, south.budget_not_assessed, south.against()) == (None, 500_00, "ikke vurderet")
    assert "intet budget" not in shown_to(town, frozen)


def test_a_unit_without_a_budget_is_said_to_have_none(town):
    more = [Figure(town.north.pk, FigurePart.EXPECTED, amount_oere=1_00), Figure(town.north.pk, FigurePart.BUDGET)]
    assert "intet budget" in shown_to(town, freeze(town, begin(town), more=more))


def test_a_round_is_summed_and_says_how_many_lack(town):
    frozen = of_two_schools(town, south_is_assessed=False)
    total = figures_of_round(actor=town.controller, shown=frozen, beside=None, on=TODAY).total
    assert (total.budget, total.budget_not_assessed, total.expected) == (1_400_00, 500_00, 1_000_00)
    assert (total.deviation, total.lacking) == (100_00, "2 konti")
    said = shown_to(town, frozen)
    assert "I alt" in said
    assert "500 kr. af budgettet er ikke vurderet endnu" in said


def test_a_round_where_all_is_assessed_is_summed_to_where_it_ends(town):
    total = figures_of_round(
        actor=town.controller, shown=of_two_schools(town, south_is_assessed=True), beside=None, on=TODAY
    ).total
    assert (total.expected, total.deviation) == (1_300_00, -100_00)


def test_freezing_says_first_how_many_are_not_assessed_and_that_it_is_for_good(town, books):
    of = begin(town)
    figures = figures_of_round(actor=town.controller, shown=of, beside=None, on=dt.date.today())
    asked = shown_to(town, of, "forecast:round_freeze")
    assert figures.lacking
    assert f"{figures.lacking} af {figures.forecast} er ikke vurderet. Fristen er 20. april 2026." in asked
    assert "En frosset runde kan ikke ændres." in asked
    of.refresh_from_db()
    assert of.frozen_at is None


def test_what_is_frozen_is_not_asked_of_again(town):
    frozen = freeze(town, begin(town))
    client = Client()
    client.force_login(town.people["controller"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("forecast:round_freeze", args=[frozen.pk]), follow=True).content.decode()
    assert "Runden er allerede frosset" in page
