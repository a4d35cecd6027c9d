"""Whatever an export holds, reading it gives minutes or words for a person, and no letter of it is lost."""

from __future__ import annotations

import json
from html import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.connectors.minutes import UnreadableMinutes, from_json, to_json
from chefforum.connectors.minutes.conservation import letters, text_of
from tests.connectors.exports.systems import (
    NAMES,
    acadre,
    acadre_item,
    file,
    firstagenda,
    point,
    read,
    sbsys,
    sbsys_agenda,
    sbsys_item,
)
from tests.connectors.minutes.strategies import TRAPS

OPENINGS = (b"", b"<?xml", b"<Publication>", b"<root><table name='agenda'>", b'{"Dagsordenpunkter":[', b"\xff\xfe<\x00")
MANY = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def read_or_refuse(content: bytes) -> str:
    try:
        return f"{len(from_json(to_json(read(content))).items)} punkter"
    except UnreadableMinutes as error:
        return error.message


@MANY
@given(st.sampled_from(OPENINGS), st.binary(max_size=300))
def test_any_bytes(opening, rest):
    assert read_or_refuse(opening + rest).endswith((" punkter", "prøv igen."))


@MANY
@given(st.sampled_from(NAMES), st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), max_size=5))
def test_damaged_files(name, damages):
    content = bytearray(file(name))
    for place, damage in damages:
        start = int(place * (len(content) - 1))
        content[start : start + len(damage)] = damage
    assert read_or_refuse(bytes(content)).endswith((" punkter", "prøv igen."))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Navn", "Html", "Id", "x"]), inner),
    max_leaves=6,
)
_keys = st.sampled_from(
    ["Navn", "Punktnummer", "IsOpen", "Felter", "Bilag", "SagsNummer", "ItemDecision", "Nyt", "Number", "Caption"]
)


@MANY
@given(
    st.lists(st.dictionaries(_keys, _json, max_size=5), max_size=4),
    st.dictionaries(st.sampled_from(["Dato", "Navn", "Moededeltagere", "Sted"]), _json),
)
def test_json_with_values_of_any_kind(items, meeting):
    assert read_or_refuse(firstagenda(*items, **meeting).encode()).endswith((" punkter", "prøv igen."))


_words = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), codec="utf-8"), max_size=40)
_texts = st.lists(_words | st.sampled_from([trap for trap in TRAPS if "<" not in trap and "&" not in trap]), max_size=5)


def as_html(lines: list[str]) -> str:
    return "".join(f"<div><span style='x'>{escape(line)}</span></div>" for line in lines)


def assert_nothing_is_lost(minutes, lines):
    missing = letters("".join(lines)) - letters("".join(text_of(minutes)))
    assert not missing


@MANY
@given(_texts)
def test_no_letter_of_firstagenda_is_lost(lines):
    assert_nothing_is_lost(read(firstagenda(point(html=as_html(lines), Nyt="".join(lines)))), lines)


@MANY
@given(_texts)
def test_no_letter_of_sbsys_is_lost(lines):
    more = f"<Ukendt>{escape('x'.join(lines))}</Ukendt>"
    assert_nothing_is_lost(read(sbsys(sbsys_agenda(sbsys_item(content=as_html(lines), more=more)))), lines)


@MANY
@given(_texts)
def test_no_letter_of_acadre_is_lost(lines):
    assert_nothing_is_lost(read(acadre(acadre_item(content=as_html(lines)))), lines)


@MANY
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "<td>",
                "<tr>",
                "</table>",
                "<li>",
                "<ul>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<",
                ">",
                "&amp;",
                "&lt;",
                "ord",
                "<navn@lindeby.example>",
                "<![CDATA[",
                "]]>",
                "<a href='",
                "'>",
                "<h1>",
                "<br/>",
                "\x00",
                "\ud800",
                '<x y="',
            ]
        )
    )
)
def test_any_html_is_read(parts):
    minutes = read(json.dumps(json.loads(firstagenda(point(html="".join(parts))))))
    assert from_json(to_json(minutes)) == minutes
