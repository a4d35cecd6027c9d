"""The head of an item: two who change different fields do not meet; two who change the same one are told."""

from __future__ import annotations

import pytest

from chefforum.connectors.minutes.minutes import ItemKind
from chefforum.kernel.cases.models import Case
from chefforum.kernel.cases.rules import BadJournalNumber
from chefforum.modules.meetings.models import Item
from chefforum.modules.meetings.queries.content import content_of, with_content
from chefforum.modules.meetings.services.head_writing import Change, PartText, write_head
from chefforum.modules.meetings.services.items import create_item
from tests.desk import Desk


def change(desk: Desk, *, by: str = "case_author", token: int = 0, **changes: Change):
    return write_head(actor=desk.actor(by), item=desk.item, changes=changes, token=token, at=desk.later())


def standing(desk: Desk) -> Item:
    return Item.objects.get(pk=desk.item.pk)


def test_fields_are_written_and_the_token_grows(desk: Desk) -> None:
    presenter = desk.lindeby.persons["workplace_leader"]
    change(
        desk,
        title=Change("Ny skolegård", "Beslutning om ny skolegård"),
        planned_minutes=Change(None, 15),
        presenter=Change(None, presenter),
    )
    found = standing(desk)
    assert (found.title, found.planned_minutes, found.presenter, found.token) == (
        "Beslutning om ny skolegård",
        15,
        presenter,
        1,
    )


def test_two_who_change_different_fields_do_not_meet(desk: Desk) -> None:
    change(desk, title=Change("Ny skolegård", "Hendes titel"))
    written = change(desk, by="second_author", planned_minutes=Change(None, 20))
    assert written.conflicts == ()
    assert (standing(desk).title, standing(desk).planned_minutes) == ("Hendes titel", 20)


def test_two_who_change_the_same_field_are_told_and_the_rest_is_written(desk: Desk) -> None:
    change(desk, title=Change("Ny skolegård", "Hendes titel"))
    written = change(
        desk, by="second_author", title=Change("Ny skolegård", "Hans titel"), planned_minutes=Change(None, 20)
    )
    assert [(one.field, one.mine, one.theirs) for one in written.conflicts] == [("title", "Hans titel", "Hendes titel")]
    assert (standing(desk).title, standing(desk).planned_minutes) == ("Hendes titel", 20)


def test_who_has_seen_the_other_title_may_write_their_own(desk: Desk) -> None:
    change(desk, title=Change("Ny skolegård", "Hendes titel"))
    written = change(desk, by="second_author", title=Change("Hendes titel", "Hans titel"), token=0)
    assert written.conflicts == ()
    assert standing(desk).title == "Hans titel"


def test_a_journal_number_opens_its_case_however_it_is_written(desk: Desk) -> None:
    change(desk, journal_number=Change(None, "17.01.00 – a00 – 7 – 26"))
    assert standing(desk).journal_number == "17.01.00-A00-7-26"
    assert standing(desk).case == Case.objects.get(journal_number="17.01.00-A00-7-26")


def test_what_is_no_journal_number_is_refused(desk: Desk) -> None:
    with pytest.raises(BadJournalNumber):
        change(desk, journal_number=Change(None, "17.01"))


def test_a_leader_who_may_not_open_cases_writes_the_number_all_the_same(desk: Desk) -> None:
    desk.item = create_item(
        actor=desk.actor("workplace_leader"),
        forum=desk.lindeby.forum,
        unit_id=desk.lindeby.units["3100"].pk,
        title="Lederens sag",
        kind=ItemKind.ORIENTATION,
        at=desk.at,
    )
    change(desk, by="workplace_leader", journal_number=Change(None, "17.01.00-A00-7-26"))
    assert (standing(desk).journal_number, standing(desk).case) == ("17.01.00-A00-7-26", None)


def test_parts_keep_their_rows_when_they_are_moved_and_are_read_as_a_section(desk: Desk) -> None:
    change(
        desk,
        recommended_by=Change(None, "Kommunaldirektøren"),
        parts=Change([], [PartText(None, "at planen godkendes"), PartText(None, "at den evalueres")]),
    )
    first, second = desk.item.recommendation_parts.order_by("position")
    first.outcome = "approved"
    first.save()
    change(
        desk,
        token=1,
        parts=Change(
            ["at planen godkendes", "at den evalueres"],
            [PartText(second.pk, "at den evalueres"), PartText(first.pk, "at planen godkendes"), PartText(None, "nyt")],
        ),
    )
    said = content_of(with_content(Item.objects.filter(pk=desk.item.pk)).get())
    assert said.item.recommendation is not None
    assert said.item.recommendation.parts == ("at den evalueres", "at planen godkendes", "nyt")
    assert [outcome and outcome.value for outcome in said.outcomes] == [None, "approved", None]
    assert said.item.sections[0].kind == "recommendation"


def test_two_who_change_the_parts_are_told(desk: Desk) -> None:
    change(desk, parts=Change([], [PartText(None, "hendes")]))
    written = change(desk, by="second_author", parts=Change([], [PartText(None, "hans")]))
    assert [one.field for one in written.conflicts] == ["parts"]
    assert list(desk.item.recommendation_parts.values_list("text", flat=True)) == ["hendes"]


def test_without_parts_there_is_no_recommendation(desk: Desk) -> None:
    change(desk, parts=Change([], [PartText(None, "at planen godkendes")]))
    change(desk, token=1, parts=Change(["at planen godkendes"], []))
    assert not standing(desk).has_recommendation
    assert not desk.item.sections.exists()


def test_the_trail_names_the_fields_and_says_no_word_of_them(desk: Desk) -> None:
    change(desk, title=Change("Ny skolegård", "Hemmelig titel"))
    event = desk.events()[-1]
    assert event.data["fields"] == ["title"]
    assert "Hemmelig" not in str((event.data, event.object_name))
