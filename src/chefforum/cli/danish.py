"""Commands that speak Danish also where click speaks English: help, wrong arguments, interruption."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

COMMAND = "chefforum"


class DanishCommand(click.Command):
    """A command whose help has Danish headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [{"[OPTIONS]": "[VALG]"}.get(piece, piece) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Brug: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [record for one in options if (record := one.get_help_record(ctx)) is not None]
        with formatter.section("Valg"):
            formatter.write_dl([(names, _danish_help(text)) for names, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Vis denne hjælp."
        return option


def _danish_help(text: str) -> str:
    return text.replace("[required]", "[skal med]").replace("[default: ", "[udeladt: ")


class DanishGroup(DanishCommand, click.Group):
    """A command with commands below it."""

    command_class = DanishCommand
    group_class = type

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "KOMMANDO ...", prefix="Brug: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        names = self.list_commands(ctx)
        width = formatter.width - 6 - max(map(len, names), default=0)
        with formatter.section("Kommandoer"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(width)) for name in names])


class Chefforum(DanishGroup):
    """The top: what goes wrong is told in one Danish sentence, with the status that tells programs so.

    1 is refused or failed, 2 is wrong arguments.
    """

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs |= {"standalone_mode": False, "prog_name": COMMAND}
        from chefforum.connectors.minutes import UnreadableMinutes

        try:
            status = super().main(*args, **kwargs)
        except click.Abort:
            _tell("Afbrudt. Intet er ændret.")
            sys.exit(1)
        except click.UsageError as error:
            _tell(f"Fejl: {in_danish(error)}")
            _tell(f"Se hvordan: {error.ctx.command_path if error.ctx else COMMAND} --help")
            sys.exit(error.exit_code)
        except click.ClickException as error:
            _tell(f"Fejl: {in_danish(error)}")
            sys.exit(error.exit_code)
        except UnreadableMinutes as error:
            _tell(f"Fejl: {error}")
            sys.exit(1)
        except BrokenPipeError:  # "chefforum ... | head": nobody reads on
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        sys.exit(status if isinstance(status, int) else 0)


def _tell(text: str) -> None:
    click.echo(text, err=True)


def in_danish(error: click.ClickException) -> str:
    """What is wrong and what to do; our own errors are Danish already."""
    match error:
        case click.NoSuchOption():
            meant = f" Mente du {' eller '.join(error.possibilities)}?" if error.possibilities else ""
            return f"Valget {error.option_name} findes ikke.{meant}"
        case click.MissingParameter():
            return f"{_named(error)} mangler.{_choices(error)}"
        case click.BadParameter():
            return _bad_value(error)
        case click.BadOptionUsage():
            return f"Valget {error.option_name} bruges forkert: skriv det med sin værdi, eller uden hvis det ingen har."
        case click.exceptions.NoArgsIsHelpError():
            return f"Der mangler en kommando.\n\n{error.message}"
        case click.UsageError() if error.message.startswith("No such command"):
            name = error.message.split("'")[1]
            return f"Kommandoen {name} findes ikke.{_commands(error.ctx)}"
        case click.UsageError() if error.message.startswith("Missing command"):
            return "Der mangler en kommando."
        case click.UsageError() if error.message.startswith("Got unexpected extra argument"):
            return f"Der er for mange argumenter: {error.message.partition('(')[2].partition(')')[0]}."
    return error.format_message()


def _commands(ctx: click.Context | None) -> str:
    if ctx is None or not isinstance(ctx.command, click.Group):
        return ""
    return f" Brug en af: {', '.join(ctx.command.list_commands(ctx))}."


def _named(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return f"Valget {error.param.opts[0]}"
    return str(error.param.make_metavar(error.ctx)) if error.param and error.ctx else "En værdi"


def _choices(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    return f" Vælg en af: {', '.join(map(str, kind.choices))}." if isinstance(kind, click.Choice) else ""


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"{_named(error)} har en værdi, der ikke findes.{_choices(error)}"
    if isinstance(kind, click.Path):
        return f"{_path_problem(error)} Se efter stavningen, og at filen ligger der."
    if isinstance(kind, click.types.UUIDParameterType):
        return f"{_named(error)} skal være et id som 0b8e3c52-6f0a-4a3e-9d2c-5f1e7a9b4c10."
    if isinstance(kind, click.IntRange) and "is not in the range" in error.message:
        return f"{_named(error)} skal være mellem {kind.min} og {kind.max}."
    if isinstance(kind, click.types.IntParamType):
        return f"{_named(error)} skal være et helt tal."
    if isinstance(kind, click.DateTime):
        return f"{_named(error)} skal være en dato som 2026-01-28."
    return error.message


def _path_problem(error: click.BadParameter) -> str:
    name = error.message.partition("'")[2].rpartition("'")[0]
    if "is a directory" in error.message:
        return f"{name} er en mappe, ikke en fil."
    return f"Filen {name} findes ikke eller kan ikke læses."
