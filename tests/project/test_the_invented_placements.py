"""Lindeby's placements, loaded through imports and services: as many as its minutes say, and what came of them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from chefforum.project import demo
from chefforum.project.demo import placements

AT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        import time
        demo.load_municipality()
        t=time.time()
        placements.load(folder=demo.FOLDER, at=AT)
        print("LOADED", time.time()-t)
        yield


def test_x(loaded, django_db_blocker):
    with django_db_blocker.unblock():
        from chefforum.modules.placements.models import Placement
        assert Placement.objects.count() > 1000
