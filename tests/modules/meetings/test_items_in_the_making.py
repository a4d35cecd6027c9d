"""The list of items on their way to an agenda: what waits for somebody, and how a new one begins."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Item, Meeting, StandingItem
from chefforum.modules.meetings.queries.items import list_items
from chefforum.modules.meetings.rules.process import Waiting
from chefforum.modules.meetings.rules.states import ItemState
from chefforum.modules.meetings.services.agenda import plan_meeting
from chefforum.modules.meetings.services.beginning import create_item_from
from chefforum.modules.meetings.services.comments import write_comment
from chefforum.modules.meetings.services.hearings import ask_hearing
from chefforum.modules.meetings.services.keeping import set_confidentiality
from tests import factories
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(forum_world):
    making.people(forum_world)
    forum_world.item = making.item(forum_world)
    return forum_world


def in_state(world, state: ItemState, *, title: str, **fields: object) -> Item:
    made = making.item(world, title=title)
    Item.objects.filter(pk=made.pk).update(state=state, **fields)
    return made


def listed(world, name: str, **filters: object) -> list[str]:
    return [item.title for item in list_items(actor=world.as_(name), **filters)]


def meeting(world, *, day: int, deadline: dt.datetime | None = None) -> Meeting:
    made = plan_meeting(actor=world.as_("secretary_of_unit"), forum=world.forum, date=dt.date(2026, 3, day), at=NOW)
    Meeting.objects.filter(pk=made.pk).update(submission_deadline=deadline)
    return made


def test_what_waits_for_somebody_comes_first_and_says_why(world):
    coming = meeting(world, day=20)
    author = world.persons["author"]
    in_state(world, ItemState.SUBMITTED, title="Indsendt")
    in_state(world, ItemState.RETURNED, title="Retur", author=author)
    in_state(world, ItemState.READY, title="Klar")
    in_state(world, ItemState.DRAFT, title="Med møde", wanted_meeting=coming)
    heard = in_state(world, ItemState.DRAFT, title="Til høring")
    ask_hearing(actor=world.as_("author"), item=heard, unit_ids=[world.elsewhere.pk], due_date=NOW.date(), at=NOW)
    waiting = {
        name: {item.title: Waiting(item.waiting) for item in list_items(actor=world.as_(name), whose="waiting")}
        for name in ("author", "head", "head_elsewhere", "secretary_of_unit", "case_author")
    }
    assert waiting == {
        "author": {"Retur": Waiting.RETURNED, "Med møde": Waiting.DRAFT},
        "head": {"Indsendt": Waiting.APPROVAL},
        "head_elsewhere": {"Til høring": Waiting.HEARING},
        "secretary_of_unit": {"Klar": Waiting.PLACE},
        "case_author": {},
    }
    assert listed(world, "author")[:2] == ["Retur", "Med møde"]
    assert len(listed(world, "author")) == 6


def test_the_nearest_deadline_comes_first(world):
    early = meeting(world, day=25, deadline=NOW + dt.timedelta(days=2))
    late = meeting(world, day=18, deadline=NOW + dt.timedelta(days=9))
    in_state(world, ItemState.DRAFT, title="Sen frist", wanted_meeting=late)
    in_state(world, ItemState.DRAFT, title="Tidlig frist", wanted_meeting=early)
    assert listed(world, "author", whose="waiting") == ["Tidlig frist", "Sen frist"]


def test_filters_narrow_the_list_and_stay_in_the_address(world):
    wanted = meeting(world, day=20)
    in_state(world, ItemState.SUBMITTED, title="Indsendt", wanted_meeting=wanted)
    in_state(world, ItemState.WITHDRAWN, title="Trukket")
    assert listed(world, "author", state="submitted") == ["Indsendt"]
    assert listed(world, "author", meeting_id=wanted.pk) == ["Indsendt"]
    assert "Trukket" not in listed(world, "author")
    assert listed(world, "author", state="withdrawn") == ["Trukket"]
    assert listed(world, "case_author", whose="mine") == []
    assert set(listed(world, "case_author", whose="unit")) == {"Ny bus", "Indsendt"}
    page = making.client_of(world, "case_author").get(f"{reverse('meetings:items')}?tilstand=submitted")
    assert 'value="submitted" selected' in page.content.decode()
    assert "Ny bus" not in page.content.decode()


@pytest.mark.parametrize("name", ["member", "head_elsewhere", "other_secretariat"])
def test_those_who_work_on_nothing_see_nothing(world, name):
    assert listed(world, name) == []


def test_a_closed_item_is_not_in_the_list_of_the_author_s_colleagues(world):
    set_confidentiality(
        actor=world.as_("secretary_of_unit"), item=world.item, is_confidential=True, reader_ids=[], at=NOW
    )
    assert listed(world, "case_author") == []
    assert listed(world, "author") == listed(world, "head") == ["Ny bus"]


def posted(world, **changed: str) -> dict[str, str]:
    fields = {"title": "Ny sti", "kind": "decision", "forum": str(world.forum.pk), "unit": str(world.department.pk)}
    return fields | changed


def test_who_writes_for_a_department_makes_an_item(world):
    coming = meeting(world, day=20)
    Meeting.objects.filter(pk=coming.pk).update(date=dt.date(2999, 1, 1))  # pages know only now
    client = making.client_of(world, "case_author")
    client.post(reverse("meetings:item_create"), posted(world, meeting=str(coming.pk)))
    made = Item.objects.get(title="Ny sti")
    assert (made.unit, made.wanted_meeting, made.state) == (world.department, coming, "draft")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"title": " "}, "Skriv en titel"),
        ({"unit": ""}, "Vælg den afdeling"),
        ({"unit": "elsewhere"}, "er ikke en af de tilgængelige valgmuligheder"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(world, changed, problem):
    if changed.get("unit") == "elsewhere":
        changed = {"unit": str(world.elsewhere.pk)}
    answer = making.client_of(world, "case_author").post(reverse("meetings:item_create"), posted(world, **changed))
    assert problem in answer.content.decode()
    assert not Item.objects.filter(title="Ny sti").exists()


def test_the_secretariat_writes_for_any_department_or_for_none(world):
    client = making.client_of(world, "secretary_of_unit")
    client.post(reverse("meetings:item_create"), posted(world, unit=""))
    assert Item.objects.get(title="Ny sti").unit is None


def test_who_writes_for_no_department_is_refused(world):
    assert making.client_of(world, "member").get(reverse("meetings:item_create")).status_code == 403


def begin_from(world, source: Item, *, by: str, **fields: object) -> Item:
    arguments = {"forum": world.forum, "unit_id": world.department.pk, "title": "", "kind": source.kind}
    arguments["kind"] = making.ItemKind(source.kind)
    return create_item_from(actor=world.as_(by), source=source, at=NOW, **(arguments | fields))


def test_an_earlier_item_s_text_is_copied_without_what_the_meeting_made_of_it(world):
    source = world.meeting.items.get(number=4)
    made = begin_from(world, source, by="secretary_of_unit")
    kinds = set(made.sections.values_list("kind", flat=True))
    assert made.case == source.case
    assert made.title == source.title
    assert kinds == set(source.sections.values_list("kind", flat=True)) - {"decision", "attachments", "history"}
    assert list(made.recommendation_parts.values_list("text", flat=True)) == list(
        source.recommendation_parts.values_list("text", flat=True)
    )
    assert not made.recommendation_parts.exclude(outcome=None).exists()
    assert made.decision is None
    assert not made.attachments.exists()
    assert made.revisions.count() == 1


def test_what_one_may_not_read_one_cannot_begin_from(world):
    source = world.meeting.items.get(number=4)
    with pytest.raises(AccessDenied):
        begin_from(world, source, by="case_author")
    answer = making.client_of(world, "case_author").get(f"{reverse('meetings:item_create')}?fra={source.pk}")
    assert answer.status_code == 404
    assert source.title not in answer.content.decode()
    listed = making.client_of(world, "case_author").get(reverse("meetings:item_create")).content.decode()
    assert str(source.pk) not in listed


def test_the_copy_of_a_closed_item_is_closed(world):
    source = world.meeting.items.get(number=4)
    set_confidentiality(actor=world.as_("secretary_of_unit"), item=source, is_confidential=True, reader_ids=[], at=NOW)
    source.refresh_from_db()
    assert begin_from(world, source, by="secretary_of_unit").is_confidential


def test_the_secretariat_begins_from_a_standing_item(world):
    standing = StandingItem.objects.create(
        forum=world.forum,
        position=0,
        title="Godkendelse af dagsorden",
        kind="formality",
        planned_minutes=5,
        recommendation="at dagsordenen godkendes\nat referatet godkendes",
    )
    client = making.client_of(world, "secretary_of_unit")
    fields = posted(world, title="", unit="", kind="formality", begin=f"standing:{standing.pk}")
    client.post(reverse("meetings:item_create"), fields)
    made = Item.objects.get(title="Godkendelse af dagsorden")
    assert made.planned_minutes == 5
    assert made.recommendation_parts.count() == 2
    assert made.sections.get().kind == "recommendation"
    shown = making.client_of(world, "case_author").get(reverse("meetings:item_create")).content.decode()
    assert "Godkendelse af dagsorden (" not in shown


def test_what_waits_stands_on_the_start_page(world):
    Item.objects.filter(pk=world.item.pk).update(state=ItemState.SUBMITTED)
    shown = making.client_of(world, "head").get("/").content.decode()
    assert "Punkter, der venter på dig" in shown
    assert making.page("process", world.item) in shown
    assert "Punkter, der venter på dig" not in making.client_of(world, "head_elsewhere").get("/").content.decode()


def test_the_item_s_own_page_says_where_it_is_to_those_who_work_on_it(world):
    url = making.page("item", world.item)
    assert "Se forløbet" in making.client_of(world, "author").get(url).content.decode()
    published = making.page("item", world.meeting.items.first())
    assert "Se forløbet" not in making.client_of(world, "member").get(published).content.decode()


def cost(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("url_name", ["start", "meetings:items", "meetings:item_create", "meetings:process"])
def test_more_items_comments_and_hearings_cost_no_more_queries(world, url_name):
    client = making.client_of(world, "case_author")
    Item.objects.filter(pk=world.item.pk).update(author=world.persons["case_author"], state=ItemState.RETURNED)
    args = [world.item.pk] if url_name == "meetings:process" else []

    def grow(number: int) -> None:
        wanted = meeting(world, day=number)
        in_state(world, ItemState.RETURNED, title="Mere", author=world.persons["case_author"], wanted_meeting=wanted)
        unit = factories.unit(f"Hold {number}", under=world.top)
        factories.employment(world.persons["head"], unit, is_leader=True)
        ask_hearing(actor=world.as_("head"), item=world.item, unit_ids=[unit.pk], due_date=NOW.date(), at=NOW)
        making.write(world.item, "Tekst", heading=f"Afsnit {number}")
        section = world.item.sections.get(heading=f"Afsnit {number}")
        write_comment(actor=world.as_("head"), item=world.item, section=section, text="Se her", at=NOW)

    grow(10)
    before = cost(client, reverse(url_name, args=args))
    for number in (11, 12, 13):
        grow(number)
    assert cost(client, reverse(url_name, args=args)) <= before
