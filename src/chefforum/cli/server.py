"""Starting Chefforum, and getting its database ready."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from .danish import DanishCommand, DanishGroup
from .setup import with_database


@click.command(cls=DanishCommand)
@with_database
def migrate() -> None:
    """Gør databasen klar, eller bring den op til denne udgave."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    click.echo("Databasen er klar.")


@click.command(cls=DanishCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="Den adresse, som serveren lytter på.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="Port.")
@click.option("--workers", default=2, show_default=True, help="Antal serverprocesser.")
@click.option("--demo", is_flag=True, help="Indlæs Lindeby Kommune, og log ind uden adgangskode. Aldrig i drift.")
def serve(host: str, port: int, workers: int, demo: bool) -> None:
    """Start Chefforum: webserver, baggrundsarbejde og det, der sker hver dag."""
    _check_port(host, port)
    if demo:
        os.environ["CHEFFORUM_DEMO"] = "1"
    _prepare(demo)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    server += ["--workers", str(workers), "--blocking-threads", "2", "--no-access-log", "--log-level", "warning"]
    worker = [sys.executable, "-m", "django", "db_worker", "--interval", "0.5", "--no-reload"]
    rounds = [sys.executable, "-m", "django", "rounds"]

    def say_so() -> None:
        sign_in = "ved at vælge en af demopersonerne på siden" if demo else "med e-mail og adgangskode"
        click.echo(f"\nChefforum kører på http://{host}:{port}\nLog ind {sign_in}.\nStop med Ctrl+C.\n")

    _run([[*server, "chefforum.project.wsgi:application"], worker, rounds], lambda: _answers(host, port), say_so)


def _check_port(host: str, port: int) -> None:
    """Says what to do where the address cannot be had, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError as error:
        raise click.ClickException(
            f"Du må ikke bruge port {port}. Vælg en over 1023, fx: make run PORT=8000"
        ) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise click.ClickException(f"Serveren kan ikke lytte på {host}, port {port}: {error.strerror}.") from error
        raise click.ClickException(
            f"Port {port} er optaget, måske af et Chefforum, der allerede kører på http://{host}:{port}. "
            f"Stop det, eller vælg en anden port: make run PORT={port + 1}"
        ) from error


@with_database
def _prepare(demo: bool) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from chefforum.project import demo as municipality

    click.echo("Gør databasen klar ...")
    call_command("migrate", interactive=False, verbosity=0)
    if demo and municipality.is_missing():
        click.echo("Indlæser Lindeby Kommune ...")
        municipality.load(at=timezone.now(), say=click.echo)
    # Empty unless static files are collected; the server warns of a folder that is not there.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _run(commands: list[list[str]], is_ready: Callable[[], bool], say_so: Callable[[], None]) -> None:
    """Runs the programs until one of them ends or we are told to stop; then ends them all. Says so once they are ready.

    They stand in groups of their own, so that Ctrl+C reaches only this program, which ends them in an orderly way.
    """
    running = [subprocess.Popen(command, process_group=0) for command in commands]

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        is_said = False
        while all(process.poll() is None for process in running):
            if not is_said and is_ready():
                is_said = True
                say_so()
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


@click.group(cls=DanishGroup)
def demo() -> None:
    """Demokommunen Lindeby."""


@demo.command("load")
@with_database
def load_demo() -> None:
    """Indlæs Lindeby Kommune i en tom database."""
    from django.utils import timezone

    from chefforum.project import demo as municipality

    if not municipality.is_missing():
        raise click.ClickException("Databasen har allerede en organisation. Demoen indlæses kun i en tom database.")
    municipality.load(at=timezone.now(), say=click.echo)


COMMANDS = (migrate, serve, demo)
