"""A number instead of the system's: with a reason, until a day; the one before it ends and is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.forecast.models import Override
from chefforum.modules.forecast.queries.overrides import OverrideNotFound, find_override, live_overrides, overrides_of
from chefforum.modules.forecast.queries.units import UnitNotFound
from chefforum.modules.forecast.services.overrides import OverrideRefused, end_override, set_override
from tests.modules.forecast.conftest import NOW, TODAY, YEAR

EXPIRES = TODAY + dt.timedelta(days=10)


def put_number(town, amount=100_00, who="leader", reason="Ny aftale", expires=EXPIRES):
    return set_override(
        actor=town.as_(who),
        unit_id=town.north.pk,
        account="5101",
        year=YEAR,
        amount_oere=amount,
        reason=reason,
        expires=expires,
        at=NOW,
        on=TODAY,
    )


def live(town, on=TODAY):
    return [one.amount_oere for one in live_overrides(unit_ids=[town.north.pk], year=YEAR, on=on)]


def test_it_holds_up_to_and_with_its_last_day(town):
    put_number(town)
    assert live(town, EXPIRES) == [100_00]
    assert not live(town, EXPIRES + dt.timedelta(days=1))


def test_a_new_one_ends_the_one_before_and_both_are_kept(town):
    put_number(town)
    put_number(town, 200_00)
    assert live(town) == [200_00]
    assert overrides_of(actor=town.leader, unit_id=town.north.pk, year=YEAR, on=TODAY).count() == 2


def test_it_is_taken_back_once(town):
    made = put_number(town)
    end_override(actor=town.leader, override=made, at=NOW)
    assert not live(town)
    with pytest.raises(OverrideRefused):
        end_override(actor=town.leader, override=made, at=NOW)


@pytest.mark.parametrize("wrong", [{"reason": "  "}, {"expires": TODAY - dt.timedelta(days=1)}])
def test_a_reason_and_a_day_that_comes_are_asked(town, wrong):
    with pytest.raises(OverrideRefused):
        put_number(town, **wrong)
    assert not Override.objects.exists()


@pytest.mark.parametrize("who", ["other_leader", "controller", "part_controller", "auditor", "admin", "colleague"])
def test_others_than_the_units_leaders_put_none(town, who):
    with pytest.raises(AccessDenied):
        put_number(town, who=who)


def test_others_do_not_find_it(town):
    made = put_number(town)
    with pytest.raises(OverrideNotFound):
        find_override(actor=town.as_("other_leader"), override_id=made.pk)
    with pytest.raises(UnitNotFound):
        overrides_of(actor=town.as_("colleague"), unit_id=town.north.pk, year=YEAR, on=TODAY)
