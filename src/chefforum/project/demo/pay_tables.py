"""Lindeby's dated tables of pay, as the import of the forecast reads them: the ones that its books are made with."""

from __future__ import annotations

import csv
from pathlib import Path

from chefforum.project.books.catalogue import LEAVE_REFUND, SICK_REFUND, occupations
from chefforum.project.books.staff import (
    CARRIED,
    HOLIDAY_ALLOWANCE,
    INCREASES,
    LEAVE,
    LONG,
    REFUND_A_WEEK,
    RULES,
    monthly_pay,
)

HEADS = ("Tabel", "Gruppe", "Trin", "Gælder fra", "Beløb", "Procent", "Dage", "Regel", "Kilde", "Konto")
FROM = "2020-01-01"
BOOKED_ON = {LONG: SICK_REFUND, LEAVE: LEAVE_REFUND}
INVENTED, AGREED = "Opdigtet for Lindeby", "OK24; satser fra 2025 er opdigtet for Lindeby"


def write_pay_tables(path: Path) -> None:
    """A CSV with every rate."""
    rates = monthly_pay()
    rows: list[tuple[object, ...]] = []
    for one in occupations():
        for step in range(one.first_step, one.last_step + 1):
            rows.append(("Løntrin", one.name, step, FROM, _decimal(int(rates[step]) / 100), "", "", "", INVENTED))
        rows.append(("Pension", one.name, "", FROM, "", _decimal(one.pension), "", "", INVENTED))
    rows += [
        ("Generel stigning", "", "", day, "", pct.replace(".", ","), "", "Af tabellen", AGREED)
        for day, pct in INCREASES
    ]
    rows.append(("Særlig feriegodtgørelse", "", "", FROM, "", _decimal(HOLIDAY_ALLOWANCE), "", "", AGREED))
    for kind, days in CARRIED.items():
        amount = _decimal(REFUND_A_WEEK / 100)
        booked_on = f"{'?' * 11}{BOOKED_ON[kind]}*"  # the grouping is the twelfth to fourteenth digit
        rows.append(("Refusion", RULES[kind], "", FROM, amount, "", days, "Udbetalt løn", INVENTED, booked_on))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADS, *rows])


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
