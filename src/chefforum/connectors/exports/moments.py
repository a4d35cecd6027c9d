"""Dates and times as other systems write them."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from chefforum.connectors.minutes.danish import dates_in, times_in

_DANISH_TIME = ZoneInfo("Europe/Copenhagen")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?P<rest>.*)")


def moment(text: str) -> tuple[dt.date | None, dt.time | None]:
    """Date and time of day in Denmark; None for what the text does not say. Midnight is no time of day.

    "2026-01-28T08:00:00Z" is 9 o'clock; a moment without zone is Danish; "28. januar 2026 kl. 09.00" is read as well.
    """
    text = text.strip()[:80]
    found = _ISO.match(text)
    if found is not None:
        try:
            read = dt.datetime.fromisoformat(text)
        except ValueError:
            read = None
        if read is not None:
            try:
                local = read.astimezone(_DANISH_TIME) if read.tzinfo else read
            except OverflowError:  # the first or the last day that there is
                local = read
            return local.date(), _time_of_day(local.time())
    date = next(dates_in(text.replace("T", " ")), None)
    times = times_in(text.replace("T", " "))
    return date, _time_of_day(times[0]) if times else None


def _time_of_day(time: dt.time) -> dt.time | None:
    return None if time == dt.time(0) else time.replace(second=0, microsecond=0, tzinfo=None)
