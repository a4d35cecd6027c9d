"""The ledger on the server: files of any size, with the same reading and checks as on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from .danish import DanishGroup
from .setup import lake_is_written, with_database

if TYPE_CHECKING:
    from chefforum.modules.ledger.lake.manifest import Manifest
    from chefforum.modules.ledger.models import ColumnMapping, Extract
    from chefforum.modules.ledger.queries.withdrawing import Total
    from chefforum.modules.ledger.rules.control import Control
    from chefforum.modules.ledger.rules.words import Table

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_LINES = 20
LONGEST_NAME = 80


def _source(context: click.Context, option: click.Parameter, said: str) -> str:
    name = said.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise click.BadParameter(f"Valget --source skal være et navn på højst {LONGEST_NAME} tegn.", context, option)
    return name


@click.group(cls=DanishGroup)
def ledger() -> None:
    """Regnskabet: udtræk fra økonomi- og lønsystemet."""


@ledger.command()
@click.argument("file", type=FILE)
@click.option(
    "--table",
    type=click.Choice(["postings", "budgets", "positions", "absences"]),
    default="postings",
    show_default=True,
    help="Hvad der er i filen.",
)
@click.option("--source", required=True, callback=_source, metavar="SYSTEM", help="Det system, filen kommer fra.")
@click.option(
    "--keep-good/--all-or-nothing",
    default=False,
    help="Indlæs de gode linjer, eller afvis hele filen ved fejl (som nu).",
)
@click.option("--known-accounts-only", is_flag=True, help="Afvis linjer med konti, der ikke kendes.")
@click.option("--replaces", type=click.UUID, metavar="ID", help="Id på det udtræk, som dette erstatter.")
@click.option("--replaces-newest", is_flag=True, help="Erstat det seneste udtræk af samme slags, fx af stillinger.")
@click.option("--guess", is_flag=True, help="Kobl kolonnerne ud fra overskrifterne, hvis systemet ikke er koblet.")
@click.option("--control-lines", type=int, metavar="ANTAL", help="Antal linjer, som systemet siger, filen har.")
@click.option("--control-sum", metavar="KRONER", help="Sum i kroner, som systemet siger, filen har, fx 1.234.567,89.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FIL",
    help="Skriv alle afviste linjer med grund i denne fil (.csv eller .xlsx).",
)
@with_database
def load(
    file: Path,
    table: str,
    source: str,
    keep_good: bool,
    known_accounts_only: bool,
    replaces: UUID | None,
    replaces_newest: bool,
    guess: bool,
    control_lines: int | None,
    control_sum: str | None,
    rejects: Path | None,
) -> None:
    """Indlæs en fil: CSV, XLSX eller Parquet. Ingen grænse for størrelsen."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.lake.sources.batches import UnreadableSource
    from chefforum.modules.ledger.queries.telling import control_sentences, sentences
    from chefforum.modules.ledger.rules.words import Table
    from chefforum.modules.ledger.services import loading

    actor, at = Actor.command_line(), timezone.now()
    choices = loading.Choices(
        keep_good=keep_good,
        creates_accounts=not known_accounts_only,
        replaces=_newest(Table(table), source) if replaces_newest else replaces,
        control=_control(Table(table), control_lines, control_sum),
    )
    mapping = _mapping(file, Table(table), source, guess)
    try:
        with lake_is_written(), click.progressbar(length=1000, label=file.name, show_pos=False) as bar:
            manifest = loading.stage_file(
                actor=actor,
                at=at,
                path=file,
                file_name=file.name,
                mapping=mapping,
                choices=choices,
                progress=lambda share, words: bar.update(int(share * 1000) - bar.pos),
            )
        for line in (*sentences(manifest), *control_sentences(manifest), *manifest.findings):
            click.echo(line)
        _tell_rejected(manifest, rejects)
        extract = loading.load_extract(actor=actor, at=timezone.now(), extract_id=manifest.extract_id, choices=choices)
    except UnreadableSource as refusal:
        where = f"Linje {refusal.line}: " if refusal.line else ""
        raise click.ClickException(f"{where}{refusal.message} Intet er indlæst.") from refusal
    except loading.LoadedMeanwhile:
        click.echo("Ingen ændringer: filen er indlæst før med den samme kobling.")
        return
    except loading.HasRejects as refusal:
        raise click.ClickException(f"{refusal} Brug --keep-good for at indlæse de gode linjer.") from refusal
    except loading.DiffersFromControl as refusal:
        raise click.ClickException(f"{refusal} Brug --keep-good for at indlæse den alligevel.") from refusal
    except (loading.NothingToReplace, loading.OthersLoaded, loading.ExtractGone) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Indlæst som {extract.pk}.")


