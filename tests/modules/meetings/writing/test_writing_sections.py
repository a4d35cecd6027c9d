"""A section is written, and two who write in it at once lose nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from chefforum.calc.blocks import from_json
from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.meetings.models import Conflict
from chefforum.modules.meetings.queries.writing import conflict_on_page, sections_to_write
from chefforum.modules.meetings.rules.section_places import NOTHING, Name, pair, place_of_new
from chefforum.modules.meetings.services.items import submit_item
from chefforum.modules.meetings.services.section_writing import (
    ChangedAgain,
    NotThisSection,
    settle_conflict,
    undo_nothing,
)
from chefforum.modules.meetings.services.steps import StepNotPossible
from tests.desk import ECONOMY, PRESENTATION, SUMMARY, Desk, said


def test_a_section_is_made_when_something_is_written_in_it_and_in_the_templates_order(desk: Desk) -> None:
    desk.write("Ingen penge", name=ECONOMY)
    desk.write("Kort")
    desk.write("Langt", name=PRESENTATION)
    headings = [section.heading for section in desk.item.sections.order_by("position")]
    assert headings == ["Resumé", "Sagsfremstilling", "Økonomi"]


def test_nothing_written_makes_no_section(desk: Desk) -> None:
    assert desk.write().section is None
    assert not desk.item.sections.exists()
    assert not desk.item.revisions.exists()


def test_the_page_shows_every_section_that_the_forum_asks_for_and_those_besides(desk: Desk) -> None:
    desk.write("Fra før", name=Name("other", "Tidsplan"))
    shown = sections_to_write(desk.item)
    assert [one.heading for one in shown][:2] == ["Resumé", "Sagsfremstilling"]
    assert shown[-1].heading == "Tidsplan"
    assert not shown[-1].is_asked
    assert shown[0].help_text


def test_a_save_on_an_old_text_is_kept_beside_it_and_touches_nothing(desk: Desk) -> None:
    first = desk.write("Første udkast")
    desk.write("Andet udkast", token=first.token, by="second_author")
    late = desk.write("Mit udkast", token=first.token)
    assert late.conflict is not None
    assert from_json(desk.section().blocks) == said("Andet udkast")
    assert from_json(late.conflict.blocks) == said("Mit udkast")
    assert sections_to_write(desk.item)[0].conflicts == (late.conflict,)


def test_two_who_both_begin_a_section_are_told_too(desk: Desk) -> None:
    desk.write("Hendes")
    assert desk.write("Hans", by="second_author").conflict is not None


def test_who_goes_on_writing_in_a_conflict_has_one_text_kept_not_many(desk: Desk) -> None:
    desk.write("Hendes")
    first = desk.write("Ha", by="second_author").conflict
    assert first is not None
    desk.write("Hans hele tekst", by="second_author", conflict_id=first.pk)
    assert [from_json(row.blocks) for row in Conflict.objects.all()] == [said("Hans hele tekst")]


def test_two_windows_of_the_same_person_do_not_write_over_each_others_conflict(desk: Desk) -> None:
    desk.write("Står")
    desk.write("Vindue 1", by="second_author")
    desk.write("Vindue 2", by="second_author")
    assert Conflict.objects.count() == 2


def test_the_same_text_sent_again_is_no_conflict(desk: Desk) -> None:
    """The answer to the first save got lost on its way."""
    first = desk.write("Tekst")
    again = desk.write("Tekst")
    assert again.conflict is None
    assert again.token == first.token


@pytest.mark.parametrize("chosen", ["Mit", "Hendes", "Mit og hendes"])
def test_whatever_is_chosen_all_texts_can_still_be_read(desk: Desk, chosen: str) -> None:
    first = desk.write("Udkast")
    desk.write("Hendes", token=first.token, by="second_author")
    late = desk.write("Mit", token=first.token).conflict
    assert late is not None
    settle_conflict(
        actor=desk.actor("case_author"),
        item=desk.item,
        conflict_id=late.pk,
        blocks=said(chosen),
        token=desk.section().token,
        at=desk.at,
    )
    assert from_json(desk.section().blocks) == said(chosen)
    kept = str([revision.content for revision in desk.item.revisions.all()]) + str(Conflict.objects.values("blocks"))
    assert all(text in kept for text in ("Udkast", "Hendes", "Mit"))
    assert conflict_on_page(item=desk.item, conflict_id=late.pk) is None


def test_a_choice_between_texts_that_have_changed_again_is_asked_anew(desk: Desk) -> None:
    first = desk.write("Udkast")
    late = desk.write("Sent").conflict
    assert late is not None
    desk.write("Endnu et", token=first.token)
    with pytest.raises(ChangedAgain):
        settle_conflict(
            actor=desk.actor("case_author"),
            item=desk.item,
            conflict_id=late.pk,
            blocks=said("Sent"),
            token=first.token,
            at=desk.at,
        )
    assert Conflict.objects.get().settled_at is None


def test_a_conflict_is_settled_once(desk: Desk) -> None:
    desk.write("Udkast")
    late = desk.write("Sent").conflict
    assert late is not None

    def settle() -> None:
        settle_conflict(
            actor=desk.actor("case_author"),
            item=desk.item,
            conflict_id=late.pk,
            blocks=said("Sent"),
            token=desk.section().token,
            at=desk.at,
        )

    settle()
    with pytest.raises(StepNotPossible):
        settle()


def test_intet_at_bemaerke_says_who_and_when_and_gives_the_text_back(desk: Desk) -> None:
    written = desk.write("Det koster 2 mio. kr.", name=ECONOMY)
    soon = desk.at + dt.timedelta(minutes=1)  # within the time that is one revision
    desk.write(name=ECONOMY, token=written.token, is_nothing=True, at=soon)
    section = desk.section(ECONOMY)
    assert from_json(section.blocks) == NOTHING
    assert section.nothing_by == desk.lindeby.persons["case_author"]
    assert section.nothing_at == soon
    undo_nothing(actor=desk.actor("case_author"), item=desk.item, section_id=section.pk, at=soon)
    section.refresh_from_db()
    assert from_json(section.blocks) == said("Det koster 2 mio. kr.")
    assert section.nothing_at is None


def test_intet_at_bemaerke_on_an_empty_section_is_undone_to_nothing(desk: Desk) -> None:
    desk.write(name=ECONOMY, is_nothing=True)
    section = undo_nothing(
        actor=desk.actor("case_author"), item=desk.item, section_id=desk.section(ECONOMY).pk, at=desk.at
    )
    assert section.blocks == []


def test_writing_takes_the_choice_of_nothing_away(desk: Desk) -> None:
    chosen = desk.write(name=ECONOMY, is_nothing=True)
    desk.write("Alligevel noget", name=ECONOMY, token=chosen.token)
    assert desk.section(ECONOMY).nothing_at is None


def test_intet_at_bemaerke_fulfils_a_mandatory_section(desk: Desk) -> None:
    author = desk.actor("case_author")
    with pytest.raises(StepNotPossible):
        submit_item(actor=author, item=desk.item, at=desk.at)
    for row in desk.lindeby.forum.section_templates.filter(is_mandatory=True):
        desk.write(name=Name(row.kind, row.heading), is_nothing=True)
    assert submit_item(actor=author, item=desk.item, at=desk.at).state == "submitted"


def test_recommendation_decision_and_bilag_are_written_elsewhere(desk: Desk) -> None:
    for kind in ("recommendation", "decision", "attachments"):
        with pytest.raises(NotThisSection):
            desk.write("Her", name=Name(kind, "Indstilling"))


@pytest.mark.parametrize(
    "name", ["workplace_leader", "forum_chair", "forum_member", "colleague", "auditor", "other_secretariat"]
)
def test_who_does_not_write_the_item_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(AccessDenied):
        desk.write("Min mening", by=name)
    assert not desk.item.sections.exists()


def test_the_author_writes_in_a_draft_and_not_after_it_was_sent_on(desk: Desk) -> None:
    for row in desk.lindeby.forum.section_templates.filter(is_mandatory=True):
        desk.write(name=Name(row.kind, row.heading), is_nothing=True)
    submit_item(actor=desk.actor("case_author"), item=desk.item, at=desk.at)
    token = desk.section().token
    with pytest.raises(AccessDenied, match="Hent det tilbage"):
        desk.write("Lige en rettelse", token=token)
    desk.write("Sekretariatets rettelse", token=token, by="secretariat")
    assert from_json(desk.section().blocks) == said("Sekretariatets rettelse")


def test_the_trail_tells_of_the_write_and_says_no_word_of_it(desk: Desk) -> None:
    written = desk.write("Hemmelig tekst")
    desk.write("Mere hemmelig tekst", token=written.token)
    desk.write("For sent, hemmelig tekst")
    events = desk.events()
    assert [event.action for event in events] == ["items.create", "items.write", "items.write"]
    assert "hemmelig" not in str([(event.data, event.object_name) for event in events]).casefold()


def test_an_emptied_section_is_not_read_and_comes_back_under_its_token(desk: Desk) -> None:
    first = desk.write("Tekst")
    emptied = desk.write(token=first.token)
    assert desk.item.revisions.order_by("-number")[0].content["item"]["sections"] == []
    assert desk.write("Igen", token=emptied.token).conflict is None
    assert desk.write("Sent", token=first.token).conflict is not None


def test_sections_are_paired_by_heading_before_kind() -> None:
    standing = [Name("summary", "Beslutningstema"), SUMMARY, Name("other", "Tid")]
    assert pair(asked=[SUMMARY, Name("other", "Andet")], standing=standing) == [1, None]
    assert pair(asked=[SUMMARY], standing=standing[:1]) == [0]


def test_a_new_section_goes_after_the_recommendation_and_before_the_decision() -> None:
    standing = [Name("recommendation", "Indstilling"), Name("decision", "Beslutning"), Name("attachments", "Bilag")]
    assert place_of_new(name=SUMMARY, asked=[SUMMARY, ECONOMY], standing=standing) == 1
    assert place_of_new(name=ECONOMY, asked=[SUMMARY, ECONOMY], standing=[standing[0], SUMMARY, *standing[1:]]) == 2
    assert place_of_new(name=Name("other", "Nyt"), asked=[SUMMARY], standing=[*standing[:1], SUMMARY, standing[1]]) == 2
