"""Somebody without a sign-in, and without JavaScript, finds open minutes, reads them and fetches a bilag."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll


def test_from_the_list_to_a_bilag(site: Site, page_without_javascript: Page) -> None:
    page = page_without_javascript
    page.set_viewport_size({"width": 390, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url("public:forums", "public"))
    page.get_by_role("link", name="Chefforum", exact=True).click()
    page.get_by_role("link", name="Referat onsdag den 4. februar 2026").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chefforum 4. februar 2026")
    expect(page.get_by_role("heading", name="Punkt 7: Lukket punkt")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("robusthed")
    check_no_sideways_scroll(page)

    page.get_by_role("link", name="Status for Budget 2027").click()
    assert page.url.endswith("#punkt-2")
    folded = page.locator("main details:not([open])").nth(1)
    folded.locator("summary").click()
    expect(page.locator("main details[open]").first).to_contain_text("Intet at bemærke")

    bilag = page.locator(".attachments a").first
    address = bilag.get_attribute("href")
    assert address is not None
    answer = page.request.get(site.address + address)
    assert answer.ok
    assert "set-cookie" not in answer.headers

    assert page.context.cookies() == []
    assert all(url.startswith(site.address) for url in asked)


def test_by_keyboard_and_accessible(site: Site, page: Page) -> None:
    page.goto(site.url("public:meeting", "public"))
    page.keyboard.press("Tab")
    expect(page.locator(".skipnav")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#indhold")).to_be_focused()
    check_accessible(page)
