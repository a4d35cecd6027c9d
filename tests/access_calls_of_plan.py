"""The addresses of the plan, of what is ready for shared operation, and of the report."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World


def item(world: World) -> tuple[Any, ...]:
    return (world.plan.item.pk,)


def removed(world: World) -> tuple[Any, ...]:
    return (world.plan.removed.pk,)


def milestone(world: World) -> tuple[Any, ...]:
    return (world.plan.milestone.pk,)


def said(world: World) -> dict[str, Any]:
    return {"title": "Nyt punkt", "element": "steps", "state": "planned"}


CALLS: dict[str, dict[str, Call]] = {
    "it_portfolio:plan": {
        "": get(),
        "chosen": get(query="?ord=matematik&analyse=steps&forsinket=on"),
        "taken out": get(query="?ude=on"),
    },
    "it_portfolio:plan_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",)),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "it_portfolio:plan_item_new": {
        "": get(),
        "written": post(posted=said),
        "nothing said": post(posted=lambda world: {"title": ""}),
    },
    "it_portfolio:plan_undo": {
        "nothing of one's own": post(posted=lambda world: {"sammen": str(uuid4())}),
        "no such thing": post(posted=lambda world: {"sammen": "x"}),
    },
    "it_portfolio:calendar_begin": {"": post(posted=lambda world: {"year": "2028"}), "read": get()},
    "it_portfolio:milestone_new": {
        "": get(),
        "written": post(
            posted=lambda world: {"name": "Fremlæggelse", "starts_on": "2027-06-01", "ends_on": "2027-06-30"}
        ),
    },
    "it_portfolio:milestone_change": {"": get(milestone), "does not exist": NOTHING_THERE},
    "it_portfolio:milestone_remove": {"": post(milestone), "read": get(milestone)},
    "it_portfolio:plan_item": {
        "the colleague's": get(item),
        "taken out": get(removed),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:plan_item_change": {"": get(item), "changed": post(item, said), "taken out": get(removed)},
    "it_portfolio:plan_item_state": {
        "said": post(item, lambda world: {"state": "running", "note": "I gang"}),
        "no such state": post(item, lambda world: {"state": "x"}),
        "taken out": post(removed, lambda world: {"state": "running"}),
        "read": get(item),
    },
    "it_portfolio:plan_item_system": {
        "named": post(item, lambda world: {"system": "Skolens wifi"}),
        "no such name": post(item, lambda world: {"system": "Vejr"}),
    },
    "it_portfolio:plan_item_remove": {
        "asked": get(item),
        "removed": post(item),
        "put back": post(removed, lambda world: {"genopret": "1"}),
    },
    "it_portfolio:readiness": {
        "": get(),
        "chosen": get(query="?parat=lacks&dag=2031-12-31&ord=regne"),
        "no such choice": get(query="?parat=x&dag=i+går&gruppe=tre"),
    },
    "it_portfolio:readiness_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",)),
        "JSON": get(lambda world: ("json",)),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "it_portfolio:readiness_schema": {"": get()},
    "it_portfolio:readiness_check": {
        "the school's": post(posted=lambda world: {"system": str(world.it.system.pk)}),
        "nobody's": post(posted=lambda world: {"system": str(world.it.installation.pk)}),
        "nothing chosen": post(),
    },
    "it_portfolio:report": {"": get(), "of two years": get(query="?fra=2024&til=2025")},
    "it_portfolio:report_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "does not exist": get(lambda world: ("odt",)),
    },
    "it_portfolio:report_text": {
        "": get(lambda world: ("kort-fortalt",)),
        "kept": post(lambda world: ("skridt",), lambda world: {"text": "Først rydder vi op.", "act": "kladde"}),
        "changed meanwhile": post(lambda world: ("kort-fortalt",), lambda world: {"text": "Mit", "seen": "0|"}),
        "does not exist": get(lambda world: ("vejret",)),
    },
    "it_portfolio:report_freeze": {
        "": get(),
        "frozen": post(posted=lambda world: {"name": "Rapport"}),
        "no name": post(posted=lambda world: {"name": ""}),
    },
    "it_portfolio:report_frozen": {
        "": get(lambda world: (world.plan.frozen.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:report_frozen_file": {
        "a spreadsheet": get(lambda world: (world.plan.frozen.pk, "xlsx")),
        "does not exist": get(lambda world: (NO_SUCH_ID, "pdf")),
    },
}
