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


def register() -> None:
    for kind in import_kinds(accepts=ACCEPTS, rule=KEEP_LEDGER, options_form=SourceForm):
        register_import_kind(kind)
    register_search_source(SearchSource(kind=search.KIND, title="Konti", rows=search.entries, rule=READ_LEDGER))
    register_round(Round(name="ledger.orphans", every=dt.timedelta(hours=6), run=sweep_orphans))
    register_navigation(
        NavigationItem("Økonomi", "Posteringer", "ledger:postings", READ_LEDGER, 60),
        NavigationItem("Økonomi", "Udtræk", "ledger:extracts", READ_EXTRACTS, 70),
        NavigationItem("Økonomi", "Uden enhed", "ledger:unmapped", READ_EXTRACTS, 72),
        NavigationItem("Økonomi", "Konti", "ledger:accounts", READ_LEDGER, 74),
        NavigationItem("Økonomi", "Linjetyper", "ledger:line_classes", READ_LEDGER, 76),
        NavigationItem("Økonomi", "Lukning", "ledger:closing", READ_LEDGER, 78),
    )
