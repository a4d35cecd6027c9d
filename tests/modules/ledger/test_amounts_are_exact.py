"""An amount that somebody wrote in any of the known ways is read to the øre."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.modules.ledger.lake.looking import look
from chefforum.modules.ledger.lake.mapping import Mapping, NumberFormat, Writing
from chefforum.modules.ledger.lake.reading_sql import MOST_OERE
from chefforum.modules.ledger.rules.words import Table

COLUMNS = {"date": "Dato", "account": "Konto", "cost_centre": "Sted", "amount": "Beløb"}
oere = st.lists(st.integers(-MOST_OERE, MOST_OERE), min_size=1, max_size=40)


def read(written: list[str], form: NumberFormat, end: str = "\n") -> list[int | None]:
    lines = ["Dato\tKonto\tSted\tBeløb", *(f"31-01-2026\t1\t1\t{amount}" for amount in written)]
    with tempfile.NamedTemporaryFile() as file:
        file.write("".join(line + end for line in lines).encode())
        file.flush()
        shown = look(Path(file.name), Mapping(Table.POSTINGS, COLUMNS, Writing(number_format=form)), many=len(written))
    return [line.values["amount"] for line in shown.lines]


def kroner(amount: int, *, thousands: str, point: str, sign: str) -> str:
    whole, rest = divmod(abs(amount), 100)
    text = f"{whole:,}".replace(",", thousands) + f"{point}{rest:02}"
    if amount >= 0:
        return text
    return {"before": f"-{text}", "after": f"{text}-", "around": f"({text})", "typographic": f"−{text}"}[sign]


@settings(max_examples=40)
@given(oere, st.sampled_from([".", "", " ", "\u00a0"]), st.sampled_from(["before", "after", "around", "typographic"]))
def test_danish(amounts, thousands, sign):
    written = [kroner(amount, thousands=thousands, point=",", sign=sign) for amount in amounts]
    assert read(written, NumberFormat.DANISH) == amounts


@settings(max_examples=40)
@given(oere, st.sampled_from([",", ""]), st.sampled_from(["before", "after", "around"]))
def test_english(amounts, thousands, sign):
    written = [kroner(amount, thousands=thousands, point=".", sign=sign) for amount in amounts]
    assert read(written, NumberFormat.ENGLISH) == amounts


@settings(max_examples=40)
@given(st.lists(st.text("0123456789.,-+()eE \x01", max_size=14), min_size=1, max_size=30))
def test_what_is_read_at_all_is_what_the_digits_say(written):
    for text, amount in zip(written, read(written, NumberFormat.DANISH), strict=True):
        if amount is not None and not text.startswith("\x01"):
            digits = "".join(letter for letter in text.split(",")[0] if letter.isdigit())
            assert abs(amount) // 100 == int(digits or 0)


def test_the_line_ends_of_old_macintoshes_are_line_ends():
    assert read(["1,00", "2,00"], NumberFormat.DANISH, end="\r") == [100, 200]
