"""Why a position costs what it does is said in a sentence that can be reckoned after."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from chefforum.calc.pay_tables import Leave
from chefforum.modules.forecast.rules.pay_words import why
from tests.calc.test_fixed_pay import position, year_of


def test_a_month_with_leave_and_reimbursement():
    leave = Leave("7", "barsel", dt.date(2024, 6, 10), dt.date(2024, 7, 22), Fraction(1), "barsel")
    working, away = year_of(position(hours_share=Fraction(32, 37)), leaves=[leave])[6].pieces
    assert why(working) == (
        "1.–9. juni 2024 (9 af 30 dage): SOSU trin 24, 31.200 kr. om måneden × 32/37 tid; løn 8.095,14 kr.; "
        "pension 13,5 % 1.092,84 kr.; særlig feriegodtgørelse 1,48 % 119,81 kr."
    )
    assert "barsel med fuld løn" in why(away)
    assert why(away).endswith("refusion 12.168,65 kr. trækkes fra.")


def test_leave_without_pay_keeps_its_pension():
    leave = Leave("7", "barsel", dt.date(2024, 2, 1), dt.date(2024, 3, 1), Fraction(0), "ulønnet barsel")
    (piece,) = year_of(leaves=[leave])[2].pieces
    assert "barsel med 0 % løn" in why(piece)
    assert "pension 13,5 % af fuld løn 4.050 kr." in why(piece)


def test_what_is_vacant_and_what_is_missing_is_said():
    (vacant,) = year_of(position(is_filled=False))[1].pieces
    assert "ledig og koster ikke noget" in why(vacant)
    (missing,) = year_of(position(step="99"))[1].pieces
    assert "løntrinnet mangler i lønsatserne" in why(missing)


def test_another_share_than_of_37_hours_is_a_percentage():
    (piece,) = year_of(position(hours_share=Fraction(1, 2)))[1].pieces
    assert "× 50 % tid" in why(piece)
