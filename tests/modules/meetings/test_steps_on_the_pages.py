"""Each step on the item's own page: the button is there for those who may take it now, and nobody else gets through."""

from __future__ import annotations

import re

import pytest

from chefforum.kernel.access.models import RoleAssignment
from chefforum.kernel.people.models import Employment
from chefforum.modules.meetings.models import Item, ItemStep
from chefforum.modules.meetings.rules.process import STEPS_ON_THE_WAY
from chefforum.modules.meetings.rules.states import ITEM_STEPS, PREPARED, ItemState, steps_from
from chefforum.modules.meetings.services.agenda import plan_meeting
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

pytestmark = pytest.mark.django_db
READ_BY_AUTHOR = PREPARED | {ItemState.WITHDRAWN}


@pytest.fixture
def world(forum_world):
    making.people(forum_world)
    forum_world.coming = plan_meeting(
        actor=forum_world.as_("secretary_of_unit"), forum=forum_world.forum, date=NOW.date().replace(day=25), at=NOW
    )
    forum_world.item = making.item(forum_world)
    return forum_world


def put_in(item: Item, state: ItemState) -> None:
    Item.objects.filter(pk=item.pk).update(state=state, meeting=None, position=None)


def offered(text: str) -> set[str]:
    return set(re.findall(r"/forloeb/skridt/(\w+)/", text))


@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("name", making.PARTS)
def test_a_button_is_there_if_and_only_if_the_step_may_be_taken(world, name, state):
    put_in(world.item, state)
    answer = making.client_of(world, name).get(making.page("process", world.item))
    allowed = {step.name for step in steps_from(ITEM_STEPS, state=state, parts=making.PARTS[name])}
    if answer.status_code == 200:
        assert offered(answer.content.decode()) == allowed & set(STEPS_ON_THE_WAY)
    else:
        assert answer.status_code == 404
        assert not allowed & set(STEPS_ON_THE_WAY)


@pytest.mark.parametrize("step", STEPS_ON_THE_WAY)
@pytest.mark.parametrize("name", [name for name in making.PARTS if name not in {"other_secretariat", "auditor"}])
def test_a_step_that_is_posted_is_taken_if_and_only_if_it_may_be(world, name, step):
    client = making.client_of(world, name)
    posted = {"reason": "Derfor", "meeting": str(world.coming.pk)}
    for state in ItemState:
        put_in(world.item, state)
        before = ItemStep.objects.count()
        answer = client.post(making.page("step", world.item, step), posted)
        world.item.refresh_from_db()
        took = ItemStep.objects.count() - before == 1
        assert took == ITEM_STEPS[step].may_be_taken(state=state, parts=making.PARTS[name]), state
        assert (world.item.state == state) is not took
        if not ITEM_STEPS[step].parts & making.PARTS[name]:
            assert answer.status_code in {403, 404}


@pytest.mark.parametrize("step", [name for name in STEPS_ON_THE_WAY if ITEM_STEPS[name].asks_reason])
def test_a_step_that_asks_why_says_so_and_changes_nothing(world, step):
    state = sorted(ITEM_STEPS[step].sources)[0]
    put_in(world.item, ItemState(state))
    client = making.client_of(world, "secretary_of_unit")
    answer = client.post(making.page("step", world.item, step), follow=True)
    assert "Skriv en begrundelse" in answer.content.decode()
    world.item.refresh_from_db()
    assert world.item.state == state


@pytest.mark.parametrize("state", ItemState)
def test_whose_role_has_ended_reads_what_they_wrote_and_is_offered_nothing_that_is_refused(world, state):
    """One rule for buttons and pages: the same item, the same author, with and without the role."""
    put_in(world.item, state)
    client = making.client_of(world, "author")
    pages = {name: making.page(name, world.item) for name in ("process", "item", "history")}

    def offers_writing() -> bool:
        shown = [client.get(url) for url in pages.values()]
        return any(pages["write"] in one.content.decode() for one in shown if one.status_code == 200)

    pages["write"] = making.page("write", world.item)
    written = client.get(pages["write"]).status_code == 200
    assert offers_writing() is written is (state in {ItemState.DRAFT, ItemState.RETURNED})
    RoleAssignment.objects.filter(person=world.persons["author"]).update(valid_to=world.today)
    answer = client.get(pages["process"])
    assert answer.status_code == client.get(pages["item"]).status_code == (200 if state in READ_BY_AUTHOR else 404)
    assert not offers_writing()
    assert offered(answer.content.decode()) == set()
    assert client.get(pages["write"]).status_code in {403, 404}


def test_a_withdrawn_item_is_taken_up_again_by_who_wrote_it(world):
    author = making.client_of(world, "author")
    author.post(making.page("step", world.item, "withdraw"), {"reason": "Ikke nu"})
    answer = author.get(making.page("process", world.item))
    assert "Ikke nu" in answer.content.decode()
    author.post(making.page("step", world.item, "revive"))
    world.item.refresh_from_db()
    assert world.item.state == ItemState.DRAFT


