"""Agendas and minutes as a kind of import: what a file would change, and carrying it out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from chefforum.connectors.meeting_files import read_meeting_file
from chefforum.connectors.minutes import UnreadableMinutes, differences, from_json, to_json
from chefforum.connectors.minutes.minutes import Minutes
from chefforum.kernel.access.rules import Actor, Role
from chefforum.kernel.imports.registry import (
    Change,
    ChangeKind,
    Level,
    Link,
    Preview,
    Problem,
    Receipt,
    UnreadableFile,
)
from chefforum.kernel.jobs.registry import Progress
from chefforum.kernel.people.models import Group

from ..queries import meetings as queries
from ..queries.reading import minutes_of
from ..rules.follow_up import without_follow_up
from ..rules.supplements import is_only_supplement, with_kept_marks, with_supplement
from ..rules.words import MINUTES_KINDS
from .forums import create_forum
from .importing import import_minutes

# Reading in whole as whoever keeps the meeting: the preview compares with all of it, confidential items too.
_EVERYTHING = Actor.command_line()


def read(
    *, actor: Actor, content: bytes, filename: str, options: dict[str, Any], at: dt.datetime, progress: Progress
) -> Preview:
    """What importing the file would change. Raises UnreadableFile where it cannot be imported at all."""
    progress.report(0, 2, "Læser filen")
    try:
        minutes = without_follow_up(read_meeting_file(content=content, filename=filename))
    except UnreadableMinutes as error:
        raise UnreadableFile(error.message, error.line) from error
    if minutes.date is None:
        raise UnreadableFile("Filen siger ikke, hvornår mødet er. Skriv mødedatoen i filens hoved, og prøv igen.")
    forum = _forum(actor=actor, minutes=minutes, chosen=options.get("forum"))
    date = minutes.date
    stored = _stored(forum, date) if forum else None
    minutes = _joined(stored, minutes)
    payload = {
        "minutes": to_json(minutes),
        "forum": str(forum.pk) if forum else None,
        "publish": not options.get("draft"),
    }
    progress.report(1, 2, "Sammenligner med det, der er i forvejen")
    standing = fingerprint(payload)
    meeting = queries.meeting_of(forum=forum, date=date) if forum else None
    is_sent = meeting is not None and meeting.is_published
    changes = _changes(stored, minutes)
    return Preview(
        summary=_summary(minutes, forum, is_new=stored is None),
        payload=payload,
        fingerprint=standing,
        changes=changes,
        problems=tuple(Problem(_words(note.text, note.excerpt), note.line) for note in minutes.notes)
        + _other_problems(minutes, forum, is_sent=is_sent and bool(changes)),
        nothing_to_do=stored is not None and not changes,
    )


def fingerprint(payload: dict[str, Any]) -> str:
    """The state of the meeting that would be replaced."""
    if payload["forum"] is None:
        return "new forum"
    forum = Group.objects.filter(pk=UUID(payload["forum"])).first()
    stored = _stored(forum, dt.date.fromisoformat(payload["minutes"]["date"])) if forum else None
    text = json.dumps(to_json(stored), sort_keys=True) if stored else "none"
    return hashlib.sha256(text.encode()).hexdigest()


def apply(*, actor: Actor, payload: dict[str, Any], at: dt.datetime, progress: Progress) -> Receipt:
    """Stores the meeting. Raises AccessDenied where the actor does not keep the forum's meetings."""
    minutes = from_json(payload["minutes"])
    progress.report(0, 1, "Gemmer mødet")
    forum = (
        Group.objects.get(pk=UUID(payload["forum"]))
        if payload["forum"]
        else create_forum(actor=actor, name=minutes.forum or "Chefforum", municipality=settings.MUNICIPALITY, at=at)
    )
    meeting = import_minutes(actor=actor, minutes=minutes, forum=forum, publish=payload["publish"], at=at)
    progress.report(1, 1)
    url = reverse("meetings:meeting", args=[meeting.pk])
    done = f"{meeting.kind_name} fra {forum.name} med {len(minutes.items)} punkter er indlæst."
    state = "Forummets medlemmer kan læse det." if meeting.is_published else "Det er en kladde, til du udsender det."
    return Receipt(summary=(done, state), links=(Link("Se mødet", url),))


