"""Starting Chefforum, and getting its database ready."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from .setup import with_database


@click.command()
@with_database
def migrate() -> None:
    """Gør databasen klar, eller bring den op til denne udgave."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    click.echo("Databasen er klar.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Den adresse, som serveren lytter på.")
@click.option("--port", default=8000, show_default=True, help="Port.")
@click.option("--workers", default=2, show_default=True, help="Antal serverprocesser.")
@click.option("--demo", is_flag=True, help="Indlæs Lindeby Kommune, og log ind uden adgangskode. Aldrig i drift.")
def serve(host: str, port: int, workers: int, demo: bool) -> None:
    """Start Chefforum: webserver og baggrundsarbejde."""
    if demo:
        os.environ["CHEFFORUM_DEMO"] = "1"
    _prepare(demo)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += ["--workers", str(workers), "--blocking-threads", "2", "--no-access-log", "--log-level", "warning"]
    worker = [sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--no-reload"]
    click.echo(f"\nChefforum kører på http://{host}:{port}")
    click.echo("Log ind ved at vælge en af demopersonerne på siden." if demo else "Log ind med e-mail og adgangskode.")
    click.echo("Stop med Ctrl+C.\n")
    _run([[*server, "chefforum.project.wsgi:application"], worker])


@with_database
def _prepare(demo: bool) -> None:
    from django.core.management import call_command

    from chefforum.project import demo as municipality

    click.echo("Gør databasen klar ...")
    call_command("migrate", interactive=False, verbosity=0)
    if demo and municipality.is_missing():
        click.echo("Indlæser Lindeby Kommune ...")
        municipality.load(say=click.echo)


def _run(commands: list[list[str]]) -> None:
    """Runs the programs until one of them ends or we are told to stop; then ends them all."""
    running = [subprocess.Popen(command) for command in commands]

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
        click.echo("En af serverens processer stoppede af sig selv. Se meddelelserne ovenfor.", err=True)
        raise SystemExit(1)
    except KeyboardInterrupt:
        click.echo("Chefforum stopper.")
    finally:
        _end(running)


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


@click.group()
def demo() -> None:
    """Demokommunen Lindeby."""


@demo.command("load")
@with_database
def load_demo() -> None:
    """Indlæs Lindeby Kommune i en tom database."""
    from chefforum.project import demo as municipality

    if not municipality.is_missing():
        raise click.ClickException("Databasen har allerede en organisation. Demoen indlæses kun i en tom database.")
    municipality.load(say=click.echo)


COMMANDS = (migrate, serve, demo)
