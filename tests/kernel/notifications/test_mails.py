"""Mails through a real mail server: one for each person, never twice, and nothing lost when the server is away."""

from __future__ import annotations

import datetime as dt
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chefforum.kernel.notifications.models import MailChoice, Notification
from chefforum.kernel.notifications.rules import CLAIM_HOLDS
from chefforum.kernel.notifications.services import mailing, mark_read, send_waiting

HOUR = dt.timedelta(hours=1)


def send(at, before=None):
    return send_waiting(at=at, before=before or at + HOUR)


def test_all_that_waits_for_a_person_comes_in_one_mail(postbox, tell, owner, colleague, now):
    first = tell(owner, "Et punkt venter på din godkendelse – æøå")
    tell(owner, "Der er <svar> på din høring", at=now + HOUR)
    tell(colleague)
    assert send(now + HOUR).mails == 2
    (mail,) = postbox.to(owner.email)
    assert mail["Subject"] == "Chefforum: 2 nye beskeder"
    assert mail["From"] == "Chefforum <chefforum@lindeby.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    words = mail.get_body(("plain",)).get_content()
    assert words.index("Et punkt venter på din godkendelse – æøå") < words.index("Der er <svar> på din høring")
    assert f"https://chefforum.lindeby.example/beskeder/{first.pk}/" in words
    html = mail.get_body(("html",)).get_content()
    assert "Der er &lt;svar&gt; på din høring" in html
    choice = "https://chefforum.lindeby.example/beskeder/valg/"
    assert mail["List-Unsubscribe"] == f"<{choice}>"
    assert choice in words
    assert choice in html


def test_what_was_sent_is_not_sent_again(postbox, tell, owner, now):
    tell(owner)
    assert [send(now + HOUR).mails for _ in range(3)] == [1, 0, 0]
    assert len(postbox.mails) == 1


def test_what_is_read_already_needs_no_mail(postbox, tell, owner, actor_of, now):
    tell(owner)
    mark_read(actor=actor_of(owner), at=now)
    assert send(now + HOUR).mails == 0


def test_the_inactive_get_no_mail(postbox, tell, owner, now):
    tell(owner)
    owner.is_active = False
    owner.save()
    assert send(now + HOUR).mails == 0


def test_what_is_old_is_left_to_the_page(postbox, tell, owner, now):
    tell(owner, at=now - dt.timedelta(days=20))
    assert send(now).mails == 0


@pytest.mark.parametrize(("frequency", "mails"), [("at_once", 1), ("daily", 0), ("never", 0), (None, 0)])
def test_what_was_told_after_the_mail_of_the_day_goes_only_to_those_who_want_it_at_once(
    frequency, mails, postbox, tell, owner, now
):
    if frequency:
        MailChoice.objects.create(person=owner, family="meetings.writing", frequency=frequency)
    tell(owner)
    assert send(now, before=now - HOUR).mails == mails


@pytest.mark.parametrize(("frequency", "mails"), [("at_once", 1), ("daily", 1), ("never", 0), (None, 1)])
def test_the_mail_of_the_day_goes_to_all_but_those_who_want_none(frequency, mails, postbox, tell, owner, now):
    if frequency:
        MailChoice.objects.create(person=owner, family="meetings.writing", frequency=frequency)
    tell(owner)
    assert send(now, before=now + HOUR).mails == mails


def test_a_choice_holds_for_its_family_alone(postbox, tell, owner, now):
    MailChoice.objects.create(person=owner, family="meetings.writing", frequency="never")
    tell(owner, "Om et punkt", kind="meetings.item")
    tell(owner, "Om et møde", kind="meetings.sent")
    send(now + HOUR)
    (mail,) = postbox.mails
    words = mail.get_body(("plain",)).get_content()
    assert "Om et møde" in words
    assert "Om et punkt" not in words


