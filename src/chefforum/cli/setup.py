"""What commands that need the database do first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click


@contextmanager
def lake_is_written() -> Iterator[None]:
    """Says in words that the lake of files cannot be written in."""
    try:
        yield
    except OSError as error:
        told = f"Der kan ikke skrives i regnskabets lager ({error.filename or error}). Intet er gemt."
        raise click.ClickException(told) from error


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Starts Django before the command, and says what to do where the database has not been made."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.project.settings")
        import django

        django.setup()
        from django.db.utils import DatabaseError

        from chefforum.kernel.access.rules import AccessDenied
        from chefforum.web.refusals import Unavailable

        try:
            return command(*args, **kwargs)
        except (AccessDenied, Unavailable) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except DatabaseError as error:
            if "no such table" in str(error) or "does not exist" in str(error):
                raise click.ClickException("Databasen er ikke klar. Kør først: chefforum migrate") from error
            raise

    return run
