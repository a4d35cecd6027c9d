"""A request from draft to in use: every state × person × step, what must be said, two at once, and who decides."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.organisation.queries import tree_on
from chefforum.modules.it_costs.models import ItRequest, RequestEvent
from chefforum.modules.it_costs.queries.request_limits import limits_on
from chefforum.modules.it_costs.queries.requests import (
    RequestNotFound,
    RequestsChosen,
    facts_of,
    find_request,
    list_requests,
    waiting_requests,
)
from chefforum.modules.it_costs.rules.register import WrongFacts
from chefforum.modules.it_costs.rules.request_facts import LineFacts, lacks
from chefforum.modules.it_costs.rules.request_levels import Limits
from chefforum.modules.it_costs.rules.request_states import STATE_NAMES, STEPS, RequestState
from chefforum.modules.it_costs.rules.request_words import Level, ReviewKind
from chefforum.modules.it_costs.services import request_decisions as decisions
from chefforum.modules.it_costs.services import request_steps as steps
from chefforum.modules.it_costs.services.request_limits import remove_limits, set_limits
from chefforum.modules.it_costs.services.requests import change_request, comment, write_request
from chefforum.web.once import AlreadyMade
from tests import factories
from tests.modules.it_costs.conftest import NOW, TODAY
from tests.modules.it_costs.requests_town import REASON, brought_to, scope, whole

LATER = NOW + dt.timedelta(hours=1)
AUTHOR, COORDINATOR, CHIEF = "leader", "coordinator", "chief"
# Who takes each step of the leader's request, at the coordinator's level. All others are refused.
MAY = {
    "submit": {AUTHOR},
    "take_back": {AUTHOR},
    "begin": {COORDINATOR},
    "approve": {COORDINATOR, CHIEF},
    "reject": {COORDINATOR, CHIEF},
    "not_needed": {COORDINATOR},
    "send_back": {COORDINATOR, CHIEF},
    "use": {AUTHOR, COORDINATOR},
    "undo_use": {AUTHOR, COORDINATOR},
    "undo_decision": {COORDINATOR, CHIEF},
    "withdraw": {AUTHOR, COORDINATOR},
    "revive": {AUTHOR},
}
# Who may not know of a draft, and who never knows of Nordskolen's requests.
STRANGERS = {"colleague"}


@pytest.fixture
def limits(town: SimpleNamespace) -> None:
    """Everything that no rule says otherwise is the coordinator's; under 100.000 kr. it is free."""
    said = Limits(free_below=100_000, chief_from=500_000, forum_from=2_000_000, sensitive_data=Level.CHIEF)
    set_limits(actor=town.as_("coordinator"), valid_from=TODAY, limits=said, reviewers={}, source="Chefforum", at=NOW)


def take(town: SimpleNamespace, who: str, found: ItRequest, step: str) -> None:
    said: dict[str, Any] = {"actor": town.as_(who), "request_id": found.pk, "at": LATER}
    acts = {
        "submit": lambda: steps.submit(**said),
        "begin": lambda: steps.begin(**said, asked={}),
        "approve": lambda: decisions.approve(**said, scope=scope()),
        "reject": lambda: decisions.reject(**said, scope=scope(reason=REASON)),
        "not_needed": lambda: decisions.say_not_needed(**said, reason=REASON),
        "use": lambda: decisions.take_into_use(**said),
        "undo_use": lambda: decisions.undo_use(**said),
        "undo_decision": lambda: decisions.undo_decision(**said, reason=REASON),
    }
    acts.get(step, lambda: steps.take_plain_step(**said, step=step, reason=REASON))()


@pytest.mark.parametrize("state", list(STATE_NAMES))
def test_every_step_in_every_state_is_taken_by_those_of_the_table_and_by_nobody_else(
    town: SimpleNamespace, limits: None, state: RequestState
) -> None:
    found = brought_to(town, state.value)
    for name, step in STEPS.items():
        for who in ("leader", "coordinator", "chief", "it_manager", "controller", "auditor", "colleague"):
            refused: Any = ()
            if who in STRANGERS or (state == RequestState.DRAFT and who != AUTHOR):
                refused = RequestNotFound
            elif who not in MAY[name]:
                refused = AccessDenied
            elif state not in step.sources or name == "not_needed":
                refused = WrongFacts  # the request is elsewhere; personal data always ask for a decision here
            try:
                with transaction.atomic():
                    if refused:
                        with pytest.raises(refused):
                            take(town, who, found, name)
                    else:
                        take(town, who, found, name)
                        found.refresh_from_db()
                        assert found.state == step.target
                    raise _Again
            except _Again:
                found.refresh_from_db()


