"""Files as payroll systems and spreadsheets write them become rows, or problems that name their line."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter

from chefforum.kernel.imports.registry import UnreadableFile
from chefforum.modules.administration.imports import read_organisation_file, row_from_json, row_to_json
from chefforum.modules.administration.rules.organisation_rows import Leader

HEADS = "Enhedskode;Navn;Kort navn;Type;Overordnet enhedskode;Gælder fra;Gælder til;Årsværk;Årsværk opgjort"
FULL = f"""{HEADS};Omkostningssteder;Leder e-mail;Leder navn;Leder titel
K;Lindeby Kommune;;Kommune;;;;;;;;;
S;Søndre Skole;SS;Arbejdsplads;K;01-08-2025;31.12.2026;1.234,5;2026-01-28;4712, 4711;IDA@lind.example;Ida Ø;Skoleleder
"""


def workbook(*sheets: list[list]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for lines in sheets:
            sheet = book.add_worksheet()
            for place, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, dt.date):
                        sheet.write_datetime(place, column, dt.datetime.combine(value, dt.time()), day)
                    else:
                        sheet.write(place, column, value)
    return file.getvalue()


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.text) for problem in read_organisation_file(text.encode())[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_csv_file_is_read_in_the_encodings_and_separators_of_danish_systems(encoding, separator):
    rows, found = read_organisation_file(FULL.replace(";", separator).encode(encoding))
    assert found == ()
    assert rows[1].name == "Søndre Skole"
    assert rows[1].parent == "K"
    assert rows[1].kind == "workplace"
    assert rows[1].valid_from == dt.date(2025, 8, 1)
    assert rows[1].valid_to == dt.date(2027, 1, 1), "the file names the last day"
    assert (rows[1].fte, rows[1].counted_on) == (Decimal("1234.50"), dt.date(2026, 1, 28))
    assert rows[1].cost_centres == ("4711", "4712")
    assert rows[1].leader == Leader("ida@lind.example", "Ida Ø", "Skoleleder")


def test_a_comma_parts_the_columns_where_there_are_no_semicolons():
    rows, found = read_organisation_file(b'navn,enhedskode,overordnet,omkostningssteder\nSkole,S,K,"4711;4712"\n')
    assert (rows[0].code, rows[0].name, rows[0].cost_centres, found) == ("S", "Skole", ("4711", "4712"), ())


def test_heads_may_be_in_any_order_in_capitals_and_called_otherwise():
    rows, found = read_organisation_file(b"OVERORDNET ENHED;FTE;Enhedsnavn;Kode\nK;2,5;Skole;S\n")
    assert found == ()
    assert (rows[0].code, rows[0].parent, rows[0].fte) == ("S", "K", Decimal("2.50"))


def test_a_spreadsheet_gives_the_same_rows_with_its_own_dates_and_numbers_and_a_title_above():
    lines = [
        ["Organisation i Lindeby Kommune"],
        [],
        ["Enhedskode", "Navn", "Overordnet enhedskode", "Gælder fra", "Årsværk", "Årsværk opgjort"],
        [1001, "Søndre Skole", 1000, dt.date(2025, 8, 1), 37.25, 46050],
    ]
    rows, found = read_organisation_file(workbook([["Vejledning"]], lines))
    assert found == ()
    assert (rows[0].line, rows[0].code, rows[0].parent) == (4, "1001", "1000")
    assert (rows[0].valid_from, rows[0].fte, rows[0].counted_on) == (
        dt.date(2025, 8, 1),
        Decimal("37.25"),
        dt.date(2026, 1, 28),
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (";Skole;;arbejdsplads;K;;;;", "Der mangler enhedskode."),
        ("S;;;arbejdsplads;K;;;;", "Der mangler navn."),
        ("S;Skole;;Borg;K;;;;", "Typen “borg” kendes ikke. Brug en af: kommune"),
        ("S;Skole;;arbejdsplads;K;31-02-2026;;;", "“31-02-2026” er ikke en dato"),
        ("S;Skole;;arbejdsplads;K;;;-2,5;", "Årsværk kan ikke være -2,5."),
        ("S;Skole;;arbejdsplads;K;;;mange;", "“mange” er ikke et tal"),
        ("S;Skole;;arbejdsplads;K;01-02-2026;01-01-2026;;", "“Gælder til” ligger før"),
        (f"{'S' * 41};Skole;;arbejdsplads;K;;;;", "er for langt: højst 40 tegn."),
    ],
)
def test_each_problem_names_its_line_and_what_to_do(cells, reason):
    found = problems(f"{HEADS}\nK;Lindeby;;kommune;;;;;\n{cells}\n")
    assert [line for line, _ in found] == [3]
    assert reason in found[0][1]


def test_a_unit_that_stands_twice_is_a_problem_that_names_the_other_line():
    assert problems("kode;navn;overordnet\nS;Skole;\n\nS;Skolen;\n") == [
        (4, "Enhedskoden S står også på linje 2. Slet en.")
    ]


def test_a_cost_centre_belongs_to_one_unit():
    found = problems("kode;navn;overordnet;omkostningssteder\nA;a;;1\nB;b;;1;2\n".replace("1;2", "1,2"))
    assert found == [(3, "Omkostningsstedet 1 står også på linje 2. Et sted hører til én enhed.")]


def test_a_leader_without_email_is_a_problem():
    found = problems("kode;navn;overordnet;leder navn;leder e-mail\nA;a;;Bo Krag;\n")
    assert found == [(2, "Lederen Bo Krag mangler e-mail. E-mailen er det, en person kendes på.")]


def test_a_column_that_is_not_known_is_said_and_does_not_stop_the_import():
    rows, found = read_organisation_file(b"kode;navn;overordnet;farve\nA;a;;blue\n")
    assert len(rows) == 1
    assert [(problem.text, problem.is_error) for problem in found] == [
        ("Kolonnen “farve” kendes ikke og er ikke læst.", False)
    ]


@pytest.mark.parametrize("content", [b"", b"  \n", b"PK\x03\x04 cut off", b"\x00\x01\x02"])
def test_what_is_no_table_is_refused_in_words(content):
    with pytest.raises(UnreadableFile, match=r"Filen|Regnearket"):
        read_organisation_file(content)


def test_a_file_without_the_heads_says_which_are_wanted():
    assert "enhedskode, navn, overordnet enhedskode" in problems("a;b;c\n1;2;3\n")[0][1]


def test_rows_survive_being_kept_as_json():
    for row in read_organisation_file(FULL.encode())[0]:
        assert row_from_json(row_to_json(row)) == row
