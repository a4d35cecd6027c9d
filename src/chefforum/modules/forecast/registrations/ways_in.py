"""The pages of the forecast that stand in the navigation, and its cards on the start page."""

from __future__ import annotations

from chefforum.web.navigation import NavigationItem, register_navigation
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards
from ..access import KEEP_FORECAST, READ_FORECAST, WRITE_ENTRIES

WAYS_IN = (
    ("Forventet regnskab", "overview", READ_FORECAST, 10),
    ("Mit område", "whole", READ_FORECAST, 12),
    ("Afvigelser", "deviations", READ_FORECAST, 14),
    ("Runder", "rounds", READ_FORECAST, 30),
    ("Træfsikkerhed", "accuracy", READ_FORECAST, 40),
    ("Udrulning", "roll_outs", KEEP_FORECAST, 70),
    ("Afprøvning af metoder", "backtest", KEEP_FORECAST, 82),
    ("Udsnit", "selections", KEEP_FORECAST, 83),
    ("Refusionsregler", "refund_rules", KEEP_FORECAST, 86),
    ("Kategorier og satser", "categories", KEEP_FORECAST, 80),
    ("Lønsatser", "pay_tables", KEEP_FORECAST, 85),
)


def register() -> None:
    register_navigation(
        *(
            NavigationItem(section="Økonomi", title=title, url_name=f"forecast:{name}", rule=rule, order=order)
            for title, name, rule, order in WAYS_IN
        )
    )
    register_start_card(
        StartCard(
            name="forecast.assess",
            title="Forventet regnskab",
            rule=WRITE_ENTRIES,
            content=cards.months_waiting,
            order=8,
        )
    )
    register_start_card(
        StartCard(
            name="forecast.area",
            title="Forventet mod budget",
            rule=READ_FORECAST,
            content=cards.area_standing,
            order=10,
            group=CardGroup.FIGURES,
        )
    )
