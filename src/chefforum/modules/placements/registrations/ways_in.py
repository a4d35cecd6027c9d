"""The pages of placements that stand in the navigation, and their cards on the start page."""

from __future__ import annotations

from chefforum.kernel.access.rules import Rule
from chefforum.web.navigation import NavigationItem, register_navigation

from ..access import KEEP_PLACEMENTS, OFFER_PLACES, READ_PLACEMENTS, READ_PUBLISHED
from . import status

SECTION = "Job og praktik"
# In the menu: title, page, rule, order.
WAYS_IN: tuple[tuple[str, str, Rule, int], ...] = (
    ("Status", "overview", READ_PUBLISHED, 10),
    ("Måltal", "targets", READ_PUBLISHED, 20),
    ("Forløb", "placements", READ_PLACEMENTS, 30),
    ("Pladser", "places", OFFER_PLACES, 40),
    ("Effekt", "effect", READ_PUBLISHED, 50),
    ("Opgavelister", "task_lists", READ_PUBLISHED, 60),
    ("Virksomhedskonsulenter", "consultants", READ_PUBLISHED, 70),
    ("Indstillinger", "settings", READ_PUBLISHED, 90),
)
# On the page Indstillinger: title, page, rule, what it is for.
SETTINGS: tuple[tuple[str, str, Rule, str], ...] = (
    ("Regler", "rules", READ_PUBLISHED, "Rimelighedskrav, merbeskæftigelse, varighed og effekt, med kilde og dato."),
    ("Kapacitet", "capacity", READ_PUBLISHED, "Prøv, hvad en fælles pulje giver, og hvad længere forløb koster."),
    ("Tal fra Jobindsats", "public_figures", READ_PUBLISHED, "Kommunen ved siden af landet og andre kommuner."),
    ("Arbejdssteder", "workplaces", OFFER_PLACES, "P-numre, antal ansatte, og hvor mange der må være i forløb."),
    ("Udtalelse mangler", "statements", OFFER_PLACES, "Løntilskud, der begynder uden repræsentantens udtalelse."),
    ("Stillingstyper", "job_types", KEEP_PLACEMENTS, "Det arbejde, man kan være i praktik eller løntilskud i."),
    ("Offentliggør nu", "publish", KEEP_PLACEMENTS, "Når alle skal se tallene, før måneden er gået."),
    (
        "Slet gamle forløb",
        "placements_delete",
        KEEP_PLACEMENTS,
        "Forløb, som status og effekt ikke bruger mere.",
    ),
)


def register() -> None:
    register_navigation(
        *(
            NavigationItem(section=SECTION, title=title, url_name=f"placements:{name}", rule=rule, order=order)
            for title, name, rule, order in WAYS_IN
        ),
        *(
            NavigationItem(SECTION, title, f"placements:{name}", rule, order, under="placements:settings", about=about)
            for order, (title, name, rule, about) in enumerate(SETTINGS)
        ),
    )
    status.register_cards()
