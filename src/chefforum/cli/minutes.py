"""Agendas and minutes on the command line: read a file, import it, write a meeting out again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .danish import DanishGroup
from .setup import with_database

if TYPE_CHECKING:
    from chefforum.connectors.minutes.minutes import Item

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=DanishGroup)
def minutes() -> None:
    """Dagsordener og referater: læs, indlæs og skriv ud igen."""


@minutes.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Skriv det hele som JSON.")
def parse(file: Path, as_json: bool) -> None:
    """Læs en fil, og vis hvad der blev forstået. Rører ikke databasen."""
    from chefforum.connectors import minutes as reader
    from chefforum.connectors.meeting_files import read_meeting_file

    reader.check_size(file.stat().st_size, filename=file.name)
    read = read_meeting_file(content=file.read_bytes(), filename=file.name)
    if as_json:
        click.echo(json.dumps(reader.to_json(read), ensure_ascii=False, indent=2))
        return
    click.echo(read.title)
    click.echo(f"{read.forum or 'Forum mangler'} · {read.date or 'dato mangler'} · {len(read.participants)} deltagere")
    for item in read.items:
        minutes_planned = f", {item.planned_minutes} min." if item.planned_minutes is not None else ""
        marks = " LUKKET" * item.is_confidential + " tillæg" * item.is_supplement
        click.echo(
            f"  {item.number}. {item.title}{marks} [{item.journal_number or 'intet journalnummer'}{minutes_planned}]"
        )
        click.echo(f"     {', '.join(section.heading for section in item.sections)}")
        _show_decision(item)
    for note in read.notes:
        click.echo(f"Ikke forstået{f' (linje {note.line})' if note.line else ''}: {note.text} {note.excerpt}".rstrip())
    if read.unplaced:
        click.echo(f"Uden plads: {len(read.unplaced)} stykker tekst. De følger med ved indlæsning.")


def _show_decision(item: Item) -> None:
    """What was decided, as far as the text says it."""
    from chefforum.calc.decisions import read_decision

    decided = read_decision(text=item.decision, parts=item.recommendation.parts if item.recommendation else ())
    if decided.outcomes:
        click.echo(f"     Besluttet: {', '.join(outcome.danish for outcome in decided.outcomes)}")
    if decided.unanswered:
        click.echo(f"     Indstillingens punkt {' og '.join(map(str, decided.unanswered))} er ikke besvaret.")
    for order in decided.orders:
        click.echo(f"     Skal gøres: {order}")


@minutes.command("import")
@click.argument("file", type=FILE)
@click.option("--forum", help="Forummets navn, hvis filen skriver det anderledes.")
@click.option("--draft", is_flag=True, help="Gem som kladde; ellers udsendes mødet til forummets medlemmer.")
@click.option("--yes", is_flag=True, help="Erstat uden at spørge, når mødet findes i forvejen.")
@click.option("--all", "show_all", is_flag=True, help="Vis alle ændringer, og hele teksten.")
@with_database
def import_file(file: Path, forum: str | None, draft: bool, yes: bool, show_all: bool) -> None:
    """Indlæs et møde. Findes det i forvejen, vises forskellene først."""
    from .importing import import_now

    import_now(kind="meetings.minutes", file=file, options={"forum": forum, "draft": draft}, yes=yes, show_all=show_all)


@minutes.command()
@click.argument("meeting_id", metavar="ID")
@click.option("--to", "format", type=click.Choice(["html", "pdf", "docx", "json", "md"]), required=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Fil eller mappe; - er skærmen.")
@with_database
def export(meeting_id: str, format: str, output: Path | None) -> None:
    """Skriv et møde som HTML, PDF, DOCX, JSON eller Markdown. Se ID med minutes list."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.kernel.documents.services import make
    from chefforum.modules.meetings.queries.meetings import MeetingNotFound

    try:
        made = make(
            kind="meetings.minutes",
            actor=Actor.command_line(),
            parameters={"meeting": meeting_id},
            format=format,
            at=timezone.now(),
        )
    except MeetingNotFound as error:
        raise click.ClickException(str(error)) from error
    if str(output) == "-":
        sys.stdout.buffer.write(made.content)
        return
    target = output or Path(made.filename)
    target = target / made.filename if target.is_dir() else target
    target.write_bytes(made.content)
    click.echo(f"Skrevet: {target}")


@minutes.command("list")
@with_database
def list_meetings() -> None:
    """Vis møderne med deres ID."""
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.meetings.queries import meetings as queries

    for meeting in queries.list_meetings(actor=Actor.command_line()):
        click.echo(f"{meeting.pk}  {meeting.date}  {meeting.forum.name}  {meeting.item_count} punkter")


COMMANDS = (minutes,)
