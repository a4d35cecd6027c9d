"""The addresses of areas, runs, measures and dated tables of the forecast, and what is meant by their states."""

from __future__ import annotations

from tests.access_calls import Call, get, post
from tests.access_calls_of_forecast import both
from tests.world import World


def year(world: World) -> int:
    return world.lindeby.on.year


CALLS: dict[str, dict[str, Call]] = {
    "forecast:whole": {
        "": get(),
        "a selection": get(query="?udsnit=serviceramme"),
        "a year that is not closed": get(query="?aar=2099"),
        "no unit": get(query="?enhed=vejr"),
    },
    "forecast:deviations": {"": get(), "lines by per cent": get(query="?vis=konti&efter=pct")},
    "forecast:deviations_export": {
        "a spreadsheet": get(lambda world: (year(world), "xlsx"), query="?vis=konti&efter=pct"),
        "a PDF": get(lambda world: (year(world), "pdf")),
        "does not exist": get(lambda world: (year(world), "exe")),
    },
    "forecast:lines": both(),
    "forecast:area_export": {
        "a spreadsheet": get(lambda world: (year(world), "xlsx")),
        "a PDF": get(lambda world: (year(world), "pdf")),
        "does not exist": get(lambda world: (year(world), "exe")),
    },
    "forecast:run_now": {"": post()},
    "forecast:accuracy": {"": get()},
    "forecast:backtest": {"": get(), "begun": post()},
    "forecast:method_choose": {
        "asked": get(lambda world: ("straight",)),
        "no method": get(lambda world: ("share_of_last_year",)),
        "chosen": post(
            lambda world: ("default",), lambda world: {"valid_from": world.lindeby.on.isoformat(), "reason": "Prøvet"}
        ),
    },
    "forecast:method_withdraw": {
        "there": post(lambda world: (world.forecast.method_choice.pk,)),
        "does not exist": post(lambda world: (999_999,)),
    },
    "forecast:selections": {
        "": get(),
        "made": post(posted=lambda world: {"name": "Anlæg", "code": "anlaeg", "kind": "construction"}),
    },
    "forecast:selection": {
        "": get(lambda world: (world.forecast.selection.code,)),
        "does not exist": get(lambda world: ("vejr",)),
        "a rule more": post(
            lambda world: (world.forecast.selection.code,),
            lambda world: {"takes_in": "ja", "account": "29*", "order": "50", "valid_from": "2026-01-01"},
        ),
    },
    "forecast:selection_rule_end": {
        "": post(lambda world: (world.forecast.selection_rule.pk,)),
        "does not exist": post(lambda world: (0,)),
    },
    "forecast:refund_rules": {
        "": get(),
        "made": post(
            posted=lambda world: {
                "refund_accounts": "77*",
                "cost_accounts": "50*",
                "share_pct": "50",
                "lag_months": "1",
                "valid_from": "2026-01-01",
            }
        ),
    },
    "forecast:table_file": {
        "selections": get(lambda world: ("udsnit", "csv")),
        "refund rules": get(lambda world: ("refusionsregler", "xlsx")),
        "pay tables": get(lambda world: ("loensatser", "csv")),
        "does not exist": get(lambda world: ("vejr", "csv")),
    },
    "forecast:refund_rule_end": {
        "": post(lambda world: (world.forecast.refund_rule.pk,)),
        "does not exist": post(lambda world: (0,)),
    },
}
