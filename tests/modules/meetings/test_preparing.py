"""The chief's own page, one item at a time, and the start page: what is theirs, and nothing that is closed to them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.kernel.access.queries import actor_for
from chefforum.kernel.audit.models import Event
from chefforum.modules.meetings.cards import preparing as cards
from chefforum.modules.meetings.models import Action, Hearing, Item, ReadMark
from chefforum.modules.meetings.queries.preparing import (
    coming_progress,
    meetings_to_prepare,
    preparation_of,
    waiting_for,
)
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.read_marks import mark_read
from chefforum.modules.meetings.services.sending import send_changes
from tests.world import World

SECRET = "Forhandling om lukning af Nordskolen"


@pytest.fixture
def there(fresh_world: World) -> World:
    """Without today's meeting, so that the agenda that is sent out is the next, and without the hearing."""
    built = fresh_world
    built.running.delete()
    built.heard_item.hearings.all().delete()
    return built


def signed_in(there: World, name: str) -> Client:
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def actor(there: World, name: str):
    return actor_for(person=there.person(name), on=there.lindeby.on)


def second(there: World) -> Item:
    return there.agenda.items.get(number=2)


def close(there: World, item: Item, readers: tuple[str, ...] = ()) -> None:
    set_confidentiality(
        actor=actor(there, "secretariat"),
        item=item,
        is_confidential=True,
        reader_ids=[there.person(name).pk for name in readers],
        at=there.agenda.published_at,
    )


def send(there: World) -> None:
    send_changes(actor=actor(there, "secretariat"), meeting=there.agenda, at=there.agenda.published_at, reason="Rettet")


