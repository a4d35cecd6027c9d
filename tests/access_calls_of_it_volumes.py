"""The addresses of numbers and of the change between years: what people write of the school's system, and what it
costs."""

from __future__ import annotations

from typing import Any

from chefforum.modules.it_costs.forms.volumes import row_key
from chefforum.modules.it_costs.models import VolumeChange
from tests.access_calls import Call, get, post
from tests.world import NO_SUCH_ID, World

YEARS = {"fra": "2022", "til": "2025"}


def cell(field: str, value: str, *, seen: str) -> Any:
    """A cell of the school's licences is written."""

    def posted(world: World) -> dict[str, Any]:
        system = world.it.system.pk
        key = row_key(system, "Licens")
        return YEARS | {
            "row": key,
            f"system-{key}": str(system),
            f"item-{key}": "Licens",
            f"c-{key}-2025-{field}": value,
            f"s-{key}-2025-{field}": seen,
        }

    return posted


def new_item(world: World) -> dict[str, Any]:
    return YEARS | {"system": str(world.it.system.pk), "item": "Kursus", "year": "2025", "quantity": "3"}


def the_last_batch(world: World) -> dict[str, Any]:
    return {"batch": str(VolumeChange.objects.latest("pk").batch)}


def not_there(world: World) -> dict[str, Any]:
    return {"ting": f"{world.it.installation.pk}|Antenne", "aar": "2022"}


def replacement(world: World) -> dict[str, Any]:
    return {"old": str(world.it.installation.pk), "new": str(world.it.system.pk), "year": "2024"}


CALLS: dict[str, dict[str, Call]] = {
    "it_costs:volume_history": {"": get(), "words": get(query="?ord=licens")},
    "it_costs:volumes": {
        "": get(),
        "chosen": get(query="?fra=2022&til=2025&ord=licens&mangler=on"),
        "no such choice": get(query="?fra=x&til=9999&familie=Vejr&enhed=x"),
    },
    "it_costs:volumes_save": {
        "a number": post(posted=cell("quantity", "1.100", seen="1.000")),
        "an amount": post(posted=cell("amount_oere", "1.600.000", seen="1.500.000")),
        "no number": post(posted=cell("quantity", "mange", seen="1.000")),
        "no year": post(),
    },
    "it_costs:volume_add": {
        "added": post(posted=new_item),
        "without a number": post(posted=lambda world: new_item(world) | {"quantity": ""}),
    },
    "it_costs:volumes_undo": {
        "the last": post(posted=the_last_batch),
        "no such": post(posted=lambda world: {"batch": str(NO_SUCH_ID)}),
        "nothing named": post(),
    },
    "it_costs:volumes_not_there": {
        "nobody's": post(posted=not_there),
        "no year": post(),
        "to elsewhere": post(posted=lambda world: {"aar": "2022", "tilbage": "//example.org"}),
    },
    "it_costs:volumes_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "CSV": get(lambda world: ("csv",)),
        "does not exist": get(lambda world: ("pdf",)),
    },
    "it_costs:replacements": {
        "": get(),
        "said": post(posted=replacement),
        "with itself": post(posted=lambda world: replacement(world) | {"old": str(world.it.system.pk)}),
    },
    "it_costs:replacement_remove": {
        "there": post(lambda world: (world.it.replacement.pk,)),
        "gone": post(lambda world: (0,)),
    },
    "it_costs:yardsticks": {
        "": get(),
        "an index": post(
            posted=lambda world: {
                "hvad": "indeks",
                "i-name": "Nettopriser",
                "i-year": "2026",
                "i-value": "109,3",
                "i-source": "Opdigtet",
            }
        ),
        "no headcount": post(posted=lambda world: {"h-measure": "employees", "h-year": "2026"}),
    },
    "it_costs:why": {
        "": get(),
        "divided": get(query="?fra=2022&til=2025&indeks=Nettopriser&delt=on"),
        "no such choice": get(query="?fra=vejr&til=1&familie=Vejr&enhed=x&system=x"),
    },
    "it_costs:why_part": {
        "price": get(lambda world: ("pris",)),
        "replaced": get(lambda world: ("udskiftet",)),
        "does not exist": get(lambda world: ("vejr",)),
    },
    "it_costs:why_export": {
        "a PDF": get(lambda world: ("pdf",)),
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "does not exist": get(lambda world: ("exe",)),
        "nothing to compare": get(lambda world: ("docx",), query="?fra=1999&til=2000"),
    },
    "it_costs:average_year": {"": get(), "by an index": get(query="?indeks=Nettopriser&prisniveau=2025")},
    "it_costs:average_export": {"": get(), "no years": get(query="?fra=1999&til=2000")},
}
