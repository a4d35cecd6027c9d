"""A mail server of this machine's own, and somebody who is told things."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.notifications import registry
from chefforum.kernel.notifications.models import Notification
from chefforum.kernel.notifications.services import notify


class Postbox:
    """Takes mails in as a mail server does; refuses those to addresses in `unknown`, and hangs up while `is_down`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.unknown: set[str] = set()
        self.is_down = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.is_down:
            return "421 closing"
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def mail_settings(settings) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    settings.EMAIL_TIMEOUT = 10
    settings.MAIL_IS_ON = True
    settings.CHEFFORUM_ADDRESS = "https://chefforum.lindeby.example"
    settings.DEFAULT_FROM_EMAIL = "Chefforum <chefforum@lindeby.example>"
    return settings


@pytest.fixture
def postbox(mail_settings) -> Iterator[Postbox]:
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=mail_settings.EMAIL_PORT)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def tell(now) -> Callable[..., Notification]:
    """tell(person, "Du skal godkende et punkt", at=now): what a module would have told them."""

    def make(person, text="Du skal godkende et punkt", *, kind="meetings.item", at=now, url="/moeder/", key=""):
        notify(actor=Actor.command_line(), at=at, person_ids=[person.pk], kind=kind, text=text, url=url, key=key)
        return Notification.objects.filter(person=person, text=text).latest("at")

    return make


@pytest.fixture
def own_registry() -> Iterator[None]:
    """What the test registers is forgotten after it; what the house has registered is not there."""
    families, reminders = dict(registry._families), dict(registry._reminders)
    registry._reminders.clear()
    yield
    registry._families.clear()
    registry._families.update(families)
    registry._reminders.clear()
    registry._reminders.update(reminders)
