"""The addresses of places, workplaces and rules of placements: the school's, which its leader leads, one that lies
elsewhere in the shared pool, and one that nobody there knows of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import World


def place(world: World) -> Any:
    return world.placements.place.pk


def workplace(world: World) -> Any:
    return world.placements.workplace.pk


def filled_in(world: World) -> dict[str, Any]:
    return {
        "workplace": str(workplace(world)),
        "kind": "internship",
        "job_type": str(world.placements.job_type.pk),
        "slots": "1",
        "open_from": "2030-01-01",
    }


def spell(world: World) -> int:
    return int(world.placements.place.empty_spells.get().pk)


def count(world: World) -> int:
    return int(world.placements.workplace.employee_counts.all()[0].pk)


def statement(world: World) -> int:
    return int(world.placements.workplace.statements.get().pk)


def of(*more: Callable[[World], Any]) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: tuple(one(world) for one in more)


WHY = {"reason": "no_task", "slots": "1", "first_day": "2030-01-01"}
STATEMENT = {"said_on": "2026-01-05", "representative": "Tillidsrepræsentant", "is_reasonable": "on"}

CALLS: dict[str, dict[str, Call]] = {
    "placements:places": {"": get(), "free ones": get(query="?vis=ledige"), "no such choice": get(query="?type=tog")},
    "placements:places_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",)),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "placements:find_place": {
        "": get(),
        "looked for": get(query="?type=internship&uger=2&timer=25&sprog=engelsk"),
    },
    "placements:place_new": {"": get(), "offered": post(posted=filled_in)},
    "placements:place": {"the school's": get(of(place)), "does not exist": NOTHING_THERE},
    "placements:place_change": {"the school's": get(of(place)), "changed": post(of(place), filled_in)},
    "placements:place_close": {
        "the school's": get(of(place)),
        "closed": post(of(place), lambda world: {"closed_on": "2030-01-01"}),
    },
    "placements:place_reopen": {"the school's": post(of(place))},
    "placements:place_undo": {"the school's": post(of(place))},
    "placements:place_empty": {"the school's": post(of(place), lambda world: dict(WHY))},
    "placements:place_empty_end": {"the school's": post(of(place, spell))},
    "placements:workplaces": {"": get()},
    "placements:workplaces_file": {
        "employees": get(lambda world: ("ansatte", "xlsx")),
        "workplaces": get(lambda world: ("arbejdssteder", "csv")),
        "does not exist": get(lambda world: ("vejr", "csv")),
    },
    "placements:workplace_new": {"": get()},
    "placements:workplace": {
        "the school's": get(of(workplace)),
        "another day": get(of(workplace), query="?dag=2026-01-01"),
        "does not exist": NOTHING_THERE,
    },
    "placements:workplace_change": {"the school's": get(of(workplace))},
    "placements:workplace_count": {
        "the school's": post(of(workplace), lambda world: {"on_date": "2026-01-01", "heads": "61"})
    },
    "placements:workplace_count_remove": {"the school's": post(of(workplace, count))},
    "placements:statement_new": {
        "the school's": get(of(workplace)),
        "registered": post(of(workplace), lambda world: dict(STATEMENT)),
    },
    "placements:statement_remove": {"the school's": post(of(workplace, statement))},
    "placements:statements": {"": get()},
    "placements:declaration": {
        "wage subsidy at the school": get(lambda world: (world.placements.ended.pk, "docx")),
        "an internship": get(lambda world: (world.placements.placement.pk, "docx")),
        "does not exist": get(lambda world: (world.placements.outside.pk, "docx")),
    },
    "placements:rules": {"": get()},
    "placements:rules_usual": {"": post()},
    "placements:rule_new": {
        "a ratio": get(lambda world: ("rimelighedskrav",)),
        "an effect": get(lambda world: ("effekt",)),
        "does not exist": get(lambda world: ("vejr",)),
    },
    "placements:rule_take_back": {"holds already": post(lambda world: ("varighed", 1))},
    "placements:rule_withdraw": {
        "asked": get(lambda world: ("rimelighedskrav", world.placements.reasonableness.pk)),
        "mistyped": post(
            lambda world: ("rimelighedskrav", world.placements.reasonableness.pk), lambda world: {"reason": "Tastefejl"}
        ),
        "an effect that is noted": post(
            lambda world: ("effekt", world.placements.definition.pk), lambda world: {"reason": "Tastefejl"}
        ),
        "does not exist": get(lambda world: ("vejr", 1)),
    },
    "placements:settings": {"": get()},
}
