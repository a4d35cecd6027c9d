"""Placements on the server: the old ones are deleted."""

from __future__ import annotations

import datetime as dt

import click

from .danish import DanishGroup
from .setup import with_database


@click.group(cls=DanishGroup)
def placements() -> None:
    """Praktik og løntilskud: slet gamle forløb."""


@placements.command("delete-old")
@click.option(
    "--before",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="ÅÅÅÅ-MM-DD",
    help="Slet forløb, der sluttede før dagen. Udeladt: fem hele år efter det år, de sluttede i.",
)
@click.option("--yes", is_flag=True, help="Spørg ikke først.")
@with_database
def delete_old(before: dt.datetime | None, yes: bool) -> None:
    """Slet forløb, der er for gamle til status og effekt, med deres udfald. Det kan ikke fortrydes."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.placements.queries.retention import count_before
    from chefforum.modules.placements.rules.retention import usual_limit
    from chefforum.modules.placements.services.retention import TooRecent, delete_placements

    at = timezone.now()
    on = timezone.localdate(at)
    day = before.date() if before else usual_limit(on)
    count = count_before(day)
    if count and not yes:
        click.confirm(f"Slet {count} forløb, der sluttede før {day:%d-%m-%Y}?", abort=True)
    try:
        gone = delete_placements(actor=Actor.command_line(), before=day, at=at, on=on)
    except TooRecent as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Slettede forløb: {gone}.")


COMMANDS = (placements,)
