"""The addresses of the joint validation: extracts, their lines, signatures, differences and files."""

from __future__ import annotations

from typing import Any

from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import NO_SUCH_ID, World


def opened(world: World) -> tuple[Any, ...]:
    return (world.extracts.open.pk,)


def signed(world: World) -> tuple[Any, ...]:
    return (world.extracts.signed.pk,)


def own(world: World) -> tuple[Any, ...]:
    return (world.extracts.open.pk, world.extracts.own.number)


def whole(world: World) -> tuple[Any, ...]:
    return (world.extracts.open.pk, world.extracts.whole.number)


def file(format: str, of: Any = opened) -> Call:
    return get(lambda world: (*of(world), format))


def frozen(world: World) -> dict[str, Any]:
    years = {"first_year": world.lindeby.on.year - 1, "second_year": world.lindeby.on.year}
    return {"name": "Tredje udtræk", "status": "draft", **years}


CALLS: dict[str, dict[str, Call]] = {
    "it_costs:extracts": {"": get()},
    "it_costs:extract_new": {
        "": get(),
        "nothing said": post(posted=lambda world: {"name": ""}),
        "frozen": post(posted=frozen),
    },
    "it_costs:extract": {"open": get(opened), "signed": get(signed), "does not exist": NOTHING_THERE},
    "it_costs:extract_analyst": {
        "": get(opened),
        "named": post(opened, lambda world: {"analyst_name": "Bølgetal"}),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:extract_remind": {"told": post(opened), "read": get(opened)},
    "it_costs:extract_lines": {
        "": get(opened),
        "chosen": get(opened, "?mangler=municipality&kategori=services"),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:extract_answer": {
        "the rest": get(opened, "?mangler=municipality&svar=agrees"),
        "shown": post(opened, lambda world: {"said": "agrees", "act": "vis"}),
    },
    "it_costs:extract_undo": {
        "of nobody": post(opened, lambda world: {"batch": str(NO_SUCH_ID)}),
        "no batch": post(opened),
    },
    "it_costs:extract_line": {
        "the school's": get(own),
        "the whole's": get(whole),
        "answered": post(own, lambda world: {"said": "agrees", "seen": "0"}),
        "the whole's, answered": post(whole, lambda world: {"said": "agrees", "seen": "0"}),
        "does not exist": get(lambda world: (world.extracts.open.pk, 999_999)),
    },
    "it_costs:extract_sign": {
        "open": get(opened),
        "signed": get(signed),
        "too early": post(
            opened, lambda world: {"part": "municipality", "name": "Ane", "role": "Chef", "on": world.lindeby.on}
        ),
        "no party": post(opened),
    },
    "it_costs:extract_withdraw": {"none to withdraw": post(opened, lambda world: {"part": "municipality"})},
    "it_costs:extract_exception": {
        "named": post(
            opened, lambda world: {"linje": str(world.extracts.disputed.number), "reason": "Afklares næste år"}
        ),
        "none to remove": post(opened, lambda world: {"linje": "1", "fjern": "1"}),
    },
    "it_costs:extract_differences": {"": get(opened), "of the first": get(signed)},
    "it_costs:extract_files": {"": get(opened), "reckoned": get(signed, "?kontrol=1")},
    "it_costs:extract_file": {
        "a spreadsheet": file("xlsx"),
        "the form": file("jsonl"),
        "the receipt": file("pdf", signed),
        "no receipt yet": file("pdf"),
        "no such format": file("exe"),
    },
}
