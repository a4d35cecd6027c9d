"""Counts beside what was expected: what is drawn, what is said, and that what is hidden is nowhere in the picture."""

from __future__ import annotations

from lxml import etree

from chefforum.web.drawing import Chart
from chefforum.web.range_charts import RangeRow, range_chart

SVG = "{http://www.w3.org/2000/svg}"


def chart() -> Chart:
    return range_chart(
        title="Afdelingerne",
        rows=[
            RangeRow("Skoler", 9, 25.4, 16, 36),
            RangeRow("Parker", None, 4.5, 1, 9, "skjult"),
            RangeRow("Stab", 2),
        ],
        names=("Begyndt", "Ventet", "Spænd"),
        corner="Afdeling",
    )


def test_the_table_has_what_the_picture_shows() -> None:
    assert chart().rows == (
        ("Skoler", ("9", "25,4", "16 til 36")),
        ("Parker", ("skjult", "4,5", "1 til 9")),
        ("Stab", ("2", "–", "–")),
    )


def test_each_known_count_has_a_dot_and_each_range_a_bar_on_a_page_and_on_a_phone() -> None:
    for svg in (chart().svg, chart().narrow):
        assert svg is not None
        drawn = etree.fromstring(svg)
        assert len(list(drawn.iter(f"{SVG}circle"))) == 2 + 1  # and the legend's
        assert len(list(drawn.iter(f"{SVG}rect"))) == 2 + 1


def test_who_does_not_see_it_is_told_the_same() -> None:
    described = next(etree.fromstring(chart().svg).iter(f"{SVG}desc")).text
    assert described is not None
    assert "Skoler: 9, ventet 25,4 (16 til 36)." in described
    assert "Parker: skjult, ventet 4,5 (1 til 9)." in described
    assert "Stab: 2." in described


def test_without_rows_there_is_a_picture_without_rows() -> None:
    assert range_chart(title="Ingen", rows=[], names=("a", "b", "c")).rows == ()
