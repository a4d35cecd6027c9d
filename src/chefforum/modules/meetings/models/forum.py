"""How a forum works: its times and deadlines, its template for cases, its standing items and its list of themes."""

from __future__ import annotations

from django.db import models

from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.kernel.people.models import Group, Person

from ..rules.words import ITEM_KINDS, SECTION_KINDS


class ForumPractice(models.Model):
    """What a forum has agreed on once, so that each meeting need not. A forum without a row has the defaults."""

    forum = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="practice")
    start_time = models.TimeField("begynder", null=True, blank=True)
    meeting_minutes = models.PositiveIntegerField("mødets længde i minutter", null=True, blank=True)
    place = models.CharField("mødested", max_length=500, blank=True)
    submission_days = models.PositiveIntegerField("frist for punkter, arbejdsdage før", default=6)
    sending_days = models.PositiveIntegerField("dagsorden udsendes, arbejdsdage før", default=4)
    is_public = models.BooleanField("åbne referater vises for alle", default=False)

    def __str__(self) -> str:
        return f"Praksis for {self.forum}"


class SectionTemplate(models.Model):
    """A section that the forum asks for in a case, with the help that stands beside it."""

    forum = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="section_templates")
    position = models.PositiveIntegerField()
    kind = models.CharField("type", max_length=30, choices=[(kind.value, SECTION_KINDS[kind]) for kind in SectionKind])
    heading = models.CharField("overskrift", max_length=200)
    help_text = models.TextField("hjælp", blank=True)
    is_mandatory = models.BooleanField("skal udfyldes", default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["forum", "heading"], name="forum_asks_for_a_section_once")]

    def __str__(self) -> str:
        return self.heading


class StandingItem(models.Model):
    """An item that every meeting of the forum has: first (approval of agenda and minutes) or last (coming themes)."""

    forum = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="standing_items")
    position = models.PositiveIntegerField()
    is_last = models.BooleanField("står sidst", default=False)
    title = models.CharField("titel", max_length=500)
    kind = models.CharField("type", max_length=20, choices=[(kind.value, ITEM_KINDS[kind]) for kind in ItemKind])
    journal_number = models.CharField("journalnummer", max_length=60, null=True, blank=True)
    planned_minutes = models.PositiveIntegerField("planlagte minutter", null=True, blank=True)
    recommendation = models.TextField("indstilling, én del pr. linje", blank=True)
    approves_minutes = models.BooleanField("godkender sidste referat", default=False)

    class Meta:
        ordering = ["is_last", "position"]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """Something that the forum wants to take up at a coming meeting; `item` once it has become one."""

    forum = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField("tema", max_length=500)
    text = models.TextField("hvad", blank=True)
    wanted_date = models.DateField("ønsket dato", null=True, blank=True)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("foreslået")
    item = models.ForeignKey("meetings.Item", on_delete=models.SET_NULL, null=True, related_name="themes")
    dropped_at = models.DateTimeField("opgivet", null=True)

    class Meta:
        ordering = ["wanted_date", "created_at"]

    def __str__(self) -> str:
        return self.title
