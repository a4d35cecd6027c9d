"""The pages of it_portfolio: one way in stands in the navigation, the others on its page."""

from __future__ import annotations

from chefforum.kernel.access.rules import Rule
from chefforum.web.navigation import NavigationItem, register_navigation

from ..access import READ
from . import overlaps

SECTION = "It"
HUB = "it_portfolio:portfolio"
# On the page Portefølje, in the order that one does them: title, page, rule, what it is for.
WAYS_IN: tuple[tuple[str, str, Rule, str], ...] = (
    ("Udvælgelse", "selections", READ, "Hvilke systemer der skal undersøges til bunds, efter vægte og regler."),
    (
        "Styregruppe",
        "steering_group",
        READ,
        "Et forslag til pladser efter afdelingernes systemer, og hvem der sidder der.",
    ),
    *overlaps.WAYS_IN,
)


def register() -> None:
    register_navigation(
        NavigationItem(section=SECTION, title="Portefølje", url_name=HUB, rule=READ, order=30),
        *(
            NavigationItem(SECTION, title, f"it_portfolio:{name}", rule, order, under=HUB, about=about)
            for order, (title, name, rule, about) in enumerate(WAYS_IN)
        ),
    )
