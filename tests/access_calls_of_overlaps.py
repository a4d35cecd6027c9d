"""The addresses of overlaps and consolidation: the school's system and what it needs, and two scenarios."""

from __future__ import annotations

from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.access_calls_of_it import installation, system
from tests.world import NO_SUCH_ID, World


def pair(world: World) -> tuple[Any, ...]:
    return (system(world), installation(world))


def decided(world: World) -> tuple[Any, ...]:
    return (world.overlaps.decided.pk,)


def numbers(world: World) -> dict[str, str]:
    return {
        "seen": "2",
        "name": "Uden Regneøen",
        "why": "Bogen dækker det meste.",
        "moves_on": "2030-01-01",
        "life_years": "5",
        "run_0_likely": "95000",
        "run_0_source": "Regningen",
        "is_free_0": "on",
        "paid_source_0": "Aftalen",
        "migration_likely": "20000",
        "migration_source": "Skøn",
    }


def systems_of(world: World) -> dict[str, Any]:
    return {
        "name": "Kun wifi",
        "kept": "intet",
        "other_retired": "Skolens wifi",
        "once": "00000000-0000-4000-8000-000000000001",
    }


CALLS: dict[str, dict[str, Call]] = {
    "it_portfolio:overlaps": {
        "": get(),
        "chosen": get(query="?ord=regne&kle=17&vurdering=uafklaret&ens=40"),
        "no such choice": get(query="?enhed=x&ens=7&system=y"),
    },
    "it_portfolio:overlap_pairs": {"": get(), "what is moved": get(query="?vurdering=flyttet")},
    "it_portfolio:overlap_pair": {
        "the school's": get(pair),
        "said": post(pair, lambda world: {"seen": "1", "verdict": "distinct", "reason": "Net er ikke matematik."}),
        "another was first": post(pair, lambda world: {"seen": "0", "verdict": "distinct", "reason": "Nej."}),
        "with itself": get(lambda world: (system(world), system(world))),
        "does not exist": get(lambda world: (system(world), NO_SUCH_ID)),
    },
    "it_portfolio:overlap_undo": {
        "undone": post(pair, lambda world: {"seen": "1"}),
        "does not exist": post(lambda world: (system(world), NO_SUCH_ID)),
        "read": get(pair),
    },
    "it_portfolio:overlap_products": {"": get()},
    "it_portfolio:overlap_needs": {
        "": get(),
        "asked": post(posted=lambda world: {"system": str(system(world))}),
        "nobody": post(posted=lambda world: {"system": "x"}),
    },
    "it_portfolio:overlap_export": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "no such format": get(lambda world: ("csv",)),
    },
    "it_portfolio:scenarios": {
        "": get(),
        "chosen": get(query=f"?med={NO_SUCH_ID}"),
    },
    "it_portfolio:scenario_new": {
        "": get(),
        "made": post(posted=systems_of),
        "nothing chosen": post(posted=lambda world: {"name": "Tom", "kept": "intet"}),
    },
    "it_portfolio:scenario_bound": {"": get(), "any unit": get(query="?raekkevidde=any_unit")},
    "it_portfolio:scenario": {
        "decided": get(decided),
        "an idea": get(lambda world: (world.overlaps.idea.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:scenario_change": {
        "decided": get(decided),
        "changed": post(decided, numbers),
        "another was first": post(decided, lambda world: numbers(world) | {"seen": "1"}),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:scenario_systems": {
        "decided": get(decided),
        "chosen": post(decided, lambda world: {"seen": "2", "kept": "intet", "retired": [str(system(world))]}),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:scenario_status": {
        "decided": get(decided),
        "said": post(
            decided, lambda world: {"seen": "1", "seen_version": "2", "status": "rejected", "reason": "For dyrt."}
        ),
        "does not exist": NOTHING_THERE,
    },
    "it_portfolio:scenario_restore": {
        "the first": post(lambda world: (*decided(world), 1), lambda world: {"seen": "2"}),
        "no such version": post(lambda world: (*decided(world), 9), lambda world: {"seen": "2"}),
        "read": get(lambda world: (*decided(world), 1)),
    },
}
