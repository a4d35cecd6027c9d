"""Reminders and mails by hand, or from a daily timer where `chefforum serve` does not run."""

from __future__ import annotations

import click

from .danish import DanishCommand
from .setup import with_database


@click.command(cls=DanishCommand)
@with_database
def remind() -> None:
    """Find dagens påmindelser, og send det, der venter, som én mail til hver."""
    from django.conf import settings
    from django.utils import timezone

    from chefforum.kernel.notifications import services

    at = timezone.now()
    due = services.remind(on=timezone.localdate(at), at=at)
    click.echo(f"Påmindelser i dag: {due}.")
    if not settings.MAIL_IS_ON:
        click.echo("Der sendes ingen mails: EMAIL_URL er ikke sat.")
        return
    sent = services.send_waiting(at=at, before=at)
    click.echo(f"Mails sendt: {sent.mails}.")
    if sent.waiting:
        raise click.ClickException(f"Mails, der ikke kunne sendes og venter: {sent.waiting}. Se loggen, og prøv igen.")


COMMANDS = (remind,)
