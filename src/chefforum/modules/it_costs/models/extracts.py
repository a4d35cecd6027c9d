"""A frozen extract that the municipality and the analyst validate together: its lines as they stood, the sums of
postings behind them, what each party says of them, what they agree to differ on, and who signed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.extract_kinds import (
    EXTRACT_STATUS_NAMES,
    LINE_KIND_NAMES,
    PARTY_NAMES,
    SAID_NAMES,
    VIA_NAMES,
    ExtractStatus,
    Said,
)
from ..rules.kinds import ACTIVITY_NAMES, CATEGORY_NAMES, choices
from .systems import ItSystem


class Extract(models.Model):
    """Two years as the books said at a moment. What was frozen is never changed: `sha256` is of its canonical form
    (rules/extract_hash.py). `validated_at`: when the second party signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200)
    first_year = models.PositiveSmallIntegerField("fra år")
    second_year = models.PositiveSmallIntegerField("til år")
    status = models.CharField(
        "status", max_length=10, choices=choices(EXTRACT_STATUS_NAMES), default=ExtractStatus.FINAL.value
    )
    answer_by = models.DateField("svar senest", null=True, blank=True)
    analyst_name = models.CharField("analytiker", max_length=200, blank=True)
    analyst_hand = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    sha256 = models.CharField("kontrolsum", max_length=64)
    line_count = models.PositiveIntegerField("linjer")
    sum_count = models.PositiveIntegerField("summer bag linjerne")
    created_at = models.DateTimeField("frosset")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    validated_at = models.DateTimeField("valideret", null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__lt=F("second_year")), name="extract_has_two_years_in_their_order"
            ),
            models.CheckConstraint(
                condition=Q(validated_at__isnull=True) | Q(status=ExtractStatus.FINAL.value),
                name="extract_draft_is_never_validated",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExtractLine(models.Model):
    """A part of a cost, or a number of something, as it stood with where it came from. Øre; None: not known.

    `amount_oere` is what falls here of what was paid in `source_year`; `cash_oere` and `accrued_oere` are what of it
    belongs to `year` as paid, and spread over its life. Words stand as text, so that they stay as they were.
    """

    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("linje")
    kind = models.CharField("type", max_length=10, choices=choices(LINE_KIND_NAMES))
    year = models.PositiveSmallIntegerField("år")
    category = models.CharField("kategori", max_length=20, choices=choices(CATEGORY_NAMES), blank=True)
    activity = models.CharField("aktivitet", max_length=20, choices=choices(ACTIVITY_NAMES), blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_code = models.CharField("enhedskode", max_length=40, blank=True)
    unit_name = models.CharField("enhed", max_length=200, blank=True)
    system = models.ForeignKey(ItSystem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    system_name = models.CharField("system", max_length=200, blank=True)
    origin = models.CharField("fra", max_length=10)
    source_id = models.UUIDField("regel eller udgift", null=True, blank=True)
    source_kind = models.CharField("kilde", max_length=20, blank=True)
    source_name = models.CharField("kommer fra", max_length=300)
    came_from = models.CharField("nærmere", max_length=300, blank=True)
    source_year = models.PositiveSmallIntegerField("betalt i")
    source_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_unit_name = models.CharField("betalt af", max_length=200, blank=True)
    source_oere = models.BigIntegerField("betalt i alt", null=True)
    life_years = models.PositiveSmallIntegerField("levetid i år", default=1)
    shared_by = models.CharField("delt efter", max_length=200, blank=True)
    weight = models.BigIntegerField("vægt", default=0)
    weight_total = models.BigIntegerField("vægte i alt", default=0)
    amount_oere = models.BigIntegerField("beløb", null=True)
    cash_oere = models.BigIntegerField("betalt i året", null=True)
    accrued_oere = models.BigIntegerField("fordelt til året", null=True)
    item = models.CharField("ting", max_length=200, blank=True)
    quantity = models.DecimalField("antal", max_digits=14, decimal_places=3, null=True, blank=True)
    measured_in = models.CharField("måles i", max_length=60, blank=True)
    sha256 = models.CharField("kontrolsum", max_length=64)

    class Meta:
        ordering = ["extract", "number"]
        constraints = [models.UniqueConstraint(fields=["extract", "number"], name="extract_line_has_its_number")]
        indexes = [models.Index(fields=["extract", "kind", "year"], name="extract_line_by_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.extract} {self.number}"


class ExtractSum(models.Model):
    """What a rule took in a year of a unit, by account and supplier, when the extract was frozen: so that its lines
    open though the ledger has moved on. Øre."""

    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="sums")
    source_id = models.UUIDField("regel")
    year = models.PositiveSmallIntegerField("år")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account = models.CharField("konto", max_length=200, blank=True)
    supplier = models.CharField("leverandør", max_length=300, blank=True)
    amount_oere = models.BigIntegerField("beløb")
    count = models.PositiveIntegerField("posteringer")
    sha256 = models.CharField("kontrolsum", max_length=64)

    class Meta:
        ordering = ["extract", "pk"]
        indexes = [models.Index(fields=["extract", "source_id", "year"], name="extract_sum_by_source")]

    def __str__(self) -> str:
        return f"{self.extract} {self.account} {self.supplier}"


class LineVerdict(models.Model):
    """What a party says of a line, with why. The one that stands has no `replaced_at`; earlier ones are kept.

    Proposals are what the line should say instead, only what should be another. All said at once is a `batch`.
    """

    line = models.ForeignKey(ExtractLine, on_delete=models.PROTECT, related_name="verdicts")
    party = models.CharField("part", max_length=20, choices=choices(PARTY_NAMES))
    said = models.CharField("svar", max_length=20, choices=choices(SAID_NAMES))
    reason = models.TextField("begrundelse", blank=True)
    proposed_oere = models.BigIntegerField("foreslået beløb", null=True, blank=True)
    proposed_quantity = models.DecimalField("foreslået antal", max_digits=14, decimal_places=3, null=True, blank=True)
    proposed_category = models.CharField("foreslået kategori", max_length=20, blank=True)
    proposed_activity = models.CharField("foreslået aktivitet", max_length=20, blank=True)
    proposed_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_system = models.ForeignKey(ItSystem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    via = models.CharField("hvordan", max_length=10, choices=choices(VIA_NAMES))
    batch = models.UUIDField("sagt sammen", db_index=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField("afløst", null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "party"], condition=Q(replaced_at__isnull=True), name="verdict_stands_once_a_party"
            ),
            models.CheckConstraint(condition=Q(said=Said.AGREES.value) | ~Q(reason=""), name="verdict_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.party} {self.said}"


class ExtractException(models.Model):
    """A line that the parties agree to differ on, with why."""

    line = models.ForeignKey(ExtractLine, on_delete=models.PROTECT, related_name="exceptions")
    reason = models.TextField("begrundelse")
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("fjernet", null=True, blank=True)

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(removed_at__isnull=True), name="line_is_excepted_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exception_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.line}"


class ExtractSignature(models.Model):
    """Who signed for a party, on which day, and the sums of what was signed: of the extract, and of every verdict and
    exception as they stood (`agreed_sha256`)."""

    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField("part", max_length=20, choices=choices(PARTY_NAMES))
    name = models.CharField("navn", max_length=200)
    role = models.CharField("rolle", max_length=200)
    on = models.DateField("dato")
    sha256 = models.CharField("kontrolsum", max_length=64)
    agreed_sha256 = models.CharField("kontrolsum af svarene", max_length=64)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("trukket tilbage", null=True, blank=True)
    withdrawn_reason = models.TextField("hvorfor", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["extract", "party"], condition=Q(withdrawn_at__isnull=True), name="party_signs_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="withdrawal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.extract}: {self.name}"
