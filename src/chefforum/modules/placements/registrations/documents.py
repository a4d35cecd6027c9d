"""The documents that placements make."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import DocumentKind, Material, made_on, register_document_kind
from chefforum.kernel.imports.tables import csv_of

from ..access import READ_PUBLISHED
from ..documents.targets import rows_of, targets_document
from ..queries.targets import get_round
from . import places


def register() -> None:
    """Called once, when the house opens."""
    places.register_documents()
    register_document_kind(
        DocumentKind(
            name="placements.targets",
            title="Måltal for praktik og løntilskud",
            formats=("xlsx", "csv", "pdf", "docx"),
            rule=READ_PUBLISHED,
            build=_build_targets,
            writers={"csv": lambda material: csv_of(material.source)},
        )
    )


def _build_targets(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """The round of parameters["round"]. Raises RoundNotFound."""
    found = get_round(actor=actor, round_id=UUID(parameters["round"]))
    document = targets_document(found, organisation=settings.MUNICIPALITY, issued_at=at)
    name = made_on(str(found.round), timezone.localdate(at))
    return Material(name=name, document=document, source=rows_of(found))
