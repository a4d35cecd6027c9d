"""The list of what one is told: newest first, unread until opened, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.notifications.models import MailChoice, Notification
from chefforum.kernel.notifications.registry import families
from chefforum.kernel.notifications.services import notify

LIST = "/beskeder/"


def test_the_newest_stands_first_and_says_that_it_is_unread(tell, owner, browser_of, now):
    tell(owner, "Den gamle")
    tell(owner, "Den nye", at=now + dt.timedelta(hours=1))
    page = browser_of(owner).get(LIST).content.decode()
    assert page.index("Den nye") < page.index("Den gamle")
    assert page.count("Ulæst") == 2


def test_others_see_nothing_of_it(tell, owner, colleague, administrator, browser_of):
    one = tell(owner, "Kun til Asta")
    for other in (colleague, administrator):
        browser = browser_of(other)
        assert "Kun til Asta" not in browser.get(LIST).content.decode()
        assert browser.get(reverse("notifications:open", args=[one.pk])).status_code == 404
    one.refresh_from_db()
    assert one.read_at is None


def test_opening_one_goes_on_to_its_page_and_marks_it_alone_as_read(tell, owner, browser_of):
    one, other = tell(owner, "Åbnes", url="/moeder/?x=1"), tell(owner, "Venter")
    response = browser_of(owner).get(reverse("notifications:open", args=[one.pk]))
    assert response.url == "/moeder/?x=1"
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.read_at is not None
    assert other.read_at is None


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", "\\\\elsewhere"])
def test_no_notification_leads_to_another_site(url, tell, owner, browser_of):
    one = tell(owner, url=url)
    assert browser_of(owner).get(reverse("notifications:open", args=[one.pk])).url == LIST


def test_everything_is_marked_as_read_at_once(tell, owner, colleague, browser_of):
    tell(owner, "En")
    tell(owner, "To")
    tell(colleague)
    browser_of(owner).post(reverse("notifications:read_all"))
    assert not Notification.objects.filter(person=owner, read_at__isnull=True).exists()
    assert Notification.objects.filter(person=colleague, read_at__isnull=True).exists()


def test_every_page_says_how_many_are_unread(tell, owner, browser_of):
    tell(owner, "En")
    tell(owner, "To")
    page = browser_of(owner).get(reverse("jobs:job_list")).content.decode()
    assert '<span class="top-count">2<span class="sr-only"> ulæste</span></span>' in page


def test_the_start_page_shows_what_is_unread_and_no_card_where_nothing_is(tell, owner, browser_of):
    browser = browser_of(owner)
    assert "Alle beskeder" not in browser.get("/").content.decode()
    one = tell(owner, "Et punkt venter")
    page = browser.get("/").content.decode()
    assert "Et punkt venter" in page
    assert reverse("notifications:open", args=[one.pk]) in page


def test_an_empty_list_says_what_will_come_here(owner, browser_of):
    assert "Du har ingen beskeder." in browser_of(owner).get(LIST).content.decode()


def test_a_choice_of_mail_is_kept_and_shown(owner, browser_of):
    browser = browser_of(owner)
    page = reverse("notifications:choices")
    choices = {family.name: "daily" for family in families()} | {
        "meetings.writing": "at_once",
        "meetings.sent": "never",
    }
    browser.post(page, choices)
    assert dict(MailChoice.objects.values_list("family", "frequency")) == choices
    browser.post(page, choices | {"other": "never"})
    assert MailChoice.objects.get(family="other").frequency == "never"
    assert MailChoice.objects.count() == len(choices)


def test_a_choice_that_is_none_changes_nothing(owner, browser_of):
    response = browser_of(owner).post(reverse("notifications:choices"), {"meetings.writing": "hourly"})
    assert response.status_code == 200
    assert not MailChoice.objects.exists()


def test_the_one_who_did_it_is_not_told_and_a_key_is_told_once(owner, colleague, actor_of, now):
    for _ in range(2):
        notify(
            actor=actor_of(owner),
            at=now,
            person_ids=[owner.pk, colleague.pk, None],
            kind="meetings.item",
            text="Nyt",
            url="/",
            key="once",
        )
    assert [one.person for one in Notification.objects.all()] == [colleague]


def test_the_command_line_has_no_notifications_of_its_own(db):
    from chefforum.kernel.notifications.queries import count_unread

    assert count_unread(Actor.command_line()) == 0
