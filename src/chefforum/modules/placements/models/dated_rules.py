"""What the law says, from a date, with its source: the newest that has begun holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..rules.kinds import COUNTED_IN_NAMES, KIND_NAMES, TARGET_GROUP_NAMES, CountedIn, choices


class ReasonablenessRule(models.Model):
    """Rimelighedskravet: at most one placed per `first_per` of the first `first_until` ordinary employees, and one per
    `then_per` of those beyond, always `at_least`; by P-number."""

    valid_from = models.DateField("gælder fra", unique=True)
    first_per = models.PositiveSmallIntegerField("én for hver")
    first_until = models.PositiveIntegerField("af de første")
    then_per = models.PositiveSmallIntegerField("derefter én for hver")
    at_least = models.PositiveSmallIntegerField("altid mindst", default=1)
    counted_in = models.CharField(
        "ansatte tælles i", max_length=10, choices=choices(COUNTED_IN_NAMES), default=CountedIn.HEADS.value
    )
    kinds = models.JSONField("gælder typerne", default=list)
    source = models.CharField("kilde", max_length=300)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(first_per__gte=1, then_per__gte=1), name="reasonableness_divides")
        ]

    def __str__(self) -> str:
        return f"Rimelighedskrav fra {self.valid_from}"


class NetExpansionRule(models.Model):
    """Merbeskæftigelse: with the one that comes there are more employees than on average of the `months` before."""

    valid_from = models.DateField("gælder fra", unique=True)
    months = models.PositiveSmallIntegerField("måneder tilbage")
    counted_in = models.CharField(
        "ansatte tælles i", max_length=10, choices=choices(COUNTED_IN_NAMES), default=CountedIn.HEADS.value
    )
    kinds = models.JSONField("gælder typerne", default=list)
    source = models.CharField("kilde", max_length=300)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [models.CheckConstraint(condition=Q(months__gte=1), name="net_expansion_looks_back")]

    def __str__(self) -> str:
        return f"Merbeskæftigelse fra {self.valid_from}"


class DurationLimit(models.Model):
    """How many weeks a kind of placement lasts at most for a target group; a blank group is everybody else."""

    valid_from = models.DateField("gælder fra")
    kind = models.CharField("type", max_length=20, choices=choices(KIND_NAMES))
    target_group = models.CharField("målgruppe", max_length=30, choices=choices(TARGET_GROUP_NAMES), blank=True)
    weeks = models.DecimalField("uger", max_digits=5, decimal_places=1)
    source = models.CharField("kilde", max_length=300)

    class Meta:
        ordering = ["kind", "target_group", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "target_group", "valid_from"], name="duration_limit_starts_once"),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="duration_limit_is_above_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_group}: {self.weeks}"


class OutcomeDefinition(models.Model):
    """What counts as an effect, in a version: how many months after the end it is looked at, and which exits count."""

    version = models.PositiveSmallIntegerField("version", unique=True)
    name = models.CharField("navn", max_length=100)
    text = models.TextField("definition")
    months_after = models.PositiveSmallIntegerField("måneder efter", default=3)
    counted_exits = models.JSONField("tæller med", default=list)
    valid_from = models.DateField("gælder for forløb afsluttet fra")
    source = models.CharField("kilde", max_length=300)

    class Meta:
        ordering = ["-valid_from", "-version"]

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"
