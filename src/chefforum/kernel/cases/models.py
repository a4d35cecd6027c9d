"""Cases, one for each journal number, and the KLE list that says what the numbers mean.

No KLE list comes with the product: an administrator loads KL's own. Entries are never deleted; what is no longer in
the list is retired, so that an old case keeps its subject.
"""

import uuid

from django.db import models

from chefforum.kernel.organisation.models import Unit


class Case(models.Model):
    """A case of the municipality. Everything that happens in it, anywhere in the product, points at the same row.

    `title` is what the case was called when it was first met. It may come from something confidential, so pages show
    the titles of the case's content that the reader may see, never this one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journal_number = models.CharField("journalnummer", max_length=40, unique=True)
    subject = models.CharField("KLE-emne", max_length=8, db_index=True)
    facet = models.CharField("KLE-facet", max_length=3)
    serial = models.PositiveIntegerField("løbenummer")
    year = models.PositiveSmallIntegerField("år")
    title = models.TextField("titel", blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    created_at = models.DateTimeField("oprettet")

    class Meta:
        ordering = ["-year", "subject", "facet", "-serial"]

    def __str__(self) -> str:
        return self.journal_number


class KleLevel(models.TextChoices):
    MAIN_GROUP = "main", "Hovedgruppe"
    GROUP = "group", "Gruppe"
    SUBJECT = "subject", "Emne"


class KleSubject(models.Model):
    """An entry of KL's subject plan: main group 00, group 00.30 or subject 00.30.04."""

    number = models.CharField("nummer", max_length=8, primary_key=True)
    level = models.CharField("niveau", max_length=10, choices=KleLevel, db_index=True)
    title = models.CharField("titel", max_length=500)
    valid_from = models.DateField("gælder fra", null=True)
    retired_on = models.DateField("udgået", null=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class KleFacet(models.Model):
    """An action facet (handlingsfacet): what is done in a case, e.g. A00."""

    code = models.CharField("kode", max_length=3, primary_key=True)
    title = models.CharField("titel", max_length=500)
    valid_from = models.DateField("gælder fra", null=True)
    retired_on = models.DateField("udgået", null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class KleList(models.TextChoices):
    SUBJECTS = "subjects", "Emneplan"
    FACETS = "facets", "Handlingsfacetter"


class KleRelease(models.Model):
    """A list that was loaded: which, from which file, and what it changed."""

    list = models.CharField("liste", max_length=10, choices=KleList)
    filename = models.CharField("fil", max_length=255)
    sha256 = models.CharField(max_length=64)
    published_on = models.DateField("udgivet af KL", null=True)
    loaded_at = models.DateTimeField("indlæst")
    loaded_by = models.CharField("indlæst af", max_length=200)
    entry_count = models.PositiveIntegerField("poster i filen")
    added = models.PositiveIntegerField("nye")
    changed = models.PositiveIntegerField("ændrede")
    retired = models.PositiveIntegerField("udgåede")

    class Meta:
        ordering = ["-loaded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_list_display()} fra {self.filename}"
