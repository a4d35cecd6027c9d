"""Items: a case on its way to a meeting, at it, and after it; with everything that is written in it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from chefforum.calc.decisions import Outcome
from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.kernel.cases.models import Case
from chefforum.kernel.documents.models import Document
from chefforum.kernel.figures.models import FrozenFigure
from chefforum.kernel.organisation.models import Unit
from chefforum.kernel.people.models import Group, Person

from ..rules.states import ITEM_STATES, ItemState
from ..rules.words import ITEM_KINDS, SECTION_KINDS
from .meeting import Meeting, Participant


class Item(models.Model):
    """One item: a step in the life of a case.

    It belongs to a forum from the start and to a meeting from the moment that it is put on an agenda; `position` and
    `number` are its place there, null before. `planned_minutes` and `decision` are null where not said. `published` is
    the revision that members read; null while there is none. `token` grows with each change of the item's own fields,
    so that two who change them at once are told. A postponed item has at most one successor.
    """

    class Deferral(models.TextChoices):
        TO_MEETING = "to_meeting", "Udsat til et møde"
        FOR_REWORK = "for_rework", "Sendt tilbage til bearbejdning"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="items")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, related_name="items")
    wanted_meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, related_name="wanted_by")
    state = models.CharField(
        "tilstand",
        max_length=20,
        choices=[(state.value, ITEM_STATES[state]) for state in ItemState],
        default=ItemState.DRAFT.value,
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    presenter = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveIntegerField(null=True)
    number = models.PositiveIntegerField("nummer", null=True)
    heading = models.TextField("overskrift som skrevet", blank=True)
    title = models.TextField("titel")
    journal_number = models.CharField("journalnummer", max_length=60, null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="items")
    kind = models.CharField("type", max_length=20, choices=[(kind.value, ITEM_KINDS[kind]) for kind in ItemKind])
    planned_minutes = models.PositiveIntegerField("planlagte minutter", null=True)
    has_recommendation = models.BooleanField("har indstilling", default=False)
    recommended_by = models.CharField("indstillet af", max_length=300, null=True)
    decision = models.TextField("beslutning", null=True)
    is_confidential = models.BooleanField("fortroligt", default=False)
    is_supplement = models.BooleanField("tillæg", default=False)
    standing = models.ForeignKey("meetings.StandingItem", on_delete=models.SET_NULL, null=True, related_name="+")
    predecessor = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="successor")
    deferral = models.CharField("udsat", max_length=10, choices=Deferral, null=True)
    published = models.ForeignKey("meetings.Revision", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("oprettet", null=True)
    started_at = models.DateTimeField("begyndte", null=True)
    ended_at = models.DateTimeField("sluttede", null=True)
    token = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["meeting", "position"], name="item_in_order"),
            models.Index(fields=["forum", "state"], name="item_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(position__isnull=False), name="item_on_agenda_has_a_place"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemStep(models.Model):
    """A step that an item took, and why."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("skridt", max_length=20)
    source = models.CharField("fra", max_length=20)
    target = models.CharField("til", max_length=20)
    reason = models.TextField("begrundelse", blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.name}"


