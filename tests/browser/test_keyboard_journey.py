"""The main job by keyboard alone: sign in, find the meeting, read an item, fetch the PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

MOST_TABS = 80
ITEM = "Orientering om budgetforslag 4.7"


def tab_to(page: Page, *, name: str, or_name: str = "") -> None:
    """Presses Tab until a link, a button or a field that says `name` (or the other name, where one is given) has the
    focus; it must be seen to have it."""
    names = [one for one in (name, or_name) if one]
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        # A frame that scrolls takes the focus too, and holds the same words.
        if page.locator("a:focus, button:focus, summary:focus, input:focus").count() and any(
            one in focus_name(page) for one in names
        ):
            assert is_marked(page), f"{name} does not show that it has the focus"
            return
    pytest.fail(f"no way to {name!r} with the Tab key on {page.url}", pytrace=False)


def focus_name(page: Page) -> str:
    """What a screen reader would call that which has the focus."""
    return str(
        page.evaluate(
            """() => {
                const e = document.activeElement;
                const label = e.labels && e.labels.length ? e.labels[0].innerText : "";
                return [e.getAttribute("aria-label") || "", label, e.innerText || "", e.value || ""].join(" ");
            }"""
        )
    )


def is_marked(page: Page) -> bool:
    """The focus has an outline or a shadow that is not there without it."""
    return bool(
        page.evaluate(
            """() => {
                const style = getComputedStyle(document.activeElement);
                const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
                return outlined || style.boxShadow !== "none";
            }"""
        )
    )


def follow(page: Page) -> None:
    """Enter, and the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def pdf_by_keyboard(page: Page) -> Path:
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = download.value.path()
    assert download.value.suggested_filename.endswith(".pdf")
    return Path(path)


def test_sign_in_as_a_demo_person_find_the_meeting_read_an_item_and_fetch_the_pdf(site: Site, page: Page) -> None:
    page.goto(site.url("start"))
    tab_to(page, name=site.names["forum_member"])
    follow(page)
    expect(page.get_by_role("button", name="Log ud")).to_be_visible()

    tab_to(page, name="Møder")
    follow(page)
    tab_to(page, name="4. februar 2026")
    follow(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("4. februar 2026")

    tab_to(page, name="Hent eller læg i kalender")
    page.keyboard.press("Enter")
    tab_to(page, name="Samlet PDF med bilag")
    assert pdf_by_keyboard(page).read_bytes().startswith(b"%PDF-")

    tab_to(page, name=ITEM)
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name=ITEM)
    expect(heading).to_be_in_viewport()
    expect(page.get_by_text("En kortlægning giver et fælles udgangspunkt").first).to_be_visible()


def test_sign_in_with_address_and_password(site: Site, page: Page) -> None:
    page.goto(site.url("access:login"))
    tab_to(page, name="Log ind med e-mail")
    page.keyboard.press("Enter")
    tab_to(page, name="E-mail")
    page.keyboard.type(site.emails["forum_member"])
    tab_to(page, name="Adgangskode")
    page.keyboard.type(site.password)
    follow(page)
    expect(page.get_by_role("button", name="Log ud")).to_be_visible()
    expect(page.get_by_text(site.names["forum_member"]).first).to_be_visible()


def test_the_first_tab_leads_past_the_menu(site: Site, page: Page) -> None:
    page.goto(site.url("access:login"))
    page.keyboard.press("Tab")
    assert "Gå til sidens indhold" in focus_name(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "indhold"