def test_a_server_that_is_away_loses_nothing(mail_settings, tell, owner, now, caplog):
    tell(owner)
    with caplog.at_level(logging.ERROR, logger="chefforum.notifications"):
        assert send(now + HOUR) == mailing.Sent(mails=0, waiting=1)
    assert "the mail server does not answer" in caplog.text
    assert owner.email not in caplog.text
    assert Notification.objects.get().mail_claim is None


def test_what_waited_goes_when_the_server_is_back(postbox, tell, owner, now):
    tell(owner)
    postbox.is_down = True
    assert send(now + HOUR).waiting == 1
    postbox.is_down = False
    assert [send(now + step * CLAIM_HOLDS + HOUR).mails for step in (2, 4)] == [1, 0]
    assert len(postbox.mails) == 1


def test_an_address_that_the_server_refuses_costs_the_others_nothing(postbox, tell, owner, colleague, now, caplog):
    postbox.unknown = {owner.email}
    tell(owner)
    tell(colleague)
    with caplog.at_level(logging.WARNING, logger="chefforum.notifications"):
        assert send(now + HOUR) == mailing.Sent(mails=1, waiting=1)
    assert owner.email not in caplog.text
    assert len(postbox.to(colleague.email)) == 1
    assert send(now + HOUR).mails == 0, "it is not tried again at once"
    postbox.unknown = set()
    assert send(now + 2 * HOUR).mails == 1


def test_a_process_that_dies_between_mail_and_note_sends_it_once_more_at_most(postbox, tell, owner, now, monkeypatch):
    tell(owner)

    class Died(BaseException):
        """As a power cut."""

    real = mailing._mail

    def dies(*args):
        mail = real(*args)
        whole = mail.send

        def send_and_die():
            whole()
            raise Died

        monkeypatch.setattr(mail, "send", send_and_die)
        return mail

    monkeypatch.setattr(mailing, "_mail", dies)
    with pytest.raises(Died):
        send(now + HOUR)
    monkeypatch.setattr(mailing, "_mail", real)
    assert send(now + HOUR).mails == 0
    assert send(now + HOUR + 2 * CLAIM_HOLDS).mails == 1
    assert send(now + HOUR + 4 * CLAIM_HOLDS).mails == 0
    assert len(postbox.mails) == 2


def test_very_much_comes_in_a_mail_that_can_be_read(postbox, tell, owner, now):
    for number in range(mailing.MOST_LINES + 3):
        tell(owner, f"Besked {number:03}", at=now + dt.timedelta(seconds=number))
    send(now + HOUR)
    (mail,) = postbox.mails
    words = mail.get_body(("plain",)).get_content()
    assert words.count("Besked ") == mailing.MOST_LINES
    assert "Og 3 beskeder mere." in words
    assert send(now + 2 * HOUR).mails == 0


def test_a_round_sends_so_many_and_the_next_the_rest(postbox, tell, owner, colleague, now, monkeypatch):
    monkeypatch.setattr(mailing, "MOST_PERSONS", 1)
    tell(owner)
    tell(colleague)
    assert [send(now + HOUR).mails for _ in range(3)] == [1, 1, 0]


def test_without_a_mail_server_nothing_is_sent_and_nothing_fails(settings, tell, owner, now):
    settings.MAIL_IS_ON = False
    tell(owner)
    assert send(now + HOUR) == mailing.Sent()
    assert Notification.objects.get().mailed_at is None


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_each_mail_once(postbox, tell, person_with, now):
    persons = [person_with(f"Person {number}") for number in range(6)]
    for person in persons:
        tell(person)
        tell(person, "Og en til")
    barrier = Barrier(3)

    def worker() -> int:
        try:
            barrier.wait(timeout=20)
            return send(now + HOUR).mails
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        sent = [done.result(timeout=120) for done in [pool.submit(worker) for _ in range(3)]]
    assert sum(sent) == len(persons)
    assert sorted(mail["To"] for mail in postbox.mails) == sorted(person.email for person in persons)
    assert all(mail["Subject"] == "Chefforum: 2 nye beskeder" for mail in postbox.mails)
