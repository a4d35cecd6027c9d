"""The files that one may download and try are understood without a hand's turn, and the one with faults has each."""

from __future__ import annotations

from pathlib import Path

import pytest

from chefforum.modules import ledger
from chefforum.modules.ledger.lake.looking import heads_of
from chefforum.modules.ledger.lake.manifest import read_manifest
from chefforum.modules.ledger.lake.mapping import AccountKind, Writing, guessed_columns, guessed_writing
from chefforum.modules.ledger.queries.rejects import all_rejected
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.mappings import save_mapping
from chefforum.modules.ledger.views.extracts import EXAMPLES
from tests.modules.ledger.conftest import NOW

STATIC = Path(ledger.__file__).parent / "static"
TABLES = {
    "posteringer": Table.POSTINGS,
    "posteringer-med-fejl": Table.POSTINGS,
    "budget": Table.BUDGETS,
    "stillinger": Table.POSITIONS,
    "fravaer": Table.ABSENCES,
}


@pytest.fixture
def take(town, load):
    def run(static: str):
        path = STATIC / static
        table, heads = TABLES[path.stem], heads_of(path, writing=Writing())
        columns = guessed_columns(table, heads.names)
        assert set(columns.values()) == set(heads.names)
        writing = guessed_writing(columns, heads.examples)
        if table != Table.ABSENCES:
            assert writing.account_kind == AccountKind.AUTHORISED
        mapping = save_mapping(
            actor=town.controller, at=NOW, source_system="Prøve", table=table, columns=columns, writing=writing
        )
        return load(path, mapping=mapping)

    return run


@pytest.mark.parametrize("static", [file for _, file, _ in EXAMPLES if "fejl" not in file])
def test_an_example_is_loaded_whole(take, static):
    extract = take(static)
    assert extract.lines_loaded >= 3
    assert not extract.lines_rejected


def test_the_example_with_faults_has_a_line_of_each_and_good_ones(take):
    (static,) = [file for _, file, _ in EXAMPLES if "fejl" in file]
    extract = take(static)
    reasons = [one.reason for one in all_rejected(manifest=read_manifest(str(extract.pk)))]
    assert extract.lines_loaded == 2
    assert len(set(reasons)) == len(reasons) == 7
