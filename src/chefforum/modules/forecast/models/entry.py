"""What only a leader can know: entries by month, every change of them, and numbers put instead of the system's."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.entries import CHANGE_STATE_NAMES, CONFIDENCE_NAMES, ChangeState, Confidence


class EntryCategory(models.Model):
    """A kind of entry: substitutes, overtime, income … `accounts` are patterns ("5.30.*") of what is booked on it."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("navn", max_length=100)
    unit_name = models.CharField("regnes i", max_length=30, blank=True)
    is_income = models.BooleanField("indtægt", default=False)
    is_variable_pay = models.BooleanField("variabel løn", default=False)
    accounts = models.JSONField("konti", default=list)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    is_active = models.BooleanField("i brug", default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class CategoryRate(models.Model):
    """What one of the category's unit costs from a date, offered where a leader makes an entry."""

    category = models.ForeignKey(EntryCategory, on_delete=models.CASCADE, related_name="rates")
    valid_from = models.DateField("gælder fra")
    rate_oere = models.BigIntegerField("sats i øre")
    source = models.CharField("kilde", max_length=200, blank=True)

    class Meta:
        ordering = ["category", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["category", "valid_from"], name="category_rate_starts_once"),
            models.CheckConstraint(condition=Q(rate_oere__gte=0), name="category_rate_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.valid_from}: {self.rate_oere}"


class Entry(models.Model):
    """A row of the leader's sheet. With a rate its months hold a quantity; without one they hold an amount."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="entries")
    year = models.PositiveSmallIntegerField("år")
    category = models.ForeignKey(EntryCategory, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField("konto", max_length=60, blank=True)
    text = models.CharField("hvad", max_length=200, blank=True)
    rate_oere = models.BigIntegerField("sats i øre", null=True)
    comment = models.TextField("bemærkning", blank=True)
    confidence = models.CharField(
        "sikkerhed",
        max_length=10,
        choices=[(one.value, CONFIDENCE_NAMES[one]) for one in Confidence],
        blank=True,
    )
    copied_from = models.CharField("hentet fra", max_length=200, blank=True)
    created_at = models.DateTimeField("oprettet")
    removed_at = models.DateTimeField("fjernet", null=True)
    position = models.PositiveIntegerField("rækkefølge", default=0)

    class Meta:
        ordering = ["category__position", "position", "created_at", "pk"]
        indexes = [models.Index(fields=["unit", "year"], name="entry_by_unit_and_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rate_oere__isnull=True) | Q(rate_oere__gte=0),
                name="entry_rate_is_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.text or str(self.category)


class EntryMonth(models.Model):
    """A month of an entry. A month without a row is not planned: missing, not nought."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="months")
    month = models.PositiveSmallIntegerField("måned")
    quantity = models.DecimalField("antal", max_digits=12, decimal_places=2, null=True)
    amount_oere = models.BigIntegerField("beløb i øre")

    class Meta:
        ordering = ["entry", "month"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "month"], name="entry_has_a_month_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="entry_month_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.month}: {self.amount_oere}"


class EntryChange(models.Model):
    """What was changed in an entry, by whom, when; or what somebody wrote on top of another's change, kept until one of
    the two is chosen. `batch` holds what was changed in one go, which is undone in one go."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="changes")
    batch = models.UUIDField("sammen med")
    field = models.CharField("felt", max_length=20)
    month = models.PositiveSmallIntegerField("måned", null=True)
    before = models.TextField("før", null=True)
    after = models.TextField("efter", null=True)
    state = models.CharField(
        "tilstand",
        max_length=10,
        choices=[(one.value, CHANGE_STATE_NAMES[one]) for one in ChangeState],
        default=ChangeState.APPLIED.value,
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("tidspunkt")
    undone_at = models.DateTimeField("fortrudt", null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["entry", "-at"], name="entry_change_by_entry"),
            models.Index(fields=["batch"], name="entry_change_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.field}: {self.before} → {self.after}"


class Override(models.Model):
    """What somebody expects a line to end at in the year, instead of the system's number, until it expires. The
    system's number stays beside it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="overrides")
    account = models.CharField("konto", max_length=60)
    year = models.PositiveSmallIntegerField("år")
    amount_oere = models.BigIntegerField("beløb i øre")
    reason = models.TextField("begrundelse")
    expires = models.DateField("udløber")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("oprettet")
    ended_at = models.DateTimeField("ophævet", null=True)

    class Meta:
        ordering = ["unit", "year", "account", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "account", "year"], condition=Q(ended_at__isnull=True), name="line_has_one_override"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.account} {self.year}: {self.amount_oere}"
