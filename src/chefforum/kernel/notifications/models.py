"""What a person is told: a line with a way to act on it, whether they have seen it, and whether it went by mail;
and how they want to get it."""

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from .rules import FREQUENCIES, Frequency


class Notification(models.Model):
    """A line to one person. `key` says what must not be told twice; empty where it may.

    While a mail of it is being sent, `mail_claim` says by whom and `claimed_at` since when: so no two send the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField("type", max_length=60)
    text = models.TextField("besked")
    url = models.CharField("side", max_length=500)
    key = models.CharField("nøgle", max_length=200, blank=True)
    at = models.DateTimeField("tidspunkt")
    read_at = models.DateTimeField("læst", null=True)
    mailed_at = models.DateTimeField("sendt som mail", null=True)
    mail_claim = models.UUIDField("sendes af", null=True, db_index=True)
    claimed_at = models.DateTimeField("afsendelse begyndt", null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "read_at"], name="notifications_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=~Q(key=""), name="person_is_told_once")
        ]

    def __str__(self) -> str:
        return self.text


class MailChoice(models.Model):
    """How a person wants mails of a family of notifications; without a row they get one each morning."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    family = models.CharField("beskeder om", max_length=60)
    frequency = models.CharField("mail", max_length=10, choices=[(each.value, FREQUENCIES[each]) for each in Frequency])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "family"], name="person_chooses_mail_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.family}: {self.get_frequency_display()}"
