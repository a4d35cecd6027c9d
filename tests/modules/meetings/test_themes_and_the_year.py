"""Themes are suggested by those who sit in the forum; the year shows them with meetings, deadlines and holidays."""

from __future__ import annotations

import datetime as dt
import io
from functools import partial

import docx
import pytest
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.documents.services import make
from chefforum.kernel.people.models import Group, GroupKind, GroupMembership, GroupRole
from chefforum.modules.meetings.models import Item, Theme
from chefforum.modules.meetings.queries.forums import ForumNotFound
from chefforum.modules.meetings.queries.themes import find_theme, themes_by_forum, themes_of_forum
from chefforum.modules.meetings.queries.year import MarkKind, year_of_meetings
from chefforum.modules.meetings.services.planning import cancel_meeting
from chefforum.modules.meetings.services.steps import StepNotPossible
from chefforum.modules.meetings.services.themes import (
    drop_theme,
    edit_theme,
    make_item_of_theme,
    suggest_theme,
    take_up_theme,
)
from chefforum.web.navigation import navigation_for
from tests.modules.meetings.agenda_world import KEEPER, planned
from tests.modules.meetings.conftest import LONG_AGO


def suggest(world, name="member", title="Lønforhandlinger", date=dt.date(2026, 3, 11), text="") -> Theme:
    return suggest_theme(
        actor=world.as_(name), forum=world.forum, title=title, text=text, wanted_date=date, at=world.now
    )


def shown(world, name):
    return [forum for forum in themes_by_forum(actor=world.as_(name)) if forum.forum == world.forum]


@pytest.mark.parametrize("name", ["member", "chair", "observer", "substitute", KEEPER])
def test_who_sits_in_the_forum_or_keeps_it_suggests(forum_world, name) -> None:
    theme = suggest(forum_world, name)
    assert [row.title for row in shown(forum_world, "member")[0].open] == [theme.title]


@pytest.mark.parametrize("name", ["former", "colleague", "other_secretariat", "auditor", "admin"])
def test_others_neither_suggest_nor_see(forum_world, name) -> None:
    with pytest.raises(AccessDenied):
        suggest(forum_world, name)
    theme = suggest(forum_world)
    assert shown(forum_world, name) == []
    assert find_theme(actor=forum_world.as_(name), theme_id=theme.pk) is None


@pytest.mark.parametrize(
    ("name", "may"), [("member", True), ("substitute", True), (KEEPER, True), ("colleague", False), ("auditor", False)]
)
def test_the_menu_leads_to_the_themes_for_those_alone_who_may_see_them(forum_world, client, name, may) -> None:
    """A seat in a working group is none in a forum."""
    client.force_login(forum_world.persons[name], backend="django.contrib.auth.backends.ModelBackend")
    other = Group.objects.create(
        name="Arbejdsgruppen", kind=GroupKind.WORKING_GROUP, unit=forum_world.forum.unit, valid_from=LONG_AGO
    )
    GroupMembership.objects.create(
        group=other, person=forum_world.persons["colleague"], role=GroupRole.MEMBER, valid_from=LONG_AGO
    )
    url = reverse("meetings:themes")
    ways = [link.url for way in navigation_for(forum_world.as_(name)) for link in way.links]
    assert (url in ways) is may
    # Seats of substitutes last for a day, and pages know only today.
    if name != "substitute":
        assert client.get(url).status_code == (200 if may else 403)


def test_who_suggested_it_and_the_secretariat_change_drop_and_take_it_up_again(forum_world) -> None:
    theme = suggest(forum_world)
    for name in ("chair", "substitute", "observer"):
        with pytest.raises(AccessDenied):
            drop_theme(actor=forum_world.as_(name), theme=theme, at=forum_world.now)
    for name in ("member", KEEPER):
        actor = forum_world.as_(name)
        edit_theme(actor=actor, theme=theme, title=f"Løn, {name}", text="", wanted_date=None, at=forum_world.now)
        drop_theme(actor=actor, theme=theme, at=forum_world.now)
        page = shown(forum_world, "chair")[0]
        assert ([*page.open], [row.title for row in page.dropped]) == ([], [f"Løn, {name}"])
        take_up_theme(actor=actor, theme=theme, at=forum_world.now)
        assert [row.title for row in shown(forum_world, "chair")[0].open] == [f"Løn, {name}"]


def test_a_theme_becomes_an_item_once(forum_world) -> None:
    theme, meeting = suggest(forum_world), planned(forum_world)
    make = {"theme": theme, "unit_id": forum_world.forum.unit_id, "wanted_meeting": meeting, "at": forum_world.now}
    with pytest.raises(AccessDenied):
        make_item_of_theme(actor=forum_world.as_("member"), **make)
    item = make_item_of_theme(actor=forum_world.as_(KEEPER), **make)
    assert (item.title, item.kind, item.state, item.wanted_meeting) == (theme.title, "theme", "draft", meeting)
    theme.refresh_from_db()
    assert theme.item == item
    with pytest.raises(StepNotPossible, match="blevet til et punkt"):
        make_item_of_theme(actor=forum_world.as_(KEEPER), **make)
    with pytest.raises(StepNotPossible):
        drop_theme(actor=forum_world.as_("member"), theme=theme, at=forum_world.now)


def close_item_of(world, theme) -> None:
    """The theme becomes an item, which is closed."""
    item = make_item_of_theme(
        actor=world.as_(KEEPER), theme=theme, unit_id=world.forum.unit_id, wanted_meeting=None, at=world.now
    )
    Item.objects.filter(pk=item.pk).update(is_confidential=True)


