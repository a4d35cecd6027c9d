"""Persons, where they are employed, and the groups (forums, steering and working groups) that they sit in.

As little as possible: a name, an address to write to, a title. No CPR numbers, no private addresses.
"""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from chefforum.kernel.organisation.models import Unit


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        """People type their address with capital letters and spaces as it comes."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who works for the municipality and may sign in; without a password only single sign-on lets them in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail", unique=True)
    name = models.CharField("navn", max_length=200)
    initials = models.CharField("initialer", max_length=12, blank=True)
    is_active = models.BooleanField("aktiv", default=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Employment(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="employments")
    title = models.CharField("titel", max_length=200)
    is_leader = models.BooleanField("leder enheden", default=False)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "valid_from"], name="employment_starts_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="employment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"


class GroupKind(models.TextChoices):
    FORUM = "forum", "Forum"
    STEERING_GROUP = "steering_group", "Styregruppe"
    WORKING_GROUP = "working_group", "Arbejdsgruppe"


class Group(models.Model):
    """A forum, a steering group or a working group, owned by a unit; closed when valid_to has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("navn", max_length=200, unique=True)
    kind = models.CharField("type", max_length=20, choices=GroupKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="groups")
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="group_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupRole(models.TextChoices):
    CHAIR = "chair", "Formand"
    MEMBER = "member", "Medlem"
    SECRETARY = "secretary", "Sekretær"
    OBSERVER = "observer", "Observatør"


class GroupMembership(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField("rolle", max_length=20, choices=GroupRole, default=GroupRole.MEMBER)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til", null=True, blank=True)

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["group", "person", "valid_from"], name="membership_starts_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} i {self.group}"


class TermsOfReference(models.Model):
    """A group's kommissorium as it held from a date; `blocks` as calc.blocks writes them. The newest holds."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="terms_of_reference")
    valid_from = models.DateField("gælder fra")
    blocks = models.JSONField("tekst", default=list)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["group", "valid_from"], name="terms_of_reference_start_once"),
        ]

    def __str__(self) -> str:
        return f"Kommissorium for {self.group} fra {self.valid_from}"
