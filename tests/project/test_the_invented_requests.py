"""Lindeby's requests for technology come in by the services that people use, and there are some in every state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from chefforum.modules.it_costs.models import ItRequest, RequestDecision
from chefforum.modules.it_costs.rules.request_states import STATE_NAMES
from chefforum.modules.it_costs.rules.request_words import REQUEST_KIND_NAMES, Level
from chefforum.project import demo
from chefforum.project.demo import it_register, it_requests

AT = dt.datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.mark.django_db
def test_there_are_requests_in_every_state_and_of_every_kind_and_nobody_decided_their_own() -> None:
    demo.load_municipality()
    it_register.load(folder=demo.FOLDER, at=AT)
    it_requests.load(at=AT)
    states = Counter(ItRequest.objects.values_list("state", flat=True))
    assert set(states) == {one.value for one in STATE_NAMES}
    assert set(ItRequest.objects.values_list("kind", flat=True)) == {one.value for one in REQUEST_KIND_NAMES}
    decisions = RequestDecision.objects.select_related("request")
    assert all(one.person_id != one.request.author_id for one in decisions)
    assert decisions.filter(level=Level.FORUM, meeting_on__isnull=False).count() == 1
    assert decisions.filter(expires_on__lt=AT.date(), request__state="approved").count() == 1
    assert not ItRequest.objects.filter(changed_at__gt=AT).exists()