def _newest(table: Table, source: str) -> UUID | None:
    from chefforum.modules.ledger.queries.extracts import loaded_extracts

    return loaded_extracts(table=table).filter(mapping__source_system__name=source).values_list("pk", flat=True).first()


def _mapping(file: Path, table: Table, source: str, guess: bool) -> ColumnMapping:
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.lake.looking import heads_of
    from chefforum.modules.ledger.lake.mapping import Writing, guessed_columns, guessed_writing
    from chefforum.modules.ledger.lake.sources.batches import UnreadableSource
    from chefforum.modules.ledger.queries.extracts import latest_mapping
    from chefforum.modules.ledger.services.mappings import IncompleteMapping, save_mapping

    saved = latest_mapping(source_system=source, table=table)
    if saved is not None:
        return saved
    if not guess:
        raise click.ClickException(
            f"Kolonnerne fra {source} er ikke koblet endnu. Kobl dem på siden Regnskab, Udtræk, eller brug --guess."
        )
    try:
        heads = heads_of(file, writing=Writing())
        columns = guessed_columns(table, heads.names)
        return save_mapping(
            actor=Actor.command_line(),
            at=timezone.now(),
            source_system=source,
            table=table,
            columns=columns,
            writing=guessed_writing(columns, heads.examples),
        )
    except (IncompleteMapping, UnreadableSource) as refusal:
        raise click.ClickException(f"{refusal} Intet er indlæst.") from refusal


def _tell_rejected(manifest: Manifest, to: Path | None) -> None:
    """How many lines for each reason, then the first; and all of them in the file, where one is asked for."""
    from chefforum.modules.ledger.documents.rejects import write_rejects
    from chefforum.modules.ledger.queries.rejects import all_rejected, reasons_of, rejected_lines
    from chefforum.web import danish

    if to is not None:
        write_rejects(to, all_rejected(manifest=manifest))
        click.echo(f"Afviste linjer er skrevet i {to}.")
    if not manifest.lines_rejected:
        return
    for one in reasons_of(manifest=manifest):
        column = f"{one.column}: " if one.column and one.column not in one.reason else ""
        click.echo(f"  {danish.counted(one.lines, 'linje,linjer')}: {column}{one.reason}")
    page = rejected_lines(manifest=manifest)
    for row in page.rows[:MOST_LINES]:
        click.echo(f"  linje {row.line}: {row.reason}")
    if page.count > MOST_LINES:
        more = danish.counted(page.count - MOST_LINES, "linje,linjer")
        click.echo(f"  … og {more} mere. Skriv dem alle i en fil med --rejects FIL.")


def _control(table: Table, lines: int | None, kroner: str | None) -> Control:
    from chefforum.modules.ledger.lake.tables import SHAPES
    from chefforum.modules.ledger.rules.control import Control, oere_of

    if kroner is not None and not SHAPES[table].has_amounts:
        raise click.ClickException("Filer af den slags har ingen beløb, så --control-sum kan ikke bruges.")
    try:
        return Control(lines, oere_of(kroner) if kroner is not None else None)
    except ValueError as refusal:
        raise click.ClickException(str(refusal)) from refusal


