"""The invented municipality's organisation goes through the import that people use, before and after it is changed."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.rules import ImportState
from chefforum.kernel.organisation.models import CostCentre
from chefforum.project.books import Size, invented_town, write_organisation

SIZE = Size(units=150, accounts=100, first=202401, months=24, postings=1, positions=100, reorganised=202501)


@pytest.mark.django_db
def test_each_cost_centre_posts_to_the_unit_that_had_it_in_the_month(tmp_path):
    town = invented_town(SIZE)
    for period, since in ((202401, dt.date(2024, 1, 1)), (202501, dt.date(2025, 1, 1))):
        path = tmp_path / f"organisation-{period}.csv"
        write_organisation(town, path, period=period, since=since)
        _take_in(path, since)
    for period, day in ((202412, dt.date(2024, 12, 1)), (202501, dt.date(2025, 1, 1))):
        there = CostCentre.objects.filter(valid_from__lte=day).exclude(valid_to__lte=day)
        assert dict(there.values_list("code", "unit__code")) == town.owners(period)


def _take_in(path, on):
    actor, at = Actor.command_line(), dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
    options = {"on": on.isoformat(), "is_complete": True}
    item = read_now(
        kind="organisation.units",
        content=path.read_bytes(),
        filename=path.name,
        options=options,
        actor=actor,
        at=at,
    )
    assert item.state == ImportState.READY, item.problems
    assert carry_out_now(import_id=item.pk, actor=actor, at=at).state == ImportState.DONE
