"""How much of something there was in a year and what one cost, and what came in the place of what: no source has the
history, so people enter or load it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.people.models import Person

from ..rules.kinds import SOURCE_NAMES, choices
from .systems import ItSystem


class Volume(models.Model):
    """Of an item (a licence, a device) of a system in a year: how many, and what they cost together. Øre.

    `quantity` None: not known, and the change is "ikke opdelelig"; never one. `is_site_licence`: one by declaration.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="volumes")
    item = models.CharField("hvad", max_length=200)
    year = models.PositiveSmallIntegerField("år")
    quantity = models.DecimalField("antal", max_digits=14, decimal_places=3, null=True, blank=True)
    measured_in = models.CharField("enhed", max_length=60, blank=True)
    amount_oere = models.BigIntegerField("beløb", null=True, blank=True)
    is_site_licence = models.BooleanField("gælder hele kommunen", default=False)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["system", "item", "year"]
        constraints = [
            models.UniqueConstraint(fields=["system", "item", "year"], name="volume_is_once_a_year"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0), name="volume_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.item} {self.year}"


class VolumeChange(models.Model):
    """What was written of an item in a year: before and after, by field (None: nobody had said anything). All that was
    written at once is a batch, which whoever wrote it can undo."""

    batch = models.UUIDField("skrevet sammen", db_index=True)
    system = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="volume_changes")
    item = models.CharField("hvad", max_length=200)
    year = models.PositiveSmallIntegerField("år")
    was = models.JSONField("før", null=True)
    became = models.JSONField("efter", null=True)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField("fortrudt", null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.system} {self.item} {self.year}"


class Replacement(models.Model):
    """`new` came in the place of `old` from a year: their change is told as one, replaced, not as gone and come."""

    old = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="replaced_by")
    new = models.ForeignKey(ItSystem, on_delete=models.CASCADE, related_name="came_for")
    year = models.PositiveSmallIntegerField("fra år")
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["year", "old__name"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="replacement_is_told_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="system_does_not_replace_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class PriceIndex(models.Model):
    """The general level of prices in a year, of a named index (nettoprisindeks, KL's P/L): 100 in some year."""

    name = models.CharField("navn", max_length=100)
    year = models.PositiveSmallIntegerField("år")
    value = models.DecimalField("værdi", max_digits=9, decimal_places=4)
    source = models.CharField("kilde", max_length=300)

    class Meta:
        ordering = ["name", "year"]
        constraints = [
            models.UniqueConstraint(fields=["name", "year"], name="price_index_is_once_a_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="price_index_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Headcount(models.Model):
    """What a year's costs are held against: employees, full-time equivalents, PCs, citizens."""

    measure = models.CharField("mål", max_length=20)
    year = models.PositiveSmallIntegerField("år")
    value = models.DecimalField("værdi", max_digits=14, decimal_places=2)
    source = models.CharField("kilde", max_length=300)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["measure", "year"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "year"], name="headcount_is_once_a_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="headcount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"
