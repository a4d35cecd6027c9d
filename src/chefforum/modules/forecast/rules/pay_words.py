"""Why a position costs what it does in a month, in words for a page. Pure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from chefforum.calc.danish_dates import MONTHS
from chefforum.calc.fixed_pay import Piece, PieceState
from chefforum.calc.pay_tables import PensionBase

from .entries import written

LACKING = {
    "step_rate": "løntrinnet mangler i lønsatserne",
    "pension": "pensionen mangler i lønsatserne",
    "holiday_allowance": "den særlige feriegodtgørelse mangler i lønsatserne",
}


def why(piece: Piece) -> str:
    """A sentence that can be reckoned after: days, rate, share, and what each amount is of."""
    terms = piece.terms
    when = f"{_days(piece)} ({piece.days} af {piece.days_of_month} dage)"
    if terms.state is PieceState.VACANT:
        return f"{when}: stillingen er ledig og koster ikke noget, før nogen har den."
    if piece.missing:
        return f"{when}: kan ikke beregnes: {', '.join(LACKING[name] for name in piece.missing)}."
    assert terms.rate_oere is not None
    said = [f"{terms.group} trin {terms.step}, {_kroner(terms.rate_oere)} om måneden{_share(terms.hours_share)}"]
    if terms.state is PieceState.BUDGETED:
        said.append("ledig, men budgetteret")
    if terms.state is PieceState.LEAVE:
        said.append(f"{terms.leave_kind} med {_percent(terms.pay_share)} løn")
    said.append(f"løn {_kroner(piece.pay)}")
    of = " af fuld løn" if terms.pension is PensionBase.FULL and terms.pay_share != 1 else ""
    said.append(f"pension {_number(terms.pension_pct)} %{of} {_kroner(piece.pension)}")
    said.append(f"særlig feriegodtgørelse {_number(terms.holiday_pct)} % {_kroner(piece.holiday_allowance)}")
    if piece.reimbursement:
        said.append(f"refusion {_kroner(-piece.reimbursement)} trækkes fra")
    return f"{when}: {'; '.join(said)}".removesuffix(".") + "."


def _days(piece: Piece) -> str:
    last = piece.until - dt.timedelta(days=1)
    month = f"{MONTHS[last.month - 1]} {last.year}"
    return f"{last.day}. {month}" if piece.first == last else f"{piece.first.day}.–{last.day}. {month}"


def _kroner(oere: int) -> str:
    return f"{written(Decimal(oere) / 100)} kr."


def _share(share: Fraction) -> str:
    """ " × 32/37 tid"; nothing for full time. What is not of 37 hours is a percentage."""
    if share == 1:
        return ""
    of_37 = share * 37
    return f" × {of_37.numerator}/37 tid" if of_37.denominator == 1 else f" × {_percent(share)} tid"


def _percent(share: Fraction) -> str:
    return "fuld" if share == 1 else f"{_number(Decimal(share.numerator * 100) / share.denominator)} %"


def _number(value: Decimal | None) -> str:
    text = f"{(value or Decimal(0)).quantize(Decimal('0.0001')):f}"
    return text.rstrip("0").rstrip(".").replace(".", ",")
