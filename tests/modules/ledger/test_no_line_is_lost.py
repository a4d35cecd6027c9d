"""Whatever is in a text file, each of its lines comes out as a record, as a part of one, as broken or as empty."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from chefforum.modules.ledger.lake.mapping import Writing
from chefforum.modules.ledger.lake.sources import delimited
from chefforum.modules.ledger.lake.sources.delimited import DelimitedSource

HEAD = "a;b;c\n"
bodies = st.lists(st.text('";x ,æ\r', max_size=8), max_size=12).map("\n".join)
fields = st.text('";x\næ', max_size=5)
records = st.lists(st.tuples(fields, fields, fields), min_size=1, max_size=12)


def read(text: str, *, block: int) -> tuple[dict[int, tuple[str, ...]], set[int], int]:
    """The records by line, the broken lines, and how many are empty."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        before, delimited.BLOCK = delimited.BLOCK, block
        try:
            source = DelimitedSource(Path(file.name), writing=Writing(delimiter=";"), known=["a", "b", "c"])
            good: dict[int, tuple[str, ...]] = {}
            broken: set[int] = set()
            for batch, _ in source.batches([0, 1, 2]):
                rows = batch.columns.to_pylist()
                good |= {row["line"]: (row["c0"], row["c1"], row["c2"]) for row in rows}
                broken |= {one.line for one in batch.broken}
            return good, broken, source.findings.lines_empty
        finally:
            delimited.BLOCK = before


@given(bodies, st.sampled_from([5, 40, 1 << 20]))
@example('x;y;"1\nx;y;2', 5)
@example(';x";"', 5)
@example('"x;y;z\n"x;y;z', 1 << 20)
def test_every_line_is_accounted_for(body, block):
    good, broken, empty = read(HEAD + body + "\n", block=block)
    inside = sum(field.count("\n") for row in good.values() for field in row)
    assert len(good) + len(broken) + empty + inside == (body + "\n").count("\n")
    assert not broken & set(good)
    assert all(line > 1 for line in (*good, *broken))


@given(bodies)
@example(';;x"\r"\n;;;;;;;;')
def test_it_does_not_matter_how_the_file_is_cut_in_blocks(body):
    assert read(HEAD + body + "\n", block=7) == read(HEAD + body + "\n", block=1 << 20)


@given(records)
def test_what_a_program_wrote_is_read_as_it_was(rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    good, broken, empty = read(HEAD + text.getvalue(), block=1 << 20)
    is_nothing = [not "".join(row).strip('"; \n') for row in rows]
    assert not broken
    assert [row for row in good.values() if "".join(row).strip('"; \n')] == [
        row for row, nothing in zip(rows, is_nothing, strict=True) if not nothing
    ]
    assert len(good) + empty >= len(rows) - sum(is_nothing)
