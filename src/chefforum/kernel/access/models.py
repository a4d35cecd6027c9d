"""Roles over parts of the organisation, and who stands in for whom."""

from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Person

from .rules import ROLE_NAMES, Role


class RoleAssignment(models.Model):
    """A person's role over a unit and everything below it, for a period."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField("rolle", max_length=40, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="role_assignments")
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["person__name", "role"]
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "unit", "valid_from"], name="role_starts_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="role_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Substitution(models.Model):
    """While it lasts, the substitute has the person's roles and seats; never what names the person alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="substitutions")
    substitute = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stands_in_for")
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til")

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="substitution_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="nobody_stands_in_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} for {self.person}"
