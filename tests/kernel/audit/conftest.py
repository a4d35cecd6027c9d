"""Writing events, and meddling with them behind the product's back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.audit.models import Event
from chefforum.kernel.audit.services import record

AT = dt.datetime(2026, 2, 3, 9, 30, 15, 123456, tzinfo=dt.UTC)


@pytest.fixture
def write() -> Callable[..., Event]:
    """write("first"): an event of its own transaction about the object named."""

    def make(name: str, **more: object) -> Event:
        with transaction.atomic():
            return record(
                actor=Actor.command_line(),
                at=AT,
                action="test.write",
                object_kind="thing",
                object_id=name[:80],
                object_name=name,
                **more,  # type: ignore[arg-type]
            )

    return make


@pytest.fixture
def sql(db: None) -> Callable[..., None]:
    """Straight to the database, as somebody with a password to it would."""

    def run(statement: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run