class _Again(Exception):
    """The next one begins where this one did."""


@pytest.mark.parametrize("step", ["approve", "reject", "not_needed", "send_back", "undo_decision"])
def test_nobody_decides_their_own_whatever_else_they_are(town: SimpleNamespace, limits: None, step: str) -> None:
    state = {"not_needed": "submitted", "undo_decision": "approved"}.get(step, "in_review")
    found = brought_to(town, state, by="coordinator")
    with pytest.raises(AccessDenied):
        take(town, "coordinator", found, step)


def test_who_stands_in_for_the_author_decides_it_no_more_than_the_author(town: SimpleNamespace, limits: None) -> None:
    found = brought_to(town, "in_review", by="coordinator")
    deputy = factories.person("deputy")
    tomorrow = TODAY + dt.timedelta(days=1)
    factories.substitution(town.people["coordinator"], deputy, valid_from=TODAY, valid_to=tomorrow)
    town.people["deputy"] = deputy
    with pytest.raises(AccessDenied):
        take(town, "deputy", found, "approve")


def test_an_area_above_the_limit_is_the_chiefs_and_neither_the_coordinators_nor_the_schools(
    town: SimpleNamespace, limits: None
) -> None:
    found = brought_to(town, "in_review", by="it_manager", level=Level.CHIEF)
    for who in ("coordinator", "leader"):
        with pytest.raises(AccessDenied):
            take(town, who, found, "approve")
    take(town, "chief", found, "approve")


def test_what_the_forum_decides_is_noted_with_its_meeting(town: SimpleNamespace, limits: None) -> None:
    found = brought_to(town, "in_review", level=Level.FORUM)
    said: dict[str, Any] = {"actor": town.as_("coordinator"), "request_id": found.pk, "at": LATER}
    with pytest.raises(WrongFacts, match="den dag"):
        decisions.approve(**said, scope=scope())
    with pytest.raises(WrongFacts, match="den dag"):
        decisions.approve(**said, scope=scope(meeting_on=TODAY + dt.timedelta(days=1), meeting_reference="Punkt 4"))
    with pytest.raises(WrongFacts, match="journalnummeret"):
        decisions.approve(**said, scope=scope(meeting_on=TODAY))
    made = decisions.approve(**said, scope=scope(meeting_on=TODAY, meeting_reference="Punkt 4"))
    assert (made.level, made.meeting_on, made.meeting_reference) == (Level.FORUM, TODAY, "Punkt 4")


def test_a_draft_is_kept_as_it_is_and_is_nobody_elses(town: SimpleNamespace) -> None:
    made_id = uuid4()
    half = whole(town, need="", alternatives="", lines=(LineFacts("Licens", "software", 2026),))
    write_request(actor=town.as_("leader"), facts=half, at=NOW, made_id=made_id)
    assert facts_of(find_request(actor=town.as_("leader"), request_id=made_id)) == half
    for who in ("coordinator", "chief", "controller", "colleague"):
        with pytest.raises(RequestNotFound):
            find_request(actor=town.as_(who), request_id=made_id)
    with pytest.raises(AlreadyMade):
        write_request(actor=town.as_("leader"), facts=half, at=NOW, made_id=made_id)
    with pytest.raises(WrongFacts, match="Hvad skal det bruges til"):
        steps.submit(actor=town.as_("leader"), request_id=made_id, at=NOW)


def test_each_kind_asks_for_what_it_needs_before_it_can_be_sent(town: SimpleNamespace) -> None:
    bare = {"need": "", "alternatives": "", "personal_data": "unknown", "lines": (), "funding_unit_id": None}
    asked = {kind: set(lacks(whole(town, kind=kind, **bare))) for kind in ("pilot", "licences", "hardware")}
    assert "wanted_until" in asked["pilot"]
    assert "system_id" in asked["licences"]
    assert "personal_data" not in asked["licences"] | asked["hardware"]
    assert all({"need", "lines", "funding_unit_id"} <= each for each in asked.values())


def test_a_unit_that_one_does_not_lead_is_not_asked_for(town: SimpleNamespace) -> None:
    with pytest.raises(AccessDenied):
        write_request(actor=town.as_("leader"), facts=whole(town, unit_id=town.digital.pk), at=NOW, made_id=uuid4())
    with pytest.raises(AccessDenied):
        write_request(actor=town.as_("colleague"), facts=whole(town), at=NOW, made_id=uuid4())


