"""The report: what the coordinator writes in it, with drafts and versions, and reports frozen as they were on a day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person


class ReportText(models.Model):
    """A text of the report. `number` counts what has stood in it; None is the draft, at most one of each text."""

    name = models.CharField("tekst", max_length=40)
    text = models.TextField("ordene", blank=True)
    number = models.PositiveIntegerField("version", null=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="report_text_has_a_version_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(number__isnull=True), name="report_text_has_a_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number or 'kladde'}"


class FrozenReport(models.Model):
    """A report as it was, for ever: nothing changes a row. `sha256` is of `content` as it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200)
    content = models.TextField("indhold")
    sha256 = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "name"]

    def __str__(self) -> str:
        return self.name
