"""What people are told by mail about meetings, and when they are reminded."""

from __future__ import annotations

from chefforum.kernel.notifications.registry import Family, Reminder, register_family, register_reminder

from ..queries.reminders import to_remind

# What people choose mails of, by the beginnings of the kinds that are told; the last takes what no other takes.
MAIL_FAMILIES = (
    Family(
        name="meetings.writing",
        title="Punkter, du skriver, godkender eller høres om",
        kinds=(
            "meetings.item",
            "meetings.submit",
            "meetings.approve",
            "meetings.return",
            "meetings.hearing",
            "meetings.comment",
            "meetings.review",
        ),
        order=10,
    ),
    Family(
        name="meetings.following",
        title="Opfølgning og bilag, der mangler",
        kinds=("meetings.action", "meetings.follow", "meetings.promised", "meetings.overdue"),
        order=20,
    ),
    Family(name="meetings.sent", title="Dagsordener, referater og andet om møder", kinds=("meetings.",), order=30),
)


def register() -> None:
    for family in MAIL_FAMILIES:
        register_family(family)
    register_reminder(Reminder(name="meetings.after", find=to_remind))
