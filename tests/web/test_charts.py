"""Charts: what is drawn, what is said to those who cannot see it, and the figures beside."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from chefforum.web.charts import (
    Chart,
    NegativePart,
    Series,
    TooManySeries,
    UnevenSeries,
    bar_chart,
    column_chart,
    line_chart,
    sparkline,
    stacked_bar_chart,
)

MONTHS = ("jan", "feb", "mar", "apr")
SVG = "{http://www.w3.org/2000/svg}"
figures = st.lists(st.none() | st.integers(-(10**9), 10**9), min_size=1, max_size=14)


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg)


def marks(svg: str, tag: str) -> list[etree._Element]:
    return drawn(svg).findall(f".//{SVG}{tag}")


def words(svg: str) -> list[str]:
    return [text.text for text in marks(svg, "text")]


def budget(*, used: tuple[int | None, ...] = (80, None, 240, 330)) -> Chart:
    return line_chart(
        title="Budget og forbrug",
        labels=MONTHS,
        series=[Series("Budget", (100, 200, 300, 400)), Series("Forbrug", used)],
        unit="t.kr.",
    )


def test_a_reader_who_hears_the_page_gets_title_and_development_in_words() -> None:
    root = drawn(budget().svg)
    named = [root.find(f".//{SVG}*[@id='{one}']").text for one in root.get("aria-labelledby").split()]
    assert root.get("role") == "img"
    assert named[0] == "Budget og forbrug"
    assert "Forbrug: fra 80 t.kr. (jan) til 330 t.kr. (apr), 1 mangler." in named[1]


def test_a_missing_figure_is_a_gap_and_not_a_nought() -> None:
    whole, broken = marks(budget(used=(80, 160, 240, 330)).svg, "polyline"), marks(budget().svg, "polyline")
    assert [len(line.get("points").split()) for line in whole] == [4, 4]
    assert [len(line.get("points").split()) for line in broken] == [4, 2]


def test_the_table_beside_has_each_figure_and_says_what_is_missing() -> None:
    chart = budget()
    assert chart.column_names == ("Budget", "Forbrug")
    assert chart.rows[1] == ("feb", ("200 t.kr.", "mangler"))


def test_lines_differ_by_dash_and_marker_and_not_by_colour_alone() -> None:
    many = [Series(name, (1, 2, 3, 4)) for name in "abcd"]
    lines = marks(line_chart(title="x", labels=MONTHS, series=many).svg, "polyline")
    assert len({line.get("stroke-dasharray") for line in lines}) == 4


def test_names_of_lines_that_end_at_the_same_place_do_not_lie_on_each_other() -> None:
    names = ("Alfa", "Beta", "Gamma", "Delta")
    many = [Series(name, (1, 2, 3, 4)) for name in names]
    svg = line_chart(title="x", labels=MONTHS, series=many).svg
    heights = sorted(float(text.get("y")) for text in marks(svg, "text") if text.text in names)
    assert all(below - above >= 16.9 for above, below in pairwise(heights))


def test_the_same_figures_give_the_same_text_and_others_other_ids() -> None:
    assert budget().svg == budget().svg
    assert drawn(budget().svg).get("aria-labelledby") != drawn(budget(used=(1, 2, 3, 4)).svg).get("aria-labelledby")


def test_a_stacked_bar_without_all_its_parts_has_no_total() -> None:
    parts = [Series("Pris", (10, 5)), Series("Licenser", (20, None))]
    said = words(stacked_bar_chart(title="Hvorfor", labels=("2024", "2025"), series=parts, unit="kr.").svg)
    assert "30 kr." in said
    assert "mangler" in said
    assert "5 kr." not in said


def test_bars_go_to_both_sides_of_nought() -> None:
    svg = bar_chart(title="Afvigelse", labels=("Over", "Under"), values=(Decimal("2.5"), -1), decimals=1).svg
    over, under = marks(svg, "rect")
    zero = float(marks(svg, "line")[0].get("x1"))
    assert float(over.get("x")) == pytest.approx(zero, abs=0.02)
    assert float(under.get("x")) + float(under.get("width")) == pytest.approx(zero, abs=0.02)
    assert {"2,5", "−1,0"} <= set(words(svg))


def test_a_column_without_a_figure_says_so() -> None:
    svg = column_chart(title="Praktikker", labels=MONTHS, values=(3, None, 0, 5)).svg
    assert len(marks(svg, "rect")) == 3
    assert words(svg).count("mangler") == 1


@given(figures)
def test_anything_can_be_drawn_within_the_picture(values: list[int | None]) -> None:
    labels = [str(place) for place in range(len(values))]
    pictures = (
        line_chart(title="x", labels=labels, series=[Series("a", tuple(values))]).svg,
        line_chart(title="x", labels=labels, series=[Series("a", tuple(values))], from_zero=False).svg,
        column_chart(title="x", labels=labels, values=values).svg,
        bar_chart(title="x", labels=labels, values=values).svg,
    )
    for picture in pictures:
        height = float(drawn(picture).get("height"))
        assert all(float(box.get("width")) >= 0 and float(box.get("height")) >= 0 for box in marks(picture, "rect"))
        points = [point.split(",") for line in marks(picture, "polyline") for point in line.get("points").split()]
        assert all(0 <= float(x) <= 720 and 0 <= float(y) <= height for x, y in points)


def test_text_in_a_chart_is_text_and_never_markup() -> None:
    svg = bar_chart(title="<script>", labels=("a<b",), values=(1,)).svg
    assert "<script>" not in svg
    assert "a<b" in words(svg)


def test_a_chart_brings_no_style_that_the_policy_refuses() -> None:
    for svg in (budget().svg, sparkline(values=(1, 2, None, 4), label="x")):
        assert "style" not in svg


def test_a_sparkline_says_its_label_and_is_missing_when_all_is() -> None:
    assert 'aria-label="Sygefravær, stigende"' in sparkline(values=(1, 2, None, 4), label="Sygefravær, stigende")
    assert "mangler" in sparkline(values=(None, None), label="x")


def test_more_lines_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(TooManySeries):
        line_chart(title="x", labels=("1",), series=[Series(str(place), (1,)) for place in range(5)])


def test_a_series_of_another_length_than_the_labels_is_refused() -> None:
    with pytest.raises(UnevenSeries):
        column_chart(title="x", labels=MONTHS, values=(1, 2))


def test_a_negative_part_of_a_stack_is_refused() -> None:
    with pytest.raises(NegativePart):
        stacked_bar_chart(title="x", labels=("1",), series=[Series("a", (-1,))])


def test_lines_are_drawn_for_a_phone_as_well_with_their_names_above_and_room_for_the_figures():
    months = tuple(f"{place:02}" for place in range(36))
    amounts = tuple(800_000 * (-1) ** place for place in range(36))
    chart = line_chart(title="x", labels=months, series=[Series("Kom", amounts), Series("Ventes", amounts)], unit="kr.")
    root = drawn(chart.narrow)
    assert float(root.get("width")) < 390
    assert root.find(f"{SVG}desc").text == drawn(chart.svg).find(f"{SVG}desc").text
    assert {"Kom", "Ventes"} <= set(words(chart.narrow))
    assert len(marks(chart.narrow, "circle")) == 1, "of 36 points only the name has its mark"
    for svg in (chart.svg, chart.narrow):
        beside = [text for text in marks(svg, "text") if text.get("text-anchor") == "end"]
        assert all(float(text.get("x")) - 7.5 * len(text.text) > 0 for text in beside)


@pytest.mark.parametrize("make", [bar_chart, column_chart])
def test_a_unit_fits_its_number(make) -> None:
    chart = make(title="Kan det", labels=("En", "To", "Ingen"), values=(1, 2, None), unit="person,personer")
    assert [row[1] for row in chart.rows] == [("1 person",), ("2 personer",), ("mangler",)]
    assert "fra 1 person (En) til 2 personer (To)" in drawn(chart.svg).find(f"{SVG}desc").text
    assert "person,personer" not in str(chart.svg)


def test_what_is_shown_as_one_is_one_and_a_unit_of_one_word_stays() -> None:
    chart = bar_chart(title="Timer", labels=("A", "B"), values=(Decimal("1.2"), 1), unit="time,timer", decimals=1)
    assert [row[1] for row in chart.rows] == [("1,2 timer",), ("1,0 timer",)]
    assert bar_chart(title="Penge", labels=("A",), values=(1,), unit="kr.").rows[0][1] == ("1 kr.",)
