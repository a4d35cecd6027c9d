"""What notifications offer the rest of the house: the start card, the mark in the page's head, and their rounds."""

from __future__ import annotations

import datetime as dt

from chefforum.kernel.jobs.registry import Round, register_round
from chefforum.web.navigation import HeadLink, register_head_link
from chefforum.web.start_cards import CardGroup, StartCard, register_start_card

from . import cards, services
from .access import READ_NOTIFICATIONS
from .queries import count_unread
from .rules import DANISH_TIME, REMIND_FROM, last_mail_of_the_day


def register() -> None:
    register_start_card(
        StartCard(
            name="notifications.unread",
            title="Beskeder",
            rule=READ_NOTIFICATIONS,
            content=cards.unread,
            order=0,
            group=CardGroup.WAITING,
        )
    )
    register_head_link(
        HeadLink(
            title="Beskeder",
            url_name="notifications:list",
            icon="notifications",
            rule=READ_NOTIFICATIONS,
            count=count_unread,
            nouns="ulæst,ulæste",
        )
    )
    register_round(Round(name="notifications.remind", every=dt.timedelta(minutes=30), run=remind_in_the_morning))
    register_round(Round(name="notifications.mail", every=dt.timedelta(minutes=1), run=send_mail))
    register_round(Round(name="notifications.remove_old", every=dt.timedelta(days=1), run=services.remove_old))


def remind_in_the_morning(*, at: dt.datetime) -> None:
    """From six o'clock, so that the mail of seven has it; told twice it is nothing new."""
    local = at.astimezone(DANISH_TIME)
    if local.time() >= REMIND_FROM:
        services.remind(on=local.date(), at=at)


def send_mail(*, at: dt.datetime) -> None:
    services.send_waiting(at=at, before=last_mail_of_the_day(at))
