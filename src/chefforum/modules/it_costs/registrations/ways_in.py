"""The pages of it_costs that stand in the navigation."""

from __future__ import annotations

from chefforum.kernel.access.rules import Rule
from chefforum.web.navigation import NavigationItem, register_navigation

from ..access import KEEP_IT_COSTS, READ_ALL_COSTS, READ_COSTS, READ_SYSTEMS, WRITE_SYSTEMS
from . import requests, volumes

SECTION = "It"
# In the menu: title, page, rule, order.
WAYS_IN: tuple[tuple[str, str, Rule, int], ...] = (
    ("Systemer", "systems", READ_SYSTEMS, 10),
    ("Omkostninger", "costs", READ_COSTS, 15),
    *requests.WAYS_IN,
    ("Indstillinger", "settings", READ_SYSTEMS, 90),
)
# In a row with a page of the menu: that page, title, page, rule, order.
TABS: tuple[tuple[str, str, str, Rule, int], ...] = (
    ("systems", "Kontrakter", "contracts", READ_SYSTEMS, 20),
    ("systems", "Leverandører", "vendors", READ_SYSTEMS, 30),
    ("systems", "Kilder", "sources", KEEP_IT_COSTS, 40),
    *volumes.TABS,
    ("costs", "Ved siden af regnskabet", "cost_lines", READ_COSTS, 40),
    ("costs", "Kontering", "rules", KEEP_IT_COSTS, 50),
    ("costs", "Fordelingsnøgler", "keys", READ_ALL_COSTS, 60),
    ("costs", "Afstemning", "reconciliation", READ_ALL_COSTS, 70),
)
# On the page Indstillinger: title, page, rule, what it is for.
SETTINGS: tuple[tuple[str, str, Rule, str], ...] = (
    ("Indlæs og hent registret", "register_files", WRITE_SYSTEMS, "Systemer og kontrakter til og fra Excel og CSV."),
    *volumes.SETTINGS,
)


def register() -> None:
    register_navigation(
        *(
            NavigationItem(section=SECTION, title=title, url_name=f"it_costs:{name}", rule=rule, order=order)
            for title, name, rule, order in WAYS_IN
        ),
        *(
            NavigationItem(SECTION, title, f"it_costs:{name}", rule, order, under=f"it_costs:{above}", tab=True)
            for above, title, name, rule, order in TABS
        ),
        *(
            NavigationItem(SECTION, title, f"it_costs:{name}", rule, order, under="it_costs:settings", about=about)
            for order, (title, name, rule, about) in enumerate(SETTINGS)
        ),
    )
