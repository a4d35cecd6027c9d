"""What people must be able to do for systems to be kept, where it can be done, and what is done about what lacks."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person
from chefforum.modules.it_costs.rules.kinds import choices

from ..rules.competences import LEVEL_NAMES, STEP_STATE_NAMES, StepState


class Competence(models.Model):
    """Something that somebody can do: "Databaser", known by its code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("kode", max_length=20, unique=True)
    name = models.CharField("navn", max_length=120)
    about = models.TextField("hvad det er", blank=True)
    changed_at = models.DateTimeField("ændret")

    class Meta:
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class CompetenceNeed(models.Model):
    """So many persons must be able to do it at that level for a system to be kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="needs")
    system = models.ForeignKey("it_costs.ItSystem", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("niveau", choices=list(LEVEL_NAMES.items()))
    persons = models.PositiveSmallIntegerField("personer")
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["competence", "system"]
        constraints = [
            models.UniqueConstraint(fields=["competence", "system"], name="competence_is_needed_once_by_a_system"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="competence_is_needed_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.competence}: {self.persons}"


class CompetenceHeld(models.Model):
    """How many in a unit can do it at that level and no higher: a number, no names. 0 is said; no row is not known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="held")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("niveau", choices=list(LEVEL_NAMES.items()))
    persons = models.PositiveSmallIntegerField("personer")
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["competence", "unit", "-level"]
        constraints = [
            models.UniqueConstraint(fields=["competence", "unit", "level"], name="competence_is_counted_once_a_level")
        ]

    def __str__(self) -> str:
        return f"{self.competence}: {self.persons}"


class KeyPerson(models.Model):
    """Somebody whom a system cannot do without, named by its owner for a stated purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(CompetenceNeed, on_delete=models.CASCADE, related_name="key_persons")
    named = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField("formål", max_length=300)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["need", "named__name"]
        constraints = [
            models.UniqueConstraint(fields=["need", "named"], name="key_person_is_named_once"),
            models.CheckConstraint(condition=~Q(purpose=""), name="key_person_is_named_for_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.named}"


class UpskillingStep(models.Model):
    """What is done so that more can: for how many in which unit, by when, and what it costs (øre; None: not known)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="steps")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField("hvad", max_length=300)
    persons = models.PositiveSmallIntegerField("personer", null=True, blank=True)
    due_on = models.DateField("senest", null=True, blank=True)
    cost_oere = models.BigIntegerField("pris", null=True, blank=True)
    state = models.CharField(
        "status", max_length=20, choices=choices(STEP_STATE_NAMES), default=StepState.PLANNED.value
    )
    changed_at = models.DateTimeField("ændret")
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "text"]

    def __str__(self) -> str:
        return self.text
