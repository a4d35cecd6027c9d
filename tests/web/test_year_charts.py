"""The picture of a year and the bridge: what is drawn, what is said, and that neither lies about lengths."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from chefforum.web.bridges import Step, bridge_chart, deviation_chart
from chefforum.web.drawing import Chart, Series, UnevenSeries
from chefforum.web.year_charts import Band, Mark, year_chart

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("jan", "feb", "mar", "apr")
changes = st.lists(st.none() | st.integers(-(10**8), 10**8), min_size=0, max_size=9)


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [one.text for one in drawn(svg).iter(f"{SVG}text")]


def year(**more: object) -> Chart:
    return year_chart(
        title="Hvor ender 2026?",
        labels=MONTHS,
        series=[
            Series("Brugt", (100, 210, None, None)),
            Series("Forventet", (None, 210, 320, 440)),
            Series("Budget", (100, 200, 300, 400)),
        ],
        band=Band("Usikkerhed", (None, 210, None, 410), (None, 210, None, 480)),
        mark=Mark(1, "lukket"),
        unit="t.kr.",
        **more,  # type: ignore[arg-type]
    )


def test_the_interval_and_the_closed_month_are_said_in_words() -> None:
    root = drawn(year().svg)
    said = root.find(f"{SVG}desc").text
    assert "Usikkerhed: 410 t.kr. til 480 t.kr. (apr)." in said
    assert "feb: lukket." in said


def test_the_table_has_the_interval_beside_the_sums() -> None:
    chart = year()
    assert chart.column_names == ("Brugt", "Forventet", "Budget", "Usikkerhed")
    assert chart.rows[3] == ("apr", ("mangler", "440 t.kr.", "400 t.kr.", "410 t.kr. til 480 t.kr."))


def test_what_is_outside_a_series_is_no_figure_that_lacks() -> None:
    chart = year_chart(
        title="Brugt",
        labels=("jan", "feb", "mar", "apr"),
        series=[Series("Brugt", (100, None, 300, None)), Series("Intet kendt", (None,) * 4)],
        outside="–",
    )
    assert [cells[0] for _, cells in chart.rows] == ["100", "mangler", "300", "–"]
    assert {cells[1] for _, cells in chart.rows} == {"mangler"}
    said = drawn(chart.svg).find(f"{SVG}desc").text
    assert "Brugt: fra 100 (jan) til 300 (mar), 1 mangler." in said


def test_the_phones_picture_shows_the_same_under_other_ids() -> None:
    chart = year()
    wide, narrow = drawn(chart.svg), drawn(chart.narrow)
    assert wide.find(f"{SVG}desc").text == narrow.find(f"{SVG}desc").text
    assert wide.get("aria-labelledby") != narrow.get("aria-labelledby")
    assert float(narrow.get("width")) < 390


def test_everything_of_the_interval_is_inside_the_picture() -> None:
    root = drawn(year().svg)
    points = root.find(f"{SVG}polygon").get("points").split()
    assert all(0 <= float(point.split(",")[1]) <= float(root.get("height")) for point in points)


def test_a_band_of_another_length_is_refused() -> None:
    with pytest.raises(UnevenSeries):
        year_chart(title="x", labels=MONTHS, series=[], band=Band("x", (1,), (2,)))


def test_a_bridge_ends_at_the_sum_and_says_each_step_with_its_sign() -> None:
    chart = bridge_chart(
        title="Fra budget til forventet",
        start=("Budget", 1000),
        steps=[Step("Vikarer", 140), Step("Varekøb", -20), Step("Indtægter", None)],
        end_name="Forventet",
        unit="t.kr.",
    )
    assert chart.rows == (
        ("Budget", ("1.000 t.kr.",)),
        ("Vikarer", ("+140 t.kr.",)),
        ("Varekøb", ("−20 t.kr.",)),
        ("Indtægter", ("mangler",)),
        ("Forventet", ("1.120 t.kr.",)),
    )
    assert "Vikarer: +140 t.kr." in drawn(chart.svg).find(f"{SVG}desc").text


@given(changes)
def test_a_bar_is_as_long_as_what_it_changes(found: list[int | None]) -> None:
    chart = bridge_chart(
        title="Bro",
        start=("Budget", 0),
        steps=[Step(str(place), one) for place, one in enumerate(found)],
        end_name="Ender",
    )
    widths = [float(bar.get("width")) for bar in drawn(chart.svg).iter(f"{SVG}rect")][1:-1]
    lengths = [abs(one) for one in found if one is not None]
    seen = [(width, length) for width, length in zip(widths, lengths, strict=True) if width > 2]
    for (width, length), (other, its) in pairwise(seen):
        assert abs(width * its - other * length) <= 0.03 * (its + length)


@given(changes)
def test_a_bridge_of_anything_is_a_picture_of_finite_places(found: list[int | None]) -> None:
    chart = bridge_chart(title="Bro", start=("Budget", 5), steps=[Step("a", one) for one in found], end_name="Ender")
    assert "nan" not in chart.svg
    assert "inf" not in str(chart.narrow)
    assert texts(chart.svg)[0] == "Budget"


def test_what_deviates_has_bars_to_both_sides_of_one_line() -> None:
    chart = deviation_chart(
        title="Mod budgettet",
        deviations=[Step("Skolen", 120), Step("Biblioteket", -80), Step("Museet", None)],
        unit="t.kr.",
        corner="Arbejdsplads",
    )
    assert chart.rows == (("Skolen", ("+120 t.kr.",)), ("Biblioteket", ("−80 t.kr.",)), ("Museet", ("mangler",)))
    bars = [dict(one.attrib) for one in drawn(chart.svg).iter(f"{SVG}rect")]
    assert len(bars) == 2  # nobody knows of the third
    over, under = bars
    assert float(under["x"]) + float(under["width"]) == pytest.approx(float(over["x"]), abs=0.2)
    assert float(over["width"]) == pytest.approx(float(under["width"]) * 1.5, rel=0.01)
