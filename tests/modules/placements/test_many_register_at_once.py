"""Many register at the same moment, and no two placements get one number."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from chefforum.modules.placements.models import Place, Placement
from chefforum.modules.placements.rules.register import Facts
from chefforum.modules.placements.services.register import DuplicateNumber, register_placement
from chefforum.web.once import AlreadyMade
from tests.modules.placements.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_two_get_one_number_and_no_course_is_there_twice(town: SimpleNamespace) -> None:
    actor, unit = town.as_("consultant"), town.north.pk

    def register(number: int) -> str:
        facts = Facts("internship", "municipal", dt.date(2026, 1, 5), unit, external_reference=f"MOM-{number // 2}")
        try:
            return register_placement(actor=actor, facts=facts, at=NOW).reference
        except DuplicateNumber:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        drawn = [one for one in workers.map(register, range(16)) if one]
    assert len(drawn) == len(set(drawn)) == Placement.objects.count() == 8
    assert len(set(Placement.objects.values_list("external_reference", flat=True))) == 8


def test_a_form_that_is_sent_by_many_at_once_makes_one_and_asks_nobody(town: SimpleNamespace) -> None:
    actor, made_id = town.as_("consultant"), uuid4()
    place = Place.objects.create(
        workplace=town.workplaces[town.north],
        kind="internship",
        job_type=town.job_type,
        open_from=dt.date(2026, 1, 1),
        created_at=NOW,
    )
    facts = Facts("internship", "municipal", dt.date(2026, 1, 5), place_id=place.pk)

    def register(_: int) -> str:
        try:
            register_placement(actor=actor, facts=facts, at=NOW, made_id=made_id, accepted="")
        except AlreadyMade:
            return "already"
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(4) as workers:
        answers = sorted(workers.map(register, range(8)))
    assert answers == ["already"] * 7 + ["made"]
    assert Placement.objects.get().pk == made_id
