"""What is exported and read again is the same, whatever the texts look like."""

import dataclasses
import json

from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from chefforum.connectors.minutes import differences, from_json, read_minutes, schema, to_json, to_markdown
from tests.connectors.minutes.strategies import minutes

SLOW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(minutes())
def test_minutes_written_as_json_read_back_the_same(value):
    content = json.dumps(to_json(value), ensure_ascii=False).encode()
    assert read_minutes(content=content, filename="x.json") == value
    assert from_json(to_json(value)) == value


@SLOW
@given(minutes())
def test_minutes_written_as_json_keep_to_the_published_schema(value):
    Draft202012Validator(schema()).validate(to_json(value))


@SLOW
@given(minutes())
def test_minutes_written_as_markdown_read_back_the_same(value):
    read = read_minutes(content=to_markdown(value).encode(), filename="x.md")
    assert differences(value, read) == ()
    assert dataclasses.replace(read, notes=()) == dataclasses.replace(value, notes=())
