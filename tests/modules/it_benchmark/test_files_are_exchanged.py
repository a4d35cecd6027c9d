"""What one municipality writes, another reads to the same; a bad file is told by place and reason."""

from __future__ import annotations

import copy
import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chefforum.calc.cells import lines_under_heads
from chefforum.kernel.documents.services import make
from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.kernel.imports.tables import csv_of, tables_of
from chefforum.modules.it_benchmark.imports.deliveries import apply_delivery, read_delivery
from chefforum.modules.it_benchmark.models import Delivery, Municipality
from chefforum.modules.it_benchmark.rules.exchange import (
    NotExchange,
    faults,
    mark_of,
    read_file,
    schema,
    written_file,
)
from chefforum.modules.it_benchmark.rules.exchange_csv import HEADS, read_table, table_of
from chefforum.modules.it_benchmark.rules.fields import FIELDS
from tests.modules.it_benchmark.conftest import NOW, client_of, content, deliver, page

CHECKED = Draft202012Validator(schema())


def read_csv(text: str | bytes):  # type: ignore[no-untyped-def]
    raw = text if isinstance(text, bytes) else text.encode()
    found = lines_under_heads(tables_of(raw)[0], heads=HEADS, needed=("part", "name", "value"))
    return read_table(found.lines)


def test_the_published_schema_is_one_and_holds_for_what_is_written() -> None:
    Draft202012Validator.check_schema(schema())
    CHECKED.validate(json.loads(written_file(content(1))))


def test_a_file_is_read_to_what_was_written() -> None:
    said, problems = read_file(written_file(content(1)))
    assert problems == []
    assert mark_of(said) == mark_of(content(1))


def test_the_mark_does_not_hang_on_order_or_layout() -> None:
    one = content(1)
    other = {key: one[key] for key in reversed(one)}
    other["costs"], other["systems"] = list(reversed(one["costs"])), list(reversed(one["systems"]))
    assert mark_of(other) == mark_of(one)
    loaded = json.loads(written_file(one))
    assert read_file(json.dumps(loaded, indent=7))[1] == []


@given(st.sampled_from(range(25)), st.integers(-(10**9), 10**9))
def test_any_changed_krone_changes_the_mark(place: int, change: int) -> None:
    one = content(1)
    other = copy.deepcopy(one)
    other["costs"][place]["cash"] += change
    assert (mark_of(one) == mark_of(other)) == (change == 0)


def test_the_template_filled_in_is_the_same_file() -> None:
    said, problems = read_csv(csv_of(table_of(content(1))))
    assert problems == []
    assert mark_of(said) == mark_of(content(1))


def test_an_empty_cell_of_the_template_is_missing_and_never_nought() -> None:
    one = content(1)
    one["background"]["pcs"] = None
    one["costs"][0]["cash"] = None
    said, problems = read_csv(csv_of(table_of(one)))
    assert problems == []
    assert said["background"]["pcs"] is None
    assert said["costs"][0]["cash"] is None


def test_a_line_of_the_template_that_is_wrong_is_told_by_its_number() -> None:
    text = csv_of(table_of(content(1)))
    text = (text if isinstance(text, str) else text.decode("utf-8-sig")).replace(";Drift;", ";Dans;", 1)
    _, problems = read_csv(text)
    assert problems[0][0] == 2 + 6 + len(FIELDS)
    assert "ingen kategori og aktivitet" in problems[0][1]


BROKEN = (
    (lambda one: one["municipality"].update(code="9x"), "municipality.code"),
    (lambda one: one.update(year="2025"), "year: et helt tal eller null ventet, fandt “2025”."),
    (lambda one: one["background"].pop("pcs"), "background.pcs: mangler (Pc'er)"),
    (lambda one: one["background"].update(pcs=-1), "background.pcs: “-1” er under 0."),
    (lambda one: one["costs"][2].update(category="leje"), "costs, linje 3.category: “leje” kendes ikke"),
    (lambda one: one["costs"].pop(), "costs: har 24 linjer"),
    (lambda one: one["costs"][0].update(cash=1.5), "costs, linje 1.cash"),
    (lambda one: one["systems"][0].update(product=""), "systems, linje 1.product: er tom."),
    (lambda one: one.update(extra=1), "extra: kendes ikke."),
    (lambda one: one["costs"][0].update(cash=(one["costs"][0]["cash"] or 0) + 1), "sha256: kontrolsummen passer ikke"),
)


@pytest.mark.parametrize(("break_it", "words"), BROKEN)
def test_what_is_wrong_is_told_by_place_and_reason(break_it, words: str) -> None:  # type: ignore[no-untyped-def]
    one = json.loads(written_file(content(1)))
    break_it(one)
    _, problems = read_file(json.dumps(one))
    assert any(words in problem for problem in problems), problems


