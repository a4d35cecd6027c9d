"""One table of everything that can be found; each database's own full-text index stands on it (migration 0002)."""

from django.db import models


class SearchDocument(models.Model):
    """Something that can be found, as it was when its module last told of it.

    `id` is the day and a number within it (rules/places.py), so that the order of the index is the order of time on
    both databases. `title_stem`, `body_stem` and `labels` are what is searched: tokens from rules/words.py and
    rules/labels.py. The rest is what a hit shows.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField("type", max_length=80)
    object_id = models.CharField("objekt", max_length=80)
    url = models.CharField("adresse", max_length=500)
    title = models.TextField("titel")
    body = models.TextField("tekst")
    date = models.DateField("dato", null=True)
    journal_number = models.CharField("journalnummer", max_length=60, blank=True)
    title_stem = models.TextField()
    body_stem = models.TextField()
    labels = models.TextField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class AudienceKey(models.Model):
    """An audience key that some entry has or had: of a person's thousand keys, only those in use are looked up."""

    key = models.CharField(max_length=200, primary_key=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
