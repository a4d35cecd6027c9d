"""Whatever disks, mail and people do to a file: it is refused in words, or each line and each øre of it is accounted
for. Never anything else."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from uuid import uuid4

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from chefforum.kernel.lake import storage
from chefforum.modules.ledger.lake.engine import cursor
from chefforum.modules.ledger.lake.looking import heads_of, look
from chefforum.modules.ledger.lake.manifest import Manifest, read_manifest
from chefforum.modules.ledger.lake.mapping import Writing, guessed_columns
from chefforum.modules.ledger.lake.sources.batches import UnreadableSource
from chefforum.modules.ledger.lake.staging import Task, stage
from chefforum.modules.ledger.queries.rejects import all_rejected
from chefforum.modules.ledger.rules.words import Table
from tests.modules.ledger.corrupted import MAPPING, WHOLE, danish, rows, spoiled

HERE = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def staged(tmp_path):
    """staged(name, content) -> the manifest. Raises UnreadableSource."""

    def run(name: str, content: bytes) -> Manifest:
        path = tmp_path / name
        path.write_bytes(content)
        task = Task(
            path=path,
            file_name=name,
            mapping=MAPPING,
            extract_id=str(uuid4()),
            municipality="000",
            source_system="Økonomisystemet",
            staged_at="2026-04-02T09:00:00+00:00",
            year=2026,
            sha256="0" * 64,
        )
        return stage(task)

    return run


def accounts_for_all(manifest: Manifest) -> bool:
    """By what stands in the finished files, counted by other means than the manifest's."""
    loaded = [parquet.read_table(storage.local_path(name)) for name in manifest.files]
    rejected = list(all_rejected(manifest=manifest))
    lines = [line for table in loaded for line in table.column("line").to_pylist()] + [one.line for one in rejected]
    oere = sum(amount for table in loaded for amount in table.column("amount").to_pylist())
    return (
        manifest.ties_out
        and len(lines) == len(set(lines)) == manifest.lines_read
        and oere == manifest.amount_loaded
        and sum(one.amount or 0 for one in rejected) == manifest.amount_rejected
        and sum(one.amount is None for one in rejected) == manifest.unread_amounts
        and all(one.reason and one.line > 0 for one in rejected)
    )


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_file_is_loaded_to_the_oere(staged, name):
    manifest = staged(name, WHOLE[name])
    assert (manifest.lines_loaded, manifest.lines_rejected) == (len(rows()), 0)
    assert manifest.amount_loaded == sum(int(str(row[5])) for row in rows())
    assert accounts_for_all(manifest)


@HERE
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 10**9), st.integers(1, 6))
def test_a_spoiled_file_is_refused_in_words_or_accounted_for(staged, tmp_path, name, seed, many):
    content = spoiled(WHOLE[name], seed, many)
    with suppress(UnreadableSource):
        assert accounts_for_all(staged(name, content))
    for look_at in (lambda path: heads_of(path, writing=Writing()), lambda path: look(path, MAPPING)):
        with suppress(UnreadableSource):
            look_at(tmp_path / name)


@HERE
@given(st.lists(st.sampled_from(range(7)), min_size=1, max_size=25), st.integers(0, 10**6))
def test_lines_that_are_spoiled_one_by_one_are_rejected_and_no_others(staged, kinds, seed):
    """A real-shaped file of which some lines are spoiled in a known way: exactly they are told, the rest is loaded."""
    good = [row for row in rows(60) if "\n" not in str(row[6])]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(["Bilag", "Linje", "Dato", "Konto", "Omkostningssted", "Beløb", "Tekst"])
    bad: dict[int, int] = {(seed + 7 * place) % len(good): kind for place, kind in enumerate(kinds)}
    total = 0
    for place, row in enumerate(good):
        oere = int(str(row[5]))
        cells = [str(row[0]), str(row[1]), f"{row[2]:%d-%m-%Y}", str(row[3]), str(row[4]), danish(oere), str(row[6])]
        match bad.get(place):
            case None:
                total += oere
            case 0:
                cells[5] = "tolv"
            case 1:
                cells[2] = "30-02-2026"
            case 2:
                cells[3] = ""
            case 3:
                cells.append("for meget")
            case 4:
                cells = cells[:3]
            case 5:
                cells[5] = "9" * 30
            case 6:
                cells[4] = " "
        writer.writerow(cells)
    manifest = staged("a.csv", text.getvalue().encode())
    assert {one.line for one in all_rejected(manifest=manifest)} == {place + 2 for place in bad}
    assert (manifest.lines_loaded, manifest.amount_loaded) == (len(good) - len(bad), total)
    assert accounts_for_all(manifest)


def test_text_in_parquet_that_is_no_text_is_rejected_by_line_and_stops_nobody(staged, tmp_path):
    """It would bring the engine of the whole process down."""
    bytes_ = pa.array([b"god", "Børn".encode("cp1252"), b"god"], pa.binary())
    table = pa.table(
        {
            "Bilag": ["1", "2", "3"],
            "Linje": ["1", "1", "1"],
            "Dato": [row[2] for row in rows(3)],
            "Konto": ["1000"] * 3,
            "Omkostningssted": pa.array(["4711"] * 3).dictionary_encode(),
            "Beløb": [1.0, 2.0, 3.0],
            "Tekst": pa.Array.from_buffers(pa.string(), 3, bytes_.buffers()),
        }
    )
    content = io.BytesIO()
    parquet.write_table(table, content)
    manifest = staged("a.parquet", content.getvalue())
    assert [(one.line, one.reason) for one in all_rejected(manifest=manifest)] == [
        (2, "Linjen har tegn, der ikke er UTF-8.")
    ]
    assert manifest.amount_loaded == 400
    assert accounts_for_all(manifest)


def test_an_engine_that_broke_is_made_anew():
    from chefforum.modules.ledger.lake import engine

    cursor().execute("SELECT 1")
    (before,) = engine._engines.values()
    before.close()
    assert cursor().execute("SELECT 1").fetchall() == [(1,)]


def test_semicolons_and_line_breaks_in_texts_do_not_make_the_comma_of_amounts_the_separator(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(WHOLE["utf-8.csv"])
    assert len(heads_of(path, writing=Writing()).names) == 7
    open_quote = b'Bilag;Dato;Konto;Sted;Bel\xc3\xb8b\n1;"31-01-2026;1;1;1,00\n' + b"2;31-01-2026;1;1;1,00\n" * 20_000
    path.write_bytes(open_quote)
    assert heads_of(path, writing=Writing()).names[0] == "Bilag"


def test_manifests_written_before_control_totals_are_read(staged):
    manifest = staged("utf-8.csv", WHOLE["utf-8.csv"])
    name = f"manifests/{manifest.extract_id}.json"
    older = {key: value for key, value in storage.read_json(name).items() if not key.startswith("control_")}
    storage.delete(name)
    storage.put_json(older, name)
    assert not read_manifest(manifest.extract_id).has_control
    assert guessed_columns(Table.POSTINGS, ["Beløb"]) == {"amount": "Beløb"}
