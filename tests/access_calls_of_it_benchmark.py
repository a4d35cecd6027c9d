"""The addresses of the benchmark: a municipality that delivered, the group that is frozen, and the whole country."""

from __future__ import annotations

from typing import Any

from chefforum.modules.it_benchmark.rules.fields import USUAL_WEIGHTS
from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World


def municipality(world: World) -> tuple[Any, ...]:
    return (world.it_benchmark.municipality.pk,)


def group(world: World) -> tuple[Any, ...]:
    return (world.it_benchmark.group.pk,)


def choice(world: World) -> dict[str, Any]:
    weights = {f"w_{key}": str(weight) for key, weight in USUAL_WEIGHTS.items()}
    return {"year": "2025", "count": "10", "act": "vis", **weights}


def files(*names: str) -> dict[str, Call]:
    there = {name: get(lambda world, name=name: (name,)) for name in names}  # type: ignore[misc]
    return {**there, "does not exist": get(lambda world: ("exe",))}


CALLS: dict[str, dict[str, Call]] = {
    "it_benchmark:benchmark": {
        "": get(),
        "chosen": get(query="?aar=2025&visning=cash&maal=per_citizen"),
        "no such choice": get(query="?gruppe=x&aar=1900&visning=x&maal=vejr"),
    },
    "it_benchmark:benchmark_file": files("pdf", "xlsx"),
    "it_benchmark:base": {"": get()},
    "it_benchmark:municipality": {
        "delivered": get(municipality),
        "said to be named": post(municipality, lambda world: {"may_be_named": "on", "source": "Mail"}),
        "nobody said where": post(municipality, lambda world: {"may_be_named": "on"}),
        "does not exist": NOTHING_THERE,
    },
    "it_benchmark:groups": {"": get()},
    "it_benchmark:group": {"frozen": get(group), "does not exist": NOTHING_THERE},
    "it_benchmark:group_new": {
        "": get(),
        "tried": post(posted=choice),
        "frozen": post(posted=lambda world: choice(world) | {"act": "frys", "name": "Igen", "reason": "Prøve"}),
        "without a name": post(posted=lambda world: choice(world) | {"act": "frys"}),
    },
    "it_benchmark:group_take_in": {
        "nothing new": post(group, lambda world: {"aar": "2025"}),
        "does not exist": post(lambda world: (NO_SUCH_ID,)),
    },
    "it_benchmark:exchange": {"": get(), "with systems": get(query="?navn=on&systemer=on")},
    "it_benchmark:exchange_file": files("json", "csv"),
    "it_benchmark:exchange_template": {"": get()},
    "it_benchmark:schema": {"": get()},
    "it_benchmark:background": {
        "": get(query="?aar=2025"),
        "written": post(posted=lambda world: {"density": "151", "source": "Opdigtet"}),
        "no source": post(posted=lambda world: {"density": "151"}),
    },
    "it_benchmark:public_figures": {"": get()},
    "it_benchmark:national": {"not operated here": get()},
    "it_benchmark:national_build": {"not operated here": post()},
    "it_benchmark:national_file": {"not operated here": get()},
}
