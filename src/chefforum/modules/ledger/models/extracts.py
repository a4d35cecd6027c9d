"""Source systems, how their columns are understood, and the extracts loaded from them."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from chefforum.kernel.people.models import Person

from ..rules.words import (
    EXTRACT_ACT_NAMES,
    EXTRACT_STATE_NAMES,
    TABLE_NAMES,
    ExtractAct,
    ExtractState,
    Table,
)

TABLE_CHOICES = [(table.value, TABLE_NAMES[table]) for table in Table]


class SourceSystem(models.Model):
    """A system that gives extracts: the economy system, the payroll system."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ColumnMapping(models.Model):
    """Which column of a source system's file is which field, and how its numbers and dates are written.

    Never changed: a correction is a new version, so that each extract says what it was read by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_system = models.ForeignKey(SourceSystem, on_delete=models.PROTECT, related_name="mappings")
    table = models.CharField("tabel", max_length=20, choices=TABLE_CHOICES)
    version = models.PositiveIntegerField("version")
    # The source's head per field; a field without a column is not there.
    columns = models.JSONField("kolonner", default=dict)
    # How the file is written: see lake.mapping.Writing.
    writing = models.JSONField("skrivemåde", default=dict)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("oprettet")

    class Meta:
        ordering = ["source_system__name", "table", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["source_system", "table", "version"], name="mapping_version_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.source_system} {self.get_table_display()} {self.version}"


class Extract(models.Model):
    """One file that was loaded: the manifest's numbers, beside the manifest that lies in the lake with the lines."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField("tabel", max_length=20, choices=TABLE_CHOICES)
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.PROTECT, related_name="extracts")
    state = models.CharField(
        "tilstand",
        max_length=20,
        choices=[(state.value, EXTRACT_STATE_NAMES[state]) for state in ExtractState],
        default=ExtractState.LOADED.value,
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name="erstatter"
    )
    file_name = models.CharField("filnavn", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    lines_read = models.PositiveIntegerField("linjer læst")
    lines_loaded = models.PositiveIntegerField("linjer indlæst")
    lines_rejected = models.PositiveIntegerField("linjer afvist")
    # Øre; null for tables without amounts. What no amount could be read of is in no sum.
    amount_read = models.BigIntegerField("beløb læst", null=True)
    amount_loaded = models.BigIntegerField("beløb indlæst", null=True)
    amount_rejected = models.BigIntegerField("beløb afvist", null=True)
    first_period = models.PositiveIntegerField("første måned", null=True)
    last_period = models.PositiveIntegerField("sidste måned", null=True)
    files = models.JSONField("filer", default=list, encoder=DjangoJSONEncoder)
    loaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField("indlæst")

    class Meta:
        ordering = ["-loaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "table", "mapping"],
                condition=Q(state=ExtractState.LOADED.value),
                name="extract_is_loaded_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state=ExtractState.WITHDRAWN.value),
                name="extract_is_replaced_by_one",
            ),
            models.CheckConstraint(
                condition=Q(lines_read=F("lines_loaded") + F("lines_rejected")), name="extract_lines_tie_out"
            ),
            models.CheckConstraint(
                condition=Q(amount_read__isnull=True) | Q(amount_read=F("amount_loaded") + F("amount_rejected")),
                name="extract_amounts_tie_out",
            ),
        ]
        indexes = [models.Index(fields=["table", "state"], name="extract_by_table_and_state")]

    def __str__(self) -> str:
        return self.file_name


class ExtractStep(models.Model):
    """That an extract was withdrawn or taken into use again, and why. The lake holds the same beside the manifest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(
        "skridt", max_length=10, choices=[(act.value, EXTRACT_ACT_NAMES[act]) for act in ExtractAct]
    )
    reason = models.TextField("begrundelse", blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name=ExtractAct.RESTORE.value) | ~Q(reason=""), name="withdrawing_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.extract}: {self.name}"
