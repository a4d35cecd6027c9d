"""Meetings of a forum, their items as the minutes have them, and who may read a confidential item."""

import uuid

from django.db import models
from django.db.models import Q

from chefforum.connectors.minutes.minutes import ItemKind, MinutesKind, SectionKind
from chefforum.kernel.cases.models import Case
from chefforum.kernel.documents.models import Document
from chefforum.kernel.people.models import Group, Person

MINUTES_KINDS = {MinutesKind.AGENDA: "Dagsorden", MinutesKind.MINUTES: "Referat"}
ITEM_KINDS = {
    ItemKind.DECISION: "Beslutning",
    ItemKind.DISCUSSION: "Drøftelse",
    ItemKind.ORIENTATION: "Orientering",
    ItemKind.THEME: "Tema",
    ItemKind.FORMALITY: "Formalia",
    ItemKind.UNKNOWN: "Ikke angivet",
}
SECTION_KINDS = {
    SectionKind.RECOMMENDATION: "Indstilling",
    SectionKind.SUMMARY: "Resumé",
    SectionKind.PRESENTATION: "Sagsfremstilling",
    SectionKind.BACKGROUND: "Baggrund",
    SectionKind.VISION_AND_POLICIES: "Kommunens vision og politikker",
    SectionKind.ECONOMY: "Økonomi",
    SectionKind.LEGAL_BASIS: "Lovgrundlag",
    SectionKind.CITIZEN_PERSPECTIVE: "Borgerperspektiv",
    SectionKind.CONSEQUENCES: "Konsekvenser",
    SectionKind.RISKS: "Risikovurdering",
    SectionKind.PROCESS: "Videre proces",
    SectionKind.HISTORY: "Historik",
    SectionKind.PROCEDURE: "Sagsgang og sagstype",
    SectionKind.DECISION: "Beslutning",
    SectionKind.ATTACHMENTS: "Bilag",
    SectionKind.OTHER: "Andet",
}


class MeetingState(models.TextChoices):
    DRAFT = "draft", "Kladde"
    PUBLISHED = "published", "Udsendt"


class Meeting(models.Model):
    """A forum's meeting on a date, with its agenda or minutes.

    `title`, `head`, `contents`, `unplaced` and `notes` are what an imported file said, word for word, so that nothing
    of it is lost and the same file can be written again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField("type", max_length=10, choices=[(kind.value, MINUTES_KINDS[kind]) for kind in MinutesKind])
    state = models.CharField("tilstand", max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    title = models.CharField("titel", max_length=500)
    forum_name = models.CharField("forum som skrevet", max_length=200, null=True)
    date = models.DateField("mødedato", db_index=True)
    weekday = models.CharField("ugedag", max_length=10, null=True)
    start_time = models.TimeField("begynder", null=True)
    end_time = models.TimeField("slutter", null=True)
    place = models.CharField("mødested", max_length=500, null=True)
    head = models.JSONField(default=list)
    contents_heading = models.TextField(blank=True)
    contents = models.JSONField(default=list)
    unplaced = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    published_at = models.DateTimeField("udsendt", null=True)

    class Meta:
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "date"], name="forum_meets_once_a_day"),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.PUBLISHED) | Q(published_at__isnull=False), name="published_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """Somebody who took part, as the minutes name them; `person` where that person is known here."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    position = models.PositiveIntegerField()
    name = models.CharField("navn", max_length=300)
    title = models.CharField("titel", max_length=300, null=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="participant_has_own_place")]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One item of a meeting: a step in the life of a case. `planned_minutes` and `decision` are null where not said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    number = models.PositiveIntegerField("nummer")
    heading = models.TextField("overskrift som skrevet")
    title = models.TextField("titel")
    journal_number = models.CharField("journalnummer", max_length=60, null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="items")
    kind = models.CharField("type", max_length=20, choices=[(kind.value, ITEM_KINDS[kind]) for kind in ItemKind])
    planned_minutes = models.PositiveIntegerField("planlagte minutter", null=True)
    has_recommendation = models.BooleanField("har indstilling", default=False)
    recommended_by = models.CharField("indstillet af", max_length=300, null=True)
    decision = models.TextField("beslutning", null=True)
    is_confidential = models.BooleanField("fortroligt", default=False)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["meeting", "position"], name="item_in_order")]

    def __str__(self) -> str:
        return self.heading


class RecommendationPart(models.Model):
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="recommendation_parts")
    position = models.PositiveIntegerField()
    text = models.TextField("tekst")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Section(models.Model):
    """A section of an item in its place; `blocks` as calc.blocks writes them."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    kind = models.CharField("type", max_length=30, choices=[(kind.value, SECTION_KINDS[kind]) for kind in SectionKind])
    heading = models.TextField("overskrift")
    blocks = models.JSONField("tekst", default=list)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.heading


class Attachment(models.Model):
    """A bilag that an item names; `document` is null while the file itself is not here."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField()
    title = models.TextField("titel")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class ItemReader(models.Model):
    """A person who may read a confidential item besides those who keep the meeting."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="item_reader_once")]

    def __str__(self) -> str:
        return f"{self.person} må læse {self.item}"
