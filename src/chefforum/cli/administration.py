"""What an administrator does on the server: load KLE and the organisation, check the audit trail, let people in."""

from __future__ import annotations

from pathlib import Path

import click

from .danish import DanishGroup
from .setup import with_database

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=DanishGroup)
def kle() -> None:
    """KL's emnesystematik. Chefforum leverer den ikke; den hentes hos KL."""


@kle.command()
@click.argument("file", type=FILE)
@with_database
def load(file: Path) -> None:
    """Indlæs en KLE-liste: KL's XML 1.1 eller 2.0, eller CSV med nummer og titel."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.kernel.cases.services import BadKleFile, load_kle

    try:
        receipt = load_kle(content=file.read_bytes(), filename=file.name, actor=Actor.command_line(), at=timezone.now())
    except BadKleFile as error:
        raise click.ClickException(str(error)) from error
    click.echo(receipt.summary)


@click.group(cls=DanishGroup)
def organisation() -> None:
    """Kommunens enheder, ledere, årsværk og omkostningssteder."""


@organisation.command("import")
@click.argument("file", type=FILE)
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d", "%d-%m-%Y"]), help="Den dag, udtrækket gælder fra.")
@click.option("--complete", is_flag=True, help="Filen er hele kommunen: enheder, der mangler i den, lukkes.")
@click.option("--yes", is_flag=True, help="Gennemfør uden at spørge.")
@click.option("--all", "show_all", is_flag=True, help="Vis alle ændringer, og hele teksten.")
@with_database
def import_organisation(file: Path, on: object, complete: bool, yes: bool, show_all: bool) -> None:
    """Indlæs et udtræk som CSV eller XLSX; ændringerne vises først."""
    from django.utils import timezone

    from .importing import import_now

    date = on.date() if on else timezone.localdate()  # type: ignore[attr-defined]
    options = {"on": date.isoformat(), "is_complete": complete}
    import_now(kind="organisation.units", file=file, options=options, yes=yes, show_all=show_all)


@click.group(cls=DanishGroup)
def audit() -> None:
    """Revisionssporet."""


@audit.command()
@with_database
def verify() -> None:
    """Kontrollér, at ingen hændelse er ændret, fjernet eller sat ind."""
    from chefforum.kernel.audit.queries import verify as verify_chain

    count, found = verify_chain()
    if found is None:
        click.echo(f"Kæden holder: {count} hændelser.")
        return
    what = {"changed": "er ændret", "removed": "er fjernet", "inserted": "er sat ind"}[found.kind.value]
    raise click.ClickException(f"Kæden er brudt: hændelse {found.number} {what}.")


@click.group(cls=DanishGroup)
def person() -> None:
    """Personer, der kan logge ind."""


@person.command()
@click.argument("email")
@click.option("--name", prompt="Navn", help="Navn.")
@click.option("--title", prompt="Titel", help="Titel.")
@click.option("--unit", "unit_code", help="Enhedens kode; ellers øverst i organisationen.")
@click.option("--administrator", is_flag=True, help="Gør personen til administrator for hele kommunen.")
@with_database
def create(email: str, name: str, title: str, unit_code: str | None, administrator: bool) -> None:
    """Opret en person, og giv en midlertidig adgangskode. Den første er gerne administrator."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.administration.services.first_person import create_person_on_server
    from chefforum.modules.administration.services.persons import CannotChange

    try:
        password = create_person_on_server(
            actor=Actor.command_line(),
            email=email,
            name=name,
            title=title,
            unit_code=unit_code,
            is_administrator=administrator,
            at=timezone.now(),
        )
    except CannotChange as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} kan logge ind med {email} og adgangskoden {password}")
    click.echo("Skift den på siden “Skift adgangskode”. Den vises ikke igen.")


@click.group(cls=DanishGroup)
def search() -> None:
    """Søgeindekset."""


@search.command()
@with_database
def rebuild() -> None:
    """Byg søgeindekset op på ny."""
    from chefforum.kernel.search.services import rebuild as rebuild_index

    click.echo(f"{rebuild_index()} poster i søgeindekset.")


COMMANDS = (kle, organisation, audit, person, search)
