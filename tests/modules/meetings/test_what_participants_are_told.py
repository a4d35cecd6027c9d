"""Those who sit in the forum are told of each version once, in words that name no item."""

from __future__ import annotations

import pytest

from chefforum.kernel.notifications.models import Notification
from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.sending import recall_agenda, send_agenda, send_changes
from tests.modules.meetings.agenda_world import KEEPER, planned, put_on, told

SECRET = "Opsigelse af direktøren"


@pytest.fixture
def sent(forum_world):
    meeting = planned(forum_world)
    put_on(forum_world, meeting, "Budget", SECRET)
    set_confidentiality(
        actor=forum_world.as_(KEEPER),
        item=Item.objects.get(title=SECRET),
        is_confidential=True,
        reader_ids=[],
        at=forum_world.now,
    )
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    meeting.refresh_from_db()
    return meeting


def test_a_sent_agenda_is_told_to_every_seat_and_to_nobody_else(forum_world, sent) -> None:
    text = "Dagsordenen til Chefforum 4. marts 2026 er sendt ud."
    for name in ("member", "chair", "observer"):
        assert told(forum_world, name) == [text]
    for name in (KEEPER, "former", "substitute", "colleague", "other_secretariat"):
        assert told(forum_world, name) == []


def test_a_new_version_says_what_the_secretary_wrote_and_nothing_changed_says_nothing(forum_world, sent) -> None:
    actor = forum_world.as_(KEEPER)
    Item.objects.filter(title="Budget").update(planned_minutes=20)
    for _ in range(2):  # the second time nothing is new: no version, and no telling
        send_changes(actor=actor, meeting=sent, at=forum_world.now, reason="Mere tid til punkt 1")
    assert told(forum_world, "member") == [
        "Dagsordenen til Chefforum 4. marts 2026 er sendt ud.",
        "Dagsordenen til Chefforum 4. marts 2026 er ændret: Mere tid til punkt 1",
    ]


def test_changed_minutes_are_called_minutes(forum_world) -> None:
    item = forum_world.meeting.items.order_by("position")[0]
    Item.objects.filter(pk=item.pk).update(decision="Godkendt")
    send_changes(actor=forum_world.as_(KEEPER), meeting=forum_world.meeting, at=forum_world.now, reason="Rettet navn")
    assert told(forum_world, "member") == ["Referatet fra Chefforum 4. februar 2026 er ændret: Rettet navn"]


def test_a_recall_is_told_without_its_reason(forum_world, sent) -> None:
    recall_agenda(actor=forum_world.as_(KEEPER), meeting=sent, at=forum_world.now, reason=f"{SECRET} stod åbent")
    assert told(forum_world, "member")[-1].startswith("Dagsordenen til Chefforum 4. marts 2026 er trukket tilbage.")


def test_no_telling_names_an_item(forum_world, sent) -> None:
    assert Notification.objects.exists()
    for title in (SECRET, "Budget", "direktøren"):
        assert not Notification.objects.filter(text__contains=title).exists()


def test_the_preview_shows_a_closed_item_as_closed_and_what_is_not_right_yet(forum_world, client) -> None:
    meeting = planned(forum_world)
    budget, secret = put_on(forum_world, meeting, "Budget", SECRET)
    Item.objects.filter(pk=secret.pk).update(is_confidential=True)
    Item.objects.filter(pk=budget.pk).update(planned_minutes=200)
    budget.attachments.create(position=0, title="Budgetnotat")
    budget.attachments.create(position=1, title="Præsentation", is_promised=True)
    client.force_login(forum_world.persons[KEEPER])
    page = client.get(f"/moeder/{meeting.pk}/udsendelse/").content.decode()
    assert SECRET not in page
    assert "Lukket punkt" in page
    for words in (
        "Slutter tidligst kl. 12.20, 20 min. efter mødets sluttidspunkt.",
        "Punkt 2 har ingen planlagt tid.",
        "filen til bilaget “Budgetnotat” mangler",
        "bilaget “Præsentation” er lovet eftersendt",
        "chair, formand",
    ):
        assert words in page
