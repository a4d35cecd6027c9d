"""A workplace's pages where there is little room: one row of tabs, months as rows, charts and sums that can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.leaders_sheet import LEADER, add, cell, saved
from tests.browser.looking import check_accessible, check_no_sideways_scroll, sign_in

IS_WITHIN = """(inner, outer) => {
    const [one, other] = [inner, outer].map((element) => element.getBoundingClientRect());
    return one.left >= other.left - 1 && one.right <= other.right + 1;
}"""


def at(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def test_the_tabs_are_one_row_where_the_page_one_is_on_and_the_focused_one_are_seen(site: Site, page: Page) -> None:
    at(page, 390)
    sign_in(page, site, LEADER)
    page.goto(site.url("forecast:history", "the school's"))
    tabs = page.locator("nav.tabs")
    assert tabs.bounding_box()["height"] < 60
    row = tabs.locator("ul").element_handle()
    here = tabs.locator("[aria-current=page]")
    assert here.evaluate(IS_WITHIN, row)
    first = tabs.get_by_role("link").first
    first.focus()
    for _ in range(tabs.get_by_role("link").count() - 1):
        page.keyboard.press("Tab")
        assert page.evaluate(f"({IS_WITHIN})(document.activeElement, document.querySelector('nav.tabs ul'))")
    expect(tabs.get_by_role("link").last).to_be_focused()
    check_accessible(page)
    check_no_sideways_scroll(page)


@pytest.mark.parametrize(("name", "state"), [("forecast:why", "the school's"), ("forecast:plan", "the school's")])
def test_what_is_wide_has_a_narrow_form(site: Site, page: Page, name: str, state: str) -> None:
    at(page, 390)
    sign_in(page, site, LEADER)
    page.goto(site.url(name, state))
    for wide in page.locator(".chart-wide, .plan-wide").all():
        expect(wide).to_be_hidden()
    if name == "forecast:why":
        expect(page.locator(".chart-narrow svg")).to_be_visible()
    check_accessible(page)
    check_no_sideways_scroll(page)


def test_plan_and_what_came_have_months_as_rows_on_a_phone_and_the_whole_year_on_a_page(
    site: Site, sheet: str, page: Page
) -> None:
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "lang sum")
    add(page, "Planlagte indkøb", "lange summer")
    for month in ("januar", "november", "december"):
        cell(page, "Planlagte indkøb: lange summer", month).fill("1.234.567,50")
    saved(page)
    page.goto(site.url("forecast:plan", "the school's") + "?" + sheet.partition("?")[2])
    box = page.get_by_role("region", name="Plan og forbrug")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth"), "nothing of the year is hidden"
    expect(box.get_by_role("row").filter(has_text="Planlagte indkøb")).to_contain_text("1.235")
    at(page, 390)
    expect(box).to_be_hidden()
    fold = page.locator("details.fold").filter(has_text="Planlagte indkøb")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="November", exact=True))
    expect(row.filter(visible=True).filter(has_text="1.234.568")).to_have_count(1)
    check_no_sideways_scroll(page)

    page.goto(sheet)
    what = page.locator("thead .grid-what").bounding_box()
    heads = [head.bounding_box() for head in page.locator("thead th.num").all()]
    edge = what["x"] + what["width"]
    assert not [head for head in heads if head["x"] + 1 < edge < head["x"] + head["width"] - 1], "no month is cut"
    total = page.locator("[data-month-total='11']")
    assert total.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
