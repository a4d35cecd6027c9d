"""What the forecast was on the days that it was made, and how well its methods did on years that are over."""

from __future__ import annotations

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from ..rules.measures import CHOOSABLE, METHOD_NAMES


class ForecastRun(models.Model):
    """The expected year of every line as it was made on a day. The lines lie in the lake, in `file`; they are never
    changed. A file that no row knows is not a run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("år")
    made_on = models.DateField("lavet den")
    made_at = models.DateTimeField("lavet")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_through = models.PositiveIntegerField("lukket til og med")
    # What it was made from, and by what: two runs with the same of these differ in what leaders entered alone.
    extracts = models.JSONField("udtræk", default=list, encoder=DjangoJSONEncoder)
    made_from = models.CharField("grundlag", max_length=64)
    method_version = models.PositiveSmallIntegerField("metode")
    usual = models.JSONField("sædvanlig fejl pr. linjetype", default=dict)
    file = models.CharField("fil", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    lines = models.PositiveIntegerField("linjer")
    lines_not_assessed = models.PositiveIntegerField("linjer ikke vurderet")
    budget_oere = models.BigIntegerField("korrigeret budget i øre", null=True)
    actual_oere = models.BigIntegerField("forbrug i øre")
    expected_oere = models.BigIntegerField("forventet i øre", null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["year", "-made_at"], name="forecast_run_by_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.made_on}"


class Backtest(models.Model):
    """Every method run on the municipality's own years that are over; `measures` as calc.forecasting.backtest has
    them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField("lavet")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    first_period = models.PositiveIntegerField("første måned")
    last_period = models.PositiveIntegerField("sidste måned")
    method_version = models.PositiveSmallIntegerField("metode")
    measures = models.JSONField("mål", default=list)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.first_period}–{self.last_period}"


class MethodChoice(models.Model):
    """From a day, finance has lines of no other class reckoned by another method than the forecast's own. The newest
    that holds and is not taken back decides."""

    method = models.CharField("metode", max_length=30, choices=[(name, METHOD_NAMES[name]) for name in CHOOSABLE])
    valid_from = models.DateField("gælder fra")
    reason = models.TextField("begrundelse")
    chosen_at = models.DateTimeField("valgt")
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("taget tilbage", null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="method_choice_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.method}"
