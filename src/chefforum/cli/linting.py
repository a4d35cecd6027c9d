"""The linter on the command line: what a secretary would like to know before an agenda goes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .danish import DanishCommand

if TYPE_CHECKING:
    from chefforum.modules.meetings.linter import Finding, SectionMeasure

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(cls=DanishCommand)
@click.argument("file", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Skriv fundene som en JSON-liste.")
@click.option("--lix", is_flag=True, help="Vis også LIX for hvert afsnit.")
@click.option("--rules", "show_rules", is_flag=True, help="Vis reglerne i stedet for at læse en fil.")
def lint(file: Path | None, as_json: bool, lix: bool, show_rules: bool) -> None:
    """Find fejl og uklarheder i en dagsorden eller et referat. Retter intet, og rører ikke databasen."""
    from chefforum.connectors.meeting_files import read_meeting_file
    from chefforum.connectors.minutes import check_size
    from chefforum.modules.meetings import linter

    if show_rules:
        click.echo(linter.rules_as_markdown(), nl=False)
        return
    if file is None:
        raise click.UsageError("Skriv, hvilken fil der skal læses: chefforum lint FILE")
    check_size(file.stat().st_size, filename=file.name)
    minutes = read_meeting_file(content=file.read_bytes(), filename=file.name)
    findings = linter.lint_minutes(minutes)
    if as_json:
        click.echo(json.dumps([_to_json(finding) for finding in findings], ensure_ascii=False, indent=2))
        return
    for item in (None, *minutes.items):
        number = item.number if item else None
        _show_item(f"{item.number}. {item.title}" if item else "Mødet", [one for one in findings if one.item == number])
        if item and lix:
            _show_measures(linter.measure_item(item))
    click.echo(_count(len(findings)))


def _to_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "item": finding.item,
        "section": finding.section,
        "excerpt": finding.excerpt,
        "message": finding.message,
        "suggestions": list(finding.suggestions),
        "key": finding.key,
    }


def _show_item(title: str, findings: list[Finding]) -> None:
    if not findings:
        return
    click.echo(title)
    for finding in findings:
        place = f" · {finding.section}" if finding.section else ""
        click.echo(f"  {finding.level.danish}{place}: {finding.message}")
        if finding.excerpt and finding.excerpt not in finding.message:
            click.echo(f"      “{finding.excerpt}”")


def _show_measures(measures: tuple[SectionMeasure, ...]) -> None:
    for measure in measures:
        counted = measure.readability
        sentences = "sætning" if counted.sentences == 1 else "sætninger"
        click.echo(
            f"      LIX {counted.lix:.0f} ({counted.difficulty}) · {measure.heading}: {counted.words} ord, "
            f"{counted.sentences} {sentences}, {counted.long_words} over seks bogstaver"
        )


def _count(findings: int) -> str:
    if not findings:
        return "Ingen fund."
    return "1 fund." if findings == 1 else f"{findings} fund. Ingen af dem stopper noget; du bestemmer."


COMMANDS = (lint,)
