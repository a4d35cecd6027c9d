"""Runs the rounds that parts of the house have registered, until it is stopped. One process does for all."""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from chefforum.kernel.jobs.registry import rounds

logger = logging.getLogger("chefforum.jobs")

LOOK_EVERY = 5.0  # seconds


class Command(BaseCommand):
    help = "Udfører det, der skal ske igen og igen: påmindelser, mails og oprydning"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Udfør alt én gang, og stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        run_at: dict[str, dt.datetime] = {}
        while True:
            run_due(run_at, at=timezone.now())
            if options["once"]:
                return
            time.sleep(LOOK_EVERY)
            close_old_connections()  # one that the database has dropped is made anew


def run_due(run_at: dict[str, dt.datetime], *, at: dt.datetime) -> None:
    """Runs the rounds whose time has come, and notes when in `run_at`; one that fails is tried again in its turn."""
    for one in rounds():
        if one.name in run_at and at - run_at[one.name] < one.every:
            continue
        run_at[one.name] = at
        try:
            one.run(at=at)
        except Exception:  # whatever it is, the other rounds and the next turn go on
            logger.exception("the round %s failed", one.name)