@ledger.command()
@click.argument("extract", type=click.UUID)
@click.option("--reason", required=True, metavar="TEKST", help="Hvorfor udtrækket trækkes tilbage.")
@click.option("--yes", is_flag=True, help="Spørg ikke først.")
@with_database
def withdraw(extract: UUID, reason: str, yes: bool) -> None:
    """Træk et udtræk tilbage: linjerne tæller ikke med mere, filen bliver liggende."""
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.services.withdrawing import withdraw_extract

    _change(
        extract,
        lambda at: withdraw_extract(actor=Actor.command_line(), at=at, extract_id=extract, reason=reason),
        question="Træk udtrækket tilbage?",
        done="er trukket tilbage",
        yes=yes,
    )


@ledger.command()
@click.argument("extract", type=click.UUID)
@click.option("--reason", default="", metavar="TEKST", help="Hvorfor udtrækket tages i brug igen.")
@click.option("--yes", is_flag=True, help="Spørg ikke først.")
@with_database
def restore(extract: UUID, reason: str, yes: bool) -> None:
    """Tag et udtræk i brug igen, som er trukket tilbage."""
    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.services.withdrawing import restore_extract

    _change(
        extract,
        lambda at: restore_extract(actor=Actor.command_line(), at=at, extract_id=extract, reason=reason),
        question="Tag udtrækket i brug igen?",
        done="er taget i brug igen",
        yes=yes,
    )


def _change(extract_id: UUID, change: Callable[[dt.datetime], Extract], *, question: str, done: str, yes: bool) -> None:
    """Says what it moves by year, asks, and does it."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.queries.extracts import ExtractNotFound, get_extract
    from chefforum.modules.ledger.queries.telling import kroner
    from chefforum.modules.ledger.queries.withdrawing import held_by
    from chefforum.modules.ledger.services.withdrawing import NotPossible, ReasonMissing
    from chefforum.web import danish

    def told(total: Total) -> str:
        lines = danish.counted(total.lines, "linje,linjer")
        return lines if total.amount is None else f"{lines}, {kroner(total.amount)}"

    try:
        found, manifest = get_extract(actor=Actor.command_line(), extract_id=extract_id)
        held = held_by(extract=found, manifest=manifest)
        click.echo(f"{found.file_name}: {told(held.total)}")
        for year in held.years:
            click.echo(f"  {year.year or 'Uden måneder'}: {told(year.total)}")
        click.echo(f"I brug nu: {told(held.now)}. Bagefter: {told(held.then)}.")
        if not yes:
            click.confirm(question, abort=True)
        with lake_is_written():
            changed = change(timezone.now())
    except ExtractNotFound as refusal:
        raise click.ClickException("Der er ikke noget udtræk med det id.") from refusal
    except (NotPossible, ReasonMissing) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{changed.file_name} {done}.")


@ledger.command()
@click.argument("file", type=FILE)
@click.option(
    "--from",
    "valid_from",
    type=click.DateTime(["%Y-%m-%d", "%d-%m-%Y"]),
    required=True,
    metavar="DATO",
    help="Gælder fra.",
)
@with_database
def structure(file: Path, valid_from: object) -> None:
    """Indlæs den autoriserede kontoplan: CSV med dimension, kode og navn."""
    from django.utils import timezone

    from chefforum.kernel.access.rules import Actor
    from chefforum.modules.ledger.services.accounts import BadStructure, load_structure

    try:
        many = load_structure(
            actor=Actor.command_line(),
            at=timezone.now(),
            content=_text(file),
            valid_from=valid_from.date(),  # type: ignore[attr-defined]
        )
    except BadStructure as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{many} koder indlæst.")


def _text(file: Path) -> str:
    """UTF-8, or what Excel writes on Windows."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


COMMANDS = (ledger,)
