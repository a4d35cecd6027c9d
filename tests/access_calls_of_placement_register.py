"""The addresses of the register of placements, and what is meant by their states: one at the school, which its leader
reads and the consultant writes; one in a company, which is the coordinator's."""

from __future__ import annotations

from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World


def running(world: World) -> tuple[Any, ...]:
    return (world.placements.placement.pk,)


def ended(world: World) -> tuple[Any, ...]:
    return (world.placements.ended.pk,)


def outside(world: World) -> tuple[Any, ...]:
    return (world.placements.outside.pk,)


def outcome(world: World) -> tuple[Any, ...]:
    return (world.placements.ended.pk, world.placements.definition.pk)


def facts(world: World) -> dict[str, Any]:
    return {
        "kind": "internship",
        "sector": "municipal",
        "unit_id": str(world.lindeby.units["3100"].pk),
        "starts_on": "2026-01-05",
        "ends_on": "2026-02-01",
    }


CALLS: dict[str, dict[str, Call]] = {
    "placements:placements": {"": get(), "filtered": get(query="?type=internship&tilstand=runs&sortering=hvor")},
    "placements:placements_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",)),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "placements:placement_new": {"": get(), "registered": post(posted=facts)},
    "placements:outcomes_missing": {"": get(), "nothing noted": post(posted=lambda world: {"as_of": "2026-01-01"})},
    "placements:placement": {
        "running": get(running),
        "ended": get(ended),
        "outside": get(outside),
        "does not exist": NOTHING_THERE,
    },
    "placements:placement_change": {
        "running": get(running),
        "outside": get(outside),
        "changed": post(running, facts),
        "does not exist": NOTHING_THERE,
    },
    "placements:placement_end": {"running": get(running), "outside": get(outside), "does not exist": NOTHING_THERE},
    "placements:placement_cancel": {
        "asked": get(running),
        "done": post(running),
        "outside": get(outside),
        "does not exist": NOTHING_THERE,
    },
    "placements:placement_undo": {
        "nothing to undo": post(running),
        "outside": post(outside),
        "does not exist": post(lambda world: (NO_SUCH_ID,)),
    },
    "placements:placement_outcome": {
        "ended": get(outcome),
        "no such definition": get(lambda world: (world.placements.ended.pk, 999_999)),
    },
    "placements:job_types": {"": get(), "the usual ones": post(posted=lambda world: {"usual": "1"})},
    "placements:job_type": {
        "": get(lambda world: (world.placements.job_type.code,)),
        "does not exist": get(lambda world: ("astronaut",)),
    },
    "placements:placements_delete": {"": get(), "counted": post(posted=lambda world: {"before": "2020-01-01"})},
}