def page(there: World, name: str, url_name: str, *args: object, query: str = "") -> str:
    answer = signed_in(there, name).get(reverse(url_name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_how_far_one_is_with_the_next_meeting(there: World) -> None:
    assert "1 af 5 læst" in page(there, "forum_member", "meetings:prepare")
    assert "0 af 5 læst" in page(there, "observer", "meetings:prepare")


def test_the_page_says_that_an_agenda_is_not_sent_out_and_nothing_of_what_is_on_it(there: World) -> None:
    text = page(there, "forum_member", "meetings:prepare")
    assert "Dagsordenen er ikke sendt ud endnu" in text
    assert there.placed_item.title not in text


def groups(there: World, name: str) -> dict[str, list[int]]:
    (meeting, *_), _ = meetings_to_prepare(actor=actor(there, name), on=there.lindeby.on)
    return {words: [item.number for item in items] for words, items in meeting.groups}


def test_an_item_stands_under_the_first_reason_that_it_matters_to_the_person(there: World) -> None:
    there.agenda.items.filter(number=4).update(kind="decision")
    send(there)
    assert groups(there, "forum_member") == {"Skal besluttes": [4], "Med dine noter": [2]}
    Item.objects.filter(pk=second(there).pk).update(presenter=there.person("forum_member"))
    assert groups(there, "forum_member") == {"Du fremlægger": [2], "Skal besluttes": [4]}
    assert groups(there, "substitute") == {"Skal besluttes": [4]}


def test_what_the_own_department_wrote_is_said_to_its_leader(there: World) -> None:
    Item.objects.filter(pk=second(there).pk).update(unit=there.lindeby.units["3100"])
    leader = there.person("workplace_leader")
    seat = {"group": there.lindeby.forum, "role": "member", "valid_from": there.lindeby.on}
    leader.memberships.create(**seat)
    assert groups(there, "workplace_leader")["Fra din afdeling"] == [2]
    assert "Fra din afdeling" not in groups(there, "forum_member")


def test_a_changed_item_is_told_on_the_page_and_on_the_start_page(there: World) -> None:
    first = there.agenda.items.get(number=1)
    Item.objects.filter(pk=first.pk).update(title="Godkendelse af dagsordenen alene")
    before = page(there, "forum_member", "start")
    assert "Ændret, siden du læste" not in before
    send(there)
    for url_name in ("meetings:prepare", "start"):
        text = page(there, "forum_member", url_name)
        assert "Ændret, siden du læste" in text
        assert "Godkendelse af dagsordenen alene" in text
        assert "Ændret, siden du læste" not in page(there, "observer", url_name)
    text = page(there, "forum_member", "meetings:prepare_item", there.agenda.pk, first.pk)
    assert "Titel: <del>Godkendelse af dagsorden og referat</del>" in text


def test_the_start_page_leads_to_what_is_not_read_until_all_is(there: World) -> None:
    url = reverse("meetings:prepare_meeting", args=[there.agenda.pk])
    assert url in page(there, "forum_member", "start")
    for item in there.agenda.items.all():
        mark_read(actor=actor(there, "forum_member"), item=item, at=there.agenda.published_at)
    assert url not in page(there, "forum_member", "start")
    assert "Du er klar til mødet" in page(there, "forum_member", "meetings:prepare_meeting", there.agenda.pk)


def test_those_without_a_seat_have_no_card_and_no_way_in(there: World) -> None:
    assert reverse("meetings:prepare") not in page(there, "colleague", "start")
    assert reverse("meetings:prepare") not in page(there, "secretariat", "start")
    assert reverse("meetings:prepare") in page(there, "substitute", "start")


def test_the_first_unread_item_is_the_one_that_is_shown(there: World) -> None:
    assert f"Punkt 2: {second(there).title}" in page(there, "forum_member", "meetings:prepare_meeting", there.agenda.pk)


def test_a_closed_item_is_masked_in_every_page_of_preparing_and_is_not_among_those_to_read(there: World) -> None:
    item = second(there)
    Item.objects.filter(pk=item.pk).update(title=SECRET)
    send(there)
    close(there, item)
    for name in ("forum_member", "observer", "substitute"):
        for url_name, args, query in (
            ("start", (), ""),
            ("meetings:prepare", (), ""),
            ("meetings:my_notes", (), ""),
            ("meetings:prepare_meeting", (there.agenda.pk,), ""),
            ("meetings:prepare_meeting", (there.agenda.pk,), "?oversigt"),
            ("meetings:prepare_item", (there.agenda.pk, item.pk), ""),
            ("meetings:prepare_item", (there.agenda.pk, there.agenda.items.get(number=3).pk), ""),
            ("meetings:print_with_notes", (there.agenda.pk,), ""),
            ("meetings:meeting", (there.agenda.pk,), ""),
        ):
            assert SECRET not in page(there, name, url_name, *args, query=query), (name, url_name)
    assert "1 af 4 læst" in page(there, "forum_member", "meetings:prepare")
    assert "1 lukket punkt tæller ikke med" in page(
        there, "forum_member", "meetings:prepare_meeting", there.agenda.pk, query="?oversigt"
    )
    assert SECRET in page(there, "forum_chair", "meetings:prepare_item", there.agenda.pk, item.pk)


def test_the_own_note_to_an_item_that_is_closed_later_is_still_there(there: World) -> None:
    close(there, second(there))
    for url_name, args in (
        ("meetings:my_notes", ()),
        ("meetings:prepare_item", (there.agenda.pk, second(there).pk)),
        ("meetings:print_with_notes", (there.agenda.pk,)),
    ):
        text = page(there, "forum_member", url_name, *args)
        assert there.note.text in text
        assert "Lukket punkt" in text


def test_reading_a_closed_item_while_preparing_leaves_an_event(there: World) -> None:
    close(there, second(there), ("forum_member",))
    page(there, "forum_member", "meetings:prepare_item", there.agenda.pk, second(there).pk)
    event = Event.objects.order_by("-number")[0]
    assert (event.action, event.data["how"]) == ("meetings.read_confidential", "forberedelse")
    page(there, "forum_member", "meetings:print_with_notes", there.agenda.pk)
    assert Event.objects.order_by("-number")[0].data["how"] == "udskrift med egne noter"


def test_a_button_marks_read_and_leads_to_the_next_and_another_takes_it_back(there: World) -> None:
    client = signed_in(there, "forum_member")
    item, after = second(there), reverse("meetings:prepare_item", args=[there.agenda.pk, there.note.item_id])
    url = reverse("meetings:read", args=[item.pk])
    answer = client.post(url, {"back": after})
    assert answer.url == after
    assert ReadMark.objects.filter(item=item, person=there.person("forum_member")).exists()
    answer = client.post(url, {"back": after, "read": "no"})
    assert answer.url == f"{after}?ulaest"
    assert not ReadMark.objects.filter(item=item).exists()
    assert "data-read-after" not in client.get(answer.url).content.decode()


@pytest.mark.parametrize("back", ["https://ond.example/", "//ond.example/", "javascript:alert(1)", ""])
def test_a_form_never_leads_out_of_the_house(there: World, back: str) -> None:
    item = second(there)
    answer = signed_in(there, "forum_member").post(reverse("meetings:read", args=[item.pk]), {"back": back})
    assert answer.url == reverse("meetings:item", args=[item.pk])


def test_the_bar_alone_is_answered_where_a_part_of_the_page_asks(there: World) -> None:
    item = second(there)
    answer = signed_in(there, "forum_member").post(
        reverse("meetings:read", args=[item.pk]), {"back": "/", "read": "yes"}, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert "2 af 5 læst" in text
    assert "<html" not in text


def test_saving_by_itself_answers_where_the_note_is_and_when_it_was_saved(there: World) -> None:
    client = signed_in(there, "observer")
    url = reverse("meetings:note_write", args=[there.item.pk])
    first = client.post(url, {"text": "Hus"}, headers={"X-Autosave": "1"}).json()
    assert first["words"].startswith("Gemt kl. ")
    again = client.post(first["url"], {"text": "Husk", "seen": first["seen"]}, headers={"X-Autosave": "1"}).json()
    assert again["url"] == first["url"]
    assert client.post(url, {"text": ""}, headers={"X-Autosave": "1"}).json() == {"words": "Ikke gemt endnu"}
    text = client.get(reverse("meetings:item", args=[there.item.pk])).content.decode()
    assert text.count('<p class="note-text">Husk</p>') == 1


def test_a_deleted_note_can_be_brought_back_from_the_page_that_follows(there: World) -> None:
    client = signed_in(there, "forum_member")
    answer = client.post(reverse("meetings:note_delete", args=[there.note.pk]), follow=True)
    assert reverse("meetings:note_restore", args=[there.note.pk]) in answer.content.decode()
    assert there.note.text not in answer.content.decode()
    answer = client.post(reverse("meetings:note_restore", args=[there.note.pk]), follow=True)
    assert there.note.text in answer.content.decode()


def test_marked_words_are_marked_in_the_text_of_their_marker_alone(there: World) -> None:
    client = signed_in(there, "forum_member")
    quote = "ideer til forslag"
    url = reverse("meetings:prepare_item", args=[there.agenda.pk, there.note.item_id])
    answer = client.post(reverse("meetings:note_write", args=[there.note.item_id]), {"quote": quote, "back": url})
    page_there, anchor = answer.url.split("#")
    assert page_there == url
    assert f'<mark id="{anchor}">{quote}</mark>' in client.get(url).content.decode()
    assert "<mark" not in page(there, "observer", "meetings:prepare_item", there.agenda.pk, there.note.item_id)


@pytest.mark.parametrize("url_name", ["prepare", "my_notes", "prepare_meeting", "print_with_notes", "note_change"])
def test_no_browser_keeps_a_page_with_notes(there: World, url_name: str) -> None:
    args = {"note_change": [there.note.pk], "prepare": [], "my_notes": []}.get(url_name, [there.agenda.pk])
    answer = signed_in(there, "forum_member").get(reverse(f"meetings:{url_name}", args=args))
    assert "no-store" in answer["Cache-Control"]


def test_minutes_just_held_are_to_be_read_until_they_are(there: World) -> None:
    member = actor(there, "forum_member")
    after = there.agenda.date + dt.timedelta(days=3)
    _, (held,) = meetings_to_prepare(actor=member, on=after)
    assert held.meeting == there.agenda
    for item in there.agenda.items.all():
        mark_read(actor=member, item=item, at=there.agenda.published_at)
    assert meetings_to_prepare(actor=member, on=after)[1] == []
    assert meetings_to_prepare(actor=actor(there, "observer"), on=after + dt.timedelta(days=60)) == ([], [])


def test_a_meeting_whose_minutes_are_here_is_not_coming_on_its_own_day(there: World) -> None:
    there.agenda.state = "held"
    there.agenda.save(update_fields=["state"])
    member, on = actor(there, "forum_member"), there.agenda.date
    coming, held = meetings_to_prepare(actor=member, on=on)
    assert there.agenda not in [one.meeting for one in coming]
    assert there.agenda in [one.meeting for one in held]
    assert there.agenda not in [meeting for meeting, _ in coming_progress(actor=member, on=on)]


def test_hearings_approvals_and_actions_that_wait_are_told_to_those_who_answer(there: World) -> None:
    at = there.agenda.published_at
    school = there.lindeby.units["3100"]
    Hearing.objects.create(item=there.placed_item, unit=school, due_date=there.lindeby.on, asked_at=at)
    Item.objects.filter(pk=there.own_draft.pk).update(state="submitted")
    Action.objects.create(item=there.item, text="Skaf tal", owner=there.person("workplace_leader"), created_at=at)
    found = waiting_for(actor=actor(there, "workplace_leader"))
    assert [hearing.item_id for hearing in found.hearings] == [there.placed_item.pk]
    assert [item.pk for item in found.approvals] == [there.own_draft.pk]
    assert found.action_count == 1
    other = waiting_for(actor=actor(there, "forum_member"))
    assert (other.hearings, other.approvals, other.action_count) == ((), (), 0)


def test_marks_stand_in_the_contents_of_the_meeting_for_its_readers(there: World) -> None:
    text = page(there, "forum_member", "meetings:meeting", there.agenda.pk)
    assert (text.count("mark-read"), text.count("mark-new")) == (1, 4)
    assert "mark-new" not in page(there, "secretariat", "meetings:meeting", there.agenda.pk)
    old = page(there, "forum_member", "meetings:meeting", there.sent.pk)
    assert "mark-new" not in old


def hundred_items(there: World) -> None:
    """The agenda's items become a hundred, each sent out."""
    first = there.agenda.items.get(number=1)
    Item.objects.bulk_create(
        Item(
            forum=there.agenda.forum,
            meeting=there.agenda,
            position=number,
            number=number,
            state=first.state,
            title=f"Sag {number}",
            kind=first.kind,
        )
        for number in range(6, 101)
    )
    send(there)


@pytest.mark.parametrize(
    ("url_name", "query"),
    [
        ("start", ""),
        ("meetings:prepare", ""),
        ("meetings:my_notes", ""),
        ("meetings:prepare_meeting", ""),
        ("meetings:prepare_meeting", "?oversigt"),
        ("meetings:print_with_notes", ""),
        ("meetings:meeting", ""),
    ],
)
def test_a_hundred_items_cost_no_more_queries_than_five(there: World, url_name: str, query: str) -> None:
    args = [there.agenda.pk] if url_name not in {"start", "meetings:prepare", "meetings:my_notes"} else []
    client, url = signed_in(there, "forum_member"), reverse(url_name, args=args) + query
    client.get(url)
    with CaptureQueriesContext(connection) as of_five:
        client.get(url)
    hundred_items(there)
    with CaptureQueriesContext(connection) as of_a_hundred:
        client.get(url)
    assert len(preparation_of(actor=actor(there, "forum_member"), meeting=there.agenda).items) == 100
    assert len(of_a_hundred) <= len(of_five)


def test_the_cards_are_left_out_where_nothing_waits(there: World) -> None:
    later = there.agenda.date + dt.timedelta(days=100)
    member = actor(there, "forum_member")
    assert cards.coming_to_prepare(actor=member, on=later) is None
    assert cards.changed_since_read(actor=member, on=later) is None
