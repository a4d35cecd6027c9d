"""A list of systems from Wired by file, whatever its columns are called; and what stands in Wired alone."""

from __future__ import annotations

import pytest

from chefforum.connectors.asking import StrangeAnswer
from chefforum.connectors.wired_csv import only_in_wired, rows_of

TABLE = [
    ["Udtræk fra Wired"],
    ["System", "Beskrivelse", "Leverandør", "Forretningskritisk", "Bruger AI", "KITOS ID", "Farve"],
    ["Bogholderen", "Regnskab", "Nordlys Data A/S", "Ja", "nej", "u-1", "blå"],
    ["Gamle Arkiv", "", "", "måske", "", "", ""],
    ["", "en linje uden navn", "", "", "", "", ""],
    ["bogholderen", "igen", "", "", "", "", ""],
]


def test_each_system_comes_once_with_what_it_is_said_to_be() -> None:
    found = rows_of(TABLE)
    first, second = found.rows
    assert (first.line, first.name, first.fields["is_business_critical"], first.fields["uses_ai"]) == (
        3,
        "Bogholderen",
        "yes",
        "no",
    )
    assert (second.fields["is_business_critical"], second.fields["uses_ai"]) == ("unknown", "unknown")
    assert second.remarks == ("“måske” er hverken ja eller nej",)
    assert (found.unknown, found.repeated) == (("Farve",), (6,))


def test_a_system_that_kitos_has_deleted_is_found() -> None:
    rows = rows_of(TABLE).rows
    assert [row.name for row in only_in_wired(rows, kitos_ids=["U-1"], kitos_names=[])] == ["Gamle Arkiv"]
    assert only_in_wired(rows, kitos_ids=[], kitos_names=["gamle arkiv ", "Bogholderen"]) == []


@pytest.mark.parametrize("table", [[], [["Farve"], ["blå"]], [["Navn"]], [["Navn"], [""]]])
def test_a_file_that_is_no_such_list_is_told(table: list[list[str]]) -> None:
    with pytest.raises(StrangeAnswer):
        rows_of(table)
