"""What the ledger offers the rest of the house."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.imports.registry import register_import_kind
from chefforum.kernel.jobs.registry import Round, register_round
from chefforum.kernel.search.registry import SearchSource, register_search_source
from chefforum.web.navigation import NavigationItem, register_navigation

from . import search
from .access import KEEP_LEDGER, READ_EXTRACTS, READ_LEDGER
from .forms.extracts import ACCEPTS, SourceForm
from .imports import import_kinds
from .services.loading import sweep_orphans

# On the page Regnskab.
BOOKS = (
    ("Udtræk", "extracts", READ_EXTRACTS, "Filer fra økonomi- og lønsystemet: indlæs nye, og se, om de stemmer."),
    ("Uden enhed", "unmapped", READ_EXTRACTS, "Omkostningssteder, som ingen enhed har endnu, og hvad der står på dem."),
    (
        "Koblede omkostningssteder",
        "mappings",
        READ_EXTRACTS,
        "Dem, der er koblet til en enhed: ret, eller fortryd.",
    ),
    ("Lukning", "closing", READ_LEDGER, "Den sidste lukkede måned. Det forventede regnskab begynder efter den."),
    ("Konti", "accounts", READ_LEDGER, "Kontoplanen, og hvad hver konto hedder."),
    ("Linjetyper", "line_classes", READ_LEDGER, "Reglerne for, hvad der er fast løn, variabel løn, husleje og resten."),
)


def register() -> None:
    for kind in import_kinds(accepts=ACCEPTS, rule=KEEP_LEDGER, options_form=SourceForm):
        register_import_kind(kind)
    register_search_source(SearchSource(kind=search.KIND, title="Konti", rows=search.entries, rule=READ_LEDGER))
    register_round(Round(name="ledger.orphans", every=dt.timedelta(hours=6), run=sweep_orphans))
    register_navigation(
        NavigationItem("Økonomi", "Posteringer", "ledger:postings", READ_LEDGER, 60),
        NavigationItem("Økonomi", "Regnskab", "ledger:books", READ_EXTRACTS, 70),
        *(
            NavigationItem("Økonomi", title, f"ledger:{name}", rule, order, under="ledger:books", about=about)
            for order, (title, name, rule, about) in enumerate(BOOKS)
        ),
    )
