"""Meetings of a forum, and the versions of their agenda and minutes that were sent out."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from chefforum.connectors.minutes.minutes import MinutesKind
from chefforum.kernel.people.models import Group, Person

from ..rules.states import HAS_MINUTES, IS_PUBLISHED, MEETING_STATES, MeetingState
from ..rules.words import MINUTES_KINDS


class Meeting(models.Model):
    """A forum's meeting on a date, as those who keep it work on it. Everybody else reads its newest version.

    `title`, `head`, `contents`, `unplaced` and `notes` are what an imported file said, word for word, so that nothing
    of it is lost and the same file can be written again. `number` is the meeting's in its year, drawn when its agenda
    is first sent out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    state = models.CharField(
        "tilstand",
        max_length=20,
        choices=[(state.value, MEETING_STATES[state]) for state in MeetingState],
        default=MeetingState.PLANNED.value,
    )
    number = models.PositiveIntegerField("mødenummer", null=True)
    title = models.CharField("titel", max_length=500)
    forum_name = models.CharField("forum som skrevet", max_length=200, null=True)
    date = models.DateField("mødedato", db_index=True)
    weekday = models.CharField("ugedag", max_length=10, null=True)
    start_time = models.TimeField("begynder", null=True)
    end_time = models.TimeField("slutter", null=True)
    place = models.CharField("mødested", max_length=500, null=True)
    submission_deadline = models.DateTimeField("frist for punkter", null=True)
    head = models.JSONField(default=list)
    contents_heading = models.TextField(blank=True)
    contents = models.JSONField(default=list)
    unplaced = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    published_at = models.DateTimeField("udsendt", null=True)
    started_at = models.DateTimeField("begyndte", null=True)
    ended_at = models.DateTimeField("sluttede", null=True)
    approved_by = models.ForeignKey(
        "meetings.Item", on_delete=models.SET_NULL, null=True, related_name="approves_meetings"
    )

    class Meta:
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "date"], name="forum_meets_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> MinutesKind:
        """Whether what there is to read is the agenda or the minutes."""
        return MinutesKind.MINUTES if self.state in HAS_MINUTES else MinutesKind.AGENDA

    @property
    def kind_name(self) -> str:
        return MINUTES_KINDS[self.kind]

    @property
    def is_published(self) -> bool:
        """Whether there is a version that members may read."""
        return self.published_at is not None and self.state in IS_PUBLISHED


class MeetingStep(models.Model):
    """A step that a meeting took, and why; what the participants are told."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("skridt", max_length=20)
    source = models.CharField("fra", max_length=20)
    target = models.CharField("til", max_length=20)
    reason = models.TextField("begrundelse", blank=True)
    at = models.DateTimeField("tidspunkt")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.name}"


class MeetingNumber(models.Model):
    """The last number that a forum's meetings of a year have drawn; numbers are drawn under a lock on this row."""

    forum = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveIntegerField("år")
    last = models.PositiveIntegerField("sidste nummer", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "year"], name="forum_numbers_each_year_once")]

    def __str__(self) -> str:
        return f"{self.forum} {self.year}: {self.last}"


class Participant(models.Model):
    """Somebody who is called to the meeting or took part, as the minutes name them.

    `person` where that person is known here. Arrival and departure are set where somebody was there for a part of it.
    """

    class Attendance(models.TextChoices):
        UNKNOWN = "unknown", "Ikke noteret"
        PRESENT = "present", "Til stede"
        EXCUSED = "excused", "Afbud"
        ABSENT = "absent", "Udeblevet"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    position = models.PositiveIntegerField()
    name = models.CharField("navn", max_length=300)
    title = models.CharField("titel", max_length=300, null=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    attendance = models.CharField("fremmøde", max_length=10, choices=Attendance, default=Attendance.UNKNOWN)
    arrived = models.TimeField("kom", null=True)
    left = models.TimeField("gik", null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="participant_has_own_place")]

    def __str__(self) -> str:
        return self.name


class Reviewer(models.Model):
    """A person who may read the agenda while it is out for review, before it is sent out."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="meeting_reviewer_once")]

    def __str__(self) -> str:
        return f"{self.person} ser {self.meeting} igennem"


class Version(models.Model):
    """An agenda or minutes as they were sent out: numbered from 1 for each meeting, never changed.

    `head` is everything of `connectors.minutes`' JSON but the items, which are pinned revisions of their own, so that
    who may read an item is decided when it is read, not when it was sent. `is_final` is what was sent out as the
    minutes themselves, not as an agenda or for comments: the only thing that the public may read.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    head = models.JSONField()
    reason = models.TextField("hvad er ændret", blank=True)
    is_final = models.BooleanField("udsendt som referat", default=False)
    published_at = models.DateTimeField("udsendt")
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="versions_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, version {self.number}"


class VersionItem(models.Model):
    """An item's place and content in a version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey("meetings.Item", on_delete=models.CASCADE, related_name="in_versions")
    revision = models.ForeignKey("meetings.Revision", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    is_supplement = models.BooleanField("tillæg", default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "item"], name="version_has_an_item_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.item}"


class Correction(models.Model):
    """A change that a participant asks for in minutes that are out for comments, and what came of it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Foreslået"
        APPLIED = "applied", "Indarbejdet"
        REJECTED = "rejected", "Ikke indarbejdet"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="corrections")
    item = models.ForeignKey("meetings.Item", on_delete=models.CASCADE, null=True, related_name="corrections")
    text = models.TextField("rettelse")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("tidspunkt")
    state = models.CharField("tilstand", max_length=10, choices=State, default=State.PROPOSED)
    answer = models.TextField("svar", blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField("besvaret", null=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(answered_at__gte=F("at")), name="settled_correction_has_an_answer"
            )
        ]

    def __str__(self) -> str:
        return self.text
