"""What was decided stands in the JSON for who reads it, and is read from the text again when the file comes back."""

from __future__ import annotations

import copy

import pytest

from chefforum.connectors.minutes import UnreadableMinutes, from_json, read_minutes, to_json


@pytest.fixture
def minutes(demo_minutes):
    return read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name)


def test_each_item_has_its_outcomes_its_unanswered_parts_and_its_orders(minutes):
    item = to_json(minutes)["items"][5]
    assert item["outcome"] == ["noted", "approved_with_changes"]
    assert [part["outcome"] for part in item["recommendation"]["parts"]] == ["noted", "approved_with_changes"]
    assert item["unanswered_parts"] == []
    assert len(item["orders"]) == 1


def test_an_item_without_a_decision_has_none(minutes):
    value = to_json(minutes)
    value["items"][5]["decision"] = None
    item = to_json(from_json(value))["items"][5]
    assert (item["outcome"], item["unanswered_parts"], item["orders"]) == ([], [], [])
    assert [part["outcome"] for part in item["recommendation"]["parts"]] == [None, None]


def test_a_file_from_before_the_outcomes_reads_the_same(minutes):
    value = to_json(minutes)
    for item in value["items"]:
        for name in ("outcome", "unanswered_parts", "orders"):
            del item[name]
        for part in item["recommendation"]["parts"]:
            del part["outcome"]
    assert from_json(value) == minutes


def test_an_outcome_that_somebody_changed_in_the_file_does_not_stand_against_the_text(minutes):
    value = to_json(minutes)
    changed = copy.deepcopy(value)
    changed["items"][0]["outcome"] = ["rejected"]
    assert to_json(from_json(changed)) == value


def test_other_fields_that_nobody_knows_are_still_refused(minutes):
    value = to_json(minutes)
    value["items"][0]["outcomes"] = []
    with pytest.raises(UnreadableMinutes, match="outcomes"):
        from_json(value)
