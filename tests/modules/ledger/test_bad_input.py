"""Whatever is wrong with a file is told by line, and nothing of it is lost or loaded silently."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from chefforum.kernel.lake.storage import local_path
from chefforum.modules.ledger import queries
from chefforum.modules.ledger.lake.engine import cursor
from chefforum.modules.ledger.lake.manifest import read_manifest
from chefforum.modules.ledger.lake.sources.batches import UnreadableSource
from chefforum.modules.ledger.models import Account, Extract
from chefforum.modules.ledger.queries.rejects import all_rejected
from chefforum.modules.ledger.rules.words import Table
from chefforum.modules.ledger.services.loading import HasRejects, LoadedMeanwhile
from tests.modules.ledger.conftest import COLUMNS, HEADS, NOW, POSITION_FIELDS, csv_text


def row(number: int, *, date="31-01-2026", account="1000", cost_centre="4711", amount="1,00", text="", line=1):
    return (number, line, date, account, cost_centre, amount, text)


def lines_of(extract: Extract) -> list[tuple[object, ...]]:
    paths = [local_path(name) for name in extract.files]
    connection = cursor()
    try:
        return connection.execute(
            "SELECT line, voucher, date, period, account, cost_centre, amount, text FROM read_parquet(?) ORDER BY line",
            [paths],
        ).fetchall()
    finally:
        connection.close()


def amounts(extract: Extract) -> list[int]:
    return [line[6] for line in lines_of(extract)]


def rejected(extract: Extract) -> dict[int, str]:
    return {one.line: one.reason for one in all_rejected(manifest=read_manifest(str(extract.pk)))}


def findings(extract: Extract) -> str:
    return " ".join(read_manifest(str(extract.pk)).findings)


def ties_out(extract: Extract) -> bool:
    return (
        read_manifest(str(extract.pk)).ties_out
        and len(lines_of(extract)) == extract.lines_loaded
        and len(rejected(extract)) == extract.lines_rejected
        and sum(amounts(extract)) == extract.amount_loaded
    )


@pytest.mark.parametrize(
    ("written", "oere"),
    [
        ("1.234,56", 123456),
        ("1234,56", 123456),
        ("1.234,56-", -123456),
        ("-1.234,56", -123456),
        ("−1.234,56", -123456),
        ("(1.234,56)", -123456),
        ("1 234,5", 123450),
        ("1.234.567", 123456700),
        ("+12", 1200),
        ("0,10", 10),
        ("12,500000", 1250),
        ("9.999.999.999.999,99", 999999999999999),
    ],
)
def test_danish_amounts_are_exact(load, file, written, oere):
    extract = load(file("a.csv", [row(1), row(2, amount=written)]))
    assert amounts(extract) == [100, oere]


@pytest.mark.parametrize(("written", "oere"), [("1234.56", 123456), ("1,234.56", 123456), ("-0.07", -7), ("12", 1200)])
def test_english_amounts_are_exact(load, file, written, oere):
    extract = load(file("a.csv", [row(1, amount="1.50"), row(2, amount=written)]))
    assert amounts(extract) == [150, oere]


def test_thousand_separators_mixed_are_told_and_the_fewer_rejected(load, file):
    extract = load(file("a.csv", [row(1, amount="1.234,56"), row(2, amount="2,50"), row(3, amount="1,234.56")]))
    assert amounts(extract) == [123456, 250]
    assert "ikke skrevet som resten" in rejected(extract)[4]
    assert "skrevet på to måder" in findings(extract)
    assert ties_out(extract)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("99999999999999999999", "for stort"),
        ("10.000.000.000.000,01", "for stort"),
        ("1,2345", "højst to decimaler"),
        ("abc", "kan ikke læses"),
        ("1-2", "kan ikke læses"),
        ("(5", "kan ikke læses"),
        ("1e3", "kan ikke læses"),
        ("", "mangler"),
        ("--5", "kan ikke læses"),
    ],
)
def test_amounts_that_are_none_are_rejected_by_line(load, file, written, reason):
    extract = load(file("a.csv", [row(1), row(2, amount=written), row(3)]))
    assert reason in rejected(extract)[3]
    assert amounts(extract) == [100, 100]
    assert ties_out(extract)


@pytest.mark.parametrize(
    "written", ["31-01-2026", "31.01.2026", "31/01/2026", "2026-01-31", "31.01.26", "31-01-26", "20260131", "46053"]
)
def test_dates_as_danes_and_spreadsheets_write_them(load, file, written):
    extract = load(file("a.csv", [row(1, date=written)]))
    assert lines_of(extract)[0][2:4] == (dt.date(2026, 1, 31), 202601)


def test_dates_in_two_formats_are_told_and_the_fewer_rejected(load, file):
    extract = load(file("a.csv", [row(1), row(2), row(3, date="2026-01-31"), row(4, date="31-02-2026")]))
    assert "ikke skrevet som resten" in rejected(extract)[4]
    assert "findes ikke" in rejected(extract)[5]
    assert "skrevet på flere måder" in findings(extract)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_letters_are_right_in_every_encoding(load, file, encoding):
    text = "Rødgrød med fløde på Ærø"
    extract = load(file("a.csv", [row(1, text=text)], encoding=encoding) if encoding else None)
    assert lines_of(extract)[0][7] == text
    assert read_manifest(str(extract.pk)).encoding.startswith(encoding.removesuffix("-sig"))


def test_a_wrong_encoding_is_found_and_said(load, file, mapped):
    path = file("a.csv", [row(1), row(2, text="Børn")], encoding="cp1252")
    with pytest.raises(UnreadableSource, match="ikke") as refusal:
        load(path, mapping=mapped(encoding="utf-8"))
    assert refusal.value.line == 1 or refusal.value.line == 3
    with pytest.raises(UnreadableSource, match="forkert"):
        load(file("b.csv", [row(1, text="Børn")]), mapping=mapped(encoding="cp1252"))
    assert not Extract.objects.exists()


def test_single_lines_in_another_encoding_are_rejected(load, file):
    content = csv_text([row(number, text="Børn og æbler") for number in range(1, 6)]).encode()
    content += "6;1;31-01-2026;1000;4711;1,00;Børn\n".encode("cp1252")
    extract = load(file("a.csv", content))
    assert "tegnsæt" in rejected(extract)[7]
    assert "blandet" in findings(extract)
    assert extract.lines_loaded == 5


def test_letters_encoded_twice_are_said(load, file):
    twice = csv_text([row(1, text="Børn")]).encode().decode("cp1252")
    extract = load(file("a.csv", csv_text([row(1, text="BÃ¸rn")])))
    assert "forkert tegnsæt" in findings(extract)
    assert twice


def test_a_file_cut_in_the_middle_of_a_line_says_so(load, file):
    whole = csv_text([row(1, text="En"), row(2, text="To")])
    extract = load(file("a.csv", whole[: whole.index(";To") - 3]))
    assert "6 felter" in rejected(extract)[3]
    assert "slutter uden linjeskift" in findings(extract)
    assert ties_out(extract)


def test_ten_per_cent_broken_lines_are_each_told(load, file):
    good = [row(number) for number in range(1000)]
    text = csv_text(good).split("\n")
    broken = {place: ("x;y" if place % 20 else '"' + text[place]) for place in range(10, 1000, 10)}
    for place, line in broken.items():
        text[place] = line
    extract = load(file("a.csv", "\n".join(text)))
    assert set(rejected(extract)) == {place + 1 for place in broken}
    assert extract.lines_loaded == 1000 - len(broken)
    assert ties_out(extract)


def test_good_lines_are_not_loaded_where_all_or_nothing_was_chosen(load, file):
    path = file("a.csv", [row(1), row(2, amount="x")])
    with pytest.raises(HasRejects, match="1 af 2 linjer"):
        load(path, keep_good=False)
    assert not Extract.objects.exists()
    assert load(path, keep_good=True).lines_loaded == 1


def test_line_numbers_are_the_files_own(load, file):
    text = "Udtræk fra økonomi\n\n" + csv_text([row(1, text='"To\nlinjer"'), row(2, text='5" rør'), row(3, amount="x")])
    extract = load(file("a.csv", text + "\n;;;;;;\n" + ";".join(map(str, row(4))) + "\n"))
    assert [line[0] for line in lines_of(extract)] == [4, 6, 10]
    assert lines_of(extract)[0][7] == "To\nlinjer"
    assert lines_of(extract)[1][7] == '5" rør'
    assert set(rejected(extract)) == {7}
    assert read_manifest(str(extract.pk)).lines_empty == 2


def test_a_voucher_line_that_comes_twice_is_rejected_the_second_time(load, file):
    extract = load(file("a.csv", [row(1), row(1, line=2), row(1, amount="7,00"), row(2)]))
    assert "tidligere i filen" in rejected(extract)[4]
    assert amounts(extract) == [100, 100, 100]
    assert extract.amount_rejected == 700
    assert ties_out(extract)


def test_a_voucher_that_is_loaded_already_is_rejected(load, file):
    load(file("a.csv", [row(1), row(2)]))
    extract = load(file("b.csv", [row(2), row(3)]))
    assert "indlæst før" in rejected(extract)[2]
    assert [line[1] for line in lines_of(extract)] == ["3"]


def test_a_correction_replaces_and_its_vouchers_are_no_duplicates(load, file):
    first = load(file("a.csv", [row(1), row(2)]))
    second = load(file("b.csv", [row(1, amount="9,00"), row(2)]), replaces=first.pk)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert second.lines_rejected == 0
    assert all(local_path(name) for name in first.files)  # kept, not read


def test_alike_lines_of_a_voucher_without_numbered_lines_all_stand(load, file, mapped):
    columns = {name: head for name, head in COLUMNS.items() if name != "voucher_line"}
    extract = load(file("a.csv", [row(1), row(1)]), mapping=mapped(columns=columns))
    assert extract.lines_loaded == 2


def test_the_same_file_again_changes_nothing(load, file):
    path = file("a.csv", [row(1)])
    load(path)
    with pytest.raises(LoadedMeanwhile):
        load(path)
    assert Extract.objects.count() == 1


def test_unknown_accounts_are_rejected_where_asked_for(load, file):
    load(file("a.csv", [row(1)]))
    extract = load(file("b.csv", [row(2), row(3, account="2000")]), creates_accounts=False)
    assert "ukendt" in rejected(extract)[3]
    assert set(Account.objects.values_list("code", flat=True)) == {"1000"}
    load(file("c.csv", [row(4, account="3000")]))
    assert Account.objects.filter(code="3000").exists()


def test_authorised_account_strings_are_validated(load, file, mapped):
    columns = {name: head for name, head in COLUMNS.items() if name != "cost_centre"}
    rows = [row(1, account="5.25.10.1.1.4711.001.2.9"), row(2, account="52510114711001"), row(3, account="x")]
    extract = load(file("a.csv", rows), mapping=mapped(columns=columns, account_kind="authorised"))
    assert lines_of(extract)[0][4:6] == ("5251011471100129", "4711")
    assert "16 cifre" in rejected(extract)[3]
    account = Account.objects.get()
    assert (account.function, account.dranst, account.grouping, account.art) == ("52510", "1", "001", "29")


def test_columns_that_are_missing_are_named(load, file):
    with pytest.raises(UnreadableSource, match="Beløb"):
        load(file("a.csv", csv_text([row(1)], heads=[*HEADS[:5], "Sum", "Tekst"])))


@pytest.mark.parametrize(
    "content", ["", "\n\n", "Bilag;Linje;Dato;Konto;Omkostningssted;Beløb;Tekst\n", "kun et ord\n"]
)
def test_files_with_nothing_in_them_are_refused(load, file, content):
    with pytest.raises(UnreadableSource):
        load(file("a.csv", content))


def test_files_that_are_no_text_are_refused(load, file):
    for content in (b"\x00\x01\x02" * 100, b"PK\x03\x04 broken", b"PAR1 broken"):
        with pytest.raises(UnreadableSource):
            load(file("a.bin", content))


def test_cpr_numbers_never_come_in(load, file, mapped):
    extract = load(file("a.csv", [row(1, text="Løn 010190-1234"), row(2, text="010190-1234", amount="x")]))
    assert lines_of(extract)[0][7] == "Løn ******-****"
    assert "010190" not in " ".join(one.raw for one in all_rejected(manifest=read_manifest(str(extract.pk))))
    heads = ("Stilling", "Medarbejdernummer", "Sted", "Konto", "Stillingsgruppe", "Trin", "Grad", "Fra", "Til")
    columns = dict(zip(POSITION_FIELDS, heads, strict=True))
    for number in ("0101901234", "010190-1234"):
        line = ("S1", number, "4711", "1000", "Lærer", "31", "1,00", "01-01-2026", "")
        with pytest.raises(UnreadableSource, match="CPR"):
            load(file("p.csv", csv_text([line], heads=heads)), mapping=mapped(Table.POSITIONS, columns))


def test_spreadsheets_keep_every_oere(load, file, tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(1, 0, HEADS)
    for place, amount in enumerate((0.1 + 0.2, 1234567.89, -0.07, 1e20, 0.001), start=2):
        sheet.write_row(place, 0, [place, 1])
        sheet.write_datetime(place, 2, dt.datetime(2026, 1, 31), day)
        sheet.write_row(place, 3, [1000, 4711, amount, "Ærø"])
    sheet.write_row(8, 0, [9, 1, "31-01-2026", "1000", "4711", "1.234,56", ""])
    book.close()
    extract = load(path)
    assert amounts(extract) == [30, 123456789, -7, 123456]
    assert lines_of(extract)[0][:6] == (3, "2", dt.date(2026, 1, 31), 202601, "1000", "4711")
    assert "for stort" in rejected(extract)[6]
    assert "to decimaler" in rejected(extract)[7]
    assert ties_out(extract)


def test_sheets_that_are_not_read_are_told(load, tmp_path):
    """Notes before the lines hide nothing, and lines on another sheet are not left out unsaid."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Noter").write_string(0, 0, "Trukket af økonomi")
        book.add_worksheet("Ark3")
        for name, amount in (("Januar", "10,00"), ("Februar", "20,00")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            sheet.write_row(1, 0, row(1, amount=amount))
    extract = load(path)
    assert amounts(extract) == [1000]
    told = " ".join(read_manifest(str(extract.pk)).findings)
    assert "“Januar” er læst. Ikke læst: “Noter”, “Februar”." in told


def test_parquet_with_typed_columns_is_exact(load, tmp_path):
    table = pa.table(
        {
            "Bilag": [1, 2, 3],
            "Linje": [1, 1, 1],
            "Dato": pa.array([dt.date(2026, 1, 31)] * 3),
            "Konto": ["1000"] * 3,
            "Omkostningssted": pa.array(["4711"] * 3).dictionary_encode(),
            "Beløb": [384.0, 0.1 + 0.2, None],
            "Tekst": ["a", None, "c"],
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    extract = load(tmp_path / "a.parquet")
    assert amounts(extract) == [38400, 30]
    assert "mangler" in rejected(extract)[3]


def test_a_parquet_file_cut_in_the_middle_is_refused(load, file, tmp_path):
    parquet.write_table(pa.table({"Bilag": list(range(1000))}), tmp_path / "whole.parquet")
    cut = (tmp_path / "whole.parquet").read_bytes()[:-500]
    with pytest.raises(UnreadableSource, match="klippet over"):
        load(file("cut.parquet", cut))


def test_debit_and_credit_become_one_amount(load, file, mapped):
    heads = ("Bilag", "Dato", "Konto", "Sted", "Debet", "Kredit")
    columns = {
        "voucher": "Bilag",
        "date": "Dato",
        "account": "Konto",
        "cost_centre": "Sted",
        "debit": "Debet",
        "credit": "Kredit",
    }
    rows = [
        (1, "31-01-2026", "1", "4711", "5,00", ""),
        (2, "31-01-2026", "1", "4711", "", "7,00"),
        (3, "31-01-2026", "1", "4711", "", ""),
    ]
    extract = load(file("a.csv", csv_text(rows, heads=heads)), mapping=mapped(columns=columns))
    assert amounts(extract) == [500, -700]
    assert "begge tomme" in rejected(extract)[4]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("202603", 202603),
        ("2026-03", 202603),
        ("03-2026", 202603),
        ("3.2026", 202603),
        ("2026M03", 202603),
        ("202613", 202612),
    ],
)
def test_the_month_that_is_booked_on_may_differ_from_the_dates(load, file, mapped, written, month):
    heads = (*HEADS, "Periode")
    path = file("a.csv", csv_text([(*row(1), written)], heads=heads))
    extract = load(path, mapping=mapped(columns={**COLUMNS, "period": "Periode"}))
    assert lines_of(extract)[0][2:4] == (dt.date(2026, 1, 31), month)


def test_what_an_extract_says_of_itself(load, file):
    extract = load(file("a.csv", [row(1), row(2, date="28-02-2026", amount="2,00"), row(3, amount="x")]))
    manifest = read_manifest(str(extract.pk))
    assert [(one.period, one.lines_loaded, one.amount_loaded) for one in manifest.periods if one.lines_loaded] == [
        (202601, 1, 100),
        (202602, 1, 200),
    ]
    assert (extract.first_period, extract.last_period, extract.loaded_at) == (202601, 202602, NOW)
    assert manifest.unread_amounts == 1


def test_amounts_that_are_together_more_than_a_whole_number_holds_refuse_the_file(load, file):
    """9,300 lines of ten thousand milliards each: every one may be, all of them cannot."""
    rows = [
        row(number, amount="10.000.000.000.000,00" if number % 2 else "-9.999.999.999.999,99") for number in range(9300)
    ]
    with pytest.raises(UnreadableSource, match="tilsammen for store"):
        load(file("vast.csv", rows))
    assert not Extract.objects.exists()


def test_as_much_as_a_file_may_hold_is_summed_to_the_oere(load, file):
    rows = [row(number, amount="9.999.999.999.999,99") for number in range(100)]
    extract = load(file("large.csv", rows))
    assert extract.amount_loaded == 100 * 999_999_999_999_999
    assert queries.cube(actor=None, first=202601, last=202601).total == extract.amount_loaded


def test_an_account_that_is_longer_than_any_is_rejected_by_its_line(load, file):
    extract = load(file("long.csv", [row(1), row(2, account="4" * 60), row(3, account="4" * 61)]))
    assert rejected(extract) == {4: "Kontoen er længere end 60 tegn."}
    assert ties_out(extract)
    assert Account.objects.filter(code="4" * 60).exists()
