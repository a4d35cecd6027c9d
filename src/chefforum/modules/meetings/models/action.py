"""What was decided must happen: actions with an owner and a date, followed until the secretariat has confirmed them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.documents.models import Document
from chefforum.kernel.people.models import Person

from ..rules.action_states import ACTION_STATES, ActionState
from .item import Item


class Action(models.Model):
    """Something that the meeting ordered. `owner` and `due_date` are null while nobody has said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="actions")
    text = models.TextField("hvad")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    due_date = models.DateField("senest", null=True)
    state = models.CharField(
        "tilstand",
        max_length=15,
        choices=[(state.value, ACTION_STATES[state]) for state in ActionState],
        default=ActionState.OPEN.value,
    )
    evidence = models.TextField("hvad er gjort", blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("oprettet")
    reminded_at = models.DateTimeField("mindet om", null=True)

    class Meta:
        ordering = ["due_date", "created_at"]
        indexes = [models.Index(fields=["state", "due_date"], name="action_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "confirmed"]) | ~Q(evidence=""), name="done_action_says_how"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ActionStep(models.Model):
    """A step that an action took, and what was said."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("skridt", max_length=20)
    source = models.CharField("fra", max_length=15)
    target = models.CharField("til", max_length=15)
    reason = models.TextField("begrundelse", blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.name}"
