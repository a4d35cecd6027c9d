"""What was done to placements, value by value, so that the last can be undone; and the numbers that are drawn."""

from __future__ import annotations

from django.db import models

from chefforum.kernel.people.models import Person

from ..rules.register import ACT_NAMES
from .placement import Placement


class PlacementChange(models.Model):
    """One thing done to a placement: the values that it changed, before and after, as JSON by field.

    It goes when the placement is deleted; the trail keeps that it was done, without the values."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="changes")
    act = models.CharField("hvad", max_length=20, choices=[(one.value, name) for one, name in ACT_NAMES.items()])
    was = models.JSONField("før", default=dict)
    became = models.JSONField("efter", default=dict)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="placement_change_by_moment")]

    def __str__(self) -> str:
        return f"{self.placement}: {self.act}"


class Publication(models.Model):
    """Published by hand: what all may see is what was known at that moment, until the next month begins. Only added."""

    at = models.DateTimeField("tidspunkt", unique=True)
    reason = models.CharField("begrundelse", max_length=500)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class ReferenceSeries(models.Model):
    """The last number drawn in a year for placements: F-2026-0041."""

    year = models.PositiveSmallIntegerField("år", unique=True)
    last = models.PositiveIntegerField("sidste nummer", default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
