"""Files come into the demo through the same imports that people use."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.registry import Level
from chefforum.kernel.imports.rules import ImportState


class DemoIsIncomplete(Exception):
    """A file of the demo is missing, or cannot be imported; the text names it."""


def bring_in(kind: str, file: Path, options: dict[str, Any], *, at: dt.datetime, may_have_errors: bool = False) -> None:
    """Reads the file and carries out what it says. Raises DemoIsIncomplete, also where a line is wrong unless it may
    be."""
    bring_in_content(kind, file.name, file.read_bytes(), options, at=at, may_have_errors=may_have_errors)


def bring_in_content(
    kind: str, name: str, content: bytes, options: dict[str, Any], *, at: dt.datetime, may_have_errors: bool = False
) -> None:
    """The same, of a file that is made and never lies anywhere. Raises DemoIsIncomplete."""
    actor = Actor.command_line()
    item = read_now(kind=kind, content=content, filename=name, options=options, actor=actor, at=at)
    if item.state == ImportState.READY:
        item = carry_out_now(import_id=item.pk, actor=actor, at=at)
    has_errors = not may_have_errors and any(problem["level"] == Level.ERROR for problem in item.problems)
    if item.state != ImportState.DONE or has_errors:
        raise DemoIsIncomplete(f"Demoens {name} kunne ikke indlæses: {item.error} {item.problems}")
