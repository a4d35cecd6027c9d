"""Postings sorted by patterns in SQL: the same as the plain words say, whatever is in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.modules.it_costs.rules.classification import RuleFacts, rule_of
from chefforum.modules.ledger.lake import sorting_sums
from chefforum.modules.ledger.lake.sorting import NONE, Patterns, lines_of_rule
from chefforum.modules.ledger.lake.sorting_sums import sums_by_rule

WORDS = st.sampled_from(["", "Nordlys", "nordlys a/s", "ÆBLE_1%", "a\\b", "064552", "Æ", "x'y"])
PATTERNS = st.sampled_from(
    ["", "", "nordlys*", "*A/S", "?", "æble_1%", "a\\*", "0645*,x'?", "*", " , ", "**", "[n]*", "?ordlys", "*LYS*"]
)
POSTING = st.tuples(WORDS, WORDS, WORDS, WORDS, st.integers(-(10**9), 10**9), st.sampled_from([2024, 2025]))
RULE = st.tuples(PATTERNS, PATTERNS, PATTERNS, PATTERNS)


def _write(path: Path, postings: list[tuple], *, has_supplier: bool = True) -> None:
    """As the lake has them: what is empty is null, but accounts and places never are."""
    columns = {
        "line": pa.array(range(len(postings)), pa.int32()),
        "voucher": pa.array([f"{nth}" for nth in range(len(postings))]),
        "date": pa.array([dt.date(2024, 1, 1)] * len(postings), pa.date32()),
        "period": pa.array([one[5] * 100 + 3 for one in postings], pa.int32()),
        "account": pa.array([one[1] for one in postings], pa.string()),
        "cost_centre": pa.array([one[2] for one in postings], pa.string()),
        "amount": pa.array([one[4] for one in postings], pa.int64()),
        "text": pa.array([one[3] or None for one in postings], pa.string()),
    }
    if has_supplier:
        columns["supplier"] = pa.array([one[0] or None for one in postings], pa.string())
    pq.write_table(pa.table(columns), path)


@settings(max_examples=60, deadline=None)
@given(postings=st.lists(POSTING, min_size=1, max_size=30), rules=st.lists(RULE, max_size=6))
def test_sql_sorts_as_the_plain_rules_do(tmp_path_factory, postings, rules) -> None:
    path = tmp_path_factory.mktemp("lake") / "a.parquet"
    _write(path, postings)
    facts = [RuleFacts("x", *patterns) for patterns in rules]
    expected: dict[tuple[int, int], list[int]] = {}
    for supplier, account, place, text, amount, year in postings:
        said = {"supplier": supplier, "account": account, "cost_centre": place, "text_pattern": text}
        found = rule_of(facts, said)
        sums = expected.setdefault((NONE if found is None else found, year), [0, 0])
        sums[0] += amount
        sums[1] += 1
    read = sums_by_rule(
        [str(path)], first=202401, last=202512, lists=[[Patterns(*patterns) for patterns in rules]], by=[]
    )
    found = {(row["rule0"], row["part"]): [row["amount"], row["n"]] for row in read.to_pylist()}
    assert found == expected
    asked = {"lists": [[Patterns(*patterns) for patterns in rules]], "by": [], "is_caught": True}
    caught = sums_by_rule([str(path)], first=202401, last=202512, **asked).to_pylist()
    assert {(row["rule0"], row["part"]): [row["amount"], row["n"]] for row in caught} == {
        key: sums for key, sums in expected.items() if key[0] != NONE
    }


def test_files_from_before_suppliers_were_read_have_none(tmp_path: Path) -> None:
    new, old = tmp_path / "new.parquet", tmp_path / "old.parquet"
    _write(new, [("Nordlys", "1", "a", "", 100, 2024)])
    _write(old, [("Nordlys", "1", "a", "", 7, 2024)], has_supplier=False)
    rules = [Patterns(supplier="nord*")]
    for files in ([new, old], [old, new], [old]):
        names = [str(file) for file in files]
        read = sums_by_rule(names, first=202401, last=202412, lists=[rules], by=["supplier"]).to_pylist()
        by_rule = {row["rule0"]: (row["supplier"], row["amount"]) for row in read}
        assert by_rule[NONE] == ("", 7)
        assert by_rule.get(0, ("Nordlys", 100)) == ("Nordlys", 100)
    count, amount, rows = lines_of_rule(
        [str(old), str(new)], rules=rules, number=0, where="true", values=[], limit=10, offset=0
    )
    assert (count, amount, rows[0][-1]) == (1, 100, "Nordlys")


def test_two_lists_of_rules_are_held_against_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    _write(path, [("A", "1", "a", "licens", 5, 2024), ("A", "1", "a", "drift", 6, 2024), ("B", "1", "a", "", 7, 2024)])
    before, after = [Patterns(supplier="A")], [Patterns(supplier="A", text="*licens*"), Patterns(supplier="A")]
    read = sums_by_rule([str(path)], first=202401, last=202412, lists=[before, after], by=[]).to_pylist()
    assert {(row["rule0"], row["rule1"]): row["amount"] for row in read} == {(0, 0): 5, (0, 1): 6, (NONE, NONE): 7}


@pytest.mark.parametrize("count", [63, 64, 65, 130])
def test_the_first_of_many_rules_is_found_in_each_list(tmp_path: Path, count: int) -> None:
    path = tmp_path / "a.parquet"
    _write(path, [(f"S{nth}", f"{nth}", "a", "", nth, 2024) for nth in range(count + 1)])
    rules = [Patterns(supplier=f"s{nth}", account="*" if nth % 2 else "") for nth in range(count)]
    lists = [rules, list(reversed(rules)), []]
    read = sums_by_rule([str(path)], first=202401, last=202412, lists=lists, by=["account"]).to_pylist()
    expected = {(nth, count - 1 - nth, NONE, f"{nth}", nth) for nth in range(count)}
    assert {(row["rule0"], row["rule1"], row["rule2"], row["account"], row["amount"]) for row in read} == {
        *expected,
        (NONE, NONE, NONE, f"{count}", count),
    }


def test_the_sums_of_many_groups_are_exact_by_whatever_is_asked(tmp_path: Path, monkeypatch) -> None:
    """In batches of a few, where no table of all groups is held, and with amounts that no float can hold."""
    path = tmp_path / "a.parquet"
    large = 3_000_000_000_000_000_001
    postings = [
        (f"S{n % 7}", f"{n % 11}", f"c{n % 13}", "", large if n % 5 else -large, 2024 + n % 2) for n in range(99)
    ]
    postings += [("", "4", "c1", "", 1, 2024), ("S1", "4", "c1", "", 1, 2019)]
    _write(path, postings)
    expected: dict[tuple, list[int]] = {}
    for supplier, account, place, _, amount, year in postings[:-1]:
        part = year * 100 + 3 if place == "c1" else year
        sums = expected.setdefault((0 if supplier == "S2" else NONE, part, account, place, supplier), [0, 0])
        sums[0] += amount
        sums[1] += 1
    for batch, dense, few in ((1 << 18, 1 << 20, 4096), (10, 1, 1), (3, 40, 2)):
        monkeypatch.setattr(sorting_sums, "BATCH", batch)
        monkeypatch.setattr(sorting_sums, "DENSE", dense)
        monkeypatch.setattr(sorting_sums, "FEW", few)
        asked = {"lists": [[Patterns(supplier="s2")]], "by": ["account", "cost_centre", "supplier"], "by_month": {"c1"}}
        read = sums_by_rule([str(path)], first=202401, last=202512, **asked).to_pylist()
        found = {
            (row["rule0"], row["part"], row["account"], row["cost_centre"], row["supplier"]): [row["amount"], row["n"]]
            for row in read
        }
        assert found == expected
        assert len(read) == len(found)


def test_years_without_postings_have_no_sums(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    _write(path, [("A", "1", "a", "", 5, 2024)])
    read = sums_by_rule([str(path)], first=202501, last=202512, lists=[[Patterns(supplier="A")]], by=["supplier"])
    assert (read.num_rows, read.column_names) == (0, ["rule0", "part", "supplier", "amount", "n"])
