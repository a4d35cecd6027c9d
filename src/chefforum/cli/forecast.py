"""The forecast on the server: the run of everything, now."""

from __future__ import annotations

import click

from .danish import DanishGroup
from .setup import lake_is_written, with_database


@click.group(cls=DanishGroup)
def forecast() -> None:
    """Forventet regnskab: beregn prognosen for alle linjer."""


@forecast.command()
@click.option("--year", type=click.IntRange(2000, 2100), metavar="ÅR", help="Året, der beregnes. Udeladt: i år.")
@with_database
def run(year: int | None) -> None:
    """Beregn prognosen for hele kommunen, og gem den med dagens dato."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.kernel.jobs.jobs import JobFailed, run_now
    from chefforum.modules.forecast.services.running import order_run

    at = timezone.now()
    on, actor = timezone.localdate(at), Actor.command_line()
    job = order_run(actor=actor, year=year or on.year, at=at, on=on, is_queued=False)
    with lake_is_written(), click.progressbar(length=100, label=job.title, show_pos=False) as bar:
        try:
            result = run_now(
                job=job, actor=actor, at=at, progress=lambda report: bar.update((report.share_pct or 0) - bar.pos)
            )
        except JobFailed as failure:
            raise click.ClickException(str(failure)) from failure
    click.echo(f"{result.data['lines']} linjer er beregnet og gemt.")


COMMANDS = (forecast,)