def test_a_theme_whose_item_is_closed_is_masked_in_list_and_year(forum_world) -> None:
    theme = suggest(forum_world, title="Opsigelse af direktøren")
    close_item_of(forum_world, theme)
    for name, title in (("observer", "Lukket punkt"), ("member", "Lukket punkt"), ("chair", theme.title)):
        assert [row.title for row in shown(forum_world, name)[0].items] == [title]
        months = year_of_meetings(actor=forum_world.as_(name), year=2026)
        assert [mark.text for mark in months[2].marks if mark.kind == MarkKind.THEME] == [title]


def marks(world, name, year=2026, **options):
    months = year_of_meetings(actor=world.as_(name), year=year, **options)
    assert [month.number for month in months] == list(range(1, 13))
    return {(mark.date.isoformat(), mark.kind, mark.text) for month in months for mark in month.marks}


def test_the_year_has_meetings_deadlines_themes_and_holidays(forum_world) -> None:
    planned(forum_world, date=dt.date(2026, 4, 8))
    suggest(forum_world, date=dt.date(2026, 5, 6))
    found = marks(forum_world, "member")
    assert {
        ("2026-04-08", MarkKind.MEETING, "Chefforum kl. 09.00"),
        ("2026-03-26", MarkKind.SUBMISSION, "Mødet 8. april 2026"),
        ("2026-03-30", MarkKind.SENDING, "Mødet 8. april 2026"),
        ("2026-05-06", MarkKind.THEME, "Lønforhandlinger"),
        ("2026-04-02", MarkKind.HOLIDAY, "Skærtorsdag"),
        ("2026-12-24", MarkKind.CLOSED, "Juleaftensdag"),
    } <= found


def test_a_meeting_in_early_january_has_its_deadlines_in_the_year_before(forum_world) -> None:
    planned(forum_world, date=dt.date(2027, 1, 6))
    found = marks(forum_world, "member")
    assert ("2026-12-23", MarkKind.SUBMISSION, "Mødet 6. januar 2027") in found
    assert not any(kind == MarkKind.MEETING and date.startswith("2027") for date, kind, _ in found)


def test_a_cancelled_meeting_stands_there_without_deadlines(forum_world) -> None:
    meeting = planned(forum_world, date=dt.date(2026, 4, 8))
    cancel_meeting(actor=forum_world.as_(KEEPER), meeting=meeting, reason="Påske", at=forum_world.now)
    of_april = {mark for mark in marks(forum_world, "member") if "8. april" in mark[2] or mark[0] == "2026-04-08"}
    assert of_april == {("2026-04-08", MarkKind.CANCELLED, "Chefforum kl. 09.00")}


@pytest.mark.parametrize("name", ["former", "colleague", "other_secretariat", "auditor"])
def test_the_year_of_others_has_holidays_alone(forum_world, name) -> None:
    suggest(forum_world)
    planned(forum_world)
    assert {kind for _, kind, _ in marks(forum_world, name)} == {MarkKind.HOLIDAY, MarkKind.CLOSED}


def test_the_page_of_any_year_is_there(forum_world, client) -> None:
    client.force_login(forum_world.persons["member"])
    for year in (1901, 2026, 2199):
        page = client.get("/moeder/aarshjul/", {"aar": year})
        assert page.status_code == 200
        assert f"Årshjul {year}" in page.content.decode()
    assert client.get("/moeder/aarshjul/", {"aar": "x", "forum": "y"}).status_code == 200


def test_the_pages_of_themes_work(forum_world, client) -> None:
    client.force_login(forum_world.persons["member"])
    typed = {"forum": str(forum_world.forum.pk), "title": "Politiklandskab", "wanted_date": "2026-04-15"}
    client.post("/moeder/temaer/", typed)
    theme = Theme.objects.get()
    client.post(f"/moeder/temaer/{theme.pk}/", {"title": "Politikker", "text": "Hvor mange?"})
    client.post(f"/moeder/temaer/{theme.pk}/opgiv/")
    theme.refresh_from_db()
    assert (theme.title, theme.wanted_date, theme.dropped_at is None) == ("Politikker", None, False)
    client.post(f"/moeder/temaer/{theme.pk}/tag-op/")
    client.force_login(forum_world.persons[KEEPER])
    client.post(f"/moeder/temaer/{theme.pk}/punkt/", {"unit": str(forum_world.forum.unit_id)})
    theme.refresh_from_db()
    assert theme.item is not None
    assert client.get(f"/moeder/temaer/{theme.pk}/punkt/").status_code == 302


def test_the_list_of_themes_is_a_file_to_put_on_the_agenda(forum_world) -> None:
    taken = suggest(forum_world, title="Opsigelse af direktøren")
    close_item_of(forum_world, taken)
    suggest(forum_world, title="Skriv bedre dagsordener", date=None, text="Et årligt nedslag\n\nI maj")
    suggest(forum_world, title="Politiklandskab")
    parameters = {"forum": str(forum_world.forum.pk)}
    make_list = partial(make, kind="meetings.themes", actor=forum_world.as_("observer"), parameters=parameters)
    made = make_list(format="docx", at=forum_world.now)
    assert made.filename == "Temadrøftelser Chefforum 2026-02-02.docx"
    tables = docx.Document(io.BytesIO(made.content)).tables
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert [row[:2] for row in rows] == [
        ["Ønsket", "Tema"],
        ["11. marts 2026", "Politiklandskab"],
        ["Når det passer", "Skriv bedre dagsordener\nEt årligt nedslag\nI maj"],
        ["Tema", "Møde"],
        ["Lukket punkt", "ikke på et møde endnu"],
    ]
    assert make_list(format="pdf", at=forum_world.now).content[:5] == b"%PDF-"


def test_the_list_of_themes_is_a_file_for_nobody_else(forum_world) -> None:
    with pytest.raises(ForumNotFound):
        themes_of_forum(actor=forum_world.as_("former"), forum_id=forum_world.forum.pk)
