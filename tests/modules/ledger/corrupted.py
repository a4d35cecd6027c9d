"""Files as systems deliver them, and what disks, mail and people do to them."""

from __future__ import annotations

import datetime as dt
import io
import random
from pathlib import Path

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

from chefforum.modules.ledger.lake.mapping import Mapping, Writing, guessed_columns
from chefforum.modules.ledger.rules.words import Table
from tests.modules.ledger.bad_files import HEADS

MAPPING = Mapping(Table.POSTINGS, guessed_columns(Table.POSTINGS, HEADS), Writing())
TEXTS = ("Vare", "Børn & unge", '5" rør', "Kreditnota; rettet", "Æ\nØ", "=1+1", "")


def rows(many: int = 40) -> list[tuple[object, ...]]:
    """Postings of every shape that is right."""
    return [
        (
            f"2026-{number:05}",
            number % 3 + 1,
            dt.date(2026, number % 12 + 1, number % 28 + 1),
            f"{4000 + number % 7}",
            f"{4700 + number % 5}",
            (number * 7919 - 90_000) * 13,
            TEXTS[number % len(TEXTS)],
        )
        for number in range(1, many + 1)
    ]


def danish(oere: int) -> str:
    kroner, rest = divmod(abs(oere), 100)
    return f"{'-' if oere < 0 else ''}{f'{kroner:,}'.replace(',', '.')},{rest:02}"


def _csv(encoding: str, delimiter: str, end: str) -> bytes:
    def cell(value: object) -> str:
        text = f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else str(value)
        needs = any(letter in text for letter in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    lines = [HEADS, *((*row[:5], danish(int(str(row[5]))), row[6]) for row in rows())]
    return "".join(delimiter.join(map(cell, line)) + end for line in lines).encode(encoding)


def _sheet() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, HEADS)
        for place, row in enumerate(rows(), 1):
            sheet.write_row(place, 0, [*row[:2], "", *row[3:5], int(str(row[5])) / 100])
            sheet.write_datetime(place, 2, row[2], day)
            sheet.write_string(place, 6, str(row[6]))
    return content.getvalue()


def _parquet() -> bytes:
    content = io.BytesIO()
    columns = dict(zip(HEADS, map(list, zip(*rows(), strict=True)), strict=True))
    columns["Beløb"] = [oere / 100 for oere in columns["Beløb"]]  # type: ignore[operator]
    parquet.write_table(pa.table(columns), content, row_group_size=11)
    return content.getvalue()


WHOLE = {
    "utf-8.csv": _csv("utf-8", ";", "\n"),
    "latin-1.csv": _csv("cp1252", ";", "\r\n"),
    "utf-16.csv": _csv("utf-16", "\t", "\r\n"),
    "a.xlsx": _sheet(),
    "a.parquet": _parquet(),
}
LUMPS = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b";",
    b"\n",
    b"\r",
    b"\r\n",
    b";;;;;;;\n",
    b"\xc3",
    b",",
    b"-",
    b"\x01",
    b"\x1f",
    b"9" * 40,
)


def spoiled(content: bytes, seed: int, many: int) -> bytes:
    """The content with `many` things done to it: bytes changed, lost, moved, doubled, put in, or the end cut off."""
    chance, data = random.Random(seed), bytearray(content)
    for _ in range(many):
        place = chance.randrange(len(data) + 1)
        until = min(len(data), place + int(chance.expovariate(1 / 30)))
        match chance.randrange(7):
            case 0 if place < len(data):
                data[place] = chance.randrange(256)
            case 1:
                del data[place:until]
            case 2:
                data[place:place] = data[place:until]
            case 3:
                data[place:place] = chance.choice(LUMPS)
            case 4:
                part = data[place:until]
                del data[place:until]
                to = chance.randrange(len(data) + 1)
                data[to:to] = part
            case 5 if chance.random() < 0.2:
                del data[place:]
            case _ if place < len(data):
                data[place : place + 1] = chance.choice(LUMPS)
    return bytes(data)


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
