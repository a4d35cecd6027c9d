"""The addresses of selections and the steering group, and what is meant by their states."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.access_calls import NOTHING_THERE, Arguments, Call, get, post
from tests.world import NO_SUCH_ID, World
from tests.world_of_selection import CONFLICT_ID, RUN_ID


def draft(world: World) -> tuple[Any, ...]:
    return (world.selection.draft.pk,)


def by_hand(what: str) -> Arguments:
    return lambda world: (world.selection.draft.pk, what)


def run(world: World) -> tuple[Any, ...]:
    return (world.selection.run.pk,)


def conflict(world: World) -> tuple[Any, ...]:
    return (world.selection.conflict.pk,)


def small(world: World) -> tuple[Any, ...]:
    return (world.selection.small.pk,)


def file(format: str) -> Arguments:
    return lambda world: (world.selection.run.pk, format)


def chosen_system(world: World) -> dict[str, Any]:
    return {"system": world.it.system.name, "is_in": "ind", "reason": "Aftalt"}


def seats(world: World) -> dict[str, Any]:
    return {"seats": 3}


CALLS: dict[str, dict[str, Call]] = {
    "it_portfolio:portfolio": {"": get()},
    "it_portfolio:chosen": {"": get()},
    "it_portfolio:selection_end": {
        "the one that counts": post(lambda world: (world.selection.decision.pk,)),
        "read": get(lambda world: (world.selection.decision.pk,)),
        "does not exist": post(lambda world: (NO_SUCH_ID,)),
    },
    "it_portfolio:selections": {"": get()},
    "it_portfolio:selection_new": {
        "": get(),
        "begun": post(posted=lambda world: {"title": "Ny", "once": str(uuid4())}),
        "no such run": get(query=f"?fra={NO_SUCH_ID}"),
        "no number": get(query="?fra=x"),
    },
    "it_portfolio:selections_compared": {
        "": get(),
        "two": get(query=f"?a={RUN_ID}&b={CONFLICT_ID}"),
        "no such run": get(query=f"?a={NO_SUCH_ID}&b={NO_SUCH_ID}"),
    },
    "it_portfolio:selection_draft": {"": get(draft), "does not exist": NOTHING_THERE},
    "it_portfolio:selection_rules": {
        "": get(draft),
        "nothing said": post(draft, lambda world: {"title": ""}),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:selection_run_order": {
        "ordered": post(draft),
        "read": get(draft),
        "does not exist": post(lambda world: (NO_SUCH_ID,)),
    },
    "it_portfolio:selection_draft_remove": {
        "thrown away": post(draft),
        "does not exist": post(lambda world: (NO_SUCH_ID,)),
    },
    "it_portfolio:selection_by_hand": {
        "a choice": get(by_hand("valg")),
        "points": get(by_hand("point")),
        "an overlap": get(by_hand("overlap")),
        "chosen": post(by_hand("valg"), chosen_system),
        "no such thing": get(by_hand("vejr")),
    },
    "it_portfolio:selection_by_hand_remove": {
        "a choice": post(by_hand("valg"), lambda world: {"key": str(world.it.system.pk)}),
        "no such thing": post(by_hand("vejr")),
    },
    "it_portfolio:selection_run": {
        "chosen": get(run),
        "conflict": get(conflict),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:selection_decide": {
        "chosen": get(run),
        "conflict": get(conflict),
        "seen too long ago": post(small, lambda world: {"once": str(uuid4()), "seen": ""}),
        "decided": post(small, lambda world: {"once": str(uuid4()), "seen": str(world.selection.decision.pk)}),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:selection_file": {
        "a PDF": get(file("pdf")),
        "a spreadsheet": get(file("xlsx")),
        "no such format": get(file("exe")),
    },
    "it_portfolio:steering_group": {"": get()},
    "it_portfolio:steering_group_seats": {"": get(), "too little said": post(posted=seats)},
    "it_portfolio:steering_group_member": {
        "": get(),
        "sits there already": post(
            posted=lambda world: {
                "unit": str(world.lindeby.units["3100"].pk),
                "member": str(world.person("colleague").pk),
            }
        ),
    },
    "it_portfolio:steering_group_end": {
        "the colleague's": post(lambda world: (world.selection.seat.pk,)),
        "does not exist": post(lambda world: (NO_SUCH_ID,)),
    },
    "it_portfolio:steering_group_file": {
        "a PDF": get(lambda world: ("pdf",)),
        "no such format": get(lambda world: ("exe",)),
    },
}