def _forum(*, actor: Actor, minutes: Minutes, chosen: str | None) -> Group | None:
    """The forum chosen, else the one that the file names; None: it is not here, and the actor may make it."""
    kept = queries.kept_by(actor=actor)
    named = Group.objects.filter(name__iexact=chosen or minutes.forum or "")
    forum = kept.filter(pk=chosen).first() if chosen and _is_uuid(chosen) else kept.filter(pk__in=named).first()
    if forum is not None:
        return forum
    name = minutes.forum or "et forum uden navn"
    if chosen or named.exists() or not actor.has_role(Role.ADMINISTRATOR) or not minutes.forum:
        raise UnreadableFile(
            f"Filen er fra {name}, og det er ikke et forum, som du passer. Vælg forummet selv ved indlæsningen, "
            "eller bed en administrator om at oprette det under Grupper."
        )
    return None


def _is_uuid(text: str | None) -> bool:
    try:
        return bool(text) and bool(UUID(text))
    except ValueError:
        return False


def _stored(forum: Group, date: dt.date) -> Minutes | None:
    meeting = queries.meeting_of(forum=forum, date=date)
    return minutes_of(actor=_EVERYTHING, meeting=meeting) if meeting else None


def _joined(stored: Minutes | None, minutes: Minutes) -> Minutes:
    """What the meeting will say: a supplement joins its agenda, and what is closed here stays closed.

    Raises UnreadableFile for a supplement whose agenda is not here.
    """
    if is_only_supplement(minutes) and (stored is None or is_only_supplement(stored)):
        raise UnreadableFile(
            "Filen er et tillæg, og den dagsorden, som det hører til, er her ikke. Der er ikke importeret noget. "
            "Indlæs dagsordenen først, og prøv igen."
        )
    if stored is None:
        return minutes
    if is_only_supplement(minutes):
        minutes = with_supplement(stored, minutes)
    return with_kept_marks(stored, minutes)


def _changes(stored: Minutes | None, minutes: Minutes) -> tuple[Change, ...]:
    if stored is None:
        return tuple(
            Change(where=f"Punkt {item.number}", kind=ChangeKind.ADDED, after=item.title) for item in minutes.items
        )
    return tuple(
        Change(where=found.where, kind=ChangeKind(found.kind.value), before=found.before or "", after=found.after or "")
        for found in differences(stored, minutes)
    )


def _summary(minutes: Minutes, forum: Group | None, *, is_new: bool) -> tuple[str, ...]:
    kind = MINUTES_KINDS[minutes.kind]
    name = forum.name if forum else minutes.forum
    lines = [
        f"{kind} fra {name}, {minutes.date:%d-%m-%Y}: {len(minutes.items)} punkter, "
        f"{len(minutes.participants)} deltagere.",
        "Mødet er nyt." if is_new else "Mødet findes i forvejen. Forskellene står herunder.",
    ]
    if forum is None:
        lines.append(f"Forummet {minutes.forum} findes ikke og bliver oprettet.")
    return tuple(lines)


def _other_problems(minutes: Minutes, forum: Group | None, *, is_sent: bool) -> tuple[Problem, ...]:
    found = []
    if minutes.unplaced:
        found.append(
            Problem(
                f"{len(minutes.unplaced)} stykker tekst hører ikke til noget punkt. De gemmes og vises sidst på mødet.",
                level=Level.NOTE,
            )
        )
    if is_sent:
        found.append(
            Problem(
                "Mødet er sendt ud. Gennemfører du, bliver det her en ny version, som medlemmerne kan læse med det "
                "samme. De kan se, hvad der er ændret.",
                level=Level.WARNING,
            )
        )
    if forum is not None and minutes.forum and minutes.forum.casefold() != forum.name.casefold():
        found.append(Problem(f"Filen nævner {minutes.forum}, men du har valgt {forum.name}.", level=Level.WARNING))
    return tuple(found)


def _words(text: str, excerpt: str) -> str:
    return f"{text} “{excerpt}”" if excerpt else text
