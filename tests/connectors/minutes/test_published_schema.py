"""The JSON of minutes keeps to the schema that is published for it, for every file that we have to read."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from chefforum.connectors.minutes import UnreadableMinutes, from_json, read_minutes, schema, to_json
from tests.connectors.minutes.pdf_files import exported, without_tags
from tests.connectors.minutes.word_files import saved, written

SHARED = (
    "source/referat-chefforum-2026-01-28.md",
    "data/meetings/holbaek-aeldre-sundhed-2020-06-04.txt",
    "data/meetings/regionh-testudvalg-skabelon-2019-12-03.txt",
)


@pytest.fixture(params=["demo", "word", "pdf", "untagged pdf", *SHARED])
def minutes(request, demo_minutes, shared):
    if request.param in SHARED:
        return read_minutes(content=shared(request.param).read_bytes(), filename=request.param)
    if request.param == "word":
        return read_minutes(content=saved(written()), filename="x.docx")
    demo = read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name)
    if request.param == "demo":
        return demo
    content = exported(demo)
    return read_minutes(content=content if request.param == "pdf" else without_tags(content), filename="x.pdf")


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema())


def test_every_file_keeps_to_it(minutes):
    Draft202012Validator(schema()).validate(to_json(minutes))


def test_what_was_written_reads_back_the_same(minutes):
    text = json.dumps(to_json(minutes), ensure_ascii=False)
    assert read_minutes(content=text.encode(), filename="x.json") == from_json(json.loads(text)) == minutes


@pytest.mark.parametrize(
    "path",
    [
        ("format",),
        ("date",),
        ("participants", 0, "name"),
        ("items", 0, "number"),
        ("items", 0, "sections", 0, "kind"),
        ("items", 0, "sections", 0, "blocks"),
        ("items", 0, "attachments"),
        ("notes",),
    ],
    ids=lambda path: ".".join(map(str, path)),
)
def test_a_value_of_the_wrong_kind_is_against_it(demo_minutes, path):
    value = to_json(read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name))
    *way, last = path
    inner = value
    for step in way:
        inner = inner[step]
    inner[last] = {"not": "this"}
    with pytest.raises(ValidationError):
        Draft202012Validator(schema()).validate(value)
    with pytest.raises(UnreadableMinutes, match="efter skemaet"):
        from_json(value)


MARKS = {"is_confidential": True, "is_supplement": True, "confidential_attachments": ["Notat"]}


def test_what_an_item_says_of_itself_is_in_the_schema_and_left_out_where_it_says_nothing(demo_minutes):
    """So that files of before are as valid as they were, and are written the same."""
    value = to_json(read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name))
    assert not MARKS.keys() & value["items"][0].keys()
    value["items"][0] |= MARKS
    Draft202012Validator(schema()).validate(value)
    assert to_json(from_json(value)) == value


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_of_the_wrong_kind_is_refused(demo_minutes, name):
    value = to_json(read_minutes(content=demo_minutes.read_bytes(), filename=demo_minutes.name))
    value["items"][0][name] = "ja"
    with pytest.raises(ValidationError):
        Draft202012Validator(schema()).validate(value)
    with pytest.raises(UnreadableMinutes, match="efter skemaet"):
        from_json(value)
