"""The addresses of expected accounts, and what is meant by their states: the school's, and one that its leader does not
lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import World

SCHOOL, ANOTHER = "3100", "2000"


def unit(code: str, *more: Callable[[World], Any]) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (world.lindeby.units[code].pk, *(one(world) for one in more))


def period(world: World) -> int:
    return world.forecast.period


def both(*more: Callable[[World], Any], posted: Callable[[World], dict[str, Any]] | None = None) -> dict[str, Call]:
    """The school's and another unit's, read or posted to."""
    return {
        state: get(unit(code, *more)) if posted is None else post(unit(code, *more), posted)
        for state, code in (("the school's", SCHOOL), ("another unit's", ANOTHER))
    }


def nothing(world: World) -> dict[str, Any]:
    return {}


CALLS: dict[str, dict[str, Call]] = {
    "forecast:overview": {
        "": get(),
        "not assessed": get(query="?vis=mangler"),
        "no month": get(query="?maaned=202613"),
    },
    "forecast:settings": {"": get()},
    "forecast:remind": {
        "asked": get(lambda world: (period(world),)),
        "done": post(lambda world: (period(world),)),
    },
    "forecast:rounds": {
        "": get(),
        "opened": post(posted=lambda world: {"kind": "fr1", "period": str(period(world)), "deadline": "2030-01-01"}),
    },
    "forecast:round": {"open": get(lambda world: (world.forecast.round.pk,)), "does not exist": NOTHING_THERE},
    "forecast:round_freeze": {
        "asked": get(lambda world: (world.forecast.round.pk,)),
        "done": post(lambda world: (world.forecast.round.pk,)),
    },
    "forecast:categories": {"": get(), "the usual ones": post(posted=lambda world: {"usual": "1"})},
    "forecast:category_new": {"": get()},
    "forecast:category": {
        "": get(lambda world: (world.forecast.category.code,)),
        "does not exist": get(lambda world: ("vejr",)),
    },
    "forecast:category_rate": {
        "": post(
            lambda world: (world.forecast.category.code,), lambda world: {"valid_from": "2026-01-01", "rate": "260,50"}
        )
    },
    "forecast:pay_tables": {"": get(), "one table": get(query="?tabel=pension")},
    "forecast:entry": {"the school's": get(lambda world: (world.forecast.entry.pk,)), "does not exist": NOTHING_THERE},
    "forecast:entry_remove": {"the school's": post(lambda world: (world.forecast.entry.pk,))},
    "forecast:waiting_settle": {
        "the school's": post(lambda world: (world.forecast.waiting.pk,), lambda world: {"tag": "1"})
    },
    "forecast:entries": both(),
    "forecast:entries_save": both(posted=nothing),
    "forecast:entry_add": both(
        posted=lambda world: {"category": str(world.forecast.category.pk), "text": "ferie", "counts": ""}
    ),
    "forecast:entries_undo": both(posted=lambda world: {"batch": str(world.forecast.entry.pk)}),
    "forecast:entries_redo": both(posted=lambda world: {"batch": str(world.forecast.entry.pk)}),
    "forecast:positions": both(),
    "forecast:positions_export": both(lambda world: world.lindeby.on.year),
    "forecast:position": {
        state: get(unit(code), query="?nr=1") for state, code in (("the school's", SCHOOL), ("another unit's", ANOTHER))
    },
    "forecast:entries_rest": both(posted=lambda world: {"konto": "5101"}),
    "forecast:suggestions": both(),
    "forecast:sheet_export": both(lambda world: world.lindeby.on.year),
    "forecast:history": both(),
    "forecast:workplace": both(),
    "forecast:why": {
        "the school's": get(unit(SCHOOL), query="?konto=4020"),
        "another unit's": get(unit(ANOTHER), query="?konto=4020"),
        "no such line": get(unit(SCHOOL), query="?konto=9999"),
    },
    "forecast:what_if": both()
    | {
        "asked": get(unit(SCHOOL), query="?hvad=procent&p-account=2910&p-pct=5"),
        "wrongly": get(unit(SCHOOL), query="?hvad=procent&p-account=2910&p-pct=x"),
    },
    "forecast:what_if_keep": both(posted=lambda world: {"hvad": "procent", "p-account": "2910", "p-pct": "5"}),
    "forecast:sparring": both() | {"shared": post(unit(SCHOOL), lambda world: {"text": "Vi flyttede indkøb."})},
    "forecast:note_withdraw": {
        "the school's": post(lambda world: (world.forecast.note.pk,)),
        "does not exist": post(lambda world: (999_999,)),
    },
    "forecast:roll_outs": {
        "": get(),
        "noted": post(
            posted=lambda world: {
                "unit": str(world.lindeby.units[SCHOOL].pk),
                "kind": "workshop",
                "date": world.lindeby.on.isoformat(),
            }
        ),
    },
    "forecast:roll_outs_remind": {"asked": get(), "done": post()},
    "forecast:roll_outs_file": {"sheet": get(lambda world: ("xlsx",)), "no format": get(lambda world: ("txt",))},
    "forecast:presentation": {"word": get(lambda world: ("docx",)), "no format": get(lambda world: ("xlsx",))},
    "forecast:overrides": both()
    | {
        "set": post(
            unit(SCHOOL),
            lambda world: {"account": "5101", "amount": "1.000", "reason": "Aftalt", "expires": "2099-01-01"},
        )
    },
    "forecast:override_end": {"the school's": post(lambda world: (world.forecast.override.pk,))},
    "forecast:plan": both(),
    "forecast:assess": both(period) | {"no month": get(unit(SCHOOL, lambda world: 202613))},
    "forecast:approve": both(period, posted=nothing),
    "forecast:send_back": both(period, posted=lambda world: {"cause": "numbers", "reason": "Se igen"}),
}
