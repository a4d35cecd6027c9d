"""Placements, by a pseudonym: who the person is stands in the employment system alone, and no CPR number here."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.kinds import (
    END_REASON_NAMES,
    EXIT_TYPE_NAMES,
    KIND_NAMES,
    SECTOR_NAMES,
    TARGET_GROUP_NAMES,
    Sector,
    choices,
)
from .dated_rules import OutcomeDefinition
from .places import JobType, Place, Workplace


class Placement(models.Model):
    """Somebody's time at a workplace. `reference` is drawn here; `external_reference` is the employment system's own
    number of the course, never a person's. `ends_on` is planned, `ended_on` is what came; both are the last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("nummer", max_length=20, unique=True)
    external_reference = models.CharField("nummer i fagsystemet", max_length=60, null=True, blank=True, unique=True)
    kind = models.CharField("type", max_length=20, choices=choices(KIND_NAMES))
    sector = models.CharField("hvor", max_length=20, choices=choices(SECTOR_NAMES), default=Sector.MUNICIPAL.value)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="placements")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, blank=True, related_name="placements")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="placements")
    job_type = models.ForeignKey(JobType, on_delete=models.PROTECT, null=True, blank=True, related_name="placements")
    target_group = models.CharField("målgruppe", max_length=30, choices=choices(TARGET_GROUP_NAMES), blank=True)
    starts_on = models.DateField("starter")
    ends_on = models.DateField("slutter", null=True, blank=True)
    ended_on = models.DateField("sluttede", null=True, blank=True)
    end_reason = models.CharField("hvordan det sluttede", max_length=30, choices=choices(END_REASON_NAMES), blank=True)
    hours = models.DecimalField("timer om ugen", max_digits=4, decimal_places=1, null=True, blank=True)
    consultant = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="placements_followed"
    )
    cancelled_at = models.DateTimeField("aflyst", null=True, blank=True)
    created_at = models.DateTimeField("oprettet")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on", "reference"]
        indexes = [
            models.Index(fields=["starts_on"], name="placement_by_start"),
            models.Index(fields=["unit", "starts_on"], name="placement_by_unit_and_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="placement_is_planned_to_end_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="placement_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(sector=Sector.MUNICIPAL.value, unit__isnull=False)
                | (~Q(sector=Sector.MUNICIPAL.value) & Q(unit__isnull=True)),
                name="placement_in_the_municipality_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Outcome(models.Model):
    """Where the person was when the definition's time had gone. A placement without one is missing, not without effect.

    `closed_on`: the day that the case was closed, where it was. `as_of`: the day of the data that say so."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="outcomes")
    definition = models.ForeignKey(OutcomeDefinition, on_delete=models.PROTECT, related_name="outcomes")
    exit_type = models.CharField("efter forløbet", max_length=20, choices=choices(EXIT_TYPE_NAMES))
    closed_on = models.DateField("sagen lukket", null=True, blank=True)
    as_of = models.DateField("data fra")
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["placement", "definition"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "definition"], name="outcome_is_once_by_a_definition")
        ]

    def __str__(self) -> str:
        return f"{self.placement}: {self.exit_type}"
