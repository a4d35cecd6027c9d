"""An extract keeps the books as they stood, its sum can be reckoned anew, and what is changed is told."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.it_costs.models import Extract, ExtractLine, ExtractSum, ItSystem
from chefforum.modules.it_costs.queries.cells import parts_seen
from chefforum.modules.it_costs.queries.extract_check import canonical_file, check_extract
from chefforum.modules.it_costs.queries.extracts import lines_seen, newest_validated
from chefforum.modules.it_costs.rules.cells import View, Wanted, cells_of
from chefforum.modules.it_costs.rules.cost_facts import LineFacts
from chefforum.modules.it_costs.rules.extract_hash import LINE_FIELDS, SUM_FIELDS, canonical, hash_of
from chefforum.modules.it_costs.services.costs import add_line
from chefforum.modules.it_costs.services.extracts import ExtractWrong
from tests.modules.it_costs.extracts_town import NOW, TODAY, YEARS, book, frozen


@pytest.fixture
def booked(town: SimpleNamespace, post) -> SimpleNamespace:
    return book(town, post)


def test_the_lines_are_the_cells_to_the_oere_and_so_are_the_sums_behind_them(booked) -> None:
    extract = frozen(booked)
    for view, field in ((View.CASH, "cash_oere"), (View.ACCRUED, "accrued_oere")):
        parts = parts_seen(actor=booked.as_("coordinator"), years=YEARS, wanted=Wanted())
        cells = cells_of(parts, years=YEARS, view=view)
        for year in YEARS:
            lines = ExtractLine.objects.filter(extract=extract, kind="cost", year=year)
            assert sum(getattr(one, field) for one in lines) == sum(amounts[year] for amounts in cells.values())
    for line in ExtractLine.objects.filter(extract=extract, origin="ledger"):
        behind = ExtractSum.objects.filter(
            extract=extract, source_id=line.source_id, year=line.source_year, unit=line.source_unit_id
        )
        assert sum(one.amount_oere for one in behind) == line.source_oere
    assert ExtractLine.objects.get(extract=extract, kind="number").quantity == Decimal("12.500")


def test_what_happens_in_the_books_afterwards_changes_nothing_in_it(booked) -> None:
    extract = frozen(booked)
    before = list(ExtractLine.objects.filter(extract=extract).values())
    facts = LineFacts(year=2025, text="Nyt", category="staff", activity="support", amount_oere=100)
    add_line(actor=booked.as_("coordinator"), facts=facts, at=NOW)
    ItSystem.objects.filter(pk=booked.mail.pk).update(name="Hed noget andet")
    assert list(ExtractLine.objects.filter(extract=extract).values()) == before
    assert check_extract(Extract.objects.get()).is_whole
    assert frozen(booked).sha256 != extract.sha256


def test_the_file_that_one_downloads_has_the_sum_that_is_shown(booked) -> None:
    extract = frozen(booked)
    content = b"".join(canonical_file(actor=booked.as_("controller"), extract=extract))
    assert hashlib.sha256(content).hexdigest() == extract.sha256
    with pytest.raises(AccessDenied):
        canonical_file(actor=booked.as_("auditor"), extract=extract)


def test_a_row_that_somebody_changed_in_the_table_is_told_by_its_number(booked) -> None:
    extract = frozen(booked)
    line = ExtractLine.objects.filter(extract=extract)[1]
    ExtractLine.objects.filter(pk=line.pk).update(cash_oere=1)
    checked = check_extract(extract)
    assert (checked.changed, checked.is_whole) == ((line.number,), False)
    ExtractLine.objects.filter(pk=line.pk).delete()
    assert check_extract(extract).lacking == 1


@pytest.mark.parametrize(
    ("field", "value"), [("name", "Et andet"), ("first_year", 2020), ("status", "draft"), ("created_at", TODAY)]
)
def test_what_the_extract_says_of_itself_is_under_the_sum_too(booked, field: str, value: Any) -> None:
    extract = frozen(booked)
    setattr(extract, field, NOW + dt.timedelta(seconds=1) if field == "created_at" else value)
    assert not check_extract(extract).is_whole


def test_a_sum_behind_a_line_that_somebody_changed_is_told(booked) -> None:
    extract = frozen(booked)
    one = ExtractSum.objects.filter(extract=extract).first()
    assert one is not None
    ExtractSum.objects.filter(pk=one.pk).update(supplier="En anden")
    assert check_extract(extract).changed_sums == 1


def test_only_the_coordinator_freezes(booked) -> None:
    for name in ("it_manager", "controller", "auditor", "leader", "chief", "colleague"):
        with pytest.raises(AccessDenied):
            frozen(booked, who=name)
    assert not Extract.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"years": (2025, 2025)}, "second_year"),
        ({"years": (2010, 2011)}, "years"),
        ({"previous_id": UUID(int=1)}, "previous_id"),
    ],
)
def test_what_cannot_be_frozen_is_told_where(booked, said: dict[str, Any], field: str) -> None:
    with pytest.raises(ExtractWrong) as refusal:
        frozen(booked, **said)
    assert refusal.value.field == field


def test_the_analysts_hand_reads_it_all_and_is_not_the_coordinator(booked) -> None:
    for name in ("coordinator", "auditor"):
        with pytest.raises(ExtractWrong):
            frozen(booked, analyst_hand_id=booked.people[name].pk)
    assert frozen(booked, analyst_hand_id=booked.people["controller"].pk).analyst_hand == booked.people["controller"]


def test_each_sees_the_lines_of_their_units_and_figures_of_the_newest_validated(booked) -> None:
    assert newest_validated(actor=booked.as_("coordinator")) is None
    extract = frozen(booked)
    Extract.objects.update(validated_at=NOW)
    for name, units in (
        ("leader", {booked.north.pk}),
        ("auditor", {booked.north.pk}),
        ("controller", {booked.north.pk, booked.digital.pk, None}),
    ):
        assert {one.unit_id for one in lines_seen(actor=booked.as_(name), extract=extract)} == units
        found = newest_validated(actor=booked.as_(name), years=(2025,))
        assert found is not None
        assert ({one.unit_id for one in found.sums}, found.sha256) == (units, extract.sha256)
        assert found.is_all == (name == "controller")
    assert newest_validated(actor=booked.as_("leader"), years=(2023,)) is None
    with pytest.raises(AccessDenied):
        newest_validated(actor=booked.as_("colleague"))
    with pytest.raises(AccessDenied):
        lines_seen(actor=booked.as_("colleague"), extract=extract)


texts = st.text(max_size=12)
values = {
    "number": st.integers(1, 10**6),
    "quantity": st.none() | st.decimals(-(10**6), 10**6, places=3),
    "unit_id": st.none() | st.uuids(),
}
numbers = ("year", "source_year", "source_oere", "life_years", "weight", "weight_total", "count")
amounts = ("amount_oere", "cash_oere", "accrued_oere")


def rows(fields: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    known = {
        **values,
        **dict.fromkeys(numbers, st.integers(-(10**12), 10**12)),
        **dict.fromkeys(amounts, st.none() | st.integers(-(10**12), 10**12)),
    }
    return st.fixed_dictionaries({name: known.get(name, texts) for name in fields})


@st.composite
def extracts(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lines = draw(st.lists(rows(LINE_FIELDS), min_size=1, max_size=5, unique_by=lambda one: one["number"]))
    return lines, draw(st.lists(rows(SUM_FIELDS), max_size=4))


def sum_of(lines: list[dict[str, Any]], sums: list[dict[str, Any]]) -> str:
    return hash_of(canonical({"id": 1}, lines, sums))


@given(extracts(), st.randoms(use_true_random=False))
def test_the_sum_does_not_move_with_the_order_of_rows(made, random) -> None:
    lines, sums = made
    before = sum_of(lines, sums)
    random.shuffle(lines)
    random.shuffle(sums)
    assert sum_of(lines, sums) == before


@given(extracts(), st.data())
def test_the_sum_moves_with_any_change_of_any_field(made, data: st.DataObject) -> None:
    lines, sums = made
    before = sum_of(lines, sums)
    table, fields = data.draw(st.sampled_from([(lines, LINE_FIELDS)] + ([(sums, SUM_FIELDS)] if sums else [])))
    row, field = data.draw(st.sampled_from(table)), data.draw(st.sampled_from(fields))
    other = data.draw(rows((field,)).filter(lambda one: str(one[field]) != str(row[field])))[field]
    if isinstance(other, Decimal) and isinstance(row[field], Decimal) and other == row[field]:
        return
    if field == "number" and other in {one["number"] for one in lines}:
        return
    row[field] = other
    assert sum_of(lines, sums) != before
