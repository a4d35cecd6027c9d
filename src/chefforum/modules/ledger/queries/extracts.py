"""Extracts: what was loaded and how it ties out, the systems they come from and how their columns are understood."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from chefforum.kernel.access.rules import Actor

from ..access import READ_EXTRACTS, require_reader_of_whole
from ..lake.manifest import Manifest, read_manifest
from ..models import ColumnMapping, Extract, ExtractStep, SourceSystem
from ..rules.words import ExtractState, Table


class ExtractNotFound(LookupError):
    """There is no such extract for this actor."""


def list_extracts(*, actor: Actor, table: str = "", state: str = "") -> QuerySet[Extract]:
    """Every extract, newest first. Raises AccessDenied for who does not read the whole."""
    require_reader_of_whole(actor)
    rows = Extract.objects.select_related("mapping__source_system", "loaded_by").order_by("-loaded_at", "pk")
    if table:
        rows = rows.filter(table=table)
    return rows.filter(state=state) if state else rows


def get_extract(*, actor: Actor, extract_id: UUID) -> tuple[Extract, Manifest]:
    """Raises AccessDenied, ExtractNotFound, MissingFile."""
    READ_EXTRACTS.require(actor)
    require_reader_of_whole(actor)
    rows = Extract.objects.select_related("mapping__source_system", "loaded_by", "replaces")
    found = rows.filter(pk=extract_id).first()
    if found is None:
        raise ExtractNotFound(extract_id)
    return found, read_manifest(str(found.pk))


def replacement_of(extract: Extract) -> Extract | None:
    """What is read in its place, or was replaced itself since. One query."""
    return extract.replacements.exclude(state=ExtractState.WITHDRAWN.value).first()


def steps_of(extract: Extract) -> QuerySet[ExtractStep]:
    return extract.steps.select_related("person")


def latest_mapping(*, source_system: str, table: Table) -> ColumnMapping | None:
    """The newest version of how the system's files of the table are understood."""
    rows = ColumnMapping.objects.select_related("source_system").filter(table=table.value)
    return rows.filter(source_system__name=source_system).order_by("-version").first()


def latest_mappings(*, table: Table) -> list[ColumnMapping]:
    """Each system's newest mapping of the table. One query."""
    newest: dict[UUID, ColumnMapping] = {}
    rows = ColumnMapping.objects.select_related("source_system").filter(table=table.value).order_by("-version")
    for row in rows:
        newest.setdefault(row.source_system_id, row)
    return sorted(newest.values(), key=lambda row: row.source_system.name)


def get_mapping(mapping_id: UUID | str) -> ColumnMapping:
    """Raises ColumnMapping.DoesNotExist."""
    return ColumnMapping.objects.select_related("source_system").get(pk=mapping_id)


def list_source_systems() -> QuerySet[SourceSystem]:
    return SourceSystem.objects.all()


def loaded_extracts(*, table: Table) -> QuerySet[Extract]:
    """Those that are read now, newest first: what a correction may replace."""
    return Extract.objects.filter(table=table.value, state=ExtractState.LOADED.value).order_by("-loaded_at")


def state_of(table: str) -> str:
    """Names what is loaded of the table, so that a preview made against something else is found out."""
    rows = Extract.objects.filter(table=table)
    newest = rows.order_by("-loaded_at", "-pk").values_list("pk", flat=True).first()
    return f"{rows.count()} {newest} {ExtractStep.objects.filter(extract__table=table).count()}"
