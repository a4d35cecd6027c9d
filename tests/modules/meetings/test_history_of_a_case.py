"""Historik says where a case was treated before and what came of it; never a closed treatment in an open item."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from chefforum.calc import blocks
from chefforum.calc.blocks import Paragraph
from chefforum.connectors.minutes.minutes import ItemKind, SectionKind
from chefforum.modules.meetings.models import Item, Meeting, Section
from chefforum.modules.meetings.queries.treatments import treatments_around
from chefforum.modules.meetings.services.agenda import place_item, plan_meeting, take_off_item
from chefforum.modules.meetings.services.items import create_item
from chefforum.modules.meetings.services.keeping import set_confidentiality
from chefforum.modules.meetings.services.postponing import postpone_items
from chefforum.modules.meetings.services.sending import send_agenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(forum_world):
    """An item of the minutes that were sent out, and a ready item of the same case for a coming meeting."""
    secretary = forum_world.as_("secretary_of_unit")
    earlier = forum_world.meeting.items.get(number=5)
    following = plan_meeting(actor=secretary, forum=forum_world.forum, date=dt.date(2026, 3, 4), at=forum_world.now)
    item = create_item(
        actor=secretary, forum=forum_world.forum, unit_id=None, title="Mere", kind=ItemKind.DECISION, at=forum_world.now
    )
    Item.objects.filter(pk=item.pk).update(state="ready", case=earlier.case)
    item.refresh_from_db()
    return SimpleNamespace(
        earlier=earlier, item=item, next=following, secretary=secretary, as_=forum_world.as_, at=forum_world.now,
        persons=forum_world.persons,
    )  # fmt: skip


def place(case) -> list[str]:
    place_item(actor=case.secretary, item=case.item, meeting=case.next, at=case.at)
    return history(case.item)


def history(item: Item) -> list[str]:
    section = item.sections.filter(kind=SectionKind.HISTORY).first()
    return list(blocks.texts(blocks.from_json(section.blocks))) if section else []


LINE = "Chefforum den 4. februar 2026, punkt 5: taget til efterretning, drøftet"
MADE = ["Sagen er behandlet før:", LINE]


def test_an_item_that_is_placed_tells_what_came_of_its_case(case):
    assert place(case) == MADE


def test_own_words_stay_above_and_nothing_is_told_twice(case):
    written = blocks.to_json([Paragraph("Sagen begyndte i 2019."), Paragraph("Og gik videre.")])
    Section.objects.create(item=case.item, position=0, kind="history", heading="Historik", blocks=written)
    own = ["Sagen begyndte i 2019.", "Og gik videre."]
    assert place(case) == [*own, *MADE]
    case.item.refresh_from_db()
    case.item = take_off_item(actor=case.secretary, item=case.item, at=case.at)
    assert place(case) == [*own, *MADE]


def test_a_case_that_was_not_treated_before_gets_no_historik(case):
    Item.objects.filter(pk=case.item.pk).update(case=None)
    case.item.refresh_from_db()
    assert place(case) == []


def test_what_every_meeting_has_tells_nothing_of_the_meetings_before(case):
    Item.objects.filter(pk=case.item.pk).update(kind="formality")
    case.item.refresh_from_db()
    assert place(case) == []
    assert around(case, "secretary_of_unit", case.item) == ([], [])


def test_what_is_not_sent_out_is_not_told(case):
    Meeting.objects.filter(pk=case.earlier.meeting_id).update(state="held")
    assert place(case) == []


def close(case, item: Item, *names: str) -> None:
    readers = [case.persons[name].pk for name in names]
    set_confidentiality(actor=case.secretary, item=item, is_confidential=True, reader_ids=readers, at=case.at)
    item.refresh_from_db()


def test_a_closed_treatment_is_not_told_in_an_open_item(case):
    close(case, case.earlier, "member")
    assert place(case) == []


@pytest.mark.parametrize(
    ("readers", "told"), [((), MADE), (("member",), MADE), (("member", "observer"), []), (("observer",), [])]
)
def test_a_closed_treatment_is_told_in_a_closed_item_that_nobody_else_reads(case, readers, told):
    close(case, case.earlier, "member")
    Item.objects.filter(pk=case.item.pk).update(author=case.earlier.author, unit=case.earlier.unit)
    case.item.refresh_from_db()
    close(case, case.item, *readers)
    assert place(case) == told


def test_a_closed_treatment_is_not_told_where_somebody_else_wrote_the_item(case):
    close(case, case.earlier)
    Item.objects.filter(pk=case.item.pk).update(author=case.persons["colleague"])
    case.item.refresh_from_db()
    close(case, case.item)
    assert place(case) == []


def test_a_treatment_that_is_closed_later_is_taken_out_of_what_is_not_sent_out_yet(case):
    assert place(case) == MADE
    close(case, case.earlier)
    assert history(case.item) == []


def test_it_is_told_anew_when_the_agenda_is_sent(case):
    place(case)
    Section.objects.filter(item=case.item, kind="history").delete()
    send_agenda(actor=case.secretary, meeting=case.next, at=case.at)
    assert history(case.item) == MADE
    case.item.refresh_from_db()
    assert LINE in str(case.item.published.content)


def test_what_was_put_off_says_from_where_again_and_again(case):
    Meeting.objects.filter(pk=case.earlier.meeting_id).update(state="held")
    Item.objects.filter(pk=case.earlier.pk).update(case=None)
    case.earlier.refresh_from_db()
    (successor,) = postpone_items(actor=case.secretary, items=[case.earlier], to=case.next, at=case.at)
    first = "Chefforum den 4. februar 2026, punkt 5: udsat"
    assert history(successor) == ["Sagen er behandlet før:", first]
    last = plan_meeting(actor=case.secretary, forum=case.next.forum, date=dt.date(2026, 4, 1), at=case.at)
    Meeting.objects.filter(pk=case.next.pk).update(state="held")
    Item.objects.filter(pk=successor.pk).update(state="treated", number=1)
    successor.refresh_from_db()
    (again,) = postpone_items(actor=case.secretary, items=[successor], to=last, at=case.at)
    assert history(again) == ["Sagen er behandlet før:", first, "Chefforum den 4. marts 2026, punkt 1: udsat"]


def around(case, name: str, item: Item) -> tuple[list[str], list[str]]:
    found = treatments_around(actor=case.as_(name), item=item)
    return [one.outcome for one in found.before], [one.outcome for one in found.after]


def test_the_page_shows_both_ways_what_the_reader_may_know(case):
    place(case)
    case.item.refresh_from_db()
    outcome = "taget til efterretning, drøftet"
    assert around(case, "secretary_of_unit", case.item) == ([outcome], [])
    assert around(case, "secretary_of_unit", case.earlier) == ([], ["på dagsorden"])
    assert around(case, "member", case.earlier) == ([], [])
    send_agenda(actor=case.secretary, meeting=case.next, at=case.at)
    case.item.refresh_from_db()
    assert around(case, "member", case.earlier) == ([], ["udsendt"])
    assert around(case, "member", case.item) == ([outcome], [])
    close(case, case.earlier, "observer")
    assert around(case, "member", case.item) == ([], [])
    assert around(case, "observer", case.item) == ([outcome], [])
    assert around(case, "member", case.earlier) == ([], [])
