"""The pages of the forecast that stand in the navigation, and its cards on the start page."""

from __future__ import annotations

from chefforum.web.navigation import NavigationItem, register_navigation
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from .. import cards
from ..access import FINANCE, FOLLOWS, LEADS, PART_OF_IT, READ_AREA, READ_FORECAST, WRITE_ENTRIES

# In the menu.
WAYS_IN = (
    ("Mit forventede regnskab", "overview", LEADS, 10),
    ("Forventet regnskab", "overview", FOLLOWS, 10),
    ("Mit område", "whole", PART_OF_IT, 12),
    ("Hele kommunen", "whole", FINANCE, 12),
    ("Afvigelser", "deviations", READ_AREA, 14),
    ("Runder", "rounds", READ_AREA, 30),
    ("Udrulning", "roll_outs", FINANCE, 40),
    ("Indstillinger", "settings", READ_AREA, 90),
)
# On the page Indstillinger.
SETTINGS = (
    (
        "Kategorier og satser",
        "categories",
        FINANCE,
        "Det, lederne skriver poster om, hvad det koster, og fristen.",
    ),
    ("Lønsatser", "pay_tables", FINANCE, "Løntrin, stigninger, pension og refusion, som den faste løn beregnes af."),
    ("Refusionsregler", "refund_rules", FINANCE, "Hvor stor en del af en udgift der kommer igen, og hvornår."),
    ("Udsnit", "selections", FINANCE, "Serviceramme, udvalg og anlæg: hvilke konti der hører til."),
    ("Træfsikkerhed", "accuracy", READ_AREA, "Hvor tæt de tidligere prognoser var på det, der kom."),
    ("Afprøvning af metoder", "backtest", FINANCE, "Metoderne prøvet på kommunens egne år, der er slut."),
)


def register() -> None:
    register_navigation(
        *(
            NavigationItem(section="Økonomi", title=title, url_name=f"forecast:{name}", rule=rule, order=order)
            for title, name, rule, order in WAYS_IN
        ),
        *(
            NavigationItem("Økonomi", title, f"forecast:{name}", rule, order, under="forecast:settings", about=about)
            for order, (title, name, rule, about) in enumerate(SETTINGS)
        ),
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
