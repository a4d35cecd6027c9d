"""The register as files that come in again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on, register_document_kind
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.kernel.organisation.queries import tree_on

from ..access import READ_SYSTEMS
from ..forms.contracts import contracts_chosen
from ..forms.register import systems_chosen
from ..queries.contracts import list_contracts
from ..queries.register import list_systems
from ..queries.register_table import contracts_table, systems_table


def register() -> None:
    for name, title, build in (
        ("it_costs.systems", "It-systemer", _build_systems),
        ("it_costs.contracts", "It-kontrakter", _build_contracts),
    ):
        register_document_kind(
            DocumentKind(
                name=name,
                title=title,
                formats=("xlsx", "csv"),
                rule=READ_SYSTEMS,
                build=build,
                writers={
                    "xlsx": lambda material: workbook_of(*material.source),
                    "csv": lambda material: csv_of(material.source[1]),
                },
            )
        )


def _build_systems(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of the list's choices as they stand in its address. Raises AccessDenied."""
    on = timezone.localdate(at)
    tree = tree_on(on)
    found = list(list_systems(actor=actor, chosen=systems_chosen(parameters, tree), tree=tree, on=on))
    return Material(name=made_on("It-systemer", on), source=("It-systemer", systems_table(found)))


def _build_contracts(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of the list's choices as they stand in its address. Raises AccessDenied."""
    on = timezone.localdate(at)
    tree = tree_on(on)
    found = list(list_contracts(actor=actor, chosen=contracts_chosen(parameters, tree), tree=tree, on=on))
    return Material(name=made_on("It-kontrakter", on), source=("It-kontrakter", contracts_table(found)))