@given(st.data())
def test_our_reader_and_the_schema_refuse_the_same(data: st.DataObject) -> None:
    one = json.loads(written_file(content(1)))
    place = data.draw(
        st.sampled_from(["year", "validated", "municipality", "background", "costs", "systems", "sha256"])
    )
    junk = st.one_of(st.none(), st.booleans(), st.integers(-5, 3000), st.text(max_size=4), st.just([]), st.just({}))
    if place in ("costs", "systems"):
        row = data.draw(st.sampled_from(one[place]))
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(junk)
    elif place in ("municipality", "background"):
        one[place][data.draw(st.sampled_from(sorted(one[place])))] = data.draw(junk)
    else:
        one[place] = data.draw(junk)
    assert bool(list(faults(one, schema(), ""))) == (not CHECKED.is_valid(one))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1",
        "{}",
        '{"schema": "andet/9"}',
        '{"schema": NaN}',
        '{"a":1,"a":2}',
        "[" * 9999,
        '{"schema": 1e999999}',
        '{"schema": "\\ud800"}',
    ],
)
def test_what_is_no_file_of_ours_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotExchange):
        read_file(text)


def load(town, said) -> None:  # type: ignore[no-untyped-def]
    actor = town.as_("coordinator")
    raw = written_file(said).encode()
    preview = read_delivery(actor=actor, content=raw, filename="a.json", options={}, at=NOW)
    assert not preview.refusal
    if not preview.nothing_to_do:
        apply_delivery(actor=actor, payload=preview.payload, at=NOW)


@pytest.mark.django_db
def test_a_later_file_of_the_same_year_supersedes_and_both_are_kept(town) -> None:  # type: ignore[no-untyped-def]
    first, later = content(1), content(1)
    later["costs"][0]["cash"] += 1000
    load(town, first)
    load(town, first)
    assert Delivery.objects.count() == 1
    load(town, later)
    assert Delivery.objects.count() == 2
    assert [one.sha256 for one in Delivery.objects.filter(superseded_at=None)] == [mark_of(later)]
    text = page(town, "controller", "municipality", Municipality.objects.get().pk).content.decode()
    assert "Afløst 2. april 2026" in text


@pytest.mark.django_db
def test_the_preview_tells_what_lacks_and_nothing_that_it_costs(town) -> None:  # type: ignore[no-untyped-def]
    one = content(1)
    one["background"]["pcs"] = None
    raw = written_file(one).encode()
    preview = read_delivery(actor=town.as_("coordinator"), content=raw, filename="a", options={}, at=NOW)
    assert any("Mangler: Pc'er" in problem.text for problem in preview.problems)
    told = " ".join(preview.summary) + " ".join(change.where + change.after for change in preview.changes)
    assert not any(str(cell["cash"]) in told for cell in one["costs"] if cell["cash"])


@pytest.mark.django_db
def test_our_own_file_is_not_taken_in(town, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MUNICIPALITY_CODE = "901"
    with pytest.raises(UnreadableFile, match="vores egen"):
        load(town, content(1))


@pytest.mark.django_db
def test_a_word_in_the_file_makes_nobody_named(town) -> None:  # type: ignore[no-untyped-def]
    load(town, content(1, may_be_named=True))
    assert not Municipality.objects.get().may_be_named


@pytest.mark.django_db
@pytest.mark.parametrize("systems", ["", "1"])
def test_what_we_send_is_read_by_another(town, systems: str) -> None:  # type: ignore[no-untyped-def]
    parameters = {"year": "2025", "named": "", "systems": systems}
    made = {
        format: make(
            kind="it_benchmark.exchange", actor=town.as_("coordinator"), parameters=parameters, format=format, at=NOW
        ).content
        for format in ("json", "csv")
    }
    said, problems = read_file(made["json"].decode())
    assert problems == []
    assert said["costs"][0]["cash"] == 31_000_000
    assert bool(said["systems"]) == bool(systems)
    same, problems = read_csv(made["csv"])
    assert problems == []
    assert mark_of(same) == mark_of(said)


@pytest.mark.django_db
def test_the_page_shows_what_is_sent_and_that_it_is_not_validated(town) -> None:  # type: ignore[no-untyped-def]
    text = page(town, "coordinator", "exchange", aar="2025", systemer="on").content.decode()
    assert "Tallene er ikke valideret" in text
    assert "Sagsbroen" in text
    assert "31.000.000 kr." in text


@pytest.mark.django_db
def test_anybody_may_read_the_schema(client) -> None:  # type: ignore[no-untyped-def]
    answer = client.get(reverse("it_benchmark:schema"))
    assert answer.status_code == 200
    assert answer.json()["properties"].keys() == schema()["properties"].keys()


@pytest.mark.django_db
def test_consent_needs_where_it_was_said(town) -> None:  # type: ignore[no-untyped-def]
    deliver(town, 1)
    one = Municipality.objects.get()
    client = client_of(town, "coordinator")
    url = reverse("it_benchmark:municipality", args=[one.pk])
    assert client.post(url, {"may_be_named": "on"}).status_code == 422
    assert client.post(url, {"may_be_named": "on", "source": "Mail 1. marts"}).status_code == 302
    one.refresh_from_db()
    assert one.may_be_named
    assert client_of(town, "controller").post(url, {}).status_code == 403
