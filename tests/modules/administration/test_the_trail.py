"""Auditors and administrators read the trail, check its chain and take it out."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import transaction

from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.audit.models import Event
from chefforum.kernel.audit.services import record

NOW = datetime(2026, 1, 28, 9, 0, tzinfo=UTC)


@pytest.fixture
def auditor(town, person):
    return person("Rie Bak", role=Role.AUDITOR, over=town.K)


@pytest.fixture
def events(db):
    actor = Actor(person_id=None, name="Kommandolinjen")
    with transaction.atomic():
        for name in ("Ida Holm", "=1+1", "Bo Krag"):
            record(actor=actor, at=NOW, action="people.create", object_kind="person", object_id=1, object_name=name)
        record(actor=actor, at=NOW, action="ukendt.handling", object_kind="x", object_id=2)


def test_actions_have_danish_names_and_unknown_ones_are_shown_as_they_are(auditor, events, signed_in):
    page = signed_in(auditor).get("/revision/").content.decode()
    assert "Oprettede person" in page
    assert "ukendt.handling" in page


def test_filters_stay_in_the_address(auditor, events, signed_in):
    page = signed_in(auditor).get("/revision/?q=holm&handling=people.create&fra=2026-01-28&til=2026-01-28")
    assert [event.object_name for event, _ in page.context["rows"]] == ["Ida Holm"]
    assert 'value="holm"' in page.content.decode()
    assert not signed_in(auditor).get("/revision/?fra=2026-01-29").context["rows"]


def test_the_chain_is_checked_on_request(auditor, events, signed_in):
    assert "Kæden holder: 4 hændelser." in signed_in(auditor).get("/revision/?kontrol=1").content.decode()
    Event.objects.filter(number=2).update(object_name="en anden")
    page = signed_in(auditor).get("/revision/?kontrol=1").content.decode()
    assert "hændelse nr. 2 er ændret" in page
    Event.objects.filter(number=2).delete()
    assert "hændelse nr. 2 er fjernet" in signed_in(auditor).get("/revision/?kontrol=1").content.decode()


def test_taking_the_trail_out_keeps_the_filter_harms_no_spreadsheet_and_is_an_event(auditor, events, signed_in):
    response = signed_in(auditor).post("/revision/csv/", {"handling": "people.create"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[4] for row in rows] == ["Hvad", "Bo Krag", "'=1+1", "Ida Holm"]
    event = Event.objects.first()
    assert (event.action, event.person_name) == ("audit.export", "Rie Bak")
    assert event.data == {"action": "people.create", "events": 3}


def test_a_secretariat_over_everything_does_not_read_the_trail(town, person, events, signed_in):
    client = signed_in(person("Sofie Lind", role=Role.SECRETARIAT, over=town.K))
    assert client.get("/revision/").status_code == 403
    assert client.post("/revision/csv/").status_code == 403
    assert Event.objects.count() == 4
