"""The addresses of what technology costs: rules, costs, lines beside the ledger, keys and reconciliation."""

from __future__ import annotations

from typing import Any

from chefforum.modules.it_costs.queries.rules import stamp
from tests.access_calls import NOTHING_THERE, Call, get, post
from tests.world import World


def rule(world: World) -> tuple[Any, ...]:
    return (world.costs.rule.pk,)


def line(world: World) -> tuple[Any, ...]:
    return (world.costs.line.pk,)


def key(world: World) -> tuple[Any, ...]:
    return (world.costs.key.pk,)


def said_of_rule(act: str) -> Call:
    said = {"name": "Telefoner", "text_pattern": "*telefon*", "category": "network", "activity": "operation"}
    return post(posted=lambda world: said | {"act": act, "seen": stamp()})


def said_of_line(world: World) -> dict[str, Any]:
    year = world.lindeby.on.year
    return {"text": "Drift", "year": year, "amount": "1.000", "category": "staff", "activity": "support"}


CALLS: dict[str, dict[str, Call]] = {
    "it_costs:costs": {
        "": get(),
        "chosen": get(query="?efter=kategori&visning=accrued&kategori=services"),
        "no such choice": get(query="?fra=x&enhed=ingen&efter=vejr"),
    },
    "it_costs:costs_export": {"": get()},
    "it_costs:cost_cell": {"": get(), "of services": get(query="?kategori=services&efter=enhed")},
    "it_costs:cost_lines": {"": get(), "removed": get(query="?fjernet=on")},
    "it_costs:cost_lines_export": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "no such format": get(lambda world: ("exe",)),
    },
    "it_costs:cost_line_new": {"": get(), "written": post(posted=said_of_line)},
    "it_costs:cost_line_change": {
        "the school's": get(line),
        "changed": post(line, said_of_line),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:cost_line_remove": {"the school's": post(line), "read": get(line)},
    "it_costs:rules": {"": get(), "by account": get(query="?efter=account")},
    "it_costs:rule_new": {
        "": get(),
        "shown": said_of_rule("vis"),
        "written": said_of_rule("gem"),
        "nothing said": post(posted=lambda world: {"act": "gem"}),
    },
    "it_costs:rule_change": {"the school's": get(rule), "does not exist": NOTHING_THERE},
    "it_costs:rule_act": {"removed": post(rule, lambda world: {"act": "fjern"}), "read": get(rule)},
    "it_costs:rules_undo": {"": post(), "read": get()},
    "it_costs:rules_export": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "no such format": get(lambda world: ("exe",)),
    },
    "it_costs:rule_postings": {
        "the school's": get(rule),
        "of no unit": get(rule, "?enhed=ingen"),
        "no such unit": get(rule, "?enhed=vejr"),
        "does not exist": NOTHING_THERE,
    },
    "it_costs:keys": {"": get()},
    "it_costs:key": {"": get(key), "does not exist": NOTHING_THERE},
    "it_costs:key_new": {"": get(), "nothing said": post(posted=lambda world: {"name": ""})},
    "it_costs:reconciliation": {
        "": get(),
        "named": post(posted=lambda world: {"name": "Gave", "reason": "Ikke it", "amount": "-12"}),
    },
    "it_costs:difference_remove": {"": post(lambda world: (world.costs.difference.pk,))},
}
