"""What administration offers the rest of the house."""

from __future__ import annotations

from chefforum.kernel.audit.access import READ_AUDIT
from chefforum.kernel.documents.registry import register_document_kind
from chefforum.kernel.documents.rules import TEXT, XLSX
from chefforum.kernel.imports.registry import ImportKind, register_import_kind
from chefforum.web.navigation import NavigationItem, register_navigation

from . import cards
from .access import KEEP_ORGANISATION, READ_GROUPS, READ_ORGANISATION, READ_OWN_ACCESS, READ_PERSONS
from .documents import organisation_kind
from .forms import ImportOptions
from .imports import apply_units, fingerprint_of_units, read_units


def register() -> None:
    register_document_kind(organisation_kind())
    _register_import()
    cards.register()
    register_navigation(
        NavigationItem("Organisation", "Organisation", "administration:organisation", READ_ORGANISATION, 10),
        NavigationItem("Organisation", "Grupper", "administration:groups", READ_GROUPS, 20),
        NavigationItem("Organisation", "Personer", "administration:persons", READ_PERSONS, 30),
        NavigationItem("Organisation", "Min adgang", "administration:own_access", READ_OWN_ACCESS, 40),
        NavigationItem("Drift", "Revisionsspor", "administration:trail", READ_AUDIT, 20),
    )


def _register_import() -> None:
    register_import_kind(
        ImportKind(
            name="organisation.units",
            title="Organisation",
            help="Enheder, årsværk, omkostningssteder og ledere fra lønsystemet: en linje for hver enhed.",
            accepts=(TEXT, XLSX),
            rule=KEEP_ORGANISATION,
            read=read_units,
            fingerprint=fingerprint_of_units,
            apply=apply_units,
            options_form=ImportOptions,
        )
    )
