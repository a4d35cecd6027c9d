"""An import on the command line: the same reading, preview and carrying out as on the page, one after the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.rules import RefusedFile
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.models import Import
from chefforum.kernel.imports.registry import Level
from chefforum.kernel.imports.rules import ImportState
from chefforum.kernel.jobs.registry import JobFailed, Report

MOST_CHANGES, MOST_PROBLEMS, MOST_LETTERS = 20, 20, 160
SIGNS = {"added": "+", "changed": "~", "removed": "-"}


def import_now(*, kind: str, file: Path, options: dict[str, Any], yes: bool, show_all: bool) -> None:
    """Reads the file, shows what would change, asks where something would be replaced, and carries it out."""
    if file.stat().st_size > settings.MAX_UPLOAD_BYTES:
        raise click.ClickException(
            f"Filen fylder {file.stat().st_size / 1e6:.0f} MB; grænsen er {settings.MAX_UPLOAD_BYTES / 1e6:.0f} MB. "
            "Intet er indlæst. Del filen op, eller gem den uden billeder."
        )
    actor = Actor.command_line()
    try:
        item = read_now(
            kind=kind,
            content=file.read_bytes(),
            filename=file.name,
            options=options,
            actor=actor,
            at=timezone.now(),
            progress=_tell,
        )
        _show(item, show_all)
        if item.state != ImportState.READY:
            return
        _ask(item, yes)
        item = carry_out_now(import_id=item.pk, actor=actor, at=timezone.now(), progress=_tell)
    except (RefusedFile, JobFailed) as error:
        raise click.ClickException(str(error)) from error
    for line in item.receipt.get("summary", []):
        click.echo(line)


def _tell(report: Report) -> None:
    """What is happening now, on one line that the next replaces; only where somebody is looking."""
    if sys.stderr.isatty():
        share = f" {report.share_pct} %" if report.share_pct is not None else ""
        click.echo(f"\r\033[K{report.message}{share}", nl=False, err=True)
        if report.share_pct == 100:
            click.echo("\r\033[K", nl=False, err=True)


def _show(item: Import, show_all: bool) -> None:
    for line in item.preview.get("summary", []):
        click.echo(line)
    _list([_problem(problem) for problem in item.problems], None if show_all else MOST_PROBLEMS, "bemærkninger")
    changes = [_change(change, None if show_all else MOST_LETTERS) for change in item.preview.get("changes", [])]
    _list(changes, None if show_all else MOST_CHANGES, "ændringer")
    if item.state in (ImportState.REFUSED, ImportState.FAILED):
        raise click.ClickException(item.error or "Filen kan ikke indlæses. Intet er ændret.")
    if item.state == ImportState.DONE and any(problem["level"] == Level.ERROR for problem in item.problems):
        raise click.ClickException("Intet er ændret. Ret fejlene i filen, og prøv igen.")
    if item.state == ImportState.DONE:
        click.echo("Ingen ændringer: det står der allerede.")


def _list(lines: list[str], most: int | None, kind: str) -> None:
    for line in lines[:most]:
        click.echo(f"  {line}")
    if most and len(lines) > most:
        click.echo(f"  … og {len(lines) - most} {kind} mere. Se dem alle med --all.")


def _problem(problem: dict[str, Any]) -> str:
    where = f"linje {problem['line']}: " if problem.get("line") else ""
    return f"! {where}{problem['text']}"


def _change(change: dict[str, str], most: int | None) -> str:
    before, after = (_shortened(change.get(side, ""), most) for side in ("before", "after"))
    text = f"{before} → {after}" if before and after else before or after
    return f"{SIGNS[change['kind']]} {change['where']}: {text}"


def _shortened(text: str, most: int | None) -> str:
    text = "; ".join(text.split("\n")) if most else text
    return f"{text[:most].rstrip()} … ({len(text)} tegn)" if most and len(text) > most else text


def _ask(item: Import, yes: bool) -> None:
    """Nothing that stands is replaced without a yes; what is new needs none."""
    replaces = any(change["kind"] != "added" for change in item.preview.get("changes", []))
    if not replaces or yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("Intet er ændret. Kør igen med --yes for at erstatte det, der står.")
    click.confirm("Skal ændringerne gennemføres?", abort=True)
