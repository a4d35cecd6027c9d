"""Contents, kept once each, documents whose versions point at them, and files made for one person."""

import uuid

from django.db import models
from django.db.models import Q

from chefforum.kernel.people.models import Person

from .rules import CONFIDENTIALITY_NAMES, Confidentiality


class StoredFile(models.Model):
    """A content that lies in the store under its SHA-256; whoever brings the same content again shares it."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField("størrelse i byte")
    content_type = models.CharField("type", max_length=100)
    charset = models.CharField("tegnsæt", max_length=20, blank=True)
    created_at = models.DateTimeField("oprettet")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty")]

    def __str__(self) -> str:
        return self.sha256


class Document(models.Model):
    """Something that people read under one title, however often its file is replaced."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("titel", max_length=300)
    confidentiality = models.CharField(
        "fortrolighed",
        max_length=20,
        choices=[(level.value, CONFIDENTIALITY_NAMES[level]) for level in Confidentiality],
        default=Confidentiality.INTERNAL.value,
    )
    # Null: brought in from the command line.
    created_by = models.ForeignKey(Person, verbose_name="oprettet af", on_delete=models.PROTECT, null=True)
    created_at = models.DateTimeField("oprettet")
    closed_at = models.DateTimeField("lukket for nye versioner", null=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidentiality__in=[level.value for level in Confidentiality]),
                name="document_confidentiality_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_confidential(self) -> bool:
        return self.confidentiality == Confidentiality.CONFIDENTIAL


class DocumentVersion(models.Model):
    """A file that the document is or was; numbered from 1, never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="versions")
    filename = models.CharField("filnavn", max_length=200)
    note = models.CharField("bemærkning", max_length=500, blank=True)
    created_by = models.ForeignKey(
        Person, verbose_name="oprettet af", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField("oprettet")

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_is_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filename} (version {self.number})"


class PersonalFile(models.Model):
    """A file that was made for one person because they asked: theirs alone, and gone when `expires_at` has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, verbose_name="til", on_delete=models.CASCADE, related_name="+")
    filename = models.CharField("filnavn", max_length=200)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveBigIntegerField("størrelse i byte")
    made_at = models.DateTimeField("lavet")
    expires_at = models.DateTimeField("fjernes", db_index=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.filename
