"""What technology costs: rules that sort the ledger's postings, costs from contracts and by hand, and how what is
shared is shared out."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, SOURCE_NAMES, choices
from .systems import Contract, ItSystem


class AllocationKey(models.Model):
    """How a cost of several is shared out: weights with a reason, kept as they were made; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200, unique=True)
    reason = models.TextField("begrundelse")
    created_at = models.DateTimeField("oprettet")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AllocationWeight(models.Model):
    """A system's or a unit's weight in a key; the shares are the weights over their sum."""

    key = models.ForeignKey(AllocationKey, on_delete=models.CASCADE, related_name="weights")
    system = models.ForeignKey(ItSystem, on_delete=models.PROTECT, null=True, blank=True, related_name="weights")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="it_weights")
    weight = models.DecimalField("vægt", max_digits=14, decimal_places=4)

    class Meta:
        ordering = ["key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="it_weight_is_not_negative"),
            models.CheckConstraint(
                condition=Q(system__isnull=False) | Q(unit__isnull=False), name="it_weight_is_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.weight}"


class ClassificationRule(models.Model):
    """Postings that fit are a cost of technology. The lowest order that fits decides; what no rule fits is told.

    Patterns are codes or words with * and ?, parted by commas; an empty one fits all. `is_excluded`: fits, and is none.
    `life_years`: spread over so many years from the one it was bought in; None: of the year.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.PositiveIntegerField("rækkefølge", default=100)
    name = models.CharField("navn", max_length=200)
    supplier = models.CharField("leverandør", max_length=300, blank=True)
    account = models.CharField("konto", max_length=300, blank=True)
    cost_centre = models.CharField("omkostningssted", max_length=300, blank=True)
    text_pattern = models.CharField("tekst", max_length=300, blank=True)
    is_excluded = models.BooleanField("ikke it", default=False)
    system = models.ForeignKey(ItSystem, on_delete=models.PROTECT, null=True, blank=True, related_name="rules")
    key = models.ForeignKey(AllocationKey, on_delete=models.PROTECT, null=True, blank=True, related_name="rules")
    category = models.CharField("kategori", max_length=20, choices=choices(CATEGORY_NAMES), blank=True)
    activity = models.CharField("aktivitet", max_length=20, choices=choices(ACTIVITY_NAMES), blank=True)
    life_years = models.PositiveSmallIntegerField("levetid i år", null=True, blank=True)
    created_at = models.DateTimeField("oprettet")
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["order", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(supplier="") | ~Q(account="") | ~Q(cost_centre="") | ~Q(text_pattern=""),
                name="it_rule_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(is_excluded=True) | ~Q(category="") & ~Q(activity=""), name="it_rule_says_what_it_is"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CostLine(models.Model):
    """A cost that the ledger does not tell by itself: from a contract, or by hand. Øre. `one_off` is spread over
    `life_years` from its year; cash is the amount in its year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("år")
    system = models.ForeignKey(ItSystem, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    key = models.ForeignKey(AllocationKey, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="it_costs")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="costs")
    category = models.CharField("kategori", max_length=20, choices=choices(CATEGORY_NAMES))
    activity = models.CharField("aktivitet", max_length=20, choices=choices(ACTIVITY_NAMES))
    amount_oere = models.BigIntegerField("beløb")
    life_years = models.PositiveSmallIntegerField("levetid i år", null=True, blank=True)
    text = models.CharField("tekst", max_length=300)
    source = models.CharField("kilde", max_length=20, choices=choices(SOURCE_NAMES))
    created_at = models.DateTimeField("oprettet")
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["year", "created_at", "pk"]
        indexes = [models.Index(fields=["year", "removed_at"], name="it_cost_by_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.text}"


class NamedDifference(models.Model):
    """Why costs here and the ledger differ in a year, with the amount: what explains the rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("år")
    name = models.CharField("navn", max_length=200)
    reason = models.TextField("begrundelse")
    amount_oere = models.BigIntegerField("beløb")
    created_at = models.DateTimeField("oprettet")
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["year", "created_at"]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"
