"""Files that something is wrong with, each with what is to be said of it: by line, or of the file as a whole."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

HEADS = ("Bilag", "Linje", "Dato", "Konto", "Omkostningssted", "Beløb", "Tekst")


def line(number: int, *, date="31-01-2026", account="1000", amount="10,00", text="Vare") -> str:
    return f"{number};1;{date};{account};4711;{amount};{text}"


def text_of(*lines: str, encoding: str = "utf-8") -> bytes:
    return "".join(f"{one}\n" for one in (";".join(HEADS), *lines)).encode(encoding)


@dataclass(frozen=True)
class BadFile:
    """`lines`: what is said of which line. `refused`: what is said of a file of which nothing can be made. `told`:
    what is said of the file as a whole."""

    name: str
    content: Callable[[], bytes]
    lines: dict[int, str] = field(default_factory=dict)
    loaded: int = 0
    refused: str = ""
    told: str = ""
    knows_accounts: bool = False  # account 1000 is there, and no others are made

    @property
    def file_name(self) -> str:
        return self.name.replace(" ", "-") + ("" if "." in self.name else ".csv")


def _mixed_encodings() -> bytes:
    good = text_of(*(line(number, text="Børn og æbler") for number in range(1, 6)))
    return good + f"{line(6, text='Børn')}\n".encode("cp1252")


def _ten_per_cent_broken() -> bytes:
    lines = [line(number) for number in range(2, 202)]
    for place in range(8, 200, 10):
        lines[place] = ("kun et felt", '"' + lines[place], lines[place] + ";ekstra", lines[place][:9])[place // 10 % 4]
    return text_of(*lines)


def _sheet() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADS, *(line(number).split(";") for number in range(1, 200))]):
            sheet.write_row(place, 0, row)
    return content.getvalue()


def _parquet() -> bytes:
    content = io.BytesIO()
    rows = [line(number).split(";") for number in range(1, 200)]
    columns = dict(zip(HEADS, map(list, zip(*rows, strict=True)), strict=True))
    columns["Dato"] = [dt.date(2026, 1, 31)] * len(rows)
    parquet.write_table(pa.table(columns), content)
    return content.getvalue()


BAD_FILES = (
    BadFile("lines in another encoding", _mixed_encodings, {7: "ikke i filens tegnsæt"}, 5, told="blandet"),
    BadFile(
        "thousand separators mixed",
        lambda: text_of(line(1, amount="1.234,56"), line(2, amount="2,50"), line(3, amount="1,234.56")),
        {4: "ikke skrevet som resten"},
        2,
        told="skrevet på to måder",
    ),
    BadFile(
        "dates in two formats",
        lambda: text_of(line(1), line(2), line(3, date="2026-01-31"), line(4, date="31-02-2026")),
        {4: "ikke skrevet som resten", 5: "datoen findes ikke"},
        2,
        told="skrevet på flere måder",
    ),
    BadFile(
        "vouchers twice",
        lambda: text_of(line(1), line(2), line(1, amount="7,00")),
        {4: "står tidligere i filen"},
        2,
    ),
    BadFile(
        "unknown accounts",
        lambda: text_of(line(1), line(2, account="2000"), line(3, account="3000")),
        {3: "Kontoen er ukendt", 4: "Kontoen er ukendt"},
        1,
        knows_accounts=True,
    ),
    BadFile(
        "amounts that overflow",
        lambda: text_of(
            line(1),
            line(2, amount="99999999999999999999999999999999999999999,00"),
            line(3, amount="10.000.000.000.000,01"),
            line(4, amount="-92233720368547758,08"),
            line(5, amount="9.999.999.999.999,99"),
        ),
        {3: "for stort", 4: "for stort", 5: "for stort"},
        2,
    ),
    BadFile(
        "cut in the middle",
        lambda: text_of(line(1), line(2), line(3))[:-12],
        {4: "felter; der skal være 7"},
        2,
        told="slutter uden linjeskift",
    ),
    BadFile(
        "ten per cent broken",
        _ten_per_cent_broken,
        {place + 2: "" for place in range(8, 200, 10)},
        180,
    ),
    BadFile("cut.xlsx", lambda: _sheet()[:-700], refused="halvt hentet|klippet over"),
    BadFile("cut.parquet", lambda: _parquet()[:-500], refused="klippet over"),
)