def test_two_who_write_at_once_are_told_and_nothing_is_written_over(town: SimpleNamespace) -> None:
    found = brought_to(town, "draft")
    actor = town.as_("leader")
    change_request(actor=actor, request_id=found.pk, facts=whole(town, need="Den ene"), at=LATER, seen=NOW)
    with pytest.raises(WrongFacts, match="en ny fane"):
        change_request(actor=actor, request_id=found.pk, facts=whole(town, need="Den anden"), at=LATER, seen=NOW)
    assert ItRequest.objects.get(pk=found.pk).need == "Den ene"


def test_two_who_decide_at_once_make_one_decision(town: SimpleNamespace, limits: None) -> None:
    found = brought_to(town, "in_review")
    seen = found.changed_at
    decisions.approve(actor=town.as_("coordinator"), request_id=found.pk, scope=scope(), at=LATER, seen=seen)
    with pytest.raises(WrongFacts):
        decisions.reject(actor=town.as_("chief"), request_id=found.pk, scope=scope(reason=REASON), at=LATER, seen=seen)
    assert found.decisions.filter(undone_at__isnull=True).count() == 1


def test_a_check_is_answered_by_who_was_asked_and_holds_the_decision_until_then(
    town: SimpleNamespace, limits: None
) -> None:
    found = brought_to(town, "submitted")
    asked = {ReviewKind.LAW: town.people["colleague"].pk, ReviewKind.SECURITY: None}
    said: dict[str, Any] = {"request_id": found.pk, "at": LATER}
    steps.begin(actor=town.as_("coordinator"), asked=asked, **said)
    assert find_request(actor=town.as_("colleague"), request_id=found.pk)
    with pytest.raises(WrongFacts, match="mangler svar"):
        decisions.approve(actor=town.as_("coordinator"), scope=scope(), **said)
    with pytest.raises(AccessDenied):
        steps.answer(actor=town.as_("chief"), kind=ReviewKind.LAW, said="yes", text="", **said)
    with pytest.raises(WrongFacts, match="vilkårene"):
        steps.answer(actor=town.as_("colleague"), kind=ReviewKind.LAW, said="no", text=" ", **said)
    steps.answer(actor=town.as_("colleague"), kind=ReviewKind.LAW, said="no", text="Ingen aftale", **said)
    steps.answer(actor=town.as_("coordinator"), kind=ReviewKind.SECURITY, said="yes", text="", **said)
    with pytest.raises(WrongFacts, match="alligevel"):
        decisions.approve(actor=town.as_("coordinator"), scope=scope(), **said)
    decisions.approve(actor=town.as_("coordinator"), scope=scope(reason="Aftalen er på vej"), **said)


def test_the_coordinator_may_stop_asking_with_a_reason(town: SimpleNamespace, limits: None) -> None:
    found = brought_to(town, "submitted")
    said: dict[str, Any] = {"request_id": found.pk, "at": LATER}
    steps.begin(actor=town.as_("coordinator"), asked={ReviewKind.LAW: town.people["colleague"].pk}, **said)
    with pytest.raises(AccessDenied):
        steps.drop_review(actor=town.as_("chief"), kind=ReviewKind.LAW, reason=REASON, **said)
    with pytest.raises(WrongFacts):
        steps.drop_review(actor=town.as_("coordinator"), kind=ReviewKind.LAW, reason=" ", **said)
    steps.drop_review(actor=town.as_("coordinator"), kind=ReviewKind.LAW, reason=REASON, **said)
    decisions.approve(actor=town.as_("coordinator"), scope=scope(), **said)


def test_who_asks_is_not_asked_for_a_check_of_it(town: SimpleNamespace, limits: None) -> None:
    found = brought_to(town, "submitted")
    with pytest.raises(WrongFacts, match="sin egen"):
        steps.begin(
            actor=town.as_("coordinator"),
            request_id=found.pk,
            asked={ReviewKind.DATA: town.people["leader"].pk},
            at=LATER,
        )


def test_the_level_is_that_of_the_limits_or_a_higher_one(town: SimpleNamespace, limits: None) -> None:
    found = write_request(
        actor=town.as_("leader"), facts=whole(town, personal_data="sensitive"), at=NOW, made_id=uuid4()
    )
    steps.submit(actor=town.as_("leader"), request_id=found.pk, at=NOW)
    said: dict[str, Any] = {"actor": town.as_("coordinator"), "request_id": found.pk, "asked": {}, "at": LATER}
    with pytest.raises(WrongFacts, match="mindst Områdets chef"):
        steps.begin(**said, level=Level.COORDINATOR)
    assert steps.begin(**said, level=Level.FORUM).level == Level.FORUM


