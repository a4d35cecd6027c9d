"""The benchmark's section of the report on technology: the page's own words, for who reads all costs, and no name."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from chefforum.kernel.access.rules import AccessDenied
from chefforum.modules.it_costs.rules import report as seam
from tests.modules.it_benchmark.conftest import NOW, TODAY, client_of

pytestmark = pytest.mark.django_db


def section(town: Any, name: str = "controller", years: tuple[int, int] = (2022, 2025)) -> seam.Content | None:
    return seam._builds["benchmark"](actor=town.as_(name), on=TODAY, at=NOW, years=years)


def rows_of(content: seam.Content) -> list[list[str]]:
    table = next(one for one in content.told if isinstance(one, seam.Rows))
    return [[cell.text for cell in row] for row in table.rows]


def test_our_place_is_what_the_page_that_it_opens_to_says(grouped: Any) -> None:
    content = section(grouped)
    assert content is not None
    urls = {cell.url for one in content.told if isinstance(one, seam.Rows) for row in one.rows for cell in row} - {""}
    (url,) = urls
    page = client_of(grouped, "controller").get(url)
    assert page.status_code == 200
    filters, asked = page.context["filters"], dict(parse_qsl(urlsplit(url).query))
    assert str(filters.group.pk) == asked["gruppe"] == str(grouped.group.pk)
    assert filters.year == int(asked["aar"]) == 2025
    assert filters.view == asked["visning"]
    text = " ".join(page.content.decode().split())
    ranked = [row for row in rows_of(content) if row[3].startswith("nr. ")]
    assert len(ranked) > 3
    for name, mine, median, rank in ranked:
        assert all(" ".join(word.split()) in text for word in (name, mine, median, rank)), name


def test_a_year_that_nobody_delivered_is_told_of_the_newest_there_is(grouped: Any) -> None:
    content = section(grouped, years=(2022, 2030))
    assert content is not None
    assert "i 2025" in repr(content.told[0])


def test_no_municipality_is_named(grouped: Any) -> None:
    text = repr(section(grouped))
    assert not any(one.name in text for one in grouped.group.members.all())


@pytest.mark.parametrize("name", ["it_manager", "colleague"])
def test_who_does_not_read_all_costs_is_told_nothing(grouped: Any, name: str) -> None:
    with pytest.raises(AccessDenied):
        section(grouped, name)


def test_without_a_group_there_is_nothing_to_say(base: Any) -> None:
    assert section(base) is None
