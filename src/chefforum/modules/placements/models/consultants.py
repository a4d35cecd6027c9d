"""Which company consultants serve which departments, how much they have time for, and when they are next in touch."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from ..rules.kinds import CONTACT_KIND_NAMES, choices


class Consultant(models.Model):
    """A company consultant (virksomhedskonsulent), with what others need to reach them."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="consultant")
    phone = models.CharField("telefon", max_length=30, blank=True)
    about = models.CharField("kender til", max_length=300, blank=True)
    weekly_hours = models.DecimalField("timer om ugen", max_digits=4, decimal_places=1, null=True, blank=True)
    comes_to_meetings = models.BooleanField("kommer gerne med til møder", default=True)
    is_active = models.BooleanField("i brug", default=True)

    class Meta:
        ordering = ["person__name"]

    def __str__(self) -> str:
        return str(self.person)


class ConsultantService(models.Model):
    """A consultant serves a unit and all below it, for a period."""

    consultant = models.ForeignKey(Consultant, on_delete=models.CASCADE, related_name="services")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultant_services")
    is_main = models.BooleanField("fast kontakt", default=True)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["consultant", "unit__code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["consultant", "unit", "valid_from"], name="consultant_service_starts_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="consultant_service_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultant}: {self.unit}"


class Contact(models.Model):
    """A consultant and a unit in touch: planned, asked for by the unit, or held."""

    consultant = models.ForeignKey(Consultant, on_delete=models.CASCADE, related_name="contacts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="consultant_contacts")
    kind = models.CharField("type", max_length=20, choices=choices(CONTACT_KIND_NAMES))
    planned_for = models.DateField("dato")
    held_on = models.DateField("holdt", null=True, blank=True)
    dropped_at = models.DateTimeField("bortfaldet", null=True, blank=True)
    note = models.CharField("om hvad", max_length=300, blank=True)
    asked_by_unit = models.BooleanField("ønsket af arbejdspladsen", default=False)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["planned_for", "pk"]
        indexes = [models.Index(fields=["unit", "planned_for"], name="contact_by_unit_and_day")]

    def __str__(self) -> str:
        return f"{self.consultant} {self.unit} {self.planned_for}"
