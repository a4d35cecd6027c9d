"""The chefforum command: everything that is done on the server rather than on a page."""

from __future__ import annotations

import os
import sys

import click

from . import administration, minutes, server


class InDanish(click.Group):
    """Runs a command and tells errors that are meant for a person without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        from chefforum.connectors.minutes import UnreadableMinutes

        try:
            return super().invoke(ctx)
        except UnreadableMinutes as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:  # "chefforum ... | head": nobody reads on
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None


@click.group(cls=InDanish, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chefforum", prog_name="chefforum")
def main() -> None:
    """Chefforum: møder og styring for kommunens øverste ledelse."""


for command in (*minutes.COMMANDS, *administration.COMMANDS, *server.COMMANDS):
    main.add_command(command)
