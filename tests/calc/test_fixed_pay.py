"""Fixed pay by hand, to the øre.

The rises are OK24's for municipalities (4.00 % on 1 April and 1.74 % on 1 October 2024: folkeskolen.dk), the special
holiday allowance rose to 1.48 % on 1 May 2024 (serviceforbundet.dk); the rates are invented.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.fixed_pay import COMPONENTS, DayCount, PayMonth, PieceState, fixed_pay
from chefforum.calc.pay_tables import (
    GeneralRise,
    Leave,
    PayTables,
    PensionBase,
    Percentage,
    PositionPeriod,
    ReimbursementRule,
    RiseBase,
    StepChange,
    StepRate,
    half_away,
    rate_after_rises,
)

START = dt.date(2023, 10, 1)
RISES = (GeneralRise(dt.date(2024, 4, 1), Decimal("4.00")), GeneralRise(dt.date(2024, 10, 1), Decimal("1.74")))
TABLES = PayTables(
    step_rates=(
        StepRate("SOSU", "24", START, 30_000_00),
        StepRate("SOSU", "31", START, 31_500_00),
        StepRate("ELEV", "1", START, 10_000_00),
    ),
    rises=RISES,
    pensions=(Percentage(START, Decimal("13.5")),),
    holiday_allowances=(Percentage(START, Decimal("0.95")), Percentage(dt.date(2024, 5, 1), Decimal("1.48"))),
    reimbursements=(
        ReimbursementRule("sygdom", START, 30, 4_690_00),
        ReimbursementRule("barsel", START, 0, 4_690_00),
        ReimbursementRule("ulønnet barsel", START, 0, 4_690_00, PensionBase.FULL),
    ),
)
FULL_TIME = Fraction(1)


def position(**changed) -> PositionPeriod:
    return PositionPeriod("7", "SOSU", "24", FULL_TIME, dt.date(2020, 1, 1))._replace(**changed)


def year_of(*rows: PositionPeriod, tables: PayTables = TABLES, **others) -> dict[int, PayMonth]:
    found = fixed_pay(positions=rows or (position(),), tables=tables, first=202401, last=202412, **others)
    return {month.period % 100: month for month in found.positions["7"]}


def test_a_whole_month_is_rate_pension_and_holiday_allowance():
    january = year_of()[1]
    assert january[1:5] == (30_000_00, 4_050_00, 285_00, 0)
    assert january.total == 34_335_00


def test_general_rises_hold_from_their_day():
    pay = {number: month.pay for number, month in year_of().items()}
    assert pay[3] == 30_000_00
    assert pay[4] == pay[9] == 31_200_00
    assert pay[10] == pay[12] == 31_722_00  # 5.74 % of the table's rate


def test_a_rise_may_be_of_the_rate_after_the_rise_before():
    on_top = (RISES[0], RISES[1]._replace(base=RiseBase.PREVIOUS))
    assert rate_after_rises(TABLES.step_rates[0], on_top, dt.date(2024, 12, 1)) == 31_742_88


def test_a_new_table_includes_the_rises_of_its_own_day():
    newer = StepRate("SOSU", "24", dt.date(2024, 4, 1), 31_200_00)
    assert rate_after_rises(newer, RISES, dt.date(2024, 4, 1)) == 31_200_00
    assert rate_after_rises(newer, RISES, dt.date(2024, 10, 1)) == 31_742_88  # 1.74 % of 31.200


def test_a_step_in_the_middle_of_a_month():
    september = year_of(step_changes=[StepChange("7", dt.date(2024, 9, 16), "31")])[9]
    first, second = september.pieces
    assert (first.pay, first.pension, first.holiday_allowance) == (15_600_00, 2_106_00, 230_88)
    assert (second.pay, second.pension, second.holiday_allowance) == (16_380_00, 2_211_30, 242_42)
    assert september.total == 36_770_60


def test_parental_leave_with_reimbursement_in_part_time():
    leave = Leave("7", "barsel", dt.date(2024, 6, 10), dt.date(2024, 7, 22), FULL_TIME, "barsel")
    june = year_of(position(hours_share=Fraction(32, 37)), leaves=[leave])[6]
    working, away = june.pieces
    assert working[5:9] == (8_095_14, 1_092_84, 119_81, 0)
    assert away[5:9] == (18_888_65, 2_549_97, 279_55, -12_168_65)
    assert june.total == 18_857_31
    assert [piece.terms.state for piece in june.pieces] == [PieceState.WORKING, PieceState.LEAVE]


def test_leave_without_pay_gives_nothing_back_and_may_keep_its_pension():
    leave = Leave("7", "barsel", dt.date(2024, 2, 1), dt.date(2024, 3, 1), Fraction(0), "ulønnet barsel")
    assert year_of(leaves=[leave])[2][1:5] == (0, 4_050_00, 0, 0)


def test_a_new_share_of_hours_from_the_first_of_a_month_and_in_the_middle_of_one():
    for day, july, august in ((1, 31_200_00, 25_297_30), (19, 31_200_00, 28_724_67)):
        on = dt.date(2024, 8, day)
        months = year_of(position(valid_to=on), position(valid_from=on, hours_share=Fraction(30, 37)))
        assert (months[7].pay, months[8].pay) == (july, august)


def test_hired_and_gone_in_one_year_that_leaps():
    months = year_of(position(valid_from=dt.date(2024, 2, 12), valid_to=dt.date(2024, 11, 21)))
    assert months[1].total == months[12].total == 0
    assert months[2].pay == 18_620_69  # 18 of 29 days
    assert months[11].pay == 21_148_00  # 20 of 30
    assert sum(month.pay for month in months.values()) == 288_690_69


def test_the_employer_carries_the_first_thirty_days_of_sickness():
    leave = Leave("7", "sygdom", dt.date(2024, 1, 10), dt.date(2024, 3, 1), FULL_TIME, "sygdom")
    months = year_of(leaves=[leave])
    assert months[1].reimbursement == 0
    carried, back = months[2].pieces
    assert (carried.until, back.days) == (dt.date(2024, 2, 9), 21)
    assert (carried.pay, back.pay, months[2].pay) == (8_275_86, 21_724_14, 30_000_00)
    assert months[2].reimbursement == -14_070_00  # three weeks
    assert months[3].reimbursement == 0


def test_thirty_days_of_sickness_give_nothing_back():
    leave = Leave("7", "sygdom", dt.date(2024, 1, 10), dt.date(2024, 2, 9), FULL_TIME, "sygdom")
    assert all(month.reimbursement == 0 for month in year_of(leaves=[leave]).values())


def test_reimbursement_is_never_more_than_the_pay():
    leave = Leave("7", "sygdom", dt.date(2024, 1, 10), None, FULL_TIME, "sygdom")
    february = year_of(position(group="ELEV", step="1"), leaves=[leave])[2]
    assert february.reimbursement == -february.pieces[1].pay == -7_241_38


def test_a_vacancy_costs_nothing_until_it_is_filled_unless_it_is_budgeted():
    until = dt.date(2024, 6, 1)
    vacant = position(valid_to=until, is_filled=False)
    assert [month.total == 0 for month in year_of(vacant, position(valid_from=until)).values()] == [True] * 5 + [
        False
    ] * 7
    assert year_of(vacant)[1].pieces[0].terms.state is PieceState.VACANT
    budgeted = year_of(vacant._replace(is_budgeted=True))[1]
    assert (budgeted.pay, budgeted.pieces[0].terms.state) == (30_000_00, PieceState.BUDGETED)


def test_days_between_two_who_had_the_position_are_a_vacancy():
    months = year_of(position(valid_to=dt.date(2024, 3, 1)), position(valid_from=dt.date(2024, 5, 1)))
    assert [piece.terms.state for piece in months[3].pieces + months[4].pieces] == [PieceState.VACANT] * 2
    assert months[3].total == 0


def test_a_rate_that_no_table_has_is_missing_and_not_nought():
    months = year_of(position(step="99"))
    assert months[1].total is None
    assert months[1].missing == ("step_rate",)
    no_pension = year_of(tables=PayTables(step_rates=TABLES.step_rates))[1]
    assert no_pension.missing == ("pension", "holiday_allowance")


def test_weekdays_may_be_counted_instead():
    row = position(valid_from=dt.date(2024, 1, 15))  # a Monday; 13 of January's 23 weekdays
    assert year_of(row, day_count=DayCount.WEEKDAYS)[1].pay == half_away(30_000_00 * 13, 23)


def test_what_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        year_of(position(valid_to=dt.date(2019, 1, 1)))


def test_a_row_of_a_table_that_changes_nothing_changes_no_amount():
    again = PayTables(
        step_rates=(*TABLES.step_rates, StepRate("SOSU", "24", dt.date(2024, 2, 7), 30_000_00)),
        rises=(),
        pensions=TABLES.pensions,
        holiday_allowances=TABLES.holiday_allowances,
    )
    assert len(year_of(tables=again)[2].pieces) == 1


days = st.dates(dt.date(2023, 6, 1), dt.date(2025, 6, 1))


@st.composite
def rows(draw) -> PositionPeriod:
    first = draw(days)
    return PositionPeriod(
        draw(st.sampled_from(["1", "2", "3"])),
        "SOSU",
        draw(st.sampled_from(["24", "31"])),
        Fraction(draw(st.integers(1, 37)), 37),
        first,
        draw(st.none() | st.integers(1, 400).map(lambda length: first + dt.timedelta(days=length))),
        line=draw(st.sampled_from(["school", "kindergarten"])),
    )


@st.composite
def absences(draw) -> Leave:
    first = draw(days)
    last = draw(st.none() | st.integers(1, 200).map(lambda length: first + dt.timedelta(days=length)))
    share = Fraction(draw(st.integers(0, 4)), 4)
    rule = draw(st.sampled_from(["", "sygdom", "ulønnet barsel"]))
    return Leave(draw(st.sampled_from(["1", "2", "3"])), "fravær", first, last, share, rule)


@given(st.lists(rows(), min_size=1, max_size=6), st.lists(absences(), max_size=4))
def test_pieces_sum_to_months_and_positions_to_lines(positions, leaves):
    found = fixed_pay(positions=positions, leaves=leaves, tables=TABLES, first=202401, last=202412)
    for months in found.positions.values():
        for month in months:
            for name in COMPONENTS:
                assert getattr(month, name) == sum(getattr(piece, name) for piece in month.pieces)
    for place in range(12):
        by_position = [months[place].total for months in found.positions.values()]
        by_line = [months[place].total for months in found.lines.values()]
        assert sum(by_position) == sum(by_line)


@given(rows(), st.lists(absences(), max_size=2))
def test_it_is_the_sum_of_its_days_but_for_half_an_oere_a_piece(row, leaves):
    """Reckoned another way: each day by itself, in fractions, without a word of the module's cutting."""
    row, leaves = row._replace(position_id="1"), [leave._replace(position_id="1") for leave in leaves[:1]]
    months = fixed_pay(positions=[row], leaves=leaves, tables=TABLES, first=202401, last=202412).positions["1"]
    for month in months:
        year, number = divmod(month.period, 100)
        first = dt.date(year, number, 1)
        length = (dt.date(year + number // 12, number % 12 + 1, 1) - first).days
        exact = Fraction(0)
        for day in (first + dt.timedelta(days=place) for place in range(length)):
            if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
                factor = Fraction(574, 10000) if day >= dt.date(2024, 10, 1) else Fraction(4, 100)
                factor = 1 + (factor if day >= dt.date(2024, 4, 1) else 0)
                share = FULL_TIME
                for leave in leaves:
                    if leave.valid_from <= day and (leave.valid_to is None or day < leave.valid_to):
                        share = leave.pay_share
                rate = {"24": 30_000_00, "31": 31_500_00}[row.step]
                exact += rate * factor * row.hours_share * share / length
        assert abs(month.pay - exact) <= Fraction(len(month.pieces), 2)
