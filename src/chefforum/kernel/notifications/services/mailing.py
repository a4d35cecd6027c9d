"""What people are told goes to them by mail: all that waits for a person in one.

Nobody gets the same twice: who sends first claims the lines, in one statement that only one of two can win. If the
process dies after the mail went and before that was written down, the claim runs out and the mail goes once more: a
mail too many is better than one that never came. Where the mail server does not answer, everything waits.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from chefforum.kernel.people.models import Person
from chefforum.web import danish

from ..models import MailChoice, Notification
from ..registry import family_of
from ..rules import CLAIM_HOLDS, MAILED_WITHIN, USUAL, Frequency, is_due

logger = logging.getLogger("chefforum.notifications")

MOST_PERSONS = 200  # in one round; the rest come in the next
MOST_LINES = 50  # in one mail; the rest are counted


@dataclass(frozen=True)
class Sent:
    """How many mails went, and how many could not be sent now and wait."""

    mails: int = 0
    waiting: int = 0


def send_waiting(*, at: dt.datetime, before: dt.datetime) -> Sent:
    """Sends what waits: at once to those who want that, else what was told before `before`.

    Nothing happens where no mail server is set up. Mail servers make it raise nothing: what fails is logged and waits.
    """
    if not settings.MAIL_IS_ON:
        return Sent()
    due = _due(at=at, before=before)
    persons = Person.objects.filter(pk__in=list(due)[:MOST_PERSONS])
    mails = refused = 0
    connection = get_connection()
    try:
        for person in persons:
            try:
                mails += _send_to(person, due[person.pk], at=at, connection=connection)
            except (SMTPRecipientsRefused, SMTPDataError) as refusal:
                refused += 1  # this person's address alone: the claim stands, so it is not tried again at once
                logger.warning("a mail was refused by the mail server and waits: %s", _code(refusal))
    except (SMTPException, OSError) as failure:
        logger.error("the mail server does not answer, %s mails wait: %s", len(persons) - mails, failure)
        return Sent(mails=mails, waiting=len(persons) - mails)
    finally:
        _close(connection)
    return Sent(mails=mails, waiting=refused)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):
        logger.info("the mail server hung up")


def _code(refusal: SMTPException) -> object:
    """What the server said, without the address."""
    if isinstance(refusal, SMTPRecipientsRefused):
        return [code for code, _ in refusal.recipients.values()]
    return getattr(refusal, "smtp_code", "")


def _waiting(at: dt.datetime) -> QuerySet[Notification]:
    """Neither read nor sent, not too old, and not being sent by anybody else.

    Of the line's own columns alone: where a claim asks another table too, the database looks the lines up in a query
    of its own and does not ask them again when it has waited for somebody else's claim (PostgreSQL, READ COMMITTED).
    """
    free = Q(mail_claim__isnull=True) | Q(claimed_at__lt=at - CLAIM_HOLDS)
    return Notification.objects.filter(free, mailed_at__isnull=True, read_at__isnull=True, at__gt=at - MAILED_WITHIN)


def _due(*, at: dt.datetime, before: dt.datetime) -> dict[UUID, list[UUID]]:
    """The lines that go now to those who may sign in, by person, who has waited longest first."""
    waiting = _waiting(at).filter(person__is_active=True)
    rows = list(waiting.order_by("at").values_list("pk", "person_id", "kind", "at"))
    choices = MailChoice.objects.filter(person_id__in={person_id for _, person_id, _, _ in rows})
    chosen = {(choice.person_id, choice.family): Frequency(choice.frequency) for choice in choices}
    due: dict[UUID, list[UUID]] = defaultdict(list)
    for pk, person_id, kind, told_at in rows:
        frequency = chosen.get((person_id, family_of(kind).name), USUAL)
        if is_due(frequency=frequency, told_at=told_at, before=before):
            due[person_id].append(pk)
    return due


def _send_to(person: Person, line_ids: list[UUID], *, at: dt.datetime, connection: BaseEmailBackend) -> bool:
    """One mail with the lines that nobody else has claimed; whether there were any."""
    claim = uuid4()
    _waiting(at).filter(pk__in=line_ids).update(mail_claim=claim, claimed_at=at)
    lines = list(Notification.objects.filter(mail_claim=claim).order_by("at"))
    if not lines:
        return False
    claimed = Notification.objects.filter(mail_claim=claim)
    try:
        _mail(person, lines, connection).send()
    except (SMTPRecipientsRefused, SMTPDataError):
        raise
    except (SMTPException, OSError):
        claimed.update(mail_claim=None, claimed_at=None)
        raise
    claimed.update(mailed_at=at, mail_claim=None, claimed_at=None)
    return True


def _mail(person: Person, lines: list[Notification], connection: BaseEmailBackend) -> EmailMultiAlternatives:
    base = settings.CHEFFORUM_ADDRESS
    choices = base + reverse("notifications:choices")
    context = {
        "name": person.name,
        "lines": [(line.text, base + reverse("notifications:open", args=[line.pk])) for line in lines[:MOST_LINES]],
        "more": max(len(lines) - MOST_LINES, 0),
        "all_url": base + reverse("notifications:list"),
        "choices_url": choices,
    }
    mail = EmailMultiAlternatives(
        subject=f"Chefforum: {len(lines)} {danish.plural(len(lines), 'ny besked,nye beskeder')}",
        body=render_to_string("notifications/mail.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers={"List-Unsubscribe": f"<{choices}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return mail
