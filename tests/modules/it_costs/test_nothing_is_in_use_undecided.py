"""Whatever people do, and in whatever order: nothing comes into use that nobody else than who asks decided."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.it_costs.models import ItRequest, ItSystem, RequestDecision, RequestEvent
from chefforum.modules.it_costs.queries.requests import RequestNotFound
from chefforum.modules.it_costs.rules.register import WrongFacts
from chefforum.modules.it_costs.rules.request_states import DECIDED, STEPS, Part, RequestState, parts_of, steps_from
from chefforum.modules.it_costs.services import request_decisions as decisions
from chefforum.modules.it_costs.services import request_steps as steps
from tests.modules.it_costs.conftest import NOW
from tests.modules.it_costs.requests_town import REASON, brought_to, scope

WHO = ("leader", "coordinator", "chief")
ACTS = st.tuples(st.sampled_from(WHO), st.sampled_from(list(STEPS)))
# Most sequences of pure chance go nowhere: the usual way is put in between.
WAY = [("leader", "submit"), ("coordinator", "begin"), ("chief", "approve"), ("leader", "use")]


def act(town: SimpleNamespace, who: str, found: ItRequest, step: str, at: dt.datetime) -> None:
    said: dict[str, Any] = {"actor": town.as_(who), "request_id": found.pk, "at": at}
    if step == "submit":
        steps.submit(**said)
    elif step == "begin":
        steps.begin(**said, asked={})
    elif step == "approve":
        decisions.approve(**said, scope=scope())
    elif step == "reject":
        decisions.reject(**said, scope=scope(reason=REASON))
    elif step == "not_needed":
        decisions.say_not_needed(**said, reason=REASON)
    elif step == "use":
        decisions.take_into_use(**said)
    elif step == "undo_use":
        decisions.undo_use(**said)
    elif step == "undo_decision":
        decisions.undo_decision(**said, reason=REASON)
    else:
        steps.take_plain_step(**said, step=step, reason=REASON)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(author=st.sampled_from(WHO), acts=st.lists(st.one_of(ACTS, st.sampled_from(WAY)), max_size=14))
def test_no_sequence_of_acts_reaches_in_use_without_a_decision_by_somebody_else(
    town: SimpleNamespace, author: str, acts: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        found = brought_to(town, "draft", by=author)
        for nth, (who, step) in enumerate(acts, start=1):
            at = NOW + dt.timedelta(minutes=nth)
            try:
                with transaction.atomic():
                    act(town, who, found, step, at)
            except (AccessDenied, WrongFacts, RequestNotFound):
                continue
            found.refresh_from_db()
            standing = RequestDecision.objects.filter(request=found, undone_at__isnull=True)
            assert standing.count() == (1 if found.state in DECIDED else 0)
            for one in standing:
                assert one.person_id != found.author_id
                last_sent = RequestEvent.objects.filter(request=found, act="submit").latest("at")
                assert one.at >= last_sent.at
            made = ItSystem.objects.filter(decisions__request=found, removed_at__isnull=True)
            assert made.count() == standing.filter(system__isnull=False, system__removed_at__isnull=True).count()
        transaction.set_rollback(True)


@given(
    is_author=st.booleans(),
    is_own=st.booleans(),
    is_coordinator=st.booleans(),
    may_decide=st.booleans(),
    is_asked=st.booleans(),
    state=st.sampled_from(list(RequestState)),
)
def test_who_asks_is_offered_no_decision_whatever_else_they_are(
    is_author: bool, is_own: bool, is_coordinator: bool, may_decide: bool, is_asked: bool, state: RequestState
) -> None:
    parts = parts_of(
        is_author=is_author,
        is_own=is_own,
        is_coordinator=is_coordinator,
        may_decide=may_decide,
        is_asked=is_asked,
    )
    offered = steps_from(state=state, parts=parts)
    if is_author or is_own:
        assert not [one for one in offered if one.is_decision]
        assert Part.REVIEWER not in parts
    if not parts:
        assert not offered


def test_in_use_is_reached_from_approved_alone_and_approved_by_a_decision_or_back_from_use() -> None:
    into = {one.name for one in STEPS.values() if one.target == RequestState.IN_USE}
    assert into == {"use"}
    assert STEPS["use"].sources == {RequestState.APPROVED}
    assert {one.name for one in STEPS.values() if one.target == RequestState.APPROVED} == {"approve", "undo_use"}
