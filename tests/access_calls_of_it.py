"""The addresses of IT costs: the school's system, which the colleague owns, one that nobody answers for, its contract
and vendors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World


def system(world: World) -> Any:
    return world.it.system.pk


def installation(world: World) -> Any:
    return world.it.installation.pk


def contract(world: World) -> Any:
    return world.it.contract.pk


def vendor(world: World) -> Any:
    return world.it.vendor.pk


def other_vendor(world: World) -> Any:
    return world.it.other_vendor.pk


def merge(world: World) -> Any:
    return world.it.merge.pk


def of(*more: Callable[[World], Any]) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: tuple(one(world) for one in more)


def plain(world: World) -> dict[str, Any]:
    unknown = ("life_cycle", "hosting", "is_business_critical", "is_socially_critical", "personal_data", "uses_ai")
    return dict.fromkeys((*unknown, "serves_vulnerable"), "unknown") | {"name": "Prøven", "kind": "system"}


CALLS: dict[str, dict[str, Call]] = {
    "it_costs:systems": {
        "": get(),
        "chosen": get(query="?ord=regne&mangler=bekraeftet&kritisk=on&sortering=-brugere"),
        "disputed": get(query="?uenig=on"),
        "no such choice": get(query="?type=tog&enhed=x"),
    },
    "it_costs:systems_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",), query="?ord=regne"),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "it_costs:system_new": {"": get(), "registered": post(posted=plain)},
    "it_costs:system": {
        "the school's": get(of(system)),
        "nobody's": get(of(installation)),
        "removed": get(lambda world: (world.it.removed.pk,)),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:system_change": {"the school's": get(of(system)), "changed": post(of(system), plain)},
    "it_costs:system_need": {
        "the school's": get(of(system)),
        "nobody's": get(of(installation)),
        "said": post(of(system), lambda world: {"need": "nice", "need_reason": "Bogen dækker det meste."}),
    },
    "it_costs:system_validate": {
        "a field": post(of(system), lambda world: {"felt": "hosting"}),
        "read": get(of(system)),
    },
    "it_costs:system_settle": {
        "taken": post(of(system), lambda world: {"brug": "hosting"}),
        "kept": post(of(system), lambda world: {"behold": "hosting"}),
        "nothing proposed": post(of(system), lambda world: {"brug": "vejr"}),
    },
    "it_costs:dependency_new": {
        "named": post(of(installation), lambda world: {"on_system": "Regneøen", "text": "elever"}),
        "no such name": post(of(installation), lambda world: {"on_system": "Vejr"}),
    },
    "it_costs:dependency_remove": {"there": post(of(system, installation))},
    "it_costs:system_remove": {
        "asked": get(of(system)),
        "removed": post(of(system)),
        "put back": post(lambda world: (world.it.removed.pk,), lambda world: {"genopret": "1"}),
    },
    "it_costs:contracts": {
        "": get(),
        "ends in a year": get(query="?slutter=12&sortering=-slutter"),
        "run out": get(query="?slutter=udloebet"),
    },
    "it_costs:contracts_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",)),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "it_costs:contract_new": {"": get(), "registered": post(posted=lambda world: {"name": "Prøveaftale"})},
    "it_costs:contract": {"the school's": get(of(contract)), "does not exist": NOTHING_THERE},
    "it_costs:contract_change": {
        "the school's": get(of(contract)),
        "changed": post(of(contract), lambda world: {"name": "Ny aftale"}),
    },
    "it_costs:contract_remove": {"asked": get(of(contract)), "removed": post(of(contract))},
    "it_costs:cover_new": {
        "named": post(of(contract), lambda world: {"system": "Regneøen", "share": "40"}),
        "no such name": post(of(contract), lambda world: {"system": "Vejr"}),
    },
    "it_costs:cover_remove": {"there": post(of(contract, system))},
    "it_costs:vendors": {"": get(), "chosen": get(query="?ord=skov")},
    "it_costs:vendor": {"": get(of(vendor)), "does not exist": NOTHING_THERE},
    "it_costs:vendor_new": {"": get(), "made": post(posted=lambda world: {"name": "Tangmose Data"})},
    "it_costs:vendor_change": {
        "": get(of(vendor)),
        "changed": post(of(vendor), lambda world: {"name": "Bøgeskov", "cvr": "99000111"}),
    },
    "it_costs:vendor_merge": {
        "": get(of(other_vendor)),
        "merged": post(of(other_vendor), lambda world: {"med": str(vendor(world))}),
        "with nobody": post(of(other_vendor), lambda world: {"med": str(NO_SUCH_ID)}),
    },
    "it_costs:vendor_part": {
        "": get(of(merge)),
        "put apart": post(of(merge)),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:settings": {"": get()},
    "it_costs:register_files": {"": get()},
}
