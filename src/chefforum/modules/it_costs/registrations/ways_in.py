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
    ("Kontrakter", "contracts", READ_SYSTEMS, 20),
    ("Kilder", "sources", KEEP_IT_COSTS, 70),
    *volumes.WAYS_IN,
    *requests.WAYS_IN,
    ("Indstillinger", "settings", READ_SYSTEMS, 90),
)
# On the page Indstillinger: title, page, rule, what it is for.
SETTINGS: tuple[tuple[str, str, Rule, str], ...] = (
    ("Leverandører", "vendors", READ_SYSTEMS, "Hvem der sælger og driver, med deres systemer og kontrakter."),
    ("Indlæs og hent registret", "register_files", WRITE_SYSTEMS, "Systemer og kontrakter til og fra Excel og CSV."),
    ("Kontering", "rules", KEEP_IT_COSTS, "Regler, der finder it-udgifter i regnskabet."),
    ("Fordelingsnøgler", "keys", READ_ALL_COSTS, "Hvordan det, flere er fælles om, deles ud."),
    ("Afstemning", "reconciliation", READ_ALL_COSTS, "Omkostningerne holdt op mod regnskabet, år for år."),
    *volumes.SETTINGS,
)


def register() -> None:
    register_navigation(
        *(
            NavigationItem(section=SECTION, title=title, url_name=f"it_costs:{name}", rule=rule, order=order)
            for title, name, rule, order in WAYS_IN
        ),
        *(
            NavigationItem(SECTION, title, f"it_costs:{name}", rule, order, under="it_costs:settings", about=about)
            for order, (title, name, rule, about) in enumerate(SETTINGS)
        ),
    )
