"""The start page tells administrators, auditors and leaders what is theirs in the organisation."""

import datetime as dt

import pytest
from django.db import transaction

from chefforum.kernel.access.rules import Role
from chefforum.kernel.audit.services import record
from chefforum.kernel.organisation.models import CostCentre
from chefforum.modules.administration.cards import LEAD_A_WORKPLACE, latest_events, missing, units

TODAY = dt.date(2026, 1, 28)
NOW = dt.datetime(2026, 1, 28, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def leader(town, person, acting):
    return acting(person("Ida Holm", role=Role.WORKPLACE_LEADER, over=town.BS, unit=town.BS, leads=True))


def test_an_administrator_sees_how_many_units_lack_leader_and_count(leader, site):
    assert [row.text for row in missing(actor=leader, on=TODAY).rows] == [
        "3 enheder uden leder",
        "3 enheder uden årsværk",
    ]


def test_a_leader_sees_the_topmost_unit_with_fte_and_cost_centres(leader, site):
    (row,) = units(actor=leader, on=TODAY).rows
    assert (row.text, row.meta) == ("Børn og Skole", "40,5 årsværk · omkostningssted 4711")


def test_many_cost_centres_are_counted_since_their_codes_say_nothing_there(town, leader, site):
    CostCentre.objects.create(code="4712", unit=town.S, valid_from=TODAY)
    (row,) = units(actor=leader, on=TODAY).rows
    assert row.meta == "40,5 årsværk · 2 omkostningssteder"


def test_many_cost_centres_are_counted(leader, town, site):
    for code in range(5000, 5007):
        CostCentre.objects.create(unit=town.BS, code=str(code), valid_from=dt.date(2020, 1, 1))
    (row,) = units(actor=leader, on=TODAY).rows
    assert row.meta == "40,5 årsværk · 8 omkostningssteder"


def test_somebody_who_works_in_the_unit_without_leading_it_has_no_card(town, person, acting):
    assert not LEAD_A_WORKPLACE.allows(acting(person("Bo Krag", unit=town.S)))


def test_an_auditor_sees_the_latest_events(town, person, acting, site):
    auditor = acting(person("Rie Bak", role=Role.AUDITOR, over=town.K))
    with transaction.atomic():
        for name in "abcdef":
            record(actor=auditor, at=NOW, action="people.create", object_kind="p", object_id=1, object_name=name)
    card = latest_events(actor=auditor, on=TODAY)
    assert [row.text for row in card.rows] == [f"Oprettede person: {name}" for name in "fedcb"]
    assert card.more_url == "/revision/?kontrol=1"