def test_what_is_under_the_limits_is_said_to_need_no_approval_and_only_that(
    town: SimpleNamespace, limits: None
) -> None:
    assert brought_to(town, "not_needed").state == RequestState.NOT_NEEDED
    found = brought_to(town, "submitted")
    with pytest.raises(WrongFacts, match="Personoplysninger"):
        decisions.say_not_needed(actor=town.as_("coordinator"), request_id=found.pk, reason=REASON, at=LATER)


def test_those_who_are_to_act_are_told_and_not_asked_any_more_when_it_is_done(
    town: SimpleNamespace, limits: None
) -> None:
    found = brought_to(town, "submitted")
    waits = Notification.objects.filter(kind="it_costs.request_waits", read_at__isnull=True)
    assert [one.person.name for one in waits] == ["coordinator"]
    assert "Læsehjulet" not in waits[0].text
    steps.take_plain_step(
        actor=town.as_("coordinator"), request_id=found.pk, step="send_back", reason="Skriv mere", at=LATER
    )
    assert [one.person.name for one in waits.all()] == ["leader"]


def test_each_finds_what_waits_for_them(town: SimpleNamespace, limits: None) -> None:
    for state in ("draft", "submitted", "returned", "rejected", "approved"):
        brought_to(town, state)
    brought_to(town, "in_review", level=Level.CHIEF)

    def waits(who: str) -> list[str]:
        found = waiting_requests(actor=town.as_(who), tree=tree_on(TODAY), on=TODAY, most=10)
        return sorted(one.state for one in found)

    assert waits("coordinator") == ["submitted"]
    assert waits("chief") == ["in_review"]
    assert waits("leader") == ["approved", "returned"]
    assert waits("colleague") == waits("auditor") == []


def test_a_chief_of_one_area_does_not_see_another_areas(town: SimpleNamespace, limits: None) -> None:
    head = factories.person("head")
    factories.employment(head, town.digital, is_leader=True)
    town.people["head"] = head
    found = brought_to(town, "in_review")
    for who in ("head", "colleague"):
        with pytest.raises(RequestNotFound):
            find_request(actor=town.as_(who), request_id=found.pk)
        rows = list_requests(actor=town.as_(who), chosen=RequestsChosen(), tree=tree_on(TODAY), on=TODAY)
        assert not rows.exists()


def test_history_keeps_the_words_and_the_trail_does_not(town: SimpleNamespace, limits: None) -> None:
    found = brought_to(town, "submitted")
    comment(actor=town.as_("chief"), request_id=found.pk, text="Hvor mange elever?", at=LATER)
    steps.take_plain_step(
        actor=town.as_("coordinator"), request_id=found.pk, step="send_back", reason="Skriv antal", at=LATER
    )
    assert list(RequestEvent.objects.filter(request=found).values_list("act", "text")) == [
        ("write", ""),
        ("submit", ""),
        ("comment", "Hvor mange elever?"),
        ("send_back", "Skriv antal"),
    ]
    trail = [f"{one.action}{one.object_name}{one.data}" for one in Event.objects.filter(object_kind="it_request")]
    assert trail
    assert not [one for one in trail if "elever" in one or "antal" in one or "Læsehjulet" in one]


def test_limits_hold_from_their_day_and_can_be_taken_away(town: SimpleNamespace) -> None:
    keeper = town.as_("coordinator")
    assert limits_on(TODAY).row is None
    said: dict[str, Any] = {"actor": keeper, "reviewers": {}, "source": "Chefforum", "at": NOW}
    set_limits(valid_from=TODAY, limits=Limits(free_below=1), **said)
    later = set_limits(valid_from=TODAY + dt.timedelta(days=10), limits=Limits(free_below=2), **said)
    assert limits_on(TODAY).limits.free_below == 1
    assert limits_on(TODAY + dt.timedelta(days=10)).limits.free_below == 2
    remove_limits(actor=keeper, limits_id=later.pk, is_removed=True, at=LATER)
    assert limits_on(TODAY + dt.timedelta(days=10)).limits.free_below == 1
    with pytest.raises(WrongFacts, match="hvor det er besluttet"):
        set_limits(valid_from=TODAY, limits=Limits(), **said | {"source": " "})
    with pytest.raises(WrongFacts, match="skal stige"):
        set_limits(valid_from=TODAY, limits=Limits(chief_from=5, forum_from=4), **said)
    with pytest.raises(AccessDenied):
        set_limits(valid_from=TODAY, limits=Limits(), **said | {"actor": town.as_("it_manager")})
