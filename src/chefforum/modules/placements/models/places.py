"""Where somebody can be: workplaces with P-numbers, how many work there, and the places that they offer."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.kinds import EMPTY_REASON_NAMES, KIND_NAMES, choices


class JobType(models.Model):
    """A kind of work that people are placed in: kitchen, office, care."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("navn", max_length=100)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)
    is_active = models.BooleanField("i brug", default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Workplace(models.Model):
    """A production unit (P-enhed) of a unit: the law counts employees and placements by its number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="workplaces")
    p_number = models.CharField(
        "P-nummer", max_length=10, validators=[RegexValidator(r"^\d{10}$", "Et P-nummer er ti cifre.")]
    )
    name = models.CharField("navn", max_length=200)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["name", "p_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["p_number"], condition=Q(valid_to__isnull=True), name="p_number_is_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="placement_workplace_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.p_number})"


class EmployeeCount(models.Model):
    """Ordinary employees of a workplace, without those placed there, counted on a date."""

    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="employee_counts")
    on_date = models.DateField("opgjort")
    heads = models.PositiveIntegerField("personer")
    fte = models.DecimalField("årsværk", max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["-on_date"]
        constraints = [
            models.UniqueConstraint(fields=["workplace", "on_date"], name="employees_counted_once_a_date"),
            models.CheckConstraint(condition=Q(fte__isnull=True) | Q(fte__gte=0), name="employees_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.workplace} {self.on_date}: {self.heads}"


class Place(models.Model):
    """One or more like places that a workplace offers. With `is_shared` any department's candidates may have them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField("type", max_length=20, choices=choices(KIND_NAMES))
    job_type = models.ForeignKey(JobType, on_delete=models.PROTECT, related_name="places")
    slots = models.PositiveSmallIntegerField("antal pladser", default=1)
    hours_from = models.DecimalField("timer om ugen, mindst", max_digits=4, decimal_places=1, null=True, blank=True)
    hours_to = models.DecimalField("timer om ugen, højst", max_digits=4, decimal_places=1, null=True, blank=True)
    supervisor = models.CharField("vejleder", max_length=200, blank=True)
    tasks = models.TextField("opgaver", blank=True)
    task_list = models.ForeignKey(
        "placements.TaskList", on_delete=models.SET_NULL, null=True, blank=True, related_name="places"
    )
    languages = models.CharField("sprog", max_length=200, blank=True)
    limits = models.TextField("hensyn og krav", blank=True)
    is_shared = models.BooleanField("i den fælles pulje", default=False)
    open_from = models.DateField("åben fra")
    closed_on = models.DateField("lukket fra", null=True, blank=True)
    created_at = models.DateTimeField("oprettet")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["workplace__name", "job_type__position", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(slots__gte=1), name="place_has_a_slot"),
            models.CheckConstraint(
                condition=Q(hours_from__isnull=True) | Q(hours_to__isnull=True) | Q(hours_to__gte=F("hours_from")),
                name="place_has_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workplace.name}, {self.job_type}"


class StartWindow(models.Model):
    """Days between which somebody can begin. A place without windows takes people the year round."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="start_windows")
    first_day = models.DateField("første dag")
    last_day = models.DateField("sidste dag")

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="start_window_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class EmptySpell(models.Model):
    """Why a place stood empty, from a day."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="empty_spells")
    reason = models.CharField("hvorfor", max_length=30, choices=choices(EMPTY_REASON_NAMES))
    slots = models.PositiveSmallIntegerField("antal pladser", default=1)
    first_day = models.DateField("fra")
    last_day = models.DateField("til og med", null=True, blank=True)
    note = models.CharField("bemærkning", max_length=300, blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="empty_spell_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class RepresentativeStatement(models.Model):
    """What the employees' representative said in writing before somebody is placed with wage subsidy: whether it is
    a net expansion, and whether there are reasonably many ordinary employees."""

    workplace = models.ForeignKey(Workplace, on_delete=models.CASCADE, related_name="statements")
    placement = models.ForeignKey(
        "placements.Placement", on_delete=models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    said_on = models.DateField("afgivet")
    representative = models.CharField("hvem har udtalt sig", max_length=200)
    is_net_expansion = models.BooleanField("merbeskæftigelse")
    is_reasonable = models.BooleanField("rimeligt forhold")
    text = models.TextField("udtalelse", blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-said_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.workplace} {self.said_on}"
