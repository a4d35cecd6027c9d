"""What a reader keeps for themselves: how far they have read, and their own notes. Nobody else reads these."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from .item import Attachment, Item, Revision


class ReadMark(models.Model):
    """The revision of an item that a person has read; an item published anew since then is news to them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="read_marks")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField("tidspunkt")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="person_has_read_an_item_once")]

    def __str__(self) -> str:
        return f"{self.person} har læst {self.item}"


class PrivateNote(models.Model):
    """A person's own note to an item or an attachment; with `quote` a highlight of words in it, without text or with.

    Only `person` reads it: no substitute, no secretariat, no administrator, no search, no export but their own.
    `before` and `after` are the words around the quote, by which it is found again where it stands more than once.
    `page` is a page of the attachment. A note with `deleted_at` is gone but for its writer's undo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="private_notes")
    attachment = models.ForeignKey(Attachment, on_delete=models.SET_NULL, null=True, related_name="+")
    page = models.PositiveIntegerField("side", null=True)
    quote = models.TextField("markeret tekst", blank=True)
    before = models.TextField("ordene før", blank=True)
    after = models.TextField("ordene efter", blank=True)
    text = models.TextField("note", blank=True)
    at = models.DateTimeField("tidspunkt")
    deleted_at = models.DateTimeField("slettet", null=True)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["person", "item"], name="note_of_person")]
        constraints = [models.CheckConstraint(condition=~Q(quote="", text=""), name="note_says_something")]

    def __str__(self) -> str:
        return f"Note til {self.item}"


class CalendarKey(models.Model):
    """The hash of the secret in the address of a person's calendar feed; a new key makes the old address useless."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("oprettet")

    def __str__(self) -> str:
        return f"Kalender for {self.person}"
