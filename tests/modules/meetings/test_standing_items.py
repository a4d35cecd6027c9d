"""Standing items come on every agenda by themselves, say which minutes they approve, and can be skipped once."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.calc.blocks import from_json, texts
from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Item, Meeting
from chefforum.modules.meetings.queries.approving import agendas_to_send_again
from chefforum.modules.meetings.rules.order import Direction
from chefforum.modules.meetings.rules.standing import is_as_made, recommendation_parts
from chefforum.modules.meetings.services.planning import open_meeting
from chefforum.modules.meetings.services.practice import add_standing, edit_standing, move_standing, remove_standing
from chefforum.modules.meetings.services.sending import send_agenda, send_changes, send_minutes
from chefforum.modules.meetings.services.standing import add_standing_item, skip_standing_item
from chefforum.modules.meetings.services.steps import StepNotPossible
from chefforum.modules.meetings.services.themes import drop_theme, suggest_theme
from tests.modules.meetings.agenda_world import (
    KEEPER,
    first_and_last,
    numbers,
    planned,
    put_on,
    standing_text,
    titles,
    told,
)

APPROVAL, THEMES = "Godkendelse af dagsorden og referat", "Temaer til kommende møder"


def section(item: Item, kind: str) -> list[str]:
    return [text for row in item.sections.filter(kind=kind) for text in texts(from_json(row.blocks))]


def test_a_new_agenda_has_them_first_and_last_and_items_come_between(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world)
    put_on(forum_world, meeting, "Budget", "Praktik")
    assert titles(meeting) == [APPROVAL, "Budget", "Praktik", THEMES]
    assert numbers(meeting) == {APPROVAL: 1, "Budget": 2, "Praktik": 3, THEMES: 4}


def test_the_first_says_which_minutes_it_approves_in_its_rows_and_in_what_is_read(forum_world) -> None:
    first, _ = first_and_last(forum_world)
    item = planned(forum_world).items.get(title=APPROVAL)
    parts = ["at dagsordenen godkendes", "at referat fra 4. februar 2026 godkendes"]
    assert list(item.recommendation_parts.values_list("text", flat=True)) == parts
    assert section(item, "recommendation") == ["Det indstilles,", *parts]
    assert (item.standing, item.state, item.planned_minutes) == (first, "on_agenda", 5)
    assert item.case is not None
    assert item.case.journal_number == "00.01.00-A00-32-24"


def test_minutes_that_are_sent_out_after_planning_are_named_when_the_agenda_goes_out(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world, date=dt.date(2026, 5, 6))
    Meeting.objects.create(forum=forum_world.forum, title="x", date=dt.date(2026, 4, 1), state="minutes_sent")
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    assert "at referat fra 1. april 2026 godkendes" in section(meeting.items.get(title=APPROVAL), "recommendation")


def test_minutes_that_go_out_after_the_agenda_are_named_on_it_and_it_wants_a_new_version(forum_world) -> None:
    first_and_last(forum_world)
    actor = forum_world.as_(KEEPER)
    sent, building = planned(forum_world), planned(forum_world, date=dt.date(2026, 3, 18))
    send_agenda(actor=actor, meeting=sent, at=forum_world.now)
    late = forum_world.take_in(date=dt.date(2026, 2, 11), publish=False)
    Meeting.objects.filter(pk=late.pk).update(state="held")
    late.refresh_from_db()
    assert list(agendas_to_send_again(late)) == []
    send_minutes(actor=actor, meeting=late, at=forum_world.now)
    for meeting in (sent, building):
        assert "at referat fra 11. februar 2026 godkendes" in section(
            meeting.items.get(title=APPROVAL), "recommendation"
        )
    assert [item.meeting for item in agendas_to_send_again(late)] == [sent]
    send_changes(actor=actor, meeting=sent, at=forum_world.now, reason="Referatet er et andet")
    assert list(agendas_to_send_again(late)) == []


def test_what_somebody_has_written_is_not_written_over(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world)
    item = meeting.items.get(title=APPROVAL)
    item.recommendation_parts.filter(position=1).update(text="at referatet fra mødet i januar godkendes med rettelser")
    Meeting.objects.create(forum=forum_world.forum, title="x", date=dt.date(2026, 2, 11), state="minutes_sent")
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    assert item.recommendation_parts.get(position=1).text == "at referatet fra mødet i januar godkendes med rettelser"


def test_the_open_themes_stand_in_the_last_one_when_the_agenda_goes_out(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world)
    member = forum_world.as_("member")
    suggest = {"forum": forum_world.forum, "text": "", "at": forum_world.now}
    suggest_theme(actor=member, title="Lønforhandlinger", wanted_date=dt.date(2026, 4, 1), **suggest)
    suggest_theme(actor=member, title="Politiklandskab", wanted_date=None, **suggest)
    dropped = suggest_theme(actor=member, title="Frokost", wanted_date=None, **suggest)
    drop_theme(actor=member, theme=dropped, at=forum_world.now)
    send_agenda(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now)
    said = section(meeting.items.get(title=THEMES), "presentation")
    assert set(said) == {"Lønforhandlinger (ønsket 1. april 2026)", "Politiklandskab"}


def test_one_is_skipped_for_one_meeting_and_taken_in_again(forum_world) -> None:
    _, last = first_and_last(forum_world)
    actor = forum_world.as_(KEEPER)
    meeting = planned(forum_world)
    put_on(forum_world, meeting, "Budget")
    skip_standing_item(actor=actor, item=meeting.items.get(title=APPROVAL), at=forum_world.now)
    assert numbers(meeting) == {"Budget": 1, THEMES: 2}
    other = planned(forum_world, date=dt.date(2026, 3, 18))
    assert APPROVAL in titles(other)
    skip_standing_item(actor=actor, item=meeting.items.get(title=THEMES), at=forum_world.now)
    add_standing_item(actor=actor, standing=last, meeting=meeting, at=forum_world.now)
    assert titles(meeting) == ["Budget", THEMES]
    with pytest.raises(StepNotPossible, match="allerede"):
        add_standing_item(actor=actor, standing=last, meeting=meeting, at=forum_world.now)


def test_one_may_be_left_out_when_the_meeting_is_planned(forum_world) -> None:
    first, _ = first_and_last(forum_world)
    assert titles(planned(forum_world, without_standing=[first.pk])) == [THEMES]


def test_a_sent_one_is_not_skipped(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world)
    actor = forum_world.as_(KEEPER)
    send_agenda(actor=actor, meeting=meeting, at=forum_world.now)
    with pytest.raises(StepNotPossible, match="Træk det"):
        skip_standing_item(actor=actor, item=meeting.items.get(title=APPROVAL), at=forum_world.now)


def test_a_planned_meeting_is_opened_and_then_says_what_holds(forum_world) -> None:
    first_and_last(forum_world)
    meeting = planned(forum_world, date=dt.date(2026, 5, 6), is_open=False)
    Meeting.objects.create(forum=forum_world.forum, title="x", date=dt.date(2026, 4, 1), state="minutes_sent")
    assert open_meeting(actor=forum_world.as_(KEEPER), meeting=meeting, at=forum_world.now).state == "open"
    assert "at referat fra 1. april 2026 godkendes" in section(meeting.items.get(title=APPROVAL), "recommendation")
    assert told(forum_world, "member") == []


def test_the_forum_keeps_its_list_in_order(forum_world) -> None:
    actor, forum, now = forum_world.as_(KEEPER), forum_world.forum, forum_world.now
    first, last = first_and_last(forum_world)
    second = add_standing(actor=actor, forum=forum, text=standing_text("Siden sidst"), at=now)
    move_standing(actor=actor, standing=second, direction=Direction.UP, at=now)
    assert titles(planned(forum_world)) == ["Siden sidst", APPROVAL, THEMES]
    edit_standing(actor=actor, standing=second, text=standing_text("Nyt siden sidst"), at=now)
    remove_standing(actor=actor, standing=last, at=now)
    assert titles(planned(forum_world, date=dt.date(2026, 3, 11))) == ["Nyt siden sidst", APPROVAL]
    for name in ("chair", "member", "other_secretariat"):
        with pytest.raises(AccessDenied):
            remove_standing(actor=forum_world.as_(name), standing=first, at=now)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "at dagsordenen godkendes\nat referat godkendes",
            ["at dagsordenen godkendes", "at referat fra 4. februar 2026 godkendes"],
        ),
        ("at referatet godkendes", ["at referat fra 4. februar 2026 godkendes"]),
        ("at dagsordenen godkendes", ["at dagsordenen godkendes", "at referat fra 4. februar 2026 godkendes"]),
        ("", ["at referat fra 4. februar 2026 godkendes"]),
    ],
)
def test_the_part_that_names_the_minutes_gets_their_date(text: str, expected: list[str]) -> None:
    made = recommendation_parts(text, approves=dt.date(2026, 2, 4))
    assert made == expected
    assert is_as_made(made, text)
    assert is_as_made(recommendation_parts(text, approves=None), text)
    assert recommendation_parts("\n".join(made), approves=dt.date(2026, 2, 4)) == made
    assert not is_as_made([*made, "at alle går hjem"], text)
