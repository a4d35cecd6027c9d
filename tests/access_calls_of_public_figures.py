"""The addresses of public figures and of the document on placements, and what is meant by their states."""

from __future__ import annotations

import datetime as dt

from tests.access_calls import Call, get, post
from tests.world import World


def newest(world: World) -> tuple[object, ...]:
    """The year of the month that is over."""
    return ((world.lindeby.on.replace(day=1) - dt.timedelta(days=1)).year, "pdf")


CALLS: dict[str, dict[str, Call]] = {
    "placements:public_figures": {"": get(), "a table that does not exist": get(query="?tabel=X")},
    "placements:public_figures_fetch": {
        "without a key": post(lambda world: (), lambda world: {"tabel": "PTVC01"}),
        "no table": post(lambda world: ()),
    },
    "placements:publish": {
        "": get(),
        "without a reason": post(lambda world: ()),
        "published": post(lambda world: (), lambda world: {"reason": "Registret er lige indlæst."}),
    },
    "placements:status_export": {
        "the newest": get(newest),
        "not begun": get(lambda world: (2099, "pdf")),
        "does not exist": get(lambda world: (world.lindeby.on.year, "exe")),
    },
}
