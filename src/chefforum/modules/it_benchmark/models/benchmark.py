"""The base of municipalities that deliver, what they delivered, frozen groups of peers, and what of them is shown."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person


class Municipality(models.Model):
    """One that delivers. `mask`: what its costs are multiplied by before anything of them is shown (rules/masking.py);
    it never leaves this table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("kommunekode", max_length=4, unique=True)
    name = models.CharField("navn", max_length=200)
    may_be_named = models.BooleanField("må nævnes", default=False)
    consent_source = models.CharField("hvor det er sagt", max_length=300, blank=True)
    mask = models.DecimalField("slør", max_digits=8, decimal_places=6)
    created_at = models.DateTimeField("oprettet")

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(mask__gt=0), name="it_benchmark_mask_is_above_nought")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """A municipality's year as it was delivered; never changed. A later one of the same year supersedes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="deliveries")
    year = models.PositiveSmallIntegerField("år")
    sha256 = models.CharField("kontrolsum", max_length=64)
    content = models.JSONField("indhold")
    is_validated = models.BooleanField("valideret")
    received_at = models.DateTimeField("modtaget")
    superseded_at = models.DateTimeField("afløst", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["municipality__name", "-year", "-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year"],
                condition=Q(superseded_at__isnull=True),
                name="it_benchmark_one_delivery_holds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}"


class Background(models.Model):
    """What we say of ourselves of a year, beside costs; a field without a row is missing."""

    year = models.PositiveSmallIntegerField("år")
    field = models.CharField("oplysning", max_length=30)
    value = models.DecimalField("værdi", max_digits=16, decimal_places=4)
    source = models.CharField("kilde", max_length=300)
    at = models.DateTimeField("skrevet")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["year", "field"]
        constraints = [models.UniqueConstraint(fields=["year", "field"], name="it_benchmark_background_once")]

    def __str__(self) -> str:
        return f"{self.field} {self.year}"


class ExchangeFile(models.Model):
    """That our own file of a year was fetched to be sent, and with what sum; what was sent is not known."""

    year = models.PositiveSmallIntegerField("år")
    sha256 = models.CharField("kontrolsum", max_length=64)
    is_validated = models.BooleanField("valideret")
    at = models.DateTimeField("hentet")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.sha256[:8]}"


class PeerGroup(models.Model):
    """Peers as they were chosen, with what by and why; never changed. The same for all years.

    `choice`: weights, each peer's distance and deviations by variable, those left out, and how it is otherwise."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200, unique=True)
    reason = models.TextField("begrundelse")
    year = models.PositiveSmallIntegerField("valgt på tal fra")
    choice = models.JSONField("valget")
    members = models.ManyToManyField(Municipality, related_name="groups")
    frozen_at = models.DateTimeField("lagt fast")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-frozen_at"]

    def __str__(self) -> str:
        return self.name


class Publication(models.Model):
    """Which deliveries a group's figures of a year are made of; the newest is shown, and the others were once.

    `shown`: by "measure view" the codes of those whose values are in it; `hidden`: why one is not shown."""

    group = models.ForeignKey(PeerGroup, on_delete=models.PROTECT, related_name="publications")
    year = models.PositiveSmallIntegerField("år")
    deliveries = models.ManyToManyField(Delivery, related_name="+")
    shown = models.JSONField("vist")
    hidden = models.JSONField("skjult")
    at = models.DateTimeField("taget i brug")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["group", "year", "at"]

    def __str__(self) -> str:
        return f"{self.group} {self.year}"


class PublicFigure(models.Model):
    """A number of a municipality that anybody can look up, with its table and the day it was fetched."""

    table = models.CharField("tabel", max_length=20)
    measure = models.CharField("hvad", max_length=30)
    area = models.CharField("område", max_length=200)
    year = models.PositiveSmallIntegerField("år")
    value = models.DecimalField("værdi", max_digits=18, decimal_places=2)
    fetched_on = models.DateField("hentet")

    class Meta:
        ordering = ["area", "year", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "area", "year"], name="it_benchmark_public_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area} {self.year}"


class NationalTable(models.Model):
    """All deliveries with systems as one file in the lake, costs masked; the newest is asked. `years`: of each how many
    municipalities and the median of their systems; `kle`: the main groups that there are."""

    file = models.CharField("fil", max_length=200)
    rows = models.PositiveIntegerField("linjer")
    municipalities = models.PositiveIntegerField("kommuner")
    years = models.JSONField("år")
    kle = models.JSONField("KLE-hovedgrupper")
    at = models.DateTimeField("lavet")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file
