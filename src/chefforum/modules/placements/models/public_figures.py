"""Public figures as they were fetched from Jobindsats, each time kept whole."""

from __future__ import annotations

import uuid

from django.db import models

from chefforum.kernel.people.models import Person


class PublicExtract(models.Model):
    """One answer for a table, as it was on the day; nothing is overwritten by the next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    table = models.CharField("tabel", max_length=20)
    title = models.CharField("titel", max_length=200)
    fetched_at = models.DateTimeField("hentet")
    sha256 = models.CharField("fingeraftryk", max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-fetched_at"]
        indexes = [models.Index(fields=["table", "-fetched_at"], name="public_extract_by_table")]

    def __str__(self) -> str:
        return f"{self.table} {self.fetched_at:%Y-%m-%d}"


class PublicFigure(models.Model):
    """A number of an area in a period. Null is not told by the source, which is not nought."""

    extract = models.ForeignKey(PublicExtract, on_delete=models.CASCADE, related_name="figures")
    area = models.CharField("område", max_length=100)
    period = models.CharField("periode", max_length=12)
    group = models.CharField("gruppe", max_length=200, blank=True)
    measure = models.CharField("måling", max_length=200)
    value = models.DecimalField("værdi", max_digits=16, decimal_places=4, null=True)

    class Meta:
        ordering = ["extract", "area", "period", "measure", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["extract", "area", "period", "group", "measure"], name="public_figure_is_once_in_an_extract"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.period}: {self.value}"
