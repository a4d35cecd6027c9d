"""The yearly wheel: every day has its own angle, each kind its own shape, and no style is needed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.web.wheel import CENTRE, RINGS, WheelMark, _angle, year_wheel

DAY = dt.date(2026, 3, 4)


def test_it_holds_its_year_its_months_and_its_marks() -> None:
    marks = [WheelMark(DAY, kind, f"{kind} <b>") for kind in RINGS]
    svg = str(year_wheel(year=2026, marks=marks, today=DAY).svg)
    assert svg.count("<title>4. marts:") == len(RINGS)
    assert all(f">{month}</text>" in svg for month in ("jan", "maj", "dec"))
    assert "<b>" not in svg
    assert "style" not in svg
    assert 'role="img"' in svg
    assert "I dag" in svg


def test_marks_and_today_of_another_year_are_left_out() -> None:
    svg = str(year_wheel(year=2027, marks=[WheelMark(DAY, "meeting", "Møde")], today=DAY).svg)
    assert "Møde" not in svg
    assert "I dag" not in svg


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        year_wheel(year=2026, marks=[WheelMark(DAY, "party", "Fest")])


def test_each_kind_can_be_told_from_the_others_without_colour() -> None:
    icons = year_wheel(year=2026, marks=[]).icons
    without_colour = {
        kind: re.sub(r"#[0-9a-f]{6}(?=\"[ /])", "", str(icon).replace("#ffffff", "white"))
        for kind, icon in icons.items()
    }
    assert len(set(without_colour.values())) == len(RINGS)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 30)))
def test_the_next_day_is_further_round(day: dt.date) -> None:
    after = day + dt.timedelta(days=1)
    if after.year == day.year:
        assert 0 < _angle(day) < _angle(after) < 6.2832


@given(st.lists(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), max_size=40))
def test_everything_stands_inside_the_picture(days: list[dt.date]) -> None:
    marks = [WheelMark(day, kind, "x") for day in days for kind in RINGS]
    svg = str(year_wheel(year=2026, marks=marks).svg)
    numbers = [float(value) for value in re.findall(r'c?[xy]="(-?[\d.]+)"', svg)]
    assert all(0 <= value <= 2 * CENTRE for value in numbers)
