"""The rhythm of the month: assessed by the workplace's leader, approved by the leader above, and how roll-out goes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.rhythm import (
    ASSESSMENT_STATE_NAMES,
    RETURN_CAUSE_NAMES,
    ROLL_OUT_NAMES,
    AssessmentState,
    ReturnCause,
    RollOut,
)
from .entry import EntryCategory


class Rhythm(models.Model):
    """From a date: by which working day of the month the month before is assessed, and how far from the plan a category
    may end without a word. A deviation counts where it is over both the amount and the percentage."""

    valid_from = models.DateField("gælder fra", unique=True)
    due_working_day = models.PositiveSmallIntegerField("arbejdsdag")
    threshold_oere = models.BigIntegerField("grænse i øre")
    threshold_pct = models.DecimalField("grænse i procent", max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_oere__gte=0, threshold_pct__gte=0, due_working_day__gte=1),
                name="rhythm_is_possible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}"


class Assessment(models.Model):
    """A unit's month (yyyymm) that its leader has assessed. A month without a row is not assessed."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    period = models.PositiveIntegerField("måned")
    state = models.CharField(
        "tilstand", max_length=10, choices=[(one.value, ASSESSMENT_STATE_NAMES[one]) for one in AssessmentState]
    )
    note = models.TextField("bemærkning", blank=True)
    no_changes = models.BooleanField("ingen ændringer", default=False)
    assessed_at = models.DateTimeField("vurderet")
    assessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("godkendt", null=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    # What the unit's own year looked like then: its corrected budget, and what was used through the last closed month.
    approved_budget_oere = models.BigIntegerField("budget ved godkendelsen", null=True)
    approved_actual_oere = models.BigIntegerField("forbrug ved godkendelsen", null=True)
    approved_through = models.PositiveIntegerField("forbrug til og med", null=True)

    class Meta:
        ordering = ["unit", "-period"]
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="unit_assesses_a_month_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}: {self.state}"


class AssessmentStep(models.Model):
    """A step that an assessment took, and what was said. `cause`: what kind of thing it was sent back for."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("skridt", max_length=20)
    cause = models.CharField(
        "årsag", max_length=20, choices=[(one.value, RETURN_CAUSE_NAMES[one]) for one in ReturnCause], blank=True
    )
    reason = models.TextField("begrundelse", blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.name}"


class DeviationNote(models.Model):
    """Why a category came out otherwise than planned in a month, with the two sums that it was said of."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="deviations")
    category = models.ForeignKey(EntryCategory, on_delete=models.PROTECT, related_name="+")
    planned_oere = models.BigIntegerField("planlagt i øre", null=True)
    actual_oere = models.BigIntegerField("faktisk i øre", null=True)
    text = models.TextField("forklaring")

    class Meta:
        ordering = ["category__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "category"], name="deviation_is_explained_once"),
            models.CheckConstraint(condition=~Q(text=""), name="deviation_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.category}"


class RollOutStep(models.Model):
    """A unit has begun with Mit Forventede Regnskab, or been to a workshop."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="roll_out_steps")
    kind = models.CharField("skridt", max_length=10, choices=[(one.value, ROLL_OUT_NAMES[one]) for one in RollOut])
    date = models.DateField("dato")
    note = models.CharField("bemærkning", max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["unit", "date"]
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="unit_takes_a_roll_out_step_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind}"
