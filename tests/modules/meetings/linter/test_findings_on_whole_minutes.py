"""What the linter finds in whole minutes: the real ones, and the demo's with the same slips."""

from __future__ import annotations

import json

import pytest

from chefforum.calc.decisions import read_decision
from chefforum.connectors.minutes import read_minutes, to_json
from chefforum.modules.meetings import linter


@pytest.fixture(params=["demo", "source"])
def minutes(request, demo_minutes, shared):
    file = demo_minutes if request.param == "demo" else shared("source/referat-chefforum-2026-01-28.md")
    return read_minutes(content=file.read_bytes(), filename=file.name)


@pytest.fixture
def source(shared):
    file = shared("source/referat-chefforum-2026-01-28.md")
    return read_minutes(content=file.read_bytes(), filename=file.name)


def found(minutes, rule):
    return [finding for finding in linter.lint_minutes(minutes) if finding.rule == rule]


def items_with(minutes, rule):
    return [finding.item for finding in found(minutes, rule)]


def test_the_future_date_in_item_6(minutes):
    (finding,) = found(minutes, "date-not-past")
    assert (finding.item, finding.section) == (6, "Sagsfremstilling")
    assert "16. december 2026" in finding.excerpt
    assert finding.suggestions == ("16. december 2025", "16. december 2024")
    assert finding.message.endswith("Mente du 2025?")


def test_the_word_twice_in_item_2(minutes):
    (finding,) = found(minutes, "repeated-word")
    assert (finding.item, finding.suggestions) == (2, ("på",))
    assert "på på" in finding.excerpt


def test_the_three_titles_that_ask_for_more_than_they_say(minutes):
    assert items_with(minutes, "title-asks-less") == [4, 5, 6]
    decision, discussion, _ = (finding.suggestions[0] for finding in found(minutes, "title-asks-less"))
    assert decision.startswith("Beslutning om ")
    assert discussion.startswith("Drøftelse af ")


def test_the_two_marks_of_time_in_item_5(minutes):
    (finding,) = found(minutes, "time-twice")
    assert (finding.item, finding.section, finding.excerpt) == (5, "Sagsfremstilling", "(15 min.)")


def test_item_7_names_money_and_a_law_that_its_sections_do_not(minutes):
    (economy,) = found(minutes, "economy-says-nothing")
    law = found(minutes, "law-says-nothing")[-1]
    assert (economy.item, economy.section) == (7, "Økonomi")
    assert "00.000 kr" in economy.message
    assert (law.item, law.section) == (7, "Lovgrundlag")
    assert "Beredskabsloven § 25" in law.message


def test_the_attachment_that_item_3_only_promises(minutes):
    (finding,) = found(minutes, "attachment-promised")
    assert finding.item == 3
    assert "ligger på punktet" in finding.message


def test_attachments_that_nothing_in_the_list_answers(source):
    assert [(one.item, one.excerpt) for one in found(source, "attachment-absent")] == [
        (5, "Den vedhæftede effektmåling viser, at der fortsat er en"),
        (6, "fælles lederdage, som også fremgår af præsentationen:"),
    ]


def test_the_demo_names_no_attachment_that_is_not_there(demo_minutes):
    minutes = read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name)
    assert found(minutes, "attachment-absent") == []


def test_the_table_that_adds_up_is_left_alone(minutes):
    assert found(minutes, "table-total") == []
    assert found(minutes, "stated-sum") == []


def test_sections_are_held_against_what_the_other_items_have(minutes):
    assert items_with(minutes, "section-missing") == [3, 3]
    assert items_with(minutes, "section-order") == [8]


def test_only_items_that_take_time_are_asked_for_it(minutes):
    assert items_with(minutes, "time-missing") == [8]


def test_a_secretary_is_not_told_more_than_three_things_of_an_item(minutes):
    findings = linter.lint_minutes(minutes)
    assert len(findings) <= 3 * len(minutes.items)
    assert len({(finding.item, finding.key) for finding in findings}) == len(findings)


def test_lix_stands_beside_what_it_was_counted_from(minutes):
    (presentation,) = (one for one in linter.measure_item(minutes.items[3]) if one.heading == "Sagsfremstilling")
    counted = presentation.readability
    assert counted.lix == counted.words / counted.sentences + 100 * counted.long_words / counted.words
    assert 700 < counted.words < 1100
    assert not any(one.heading == "Lovgrundlag" for one in linter.measure_item(minutes.items[3]))


def decided(item):
    return read_decision(text=item.decision, parts=item.recommendation.parts)


def test_every_decision_is_read(minutes):
    assert [" ".join(decided(item).outcomes) for item in minutes.items] == [
        "approved",
        "discussed",
        "noted",
        "approved",
        "noted discussed",
        "noted approved_with_changes",
        "discussed",
        "discussed",
    ]


def test_only_the_third_part_of_item_4_is_answered(minutes):
    assert decided(minutes.items[3]).parts == (None, None, "approved")
    assert decided(minutes.items[3]).unanswered == (1, 2)
    assert [item.number for item in minutes.items if decided(item).unanswered] == [4]


def test_five_items_order_something(minutes):
    assert [item.number for item in minutes.items if decided(item).orders] == [2, 4, 5, 6, 8]


def test_the_json_tells_what_was_decided(minutes):
    item = to_json(minutes)["items"][3]
    assert item["outcome"] == ["approved"]
    assert item["unanswered_parts"] == [1, 2]
    assert [part["outcome"] for part in item["recommendation"]["parts"]] == [None, None, "approved"]
    assert len(item["orders"]) == 1


def test_what_an_agenda_tells_of_earlier_decisions_is_no_decision(shared):
    """Sections of a real agenda, read as if they were decisions."""
    agenda = json.loads(shared("data/meetings/kfu-2026-10-22-dagsorden-punkt-1-3.json").read_text())
    sections = [one for item in agenda["sager"].values() for one in item["afsnit"]]
    assert len(sections) > 10
    assert [one["titel"] for one in sections if read_decision(text=one["tekst"]).outcomes] == []
