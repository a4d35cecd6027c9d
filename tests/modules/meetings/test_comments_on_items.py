"""What is said of an item while it is written: by whom, on what, and when it is dealt with."""

from __future__ import annotations

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Comment, Item
from chefforum.modules.meetings.rules.states import ItemState
from chefforum.modules.meetings.services.comments import reopen_comment, settle_comment, write_comment
from chefforum.modules.meetings.services.hearings import ask_hearing
from chefforum.modules.meetings.services.steps import StepNotPossible
from tests.modules.meetings import making
from tests.modules.meetings.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(forum_world):
    making.people(forum_world)
    forum_world.item = making.item(forum_world)
    return forum_world


def say(world, text="Hvad koster det?", by="head", section=None) -> Comment:
    return write_comment(actor=world.as_(by), item=world.item, section=section, text=text, at=NOW)


@pytest.mark.parametrize("name", ["author", "case_author", "head", "secretary_of_unit", "chair"])
def test_those_who_work_on_the_item_comment(world, name):
    assert say(world, by=name).person == world.persons[name]


@pytest.mark.parametrize("name", ["member", "head_elsewhere", "other_secretariat", "auditor"])
def test_nobody_else_comments(world, name):
    with pytest.raises(AccessDenied):
        say(world, by=name)


def test_a_department_that_is_heard_comments(world):
    ask_hearing(actor=world.as_("author"), item=world.item, unit_ids=[world.elsewhere.pk], due_date=NOW.date(), at=NOW)
    assert say(world, by="head_elsewhere")


def test_a_comment_on_a_section_stands_under_its_heading(world):
    section = making.write(world.item, "Bussen kører.")
    client = making.client_of(world, "head")
    client.post(making.page("comment", world.item), {"section": section.pk, "text": "Hvornår?"})
    shown = client.get(making.page("process", world.item)).content.decode()
    assert shown.index(">Sagsfremstilling<") < shown.index("Hvornår?")
    assert Comment.objects.get().section == section


def test_a_section_of_another_item_is_no_choice(world):
    section = making.write(making.item(world, title="En anden"), "Andet.")
    client = making.client_of(world, "head")
    answer = client.post(making.page("comment", world.item), {"section": section.pk, "text": "Hvornår?"})
    assert answer.status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("name", "may"), [("author", True), ("secretary_of_unit", True), ("chair", False)])
def test_who_prepares_the_item_says_when_a_comment_is_dealt_with(world, name, may):
    comment = say(world)
    for change, is_settled in ((settle_comment, True), (reopen_comment, False)):
        if may:
            change(actor=world.as_(name), comment=comment, at=NOW)
            comment.refresh_from_db()
            assert (comment.settled_at is not None) is is_settled
        else:
            with pytest.raises(AccessDenied):
                change(actor=world.as_(name), comment=comment, at=NOW)


def test_who_wrote_a_comment_settles_it(world):
    comment = say(world, by="chair")
    settle_comment(actor=world.as_("chair"), comment=comment, at=NOW)


def test_comments_end_when_the_item_is_sent_out(world):
    comment = say(world)
    Item.objects.filter(pk=world.item.pk).update(state=ItemState.SENT)
    for act in (
        lambda: say(world, by="secretary_of_unit"),
        lambda: settle_comment(actor=world.as_("secretary_of_unit"), comment=comment, at=NOW),
    ):
        with pytest.raises(StepNotPossible):
            act()


def test_what_was_said_is_a_line_on_the_author_s_start_page_until_it_is_dealt_with(world):
    comment = say(world)
    author = making.client_of(world, "case_author")
    Item.objects.filter(pk=world.item.pk).update(author=world.persons["case_author"])
    assert "Kommentarer til dine punkter" in author.get("/").content.decode()
    settle_comment(actor=world.as_("head"), comment=comment, at=NOW)
    assert "Kommentarer til dine punkter" not in author.get("/").content.decode()
