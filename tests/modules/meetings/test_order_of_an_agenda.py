"""The order of an agenda and its minutes are saved in one go; of two who change it at once, the second is told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.kernel.audit.models import Event
from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.queries.agenda import agenda_page
from chefforum.modules.meetings.rules.order import Direction, keeps_fixed, merged, moved
from chefforum.modules.meetings.rules.time_check import time_check
from chefforum.modules.meetings.rules.time_plan import time_plan
from chefforum.modules.meetings.services.agenda import take_off_item
from chefforum.modules.meetings.services.items import return_item
from chefforum.modules.meetings.services.ordering import AgendaChanged, MinutesChange, arrange
from chefforum.modules.meetings.services.sending import send_agenda
from chefforum.modules.meetings.services.steps import StepNotPossible
from tests.modules.meetings.agenda_world import KEEPER, numbers, planned, put_on, ready, titles

ORDERS = st.lists(st.integers(0, 12), unique=True)


@given(ORDERS, ORDERS)
def test_two_orders_put_together_have_what_is_there_now_each_once(wanted, present) -> None:
    found = merged(wanted=wanted, present=present)
    assert sorted(found) == sorted(present)
    kept = [item for item in wanted if item in present]
    assert [item for item in found if item in kept] == kept


@given(ORDERS)
def test_an_order_put_together_with_itself_is_itself(order) -> None:
    assert merged(wanted=order, present=order) == order


@given(ORDERS.filter(len), st.data())
def test_up_and_down_again_is_where_it_was_but_at_the_ends(order, data) -> None:
    item = data.draw(st.sampled_from(order))
    up = moved(order, item=item, direction=Direction.UP)
    assert sorted(up) == sorted(order)
    if order[0] != item:
        assert moved(up, item=item, direction=Direction.DOWN) == order
    else:
        assert up == order


def test_what_is_sent_keeps_its_place_among_all() -> None:
    assert keeps_fixed(["a", "b", "d", "c"], present=["a", "b", "c", "d"], fixed={"a", "b"})
    assert not keeps_fixed(["b", "a", "c", "d"], present=["a", "b", "c", "d"], fixed={"a", "b"})
    assert not keeps_fixed(["a", "c", "b", "d"], present=["a", "b", "c", "d"], fixed={"a", "b"})


@pytest.mark.parametrize(
    ("planned_minutes", "end", "over", "words"),
    [
        ([60, 65, 80], dt.time(12), 25, "Slutter kl. 12.25, 25 min. efter mødets sluttidspunkt."),
        ([60, 60], dt.time(12), -60, "Slutter kl. 11.00. Der er 60 min. tilbage."),
        ([60, 120], dt.time(12), 0, "Slutter kl. 12.00. Tiden går lige op."),
        (
            [180, None],
            dt.time(12),
            0,
            "Slutter tidligst kl. 12.00. Tiden går lige op, men ikke alle punkter har fået tid.",
        ),
        ([60, None], dt.time(12), -120, "Slutter tidligst kl. 10.00. Der er 120 min. tilbage."),
        ([60], None, 0, "Slutter kl. 10.00. Mødet har intet sluttidspunkt."),
        ([None], dt.time(12), -180, "Ingen punkter har fået tid endnu."),
    ],
)
def test_the_time_is_said_in_words(planned_minutes, end, over, words) -> None:
    plan = time_plan(start=dt.time(9), planned=planned_minutes)
    found = time_check(start=dt.time(9), end=end, plan=plan)
    assert (found.over, found.words, found.is_over) == (over, words, over > 0)


@pytest.fixture
def made(forum_world):
    meeting = planned(forum_world)
    a, b, c = put_on(forum_world, meeting, "A", "B", "C")
    return meeting, a.pk, b.pk, c.pk


def save(world, meeting, *, seen, order, minutes=None, name=KEEPER) -> None:
    arrange(actor=world.as_(name), meeting=meeting, seen=seen, order=order, minutes=minutes or {}, at=world.now)


def test_an_order_gives_places_and_numbers_and_one_event(forum_world, made) -> None:
    meeting, a, b, c = made
    save(forum_world, meeting, seen=[a, b, c], order=[c, a, b])
    assert numbers(meeting) == {"C": 1, "A": 2, "B": 3}
    assert Event.objects.filter(action="meetings.arrange").count() == 1


def test_minutes_are_a_change_of_the_item(forum_world, made) -> None:
    meeting, a, b, c = made
    save(forum_world, meeting, seen=[a, b, c], order=[a, b, c], minutes={b: MinutesChange(None, 25)})
    item = Item.objects.get(pk=b)
    assert (item.planned_minutes, item.token, item.revisions.count()) == (25, 2, 1)
    assert not Event.objects.filter(action="meetings.arrange").exists()


def test_the_second_of_two_secretaries_is_told_and_loses_nothing(forum_world, made) -> None:
    meeting, a, b, c = made
    save(forum_world, meeting, seen=[a, b, c], order=[b, a, c])
    with pytest.raises(AgendaChanged) as told:
        save(forum_world, meeting, seen=[a, b, c], order=[c, a, b], minutes={a: MinutesChange(None, 5)})
    assert titles(meeting) == ["B", "A", "C"]
    assert Item.objects.get(pk=a).planned_minutes is None
    assert told.value.wanted == (c, a, b)
    assert told.value.minutes == {a: 5}
    save(forum_world, meeting, seen=[b, a, c], order=told.value.wanted, minutes={a: MinutesChange(None, 5)})
    assert titles(meeting) == ["C", "A", "B"]
    assert Item.objects.get(pk=a).planned_minutes == 5


def test_an_item_that_came_meanwhile_is_in_the_order_that_is_offered(forum_world, made) -> None:
    meeting, a, b, c = made
    put_on(forum_world, meeting, "Ny")
    take_off_item(actor=forum_world.as_(KEEPER), item=Item.objects.get(pk=b), at=forum_world.now)
    with pytest.raises(AgendaChanged) as told:
        save(forum_world, meeting, seen=[a, b, c], order=[c, b, a])
    new = meeting.items.get(title="Ny").pk
    assert told.value.wanted == (c, new, a)


def test_two_who_change_different_minutes_do_not_disturb_each_other(forum_world, made) -> None:
    meeting, a, b, c = made
    save(forum_world, meeting, seen=[a, b, c], order=[a, b, c], minutes={a: MinutesChange(None, 10)})
    unchanged = MinutesChange(None, None)
    save(forum_world, meeting, seen=[a, b, c], order=[a, b, c], minutes={a: unchanged, b: MinutesChange(None, 20)})
    assert list(meeting.items.order_by("position").values_list("planned_minutes", flat=True)) == [10, 20, None]


def test_two_who_change_the_same_minutes_are_told(forum_world, made) -> None:
    meeting, a, b, c = made
    save(forum_world, meeting, seen=[a, b, c], order=[a, b, c], minutes={a: MinutesChange(None, 10)})
    with pytest.raises(AgendaChanged):
        save(forum_world, meeting, seen=[a, b, c], order=[a, b, c], minutes={a: MinutesChange(None, 15)})
    assert Item.objects.get(pk=a).planned_minutes == 10


def test_only_who_keeps_the_meeting_orders_it(forum_world, made) -> None:
    meeting, a, b, c = made
    for name in ("chair", "member", "other_secretariat", "admin", "observer"):
        with pytest.raises(AccessDenied):
            save(forum_world, meeting, seen=[a, b, c], order=[c, b, a], name=name)
    assert titles(meeting) == ["A", "B", "C"]


def test_nothing_moves_when_the_meeting_is_over(forum_world) -> None:
    ids = [item.pk for item in forum_world.meeting.items.order_by("position")]
    with pytest.raises(StepNotPossible):
        save(forum_world, forum_world.meeting, seen=ids, order=ids[::-1])


def test_what_is_sent_out_does_not_move(forum_world, made) -> None:
    meeting, a, b, c = made
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    with pytest.raises(StepNotPossible, match="beholder deres plads"):
        save(forum_world, meeting, seen=[a, b, c], order=[b, a, c])
    assert numbers(meeting) == {"A": 1, "B": 2, "C": 3}


def test_those_after_it_move_up_when_one_is_taken_off_or_sent_back(forum_world, made) -> None:
    meeting, a, b, _ = made
    take_off_item(actor=forum_world.as_(KEEPER), item=Item.objects.get(pk=a), at=forum_world.now)
    assert numbers(meeting) == {"B": 1, "C": 2}
    back = return_item(
        actor=forum_world.as_(KEEPER), item=Item.objects.get(pk=b), at=forum_world.now, reason="Tal mangler"
    )
    assert (back.state, back.meeting, back.number) == ("returned", None, None)
    assert numbers(meeting) == {"C": 1}


def test_the_page_has_clock_running_sum_and_what_could_come_on_it(forum_world, made) -> None:
    meeting, a, b, c = made
    save(
        forum_world,
        meeting,
        seen=[a, b, c],
        order=[a, b, c],
        minutes={a: MinutesChange(None, 100), b: MinutesChange(None, 105)},
    )
    ready(forum_world, "Til et andet møde")
    ready(forum_world, "Til dette", wanted_meeting=meeting)
    ready(forum_world, "Venter på chefen", state="submitted")
    ready(forum_world, "Andres kladde", state="draft")
    ready(forum_world, "Kladde til dette", state="draft", wanted_meeting=meeting)
    page = agenda_page(actor=forum_world.as_(KEEPER), meeting=meeting, on=forum_world.today)
    assert [(row.starts_at, row.until) for row in page.rows] == [
        (dt.time(9), 100),
        (dt.time(10, 40), 205),
        (dt.time(12, 25), 205),
    ]
    assert page.check.words == "Slutter tidligst kl. 12.25, 25 min. efter mødets sluttidspunkt."
    assert [one.item.title for one in page.ready] == ["Til dette", "Til et andet møde"]
    assert [one.item.title for one in page.under_way] == ["Kladde til dette", "Venter på chefen"]


def test_who_reads_everything_sees_it_made_and_members_do_not(forum_world, made) -> None:
    meeting, *_ = made
    assert len(agenda_page(actor=forum_world.as_("chair"), meeting=meeting, on=forum_world.today).rows) == 3
    for name in ("member", "observer", "substitute", "admin", "other_secretariat"):
        with pytest.raises(AccessDenied):
            agenda_page(actor=forum_world.as_(name), meeting=meeting, on=forum_world.today)


def test_the_buttons_of_the_page_work_without_javascript(forum_world, made, client) -> None:
    meeting, a, b, c = made
    client.force_login(forum_world.persons[KEEPER])
    url = f"/moeder/{meeting.pk}/dagsorden/"
    order = f"{a},{b},{c}"
    client.post(
        url, {"seen": order, "order": order, "flyt": f"up:{c}", f"minutter-{b}": "20", f"sete-minutter-{b}": ""}
    )
    assert titles(meeting) == ["A", "C", "B"]
    assert Item.objects.get(pk=b).planned_minutes == 20
    answer = client.post(url, {"seen": order, "order": order, "flyt": f"up:{b}"})
    assert answer.status_code == 409
    assert "En anden har ændret dagsordenen imens" in answer.content.decode()
    now = f"{a},{c},{b}"
    page = client.post(
        url, {"seen": now, "order": now, f"minutter-{a}": "halv time", f"minutter-{c}": "15"}, follow=True
    )
    assert "Skriv minutter som hele tal" in page.content.decode()
    assert Item.objects.get(pk=c).planned_minutes == 15


@pytest.mark.parametrize("typed", [{"seen": "x"}, {"order": "1,2"}, {"flyt": "up:x"}, {"flyt": "sideways:x"}])
def test_what_no_page_of_ours_sends_changes_nothing(forum_world, made, client, typed) -> None:
    meeting, a, b, c = made
    client.force_login(forum_world.persons[KEEPER])
    answer = client.post(f"/moeder/{meeting.pk}/dagsorden/", {"seen": f"{a},{b},{c}"} | typed, follow=True)
    assert answer.status_code == 200
    assert titles(meeting) == ["A", "B", "C"]
