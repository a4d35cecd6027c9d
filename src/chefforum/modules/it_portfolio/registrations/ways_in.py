"""The pages of it_portfolio: one way in stands in the navigation, the others on its page."""

from __future__ import annotations

from chefforum.kernel.access.rules import Rule
from chefforum.modules.it_costs.access import READ_SYSTEMS
from chefforum.web.navigation import NavigationItem, register_navigation

from ..access import READ, READ_COMPETENCES, READ_COMPLIANCE, READ_PLAN, READ_READINESS, READ_REPORT
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
    ("Lovkrav", "compliance", READ_COMPLIANCE, "Hvad love kræver af systemerne, og om det er opfyldt."),
    ("Kompetencer", "competences", READ_COMPETENCES, "Hvad systemerne kræver, at nogen kan, og hvor det mangler."),
    (
        "Driftscentre",
        "readiness",
        READ_READINESS,
        "Hvilke systemer er klar til at flytte til fælles drift, og hvad binder.",
    ),
    ("Plan", "plan", READ_PLAN, "Hvad der gøres fra andet halvår 2026, af hvem, hvornår, og hvad der er forsinket."),
    ("Rapport", "report", READ_REPORT, "Sådan er det, og sådan skal det være: til skærm, tryk og Word."),
)


def register() -> None:
    register_navigation(
        NavigationItem(section=SECTION, title="Portefølje", url_name=HUB, rule=READ_SYSTEMS, order=30),
        *(
            NavigationItem(SECTION, title, f"it_portfolio:{name}", rule, order, under=HUB, about=about)
            for order, (title, name, rule, about) in enumerate(WAYS_IN)
        ),
    )
