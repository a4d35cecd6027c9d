"""When a person gets a mail of what they are told."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

DANISH_TIME = ZoneInfo("Europe/Copenhagen")
REMIND_FROM = dt.time(6)  # reminders are found before the mail of the day goes out
MAIL_OF_THE_DAY = dt.time(7)
MAILED_WITHIN = dt.timedelta(days=14)  # what is older is read on the page or not at all
KEPT_FOR = dt.timedelta(days=365)
# Mail that somebody has begun to send and not told the end of is tried again by others after this.
CLAIM_HOLDS = dt.timedelta(minutes=15)


class Frequency(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


FREQUENCIES = {
    Frequency.AT_ONCE: "Med det samme",
    Frequency.DAILY: "Samlet hver morgen",
    Frequency.NEVER: "Aldrig",
}
USUAL = Frequency.DAILY


def last_mail_of_the_day(at: dt.datetime) -> dt.datetime:
    """The newest seven o'clock in the morning, Danish time, at the moment: what was told before it is due by mail."""
    local = at.astimezone(DANISH_TIME)
    moment = dt.datetime.combine(local.date(), MAIL_OF_THE_DAY, DANISH_TIME)
    if moment > local:
        moment = dt.datetime.combine(local.date() - dt.timedelta(days=1), MAIL_OF_THE_DAY, DANISH_TIME)
    return moment


def is_due(*, frequency: Frequency, told_at: dt.datetime, before: dt.datetime) -> bool:
    """Whether something told then goes by mail now; `before` is when the mail of the day closed."""
    return frequency == Frequency.AT_ONCE or (frequency == Frequency.DAILY and told_at < before)
