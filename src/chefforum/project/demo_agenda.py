"""How Lindeby's Chefforum works in the demo: its practice, its standing items and its themes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.access.rules import Actor
from chefforum.kernel.people.models import Group
from chefforum.modules.meetings.services.practice import Practice, StandingText, add_standing, save_practice
from chefforum.modules.meetings.services.themes import suggest_theme

FORUM = "Chefforum"
PRACTICE = Practice(
    start_time=dt.time(9),
    meeting_minutes=180,
    place="Lindeby Rådhus, lokale 3.14",
    submission_days=6,
    sending_days=4,
    is_public=False,
)
STANDING = (
    StandingText(
        title="Godkendelse af dagsorden og referat",
        kind=ItemKind.FORMALITY,
        journal_number="00.01.00-A00-17-24",
        planned_minutes=5,
        recommendation="at dagsordenen godkendes\nat referat godkendes",
        approves_minutes=True,
        is_last=False,
    ),
    StandingText(
        title="Temaer til kommende møder og eventuelt",
        kind=ItemKind.THEME,
        journal_number="00.01.00-A00-4-26",
        planned_minutes=10,
        recommendation="at punktet drøftes",
        approves_minutes=False,
        is_last=True,
    ),
)
THEMES = (
    ("Skriv bedre dagsordener", "Det årlige nedslag for nye ledere og medarbejdere.", dt.date(2026, 5, 13)),
    ("Politiklandskab", "Hvor mange politikker har vi, og hvilke bruger vi?", dt.date(2026, 3, 4)),
    ("Fælles introduktion for nye ledere", "", None),
)


@transaction.atomic
def load(*, at: dt.datetime) -> None:
    """Made by the services that people use: all of it or nothing."""
    actor = Actor.command_line()
    forum = Group.objects.get(name=FORUM)
    save_practice(actor=actor, forum=forum, practice=PRACTICE, at=at)
    for standing in STANDING:
        add_standing(actor=actor, forum=forum, text=standing, at=at)
    for title, text, wanted_date in THEMES:
        suggest_theme(actor=actor, forum=forum, title=title, text=text, wanted_date=wanted_date, at=at)
