"""KITOS' answers saved as a file, and lists from Wired: seen first, then kept as a reading is."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.queries import get_import
from chefforum.modules.it_costs.models import FieldValue, ItSystem, SourceLink, SourceSnapshot
from chefforum.modules.it_costs.queries.sources import differences, gone_rows, loose_rows, only_in_wired
from chefforum.modules.it_costs.services.source_ties import take_on
from tests.connectors.sources.stub_of_kitos import contract, system, usage
from tests.modules.it_costs.sources_town import LATER, NOW, town

WIRED = "System;Leverandør;Forretningskritisk;Farve\nBogholderen;Nordlys Data A/S;Ja;blå\nGamle Arkiv;;måske;\n"


@pytest.fixture
def place(db: None) -> SimpleNamespace:
    return town()


def take_in(place: SimpleNamespace, kind: str, content: bytes, *, at: Any = NOW, name: str = "fil.json") -> Any:
    actor = place.as_("coordinator")
    item = read_now(kind=kind, content=content, filename=name, actor=actor, at=at, options={})
    if item.state == "ready":
        carry_out_now(import_id=item.pk, actor=actor, at=at)
    return get_import(actor=actor, import_id=item.pk, at=at)


def saved(**collections: Any) -> bytes:
    return json.dumps({name.replace("_", "-"): rows for name, rows in collections.items()}).encode()


def test_a_saved_answer_of_kitos_is_read_as_a_fetched_one(place) -> None:
    content = saved(it_system_usages=[usage(1)], it_systems=[system(1)], it_contracts=[contract(1, usages=[1])])
    done = take_in(place, "it_costs.kitos_file", content)
    assert (done.state, done.error) == ("done", "")
    assert {one.collection for one in SourceSnapshot.objects.all()} == {
        "it-system-usages",
        "it-systems",
        "it-contracts",
    }
    rows = loose_rows(actor=place.as_("coordinator"), source="kitos", on=NOW.date())
    assert [row.name for row in rows] == ["Fagsystem 1", "Kontrakt 1"]
    assert not ItSystem.objects.exists()


@pytest.mark.parametrize(
    ("content", "collection"),
    [
        (json.dumps([usage(1), usage(2)]).encode(), "it-system-usages"),
        (json.dumps([contract(1, usages=[])]).encode(), "it-contracts"),
        (json.dumps(usage(1)).encode(), "it-system-usages"),
    ],
)
def test_a_list_alone_is_known_by_its_rows(place, content: bytes, collection: str) -> None:
    take_in(place, "it_costs.kitos_file", content)
    assert SourceSnapshot.objects.get().collection == collection
    assert set(SourceLink.objects.values_list("collection", flat=True)) == {collection}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[{", "ikke hel JSON"),
        (b'{"value": []}', "ikke svar fra KITOS"),
        (b'[{"uuid": "x"}]', "ikke hele rækker"),
        (json.dumps([{"uuid": "u", "systemContext": {"uuid": "s", "name": "x"}}]).encode(), "general"),
    ],
)
def test_a_file_that_is_no_answer_of_kitos_is_refused_with_why(place, content: bytes, words: str) -> None:
    done = take_in(place, "it_costs.kitos_file", content)
    assert done.state != "done"
    assert words in done.error
    assert not SourceSnapshot.objects.exists()


def test_a_list_from_wired_is_read_and_its_odd_cells_are_told(place) -> None:
    done = take_in(place, "it_costs.wired_file", WIRED.encode(), name="wired.csv")
    assert (done.state, done.error) == ("done", "")
    told = " ".join(problem["text"] if isinstance(problem, dict) else problem.text for problem in done.problems)
    assert "måske" in told
    assert "Farve" in told
    take_on(actor=place.as_("coordinator"), source="wired", systems={"navn:Bogholderen": None}, at=NOW)
    made = ItSystem.objects.get()
    assert (made.name, made.vendor.name, made.is_business_critical) == ("Bogholderen", "Nordlys Data A/S", "yes")


def test_what_is_in_wired_and_gone_in_kitos_is_told(place) -> None:
    actor = place.as_("coordinator")
    take_in(place, "it_costs.kitos_file", json.dumps([usage(1), usage(2)]).encode())
    take_on(actor=actor, source="kitos", systems={"u-1": None, "u-2": None}, at=NOW)
    one = ItSystem.objects.get(name="Fagsystem 1")
    take_in(place, "it_costs.wired_file", b"Navn\nFagsystem 1\nFagsystem 2\n", name="wired.csv")
    other = ItSystem.objects.get(name="Fagsystem 2")
    wired = {"navn:Fagsystem 1": one.pk, "navn:Fagsystem 2": other.pk}
    take_on(actor=actor, source="wired", systems=wired, at=NOW)
    assert only_in_wired(actor=actor) == []
    take_in(place, "it_costs.kitos_file", json.dumps([usage(2)]).encode(), at=LATER)
    assert only_in_wired(actor=actor) == ["Fagsystem 1"]
    assert [row.name for row in gone_rows(actor=actor)] == ["Fagsystem 1"]


def test_two_sources_that_disagree_are_a_difference_and_neither_is_written_over(place) -> None:
    actor = place.as_("coordinator")
    take_in(place, "it_costs.kitos_file", json.dumps([usage(1)]).encode())
    take_on(actor=actor, source="kitos", systems={"u-1": None}, at=NOW)
    ours = ItSystem.objects.get()
    take_in(place, "it_costs.wired_file", b"Navn;Forretningskritisk\nFagsystem 1;Nej\n", name="wired.csv")
    take_on(actor=actor, source="wired", systems={"navn:Fagsystem 1": ours.pk}, at=LATER)
    ours.refresh_from_db()
    assert ours.is_business_critical == "yes"
    (found,) = differences(actor=actor, on=LATER.date())
    assert (found.ours_by, found.theirs_by, found.theirs) == ("KITOS", "Wired Relations", "Nej")
    assert FieldValue.objects.get(system=ours, field="is_business_critical").source == "kitos"
