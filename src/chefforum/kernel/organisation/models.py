"""The organisation over time: units, where they hung in the tree, how many worked there and what they paid with.

A unit's identity never changes; its name, kind and place in the tree hold for a period. `valid_to` is exclusive and
null while the period is open, so that "what was the tree on a date" is one query.
"""

import uuid

from django.db import models
from django.db.models import F, Q


class UnitKind(models.TextChoices):
    MUNICIPALITY = "municipality", "Kommune"
    DIRECTORATE = "directorate", "Direktørområde"
    DEPARTMENT = "department", "Afdeling"
    TEAM = "team", "Enhed"
    WORKPLACE = "workplace", "Arbejdsplads"


def _period_ends_after_it_begins(name: str) -> models.CheckConstraint:
    condition = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
    return models.CheckConstraint(condition=condition, name=name)


class Unit(models.Model):
    """A part of the organisation, whatever it is called and wherever it hangs; `code` is the payroll system's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("kode", max_length=40, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class UnitPeriod(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="periods")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="child_periods")
    name = models.CharField("navn", max_length=200)
    short_name = models.CharField("kort navn", max_length=20, blank=True)
    kind = models.CharField("type", max_length=20, choices=UnitKind)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_period_starts_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="unit_has_one_open_period"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")), name="unit_is_not_its_own_parent"
            ),
            _period_ends_after_it_begins("unit_period_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["valid_from", "valid_to"], name="unit_period_by_date")]

    def __str__(self) -> str:
        return self.name


class Staffing(models.Model):
    """Full-time equivalents (årsværk) in a unit, counted on a date; without those of the units below it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="staffing")
    on_date = models.DateField("opgjort")
    fte = models.DecimalField("årsværk", max_digits=9, decimal_places=2)

    class Meta:
        ordering = ["-on_date"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "on_date"], name="staffing_counted_once_a_date"),
            models.CheckConstraint(condition=Q(fte__gte=0), name="staffing_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.on_date}: {self.fte}"


class CostCentre(models.Model):
    """A code of the economy system that posts to a unit in a period."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="cost_centres")
    code = models.CharField("omkostningssted", max_length=40)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="cost_centre_starts_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="cost_centre_has_one_open_period"
            ),
            _period_ends_after_it_begins("cost_centre_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.code
