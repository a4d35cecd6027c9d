"""What other systems said: each reading kept raw with its day, which row here each of theirs is, and where they say
something else than what people have validated."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from ..rules.kinds import SOURCE_NAMES, choices
from .systems import Contract, ItSystem


class SourceSnapshot(models.Model):
    """One reading of a collection of a source, whole; `file` is the raw answer as JSON in the lake, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))
    collection = models.CharField("hvad", max_length=60)
    fetched_at = models.DateTimeField("hentet")
    rows = models.PositiveIntegerField("rækker")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.CharField("fil", max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-fetched_at", "collection"]
        indexes = [models.Index(fields=["source", "collection", "-fetched_at"], name="it_snapshot_by_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.collection} {self.fetched_at:%Y-%m-%d}"


class SourceLink(models.Model):
    """Which row here a row of a source is. `gone_since`: the day of the first reading that it was not in."""

    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))
    collection = models.CharField("hvad", max_length=60)
    external_id = models.CharField("nummer hos kilden", max_length=100)
    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    last_seen = models.ForeignKey(SourceSnapshot, on_delete=models.PROTECT, related_name="+")
    gone_since = models.DateField("væk siden", null=True, blank=True)

    class Meta:
        ordering = ["source", "collection", "external_id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "collection", "external_id"], name="source_row_is_linked_once"),
            models.CheckConstraint(
                condition=Q(system__isnull=True) | Q(contract__isnull=True), name="source_link_is_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class SourceMapping(models.Model):
    """Which of a source's own fields is which of ours, as somebody said; the newest holds and none is changed.
    `columns`: our field → theirs. `known`: all that the source sent that day, its name → how it is called."""

    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))
    columns = models.JSONField("kobling", default=dict)
    known = models.JSONField("kildens felter", default=dict)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["source", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d}"


class FieldValue(models.Model):
    """Who says what a field of a system is. `value` is what stands in the register as text; `validated_at` is set where
    somebody has said that it is right, and no source writes over it then. `proposed` is what a source says instead.

    A field of a contract has one only where a source has spoken of it."""

    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, null=True, blank=True, related_name="values")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, null=True, blank=True, related_name="values")
    field = models.CharField("felt", max_length=40)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))
    value = models.TextField("værdi", blank=True)
    at = models.DateTimeField("tidspunkt")
    validated_at = models.DateTimeField("valideret", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    proposed = models.TextField("kilden siger", null=True, blank=True)
    proposed_by = models.CharField("hvem siger det", max_length=20, choices=choices(SOURCE_NAMES), blank=True)
    proposed_at = models.DateTimeField("sagt", null=True, blank=True)

    class Meta:
        ordering = ["system", "contract", "field"]
        constraints = [
            models.UniqueConstraint(fields=["system", "field"], name="field_of_a_system_is_told_once"),
            models.UniqueConstraint(fields=["contract", "field"], name="field_of_a_contract_is_told_once"),
            models.CheckConstraint(
                condition=Q(system__isnull=False, contract__isnull=True)
                | Q(system__isnull=True, contract__isnull=False),
                name="field_value_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing}: {self.field}"

    @property
    def thing(self) -> ItSystem | Contract:
        """What it is a field of."""
        thing = self.system or self.contract
        assert thing is not None
        return thing
