"""What comes of a closed item is as closed as the item: what it was put off to, a copy of it, the item that a theme
became. And what told of an item while it was open tells of it no longer, in what was sent out neither."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.calc.blocks import Paragraph
from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.modules.meetings.models import Attachment, ForumPractice, Item, Meeting
from chefforum.modules.meetings.rules.section_places import Name
from chefforum.modules.meetings.services.agenda import place_item, plan_meeting
from chefforum.modules.meetings.services.attachments import AttachmentChanges, NewAttachment, write_attachments
from chefforum.modules.meetings.services.beginning import create_item_from
from chefforum.modules.meetings.services.items import approve_item, create_item, submit_item
from chefforum.modules.meetings.services.postponing import postpone_items
from chefforum.modules.meetings.services.read_marks import mark_read
from chefforum.modules.meetings.services.section_writing import Place, write_section
from chefforum.modules.meetings.services.sending import send_agenda, send_changes
from chefforum.modules.meetings.services.themes import make_item_of_theme, suggest_theme
from tests import world
from tests.people import first_on_both
from tests.test_closed_items_leak_nowhere import (
    BUNDLES,
    EXPORTS,
    OTHER_ROLES,
    acting,
    close,
    places,
    places_of_a_draft,
    text_of,
)
from tests.world import World

ONLOOKERS = ("observer", "substitute", "former_member", "colleague", "workplace_leader", *OTHER_ROLES)


@pytest.fixture
def there(fresh_world: World) -> World:
    built = fresh_world
    ForumPractice.objects.create(forum=built.lindeby.forum, is_public=True)
    return built


def places_of_meeting(meeting: Meeting) -> list[str]:
    names = ("meeting", "versions", "prepare_meeting", "print_with_notes", "bundle_choose", "calendar_meeting")
    pages = (*names, "corrections", "minutes_progress", "minute_taking", "meeting_findings", "send_preview")
    return [
        *(reverse(f"meetings:{name}", args=[meeting.pk]) for name in pages),
        *(reverse("meetings:export", args=[meeting.pk, format]) for format in EXPORTS),
        *(reverse("meetings:bundle", args=[meeting.pk, format]) for format in BUNDLES),
        reverse("public:meeting", args=[meeting.pk]),
        reverse("public:export", args=[meeting.pk, "html"]),
    ]


def seen(there: World, name: str, secrets: Iterable[str], *, items: Iterable[Item], more: Iterable[str] = ()) -> set:
    """The addresses where the person reads one of the secrets: all those of the world, and those of the items."""
    client = Client()
    client.force_login(there.person(name), backend="django.contrib.auth.backends.ModelBackend")
    urls = {*places(there), *more}
    for item in items:
        urls |= set(places_of_a_draft(dataclasses.replace(there, closed_item=item)))
        if item.meeting is not None:
            urls |= set(places_of_meeting(item.meeting))
            urls.add(reverse("meetings:prepare_item", args=[item.meeting.pk, item.pk]))
            urls.add(reverse("meetings:minute_item", args=[item.meeting.pk, item.pk]))
    found = ((url, text_of(client, url)) for url in sorted(urls))
    return {(url, secret) for url, text in found for secret in secrets if secret in text}


def held_item(there: World, title: str, said: str) -> Item:
    """An item of the meeting whose minutes are being written, with this title, text, and a bilag that is promised."""
    at, secretariat = timezone.now(), acting(there, "secretariat")
    item = there.draft.items.order_by("position")[world.OPEN]
    Item.objects.filter(pk=item.pk).update(title=title, heading=f"Punkt 4: {title}")
    item.refresh_from_db()
    section = item.sections.exclude(kind__in=["recommendation", "decision", "attachments", "history"])[0]
    place = Place(section.pk, Name(section.kind, section.heading))
    said_now = (Paragraph(said),)
    write_section(actor=secretariat, item=item, place=place, blocks=said_now, token=section.token, at=at)
    new = NewAttachment(f"Tilbud om {title}", is_promised=True)
    write_attachments(actor=secretariat, item=item, changes=AttachmentChanges(new=[new]), at=at)
    return item


SEARCHES = tuple(reverse("search:search") + f"?q={word}" for word in ("udsat", "arbejdet", "Temadr%C3%B8ftelse"))


@pytest.fixture
def followed(there: World) -> tuple[World, list[Item]]:
    """A closed item that was put off to a meeting whose agenda is sent out, a copy of it, and the source itself."""
    at, secretariat = timezone.now(), acting(there, "secretariat")
    item = held_item(there, "Salg af Strandgården", "Køberen hedder Vindfang; der er arbejdet længe.")
    close(there, item, "forum_member")
    item.refresh_from_db()
    [successor] = postpone_items(actor=secretariat, items=[item], to=there.coming, at=at)
    send_agenda(actor=secretariat, meeting=there.coming, at=at)
    copy = create_item_from(
        actor=secretariat,
        source=successor,
        forum=there.lindeby.forum,
        unit_id=there.lindeby.units["2000"].pk,
        title="",
        kind=ItemKind.DECISION,
        at=at,
    )
    return there, list(Item.objects.filter(pk__in=[item.pk, successor.pk, copy.pk]).select_related("meeting"))


TOLD = ("Strandgården", "Vindfang")


@pytest.mark.parametrize("name", first_on_both(ONLOOKERS))
def test_neither_what_it_was_put_off_to_nor_a_copy_tells_more_than_the_closed_item(
    name: str, followed: tuple[World, list[Item]]
) -> None:
    there, items = followed
    # Where from an item comes, and what came of it, are told in its Historik and on its page.
    historik = f"den 4. marts 2026, punkt {world.OPEN + 1}: udsat"
    assert seen(there, name, (*TOLD, historik), items=items, more=SEARCHES) == set()


def test_who_is_named_on_the_closed_item_reads_what_it_was_put_off_to(followed: tuple[World, list[Item]]) -> None:
    """The same words are there for them, but for the copy, which is a draft."""
    there, items = followed
    assert {secret for _, secret in seen(there, "forum_member", TOLD, items=items)} == set(TOLD)
    copy = next(item for item in items if item.state == "draft")
    found = {url for url, _ in seen(there, "forum_member", TOLD, items=[])}
    client = Client()
    client.force_login(there.person("forum_member"), backend="django.contrib.auth.backends.ModelBackend")
    assert found
    assert client.get(reverse("meetings:item", args=[copy.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", first_on_both(["observer", "forum_member", "former_member", "colleague", *OTHER_ROLES])
)
def test_a_theme_whose_item_is_closed_is_nowhere_named(name: str, there: World) -> None:
    """It was on everybody's list, and stood in the text of the agenda's last item; then it became an item, closed."""
    at, secretariat = timezone.now(), acting(there, "secretariat")
    theme = suggest_theme(
        actor=acting(there, "forum_chair"),
        forum=there.lindeby.forum,
        title="Lukning af Vesterskolen",
        text="Rektor hedder Tordenkile",
        wanted_date=there.lindeby.on,
        at=at,
    )
    on = there.lindeby.on + dt.timedelta(days=21)
    meeting = plan_meeting(actor=secretariat, forum=there.lindeby.forum, date=on, at=at)
    send_agenda(actor=secretariat, meeting=meeting, at=at)
    listed = meeting.items.filter(sections__blocks__icontains="Vesterskolen")
    assert listed.exists()
    unit = there.lindeby.units["3100"].pk
    item = make_item_of_theme(actor=secretariat, theme=theme, unit_id=unit, wanted_meeting=None, at=at)
    close(there, item)
    assert seen(there, name, ("Vesterskolen", "Tordenkile"), items=[item, *listed.distinct()]) == set()


@pytest.fixture
def told_of(there: World) -> tuple[World, Item, str]:
    """An open item that was sent out, and one of its case, sent out too, whose Historik tells what came of it."""
    at, secretariat = timezone.now(), acting(there, "secretariat")
    later = create_item(
        actor=acting(there, "case_author"),
        forum=there.lindeby.forum,
        unit_id=there.lindeby.units["3100"].pk,
        title="Anden behandling",
        kind=ItemKind.DECISION,
        at=at,
    )
    Item.objects.filter(pk=later.pk).update(case=there.item.case)
    later.refresh_from_db()
    submit_item(actor=acting(there, "case_author"), item=later, at=at)
    approve_item(actor=acting(there, "workplace_leader"), item=later, at=at)
    later.refresh_from_db()
    place_item(actor=secretariat, item=later, meeting=there.coming, at=at)
    send_agenda(actor=secretariat, meeting=there.coming, at=at)
    mark_read(actor=acting(there, "observer"), item=later, at=at)
    later.refresh_from_db()
    return there, later, f"Chefforum den 4. februar 2026, punkt {there.item.number}: "


def test_historik_that_was_sent_out_tells_no_longer_of_what_has_been_closed_since(
    told_of: tuple[World, Item, str],
) -> None:
    """In the versions before neither, and not as something that is gone since it was read."""
    there, later, line = told_of
    searched = [reverse("search:search") + "?q=behandlet+f%C3%B8r"]
    found = {url for url, _ in seen(there, "observer", [line], items=[later], more=searched)}
    assert {reverse("meetings:item", args=[later.pk]), reverse("meetings:meeting", args=[there.coming.pk])} <= found
    assert set(searched) <= found
    close(there, there.item, "former_member")
    assert seen(there, "observer", [line], items=[later], more=searched) == set()
    send_changes(actor=acting(there, "secretariat"), meeting=there.coming, at=timezone.now(), reason="Rettet")
    assert seen(there, "observer", [line], items=[later], more=searched) == set()


@pytest.mark.parametrize("is_at_once", [True, False], ids=["in one go", "later"])
def test_a_promised_bilag_that_was_closed_and_then_removed_keeps_its_title_from_others(
    is_at_once: bool, there: World
) -> None:
    """It never had a file, so that nothing but the item's own revisions can tell that it was closed."""
    at, secretariat = timezone.now(), acting(there, "secretariat")
    item = Item.objects.get(pk=there.item.pk)

    def change(changes: AttachmentChanges, minutes: int) -> None:
        moment = at if is_at_once else at + dt.timedelta(minutes=minutes)
        write_attachments(actor=secretariat, item=item, changes=changes, at=moment)

    change(AttachmentChanges(new=[NewAttachment("Aftale med Vindfang", is_promised=True)]), 0)
    send_changes(actor=secretariat, meeting=there.sent, at=at, reason="Lovet")
    mark_read(actor=acting(there, "observer"), item=item, at=at)
    promised = Attachment.objects.get(item=item, title="Aftale med Vindfang")
    assert seen(there, "observer", ["Vindfang"], items=[item])
    change(AttachmentChanges(fields={promised.pk: {"is_confidential": True}}), 20)
    assert seen(there, "observer", ["Vindfang"], items=[item]) == set()
    change(AttachmentChanges(removed=promised.pk), 40)
    assert seen(there, "observer", ["Vindfang"], items=[item]) == set()
    send_changes(actor=secretariat, meeting=there.sent, at=at, reason="Fjernet")
    for name in ("observer", "case_author", "workplace_leader", "colleague"):
        assert seen(there, name, ["Vindfang"], items=[item]) == set()