def test_who_gets_an_item_back_reads_why_at_the_top(world):
    put_in(world.item, ItemState.SUBMITTED)
    head, author = making.client_of(world, "head"), making.client_of(world, "author")
    head.post(making.page("step", world.item, "return"), {"reason": "Tallene mangler"})
    text = author.get(making.page("process", world.item)).content.decode()
    assert text.index("Det skal rettes") < text.index("Tallene mangler") < text.index("Kommentarer")
    assert f'<a href="{making.page("write", world.item)}">Ret punktet</a>' in text
    writer = making.client_of(world, "case_author")
    assert "Tallene mangler" in writer.get(making.page("write", world.item)).content.decode()
    put_in(world.item, ItemState.DRAFT)
    assert "Tallene mangler" not in writer.get(making.page("write", world.item)).content.decode()


def test_an_item_is_placed_on_the_meeting_that_is_chosen(world):
    put_in(world.item, ItemState.READY)
    client = making.client_of(world, "secretary_of_unit")
    client.post(making.page("step", world.item, "place"), {"meeting": "nonsense"})
    world.item.refresh_from_db()
    assert world.item.state == ItemState.READY
    client.post(making.page("step", world.item, "place"), {"meeting": str(world.coming.pk)})
    world.item.refresh_from_db()
    assert world.item.meeting == world.coming


def test_what_is_missing_is_said_before_it_is_asked_for(world):
    world.forum.section_templates.create(position=0, kind="economy", heading="Økonomi", is_mandatory=True)
    author = making.client_of(world, "author")
    assert "“Økonomi” er tomt" in author.get(making.page("process", world.item)).content.decode()
    answer = author.post(making.page("step", world.item, "submit"), follow=True)
    assert "Punktet er ikke sendt" in answer.content.decode()
    world.item.refresh_from_db()
    assert world.item.state == ItemState.DRAFT


def test_the_secretariat_s_own_item_is_approved_by_the_leader_of_the_forum_s_unit(world):
    """An item without department belongs to the unit that owns the forum."""
    Employment.objects.filter(person=world.persons["head_elsewhere"]).update(unit=world.top)
    Item.objects.filter(pk=world.item.pk).update(
        unit=None, author=world.persons["secretary_of_unit"], state=ItemState.DRAFT
    )
    making.client_of(world, "secretary_of_unit").post(making.page("step", world.item, "submit"))
    assert making.client_of(world, "head").get(making.page("process", world.item)).status_code == 404
    making.client_of(world, "head_elsewhere").post(making.page("step", world.item, "approve"))
    world.item.refresh_from_db()
    assert world.item.state == ItemState.READY


def test_the_leader_of_the_forum_s_unit_reads_nothing_of_a_draft_that_was_imported(world):
    Employment.objects.filter(person=world.persons["head_elsewhere"]).update(unit=world.top)
    agenda = world.take_in(publish=False, date=NOW.date().replace(month=3))
    client = making.client_of(world, "head_elsewhere")
    assert client.get(making.page("process", agenda.items.first())).status_code == 404


def test_who_keeps_the_meeting_finds_the_way_of_an_item_that_is_sent_out_and_is_told_to_send_again(world):
    item = world.meeting.items.get(number=3)
    Item.objects.filter(pk=item.pk).update(state=ItemState.SENT)
    way = making.page("process", item)
    keeper = making.client_of(world, "secretary_of_unit")
    assert way in keeper.get(making.page("item", item)).content.decode()
    assert way not in making.client_of(world, "member").get(making.page("item", item)).content.decode()
    done = keeper.post(making.page("step", item, "withdraw_late"), {"reason": "Venter"}, follow=True).content.decode()
    assert "send en ny version" in done


def test_what_the_item_lacks_is_the_same_on_its_way_and_beside_its_text_and_is_no_advice(world):
    for place, (kind, heading) in enumerate((("economy", "Økonomi"), ("other", "Klima og natur"))):
        world.forum.section_templates.create(position=place, kind=kind, heading=heading, is_mandatory=True)
    author = making.client_of(world, "author")
    pages = [author.get(making.page(name, world.item)).content.decode() for name in ("process", "findings")]
    write = making.page("write", world.item)
    for page in pages:
        assert "Mangler, før punktet kan sendes" in page
        assert f'<a href="{write}#afsnit-economy">“Økonomi” er tomt.' in page
        assert f'<a href="{write}#afsnit-other-klima-og-natur">“Klima og natur” er tomt.' in page
    assert "section-missing" not in pages[1]
    editor = author.get(write).content.decode()
    assert 'id="afsnit-economy"' in editor
    assert 'id="afsnit-other-klima-og-natur"' in editor
    head = making.client_of(world, "head").get(making.page("findings", world.item)).content.decode()
    assert "Mangler, før" not in head, "who cannot send it is told what is missing as advice"
