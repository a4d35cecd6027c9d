"""What the law says, from a date, with its source: the newest that has begun holds.

One that was mistyped is withdrawn: it stays, with why, and counts nowhere. `objects` are those that count.
"""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from ..rules.kinds import COUNTED_IN_NAMES, KIND_NAMES, TARGET_GROUP_NAMES, CountedIn, choices

_Rule = TypeVar("_Rule", bound="DatedRule")


class CountingRules(models.Manager[_Rule]):
    """Those that are not withdrawn. Whoever asks what holds asks here."""

    def get_queryset(self) -> models.QuerySet[_Rule]:
        return super().get_queryset().filter(withdrawn_at=None)


class DatedRule(models.Model):
    """A rule from a day. `withdrawn_at`: it was mistyped, and holds for nothing, not for the time before either."""

    valid_from = models.DateField("gælder fra")
    source = models.CharField("kilde", max_length=300)
    withdrawn_at = models.DateTimeField("taget tilbage", null=True, blank=True)
    withdrawn_reason = models.CharField("hvorfor taget tilbage", max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[CountingRules[Self]] = CountingRules()
    with_withdrawn: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


COUNTS = Q(withdrawn_at=None)


class ReasonablenessRule(DatedRule):
    """Rimelighedskravet: at most one placed per `first_per` of the first `first_until` ordinary employees, and one per
    `then_per` of those beyond, always `at_least`; by P-number."""

    first_per = models.PositiveSmallIntegerField("én for hver")
    first_until = models.PositiveIntegerField("af de første")
    then_per = models.PositiveSmallIntegerField("derefter én for hver")
    at_least = models.PositiveSmallIntegerField("altid mindst", default=1)
    counted_in = models.CharField(
        "ansatte tælles i", max_length=10, choices=choices(COUNTED_IN_NAMES), default=CountedIn.HEADS.value
    )
    kinds = models.JSONField("gælder typerne", default=list)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from"], condition=COUNTS, name="reasonableness_starts_once"),
            models.CheckConstraint(condition=Q(first_per__gte=1, then_per__gte=1), name="reasonableness_divides"),
        ]

    def __str__(self) -> str:
        return f"Rimelighedskrav fra {self.valid_from}"


class NetExpansionRule(DatedRule):
    """Merbeskæftigelse: with the one that comes there are more employees than on average of the `months` before."""

    months = models.PositiveSmallIntegerField("måneder tilbage")
    counted_in = models.CharField(
        "ansatte tælles i", max_length=10, choices=choices(COUNTED_IN_NAMES), default=CountedIn.HEADS.value
    )
    kinds = models.JSONField("gælder typerne", default=list)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from"], condition=COUNTS, name="net_expansion_starts_once"),
            models.CheckConstraint(condition=Q(months__gte=1), name="net_expansion_looks_back"),
        ]

    def __str__(self) -> str:
        return f"Merbeskæftigelse fra {self.valid_from}"


class DurationLimit(DatedRule):
    """How many weeks a kind of placement lasts at most for a target group; a blank group is everybody else."""

    kind = models.CharField("type", max_length=20, choices=choices(KIND_NAMES))
    target_group = models.CharField("målgruppe", max_length=30, choices=choices(TARGET_GROUP_NAMES), blank=True)
    weeks = models.DecimalField("uger", max_digits=5, decimal_places=1)

    class Meta:
        ordering = ["kind", "target_group", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target_group", "valid_from"], condition=COUNTS, name="duration_limit_starts_once"
            ),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="duration_limit_is_above_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_group}: {self.weeks}"


class OutcomeDefinition(DatedRule):
    """What counts as an effect, in a version: how many months after the end it is looked at, and which exits count."""

    valid_from = models.DateField("gælder for forløb afsluttet fra")
    version = models.PositiveSmallIntegerField("version", unique=True)
    name = models.CharField("navn", max_length=100)
    text = models.TextField("definition")
    months_after = models.PositiveSmallIntegerField("måneder efter", default=3)
    counted_exits = models.JSONField("tæller med", default=list)

    class Meta:
        ordering = ["-valid_from", "-version"]

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"
