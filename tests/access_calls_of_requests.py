"""The addresses of approval: requests of the school's leader in each state, with the auditor asked about law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World


def of(state: str, *more: str) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (getattr(world.requests, state).pk, *more)


def nothing(*more: str) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (NO_SUCH_ID, *more)


def said_first(world: World) -> dict[str, Any]:
    return {
        "kind": "hardware",
        "title": "Otte tablets",
        "unit_id": str(world.lindeby.units["3100"].pk),
        "need": "Slidt",
    }


def case(world: World) -> dict[str, Any]:
    unknown = ("personal_data", "processor_agreement", "dpia", "ai_class", "is_critical", "serves_vulnerable")
    lines = {"linje-TOTAL_FORMS": "0", "linje-INITIAL_FORMS": "0"}
    return said_first(world) | dict.fromkeys((*unknown, "is_accessible", "hosting"), "unknown") | lines


def limits(world: World) -> dict[str, Any]:
    levels = dict.fromkeys(("ordinary_data", "sensitive_data", "ai", "high_risk_ai", "critical"), "1")
    amounts = {"free_below": "0", "chief_from": "100000", "forum_from": "1000000", "months": "12"}
    return levels | amounts | {"valid_from": world.lindeby.on.isoformat(), "source": "Chefforum, punkt 5"}


def scope(world: World) -> dict[str, Any]:
    expires = (world.lindeby.on + dt.timedelta(days=90)).isoformat()
    return {"what": "Talrækken", "amount": "72.000", "expires_on": expires, "reason": "Passer"}


def met(world: World) -> dict[str, Any]:
    return scope(world) | {"meeting_on": world.lindeby.on.isoformat(), "meeting_reference": "Punkt 4"}


def why(world: World) -> dict[str, Any]:
    return {"reason": "Det passer ikke."}


def step(state: str, name: str, posted: Callable[[World], dict[str, Any]] = why) -> Call:
    return post(of(state, name), posted)


CALLS: dict[str, dict[str, Call]] = {
    "it_costs:requests": {
        "": get(),
        "mine": get(query="?vis=mine&sortering=-beloeb"),
        "waits": get(query="?vis=venter"),
        "no such choice": get(query="?vis=x&tilstand=y&enhed=z"),
    },
    "it_costs:requests_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",), query="?tilstand=approved"),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "it_costs:request_new": {"": get(), "begun": post(posted=said_first), "nothing said": post()},
    "it_costs:request": {
        "draft": get(of("draft")),
        "submitted": get(of("submitted")),
        "in review": get(of("in_review")),
        "approved": get(of("approved")),
        "the coordinator's own": get(of("coordinators_own")),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:request_change": {
        "draft": get(of("draft")),
        "kept": post(of("draft"), case),
        "submitted": get(of("submitted")),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:request_look": {
        "draft": post(of("draft"), case),
        "read": get(of("draft")),
        "does not exist": post(nothing(), case),
    },
    "it_costs:request_step": {
        "submit": step("draft", "submit"),
        "take back": step("submitted", "take_back"),
        "send back, asked": get(of("submitted", "send_back")),
        "send back": step("submitted", "send_back"),
        "withdraw": step("submitted", "withdraw"),
        "not needed": step("submitted", "not_needed"),
        "in use": step("approved", "use"),
        "not in use": step("in_use", "undo_use"),
        "undo the decision": step("approved", "undo_decision"),
        "undo the decision, in use": step("in_use", "undo_decision"),
        "no such step": get(of("submitted", "vejr")),
        "approve": get(of("ready", "approve")),
    },
    "it_costs:request_begin": {
        "asked": get(of("submitted")),
        "begun": post(of("submitted"), lambda world: {"level": "2"}),
        "begun before": get(of("in_review")),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:request_answer": {
        "law": get(of("in_review", "law")),
        "answered": post(of("in_review", "law"), lambda world: {"said": "yes"}),
        "not asked": get(of("in_review", "data")),
        "no such check": get(of("in_review", "vejr")),
    },
    "it_costs:request_drop": {
        "law": get(of("in_review", "law")),
        "dropped": post(of("in_review", "law"), why),
        "no such check": get(of("in_review", "vejr")),
    },
    "it_costs:request_decide": {
        "ready": get(of("ready", "approve")),
        "approved": post(of("ready", "approve"), scope),
        "rejected": post(of("ready", "reject"), why),
        "the forum's": post(of("for_forum", "approve"), met),
        "the coordinator's own": post(of("coordinators_own", "approve"), scope),
        "waits for an answer": post(of("in_review", "approve"), scope),
        "no such outcome": get(of("ready", "vejr")),
    },
    "it_costs:request_comment": {
        "written": post(of("submitted"), lambda world: {"text": "Hvor mange elever?"}),
        "on a draft": post(of("draft"), lambda world: {"text": "Hvor mange elever?"}),
        "nothing said": post(of("submitted")),
    },
    "it_costs:request_paper": {
        "a PDF": get(of("in_review", "pdf")),
        "of a draft": get(of("draft", "docx")),
        "does not exist": get(of("in_review", "xlsx")),
    },
    "it_costs:approval_limits": {"": get(), "set": post(posted=limits)},
    "it_costs:approval_limits_remove": {"removed": post(of("limits")), "read": get(of("limits"))},
}
