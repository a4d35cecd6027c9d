"""The analyst answers in the file that the extract went out as; one of another is refused, bad lines are told."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from chefforum.kernel.imports.jobs import carry_out_now, read_now
from chefforum.kernel.imports.queries import get_import
from chefforum.kernel.imports.tables import csv_of, workbook_of
from chefforum.modules.it_costs.models import LineVerdict
from chefforum.modules.it_costs.queries.extract_table import lines_table
from chefforum.modules.it_costs.rules.extract_rows import ANSWER, TOLD
from tests.modules.it_costs.extracts_town import NOW, book, frozen

HEADS = [*TOLD.values(), *ANSWER.values()]
LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def shared(town: SimpleNamespace, post) -> SimpleNamespace:
    book(town, post)
    town.extract = frozen(town, analyst_hand_id=town.people["controller"].pk)
    town.table = lines_table(actor=town.as_("controller"), extract=town.extract)
    return town


def fill(town: SimpleNamespace, number: int, **said: str) -> None:
    for name, text in said.items():
        town.table[number][HEADS.index({**TOLD, **ANSWER}[name])] = text


def bring(
    town: SimpleNamespace, who: str = "controller", party: str = "analyst", extract: Any = None, is_xlsx: bool = False
) -> Any:
    content = workbook_of("Linjer", town.table) if is_xlsx else csv_of(town.table)
    options = {"extract": str((extract or town.extract).pk), "party": party}
    return read_now(
        kind="it_costs.verdicts",
        content=content,
        filename="svar.csv",
        options=options,
        actor=town.as_(who),
        at=LATER,
    )


def problems(town: SimpleNamespace, item: Any, who: str = "controller") -> list[tuple[int | None, str]]:
    page = get_import(actor=town.as_(who), import_id=item.pk, at=LATER)
    return [(one.line, one.text) for one in page.problems]


@pytest.mark.parametrize("is_xlsx", [False, True])
def test_answers_come_in_as_they_were_written(shared, is_xlsx: bool) -> None:
    fill(shared, 1, said="Enig")
    fill(shared, 2, said="skal rettes", reason="Kreditnota", proposed_amount="1.000,50", proposed_activity="Support")
    item = bring(shared, is_xlsx=is_xlsx)
    carry_out_now(import_id=item.pk, actor=shared.as_("controller"), at=LATER)
    found = {one.line.number: one for one in LineVerdict.objects.select_related("line")}
    assert {number: (one.said, one.party, one.via) for number, one in found.items()} == {
        1: ("agrees", "analyst", "file"),
        2: ("corrects", "analyst", "file"),
    }
    assert (found[2].proposed_oere, found[2].proposed_activity) == (1_000_50, "support")


def test_the_coordinator_brings_the_analysts_file_and_others_do_not(shared) -> None:
    fill(shared, 1, said="Enig")
    carry_out_now(import_id=bring(shared, "coordinator").pk, actor=shared.as_("coordinator"), at=LATER)
    assert LineVerdict.objects.count() == 1
    assert "analytikeren" in bring(shared, "it_manager").error
    assert "analytikeren" in bring(shared, "controller", party="municipality").error


def test_a_file_of_another_extract_is_refused(shared) -> None:
    other = frozen(shared, name="Et andet")
    fill(shared, 1, said="Enig")
    assert "et andet udtræk" in bring(shared, "coordinator", extract=other).error
    assert not LineVerdict.objects.exists()


def test_a_line_that_tells_no_sum_is_not_taken(shared) -> None:
    fill(shared, 1, said="Enig", sha256="")
    item = bring(shared)
    assert [line for line, _ in problems(shared, item)] == [2]
    assert not get_import(actor=shared.as_("controller"), import_id=item.pk, at=LATER).changes


@pytest.mark.parametrize(
    "said",
    [
        {"said": "måske"},
        {"said": "Uenig"},
        {"said": "Skal rettes", "reason": "Fordi"},
        {"said": "Skal rettes", "reason": "Fordi", "proposed_amount": "mange"},
        {"said": "Skal rettes", "reason": "Fordi", "proposed_unit": "0000"},
        {"said": "Skal rettes", "reason": "Fordi", "proposed_system": "Findes ikke"},
        {"said": "Enig", "number": "9999"},
        {"reason": "Uden svar"},
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_good_ones_are_taken(shared, said: dict[str, str]) -> None:
    fill(shared, 1, said="Enig")
    fill(shared, 2, **said)
    item = bring(shared)
    assert [line for line, _ in problems(shared, item)] == [3]
    carry_out_now(import_id=item.pk, actor=shared.as_("controller"), at=LATER)
    assert [one.line.number for one in LineVerdict.objects.select_related("line")] == [1]


def test_a_file_without_answers_has_nothing_to_do(shared) -> None:
    item = bring(shared)
    assert not LineVerdict.objects.exists()
    page = get_import(actor=shared.as_("controller"), import_id=item.pk, at=LATER)
    assert not page.changes
