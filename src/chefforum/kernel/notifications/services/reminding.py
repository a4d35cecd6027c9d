"""Reminders: what modules find due on a day becomes notifications."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from chefforum.kernel.access.rules import Actor

from ..registry import reminders
from .telling import notify

logger = logging.getLogger("chefforum.notifications")


def remind(*, on: dt.date, at: dt.datetime) -> int:
    """Asks every registered reminder what is due on the day, and tells it, once for each key; says how much was due.

    One reminder that fails is logged, and the others are told.
    """
    count = 0
    for reminder in reminders():
        try:
            with transaction.atomic():
                for due in reminder.find(on=on, at=at):
                    notify(
                        actor=Actor.command_line(),
                        at=at,
                        person_ids=[due.person_id],
                        kind=due.kind,
                        text=due.text,
                        url=due.url,
                        key=due.key,
                    )
                    count += 1
        except Exception:  # whatever a module's own question raises, the others are asked
            logger.exception("the reminder %s failed", reminder.name)
    return count
