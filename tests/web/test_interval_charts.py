"""Dots with how sure they are: what is drawn, what is said, and what stands where there is no figure."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from chefforum.web.drawing import TooManySeries, UnevenSeries
from chefforum.web.intervals import Dot, IntervalRow, interval_chart

SVG = "{http://www.w3.org/2000/svg}"


def chart(*rows: IntervalRow, series: tuple[str, ...] = ("2025", "2024")):
    return interval_chart(title="Andel", series=series, rows=rows, unit="%", corner="Type")


BOTH = IntervalRow("Praktik", (Dot(24, 18.6, 30.2, "n = 205"), "For få til at vise"))


def test_a_dot_lies_within_its_line_and_is_told_with_both_ends() -> None:
    made = chart(BOTH)
    assert made.rows == (("Praktik", ("24 % (19–30 %, n = 205)", "For få til at vise")),)
    for svg in (made.svg, made.narrow):
        root = etree.fromstring(svg)
        dot = [one for one in root.findall(f".//{SVG}circle") if one.get("cy") != "10.0"]
        ends = re.match(r"M([\d.]+),.* H([\d.]+) ", root.find(f".//{SVG}path").get("d"))
        assert len(dot) == 1
        assert float(ends[1]) < float(dot[0].get("cx")) < float(ends[2])


def test_who_hears_the_page_gets_each_figure_and_why_one_is_not_there() -> None:
    said = etree.fromstring(chart(BOTH).svg).find(f"{SVG}desc").text
    assert "Praktik: 2025 24 % (19–30 %, n = 205); 2024 For få til at vise." in said


def test_names_cannot_break_out_and_nothing_is_styled_inside() -> None:
    svg = chart(IntervalRow("<b>&", (Dot(1, 0, 2), "–"))).svg
    assert "<b>" not in svg
    assert "style" not in svg


def test_without_rows_there_is_a_frame() -> None:
    assert chart().rows == ()


def test_each_row_has_a_dot_for_each_series_and_they_are_at_most_four() -> None:
    with pytest.raises(UnevenSeries):
        chart(IntervalRow("Praktik", (Dot(1, 0, 2),)))
    with pytest.raises(TooManySeries):
        chart(series=("a", "b", "c", "d", "e"))
