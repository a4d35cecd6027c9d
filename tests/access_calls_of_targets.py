"""The addresses of targets and keys of full-time equivalents, and what is meant by their states."""

from __future__ import annotations

from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World


def new_targets(act: str) -> Call:
    """Targets as the form sends them."""

    def posted(world: World) -> dict[str, Any]:
        year = world.lindeby.on.year
        said = {
            "act": act,
            "year": year,
            "key": world.placements.key.pk,
            "holds_from": f"{year}-12-31",
            "grounds": "Flere ledige.",
            "seen": world.placements.round.pk,
        }
        for kind in ("wage_subsidy", "internship"):
            said |= {
                f"{kind}_basis": "slots",
                f"{kind}_slots": 10,
                f"{kind}_occupancy": "75",
                f"{kind}_weeks": "4",
                f"{kind}_rounding": "down",
                f"{kind}_method": "largest_remainder",
                f"{kind}_tie_rule": "largest_weight",
            }
        return said

    return post(posted=posted)


CALLS: dict[str, dict[str, Call]] = {
    "placements:targets": {"": get()},
    "placements:target_round": {
        "": get(lambda world: (world.placements.round.pk,)),
        "written to": post(lambda world: (world.placements.round.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "placements:target_file": {
        "a spreadsheet": get(lambda world: (world.placements.round.pk, "xlsx")),
        "a table": get(lambda world: (world.placements.round.pk, "csv")),
        "no such format": get(lambda world: (world.placements.round.pk, "exe")),
        "does not exist": get(lambda world: (NO_SUCH_ID, "csv")),
    },
    "placements:target_new": {
        "": get(),
        "shown": new_targets("show"),
        "asked": new_targets("confirm"),
        "set": new_targets("set"),
        "nothing said": post(posted=lambda world: {"act": "set"}),
    },
    "placements:table_check": {
        "": get(),
        "an example": get(query="?eksempel=1"),
        "answered": post(posted=lambda world: {"table": "Afdeling;Praktik\nSkoler;3\nMiljø;2"}),
        "no table": post(posted=lambda world: {"table": "vrøvl"}),
    },
    "placements:keys": {"": get()},
    "placements:key": {
        "": get(lambda world: (world.placements.key.pk,)),
        "written to": post(lambda world: (world.placements.key.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "placements:key_new": {
        "": get(),
        "from an old one": get(lambda world: (), "?fra=0"),
        "made": post(
            posted=lambda world: {
                "name": "Ny nøgle",
                f"fte_{world.lindeby.units['2000'].pk.hex}": "100",
                f"fte_{world.lindeby.units['3000'].pk.hex}": "1.200,5",
            }
        ),
        "nothing said": post(),
    },
}