class RecommendationPart(models.Model):
    """A numbered part of the recommendation, and what the meeting decided on it; null: not answered."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="recommendation_parts")
    position = models.PositiveIntegerField()
    text = models.TextField("tekst")
    outcome = models.CharField(
        "udfald", max_length=30, choices=[(outcome.value, outcome.danish) for outcome in Outcome], null=True
    )

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Section(models.Model):
    """A section of an item in its place; `blocks` as calc.blocks writes them, `figures` what the marks of figures in
    them say now (kernel.figures.in_text).

    `token` grows with each change, so that two who write at once are told. `nothing_by` and `nothing_at` say who chose
    "Intet at bemærke", and when; an imported section has no such choice.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    kind = models.CharField("type", max_length=30, choices=[(kind.value, SECTION_KINDS[kind]) for kind in SectionKind])
    heading = models.TextField("overskrift")
    blocks = models.JSONField("tekst", default=list)
    figures = models.JSONField("tal", default=dict)
    token = models.PositiveIntegerField(default=0)
    nothing_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    nothing_at = models.DateTimeField("valgt", null=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.heading


class Conflict(models.Model):
    """A text that came to a section after somebody else had changed it: kept until one of the two is chosen."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    blocks = models.JSONField("tekst", default=list)
    at = models.DateTimeField("tidspunkt")
    settled_at = models.DateTimeField("afgjort", null=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.section}: {self.person}"


class Attachment(models.Model):
    """A bilag that an item names; `document` is null while the file itself is not here.

    A promised one ("eftersendes") says by when. `source` says where the figures of one that Chefforum made are from,
    and of which day. A confidential one is read by those who may read a confidential item.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveIntegerField()
    title = models.TextField("titel")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    is_confidential = models.BooleanField("fortroligt", default=False)
    is_promised = models.BooleanField("eftersendes", default=False)
    promised_date = models.DateField("eftersendes senest", null=True)
    source = models.CharField("kilde", max_length=300, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class MadeAttachment(models.Model):
    """Where a bilag comes from that Chefforum made of its own data, so that it can be made again."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="made")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("dokument", max_length=100)
    parameters = models.JSONField("valg", default=dict)
    format = models.CharField("format", max_length=10)
    as_of = models.DateField("tallene er fra")
    made_at = models.DateTimeField("lavet")
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attachment}: {self.kind}"


class FigureInText(models.Model):
    """A figure that somebody put into an item's text, and what it says: anew while the text is written, and once and
    for all when it is sent out. It is known as `put_in_by` may know it, like everything else that they write.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="figures")
    reference = models.TextField("tal")
    title = models.TextField("titel")
    said = models.TextField("som det står")
    as_of = models.DateField("opgjort", null=True)
    source = models.TextField("kilde")
    missing_reason = models.TextField("hvorfor det mangler", blank=True)
    put_in_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    computed_at = models.DateTimeField("hentet")
    frozen_at = models.DateTimeField("fastholdt", null=True)
    frozen = models.ForeignKey(FrozenFigure, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "reference"], name="figure_once_in_an_item")]

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


class Revision(models.Model):
    """An item's content at a moment: never changed, and what history, differences and versions are made of."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField("gemt")
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.item}, {self.number}"


class RevisionFile(models.Model):
    """A file that an item had in a revision: who reads the revision may read it, unless the bilag is confidential."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.SET_NULL, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    is_confidential = models.BooleanField("fortroligt", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "document"], name="revision_has_a_file_once")]

    def __str__(self) -> str:
        return f"{self.revision}: {self.document}"


class Comment(models.Model):
    """A remark to an item or one of its sections while it is written or reviewed."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="comments")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, related_name="comments")
    text = models.TextField("bemærkning")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("tidspunkt")
    settled_at = models.DateTimeField("klaret", null=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text


class Hearing(models.Model):
    """A department is asked for its remarks to an item before a date; its leader answers."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="hearings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_date = models.DateField("svar senest")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField("spurgt")
    answer = models.TextField("svar", blank=True)
    has_remarks = models.BooleanField("har bemærkninger", null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField("besvaret", null=True)

    class Meta:
        ordering = ["due_date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "unit"], name="unit_is_heard_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(has_remarks__isnull=False), name="answer_says_whether_remarks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} om {self.item}"


class DismissedFinding(models.Model):
    """A finding of the linter that somebody has looked at and lets stand, and why."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="dismissed_findings")
    rule = models.CharField("regel", max_length=60)
    key = models.CharField("nøgle", max_length=64)
    reason = models.TextField("begrundelse")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("tidspunkt")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="finding_dismissed_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.rule}"


class LeftRoom(models.Model):
    """A participant who was not there for an item: disqualified (inhabil), or out for another reason."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="left_rooms")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="left_rooms")
    is_disqualified = models.BooleanField("inhabil", default=False)
    reason = models.TextField("begrundelse", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "participant"], name="left_the_room_once_an_item")]

    def __str__(self) -> str:
        return f"{self.participant} var ude ved {self.item}"
