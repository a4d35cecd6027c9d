"""Frozen extracts of what technology costs, on the server: their sums are reckoned anew."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from .danish import DanishGroup
from .setup import with_database


@click.group("it-extracts", cls=DanishGroup)
def it_extracts() -> None:
    """Udtræk af it-omkostninger: regn kontrolsummer efter."""


@it_extracts.command("check")
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Regn også summen af en fil i fast form, og sig, hvilket udtræk den er.",
)
@with_database
def check(path: Path | None) -> None:
    """Hold hvert udtræk op mod sin kontrolsum, og nævn linjer, der er ændret."""
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.it_costs.queries.extract_check import check_extract
    from chefforum.modules.it_costs.queries.extracts import list_extracts

    extracts = list(list_extracts(actor=Actor.command_line()))
    wrong = 0
    for extract in extracts:
        found = check_extract(extract)
        wrong += not found.is_whole
        click.echo(f"{extract.sha256}  {extract.name}: {'passer' if found.is_whole else 'passer IKKE'}")
        if found.changed:
            click.echo(f"  ændrede linjer: {', '.join(map(str, found.changed))}")
        if found.changed_sums:
            click.echo(f"  ændrede summer bag linjerne: {found.changed_sums}")
        if found.lacking:
            click.echo(f"  rækker for {'lidt' if found.lacking > 0 else 'meget'}: {abs(found.lacking)}")
    if path is not None:
        wrong += _told_of_file(path, {one.sha256: one.name for one in extracts})
    if wrong:
        raise click.ClickException("Ikke alt passer.")


def _told_of_file(path: Path, known: dict[str, str]) -> bool:
    """Whether no extract has the file's sum."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    click.echo(f"{found}  {path.name}: {known.get(found, 'intet udtræk her')}")
    return found not in known


COMMANDS = (it_extracts,)
