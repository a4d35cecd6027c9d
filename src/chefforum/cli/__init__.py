"""The chefforum command: everything that is done on the server rather than on a page."""

from __future__ import annotations

import click

from . import administration, forecast, it_costs, ledger, linting, minutes, notifications, placements, server
from .danish import Chefforum


@click.group(cls=Chefforum, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chefforum", prog_name="chefforum", help="Vis udgaven.")
def main() -> None:
    """Chefforum: møder og styring for kommunens øverste ledelse."""


for command in (
    *minutes.COMMANDS,
    *linting.COMMANDS,
    *ledger.COMMANDS,
    *forecast.COMMANDS,
    *placements.COMMANDS,
    *it_costs.COMMANDS,
    *administration.COMMANDS,
    *notifications.COMMANDS,
    *server.COMMANDS,
):
    main.add_command(command)
