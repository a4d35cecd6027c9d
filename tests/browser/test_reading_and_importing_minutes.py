"""Minutes on the web: from a file to a meeting that one goes through with the arrow keys."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import sign_in


def changed(demo_minutes: Path, tmp_path: Path) -> Path:
    """The demo's minutes as of another day, so that no other test's meeting is touched."""
    text = demo_minutes.read_text(encoding="utf-8").replace("4. februar 2026", "18. februar 2026")
    path = tmp_path / "referat-chefforum-2026-02-18.md"
    path.write_text(text, encoding="utf-8")
    return path


def take_in(page: Page, site: Site, path: Path) -> None:
    """Up to the preview, where nothing is stored yet."""
    page.goto(site.url("meetings:list"))
    page.get_by_role("link", name="Indlæs dagsorden eller referat").click()
    page.get_by_label("Fil", exact=False).first.set_input_files(path)
    page.get_by_role("button", name="Se, hvad der bliver ændret").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(path.name), timeout=30_000)


def test_a_file_becomes_a_meeting_and_the_same_file_again_changes_nothing(
    site: Site, page: Page, demo_minutes: Path, tmp_path: Path
) -> None:
    path = changed(demo_minutes, tmp_path)
    sign_in(page, site, "secretariat")
    take_in(page, site, path)
    expect(page.get_by_text("Mødet er nyt.")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Gennemfør").click()
    page.get_by_role("link", name="Se mødet").click(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("18. februar 2026")
    expect(page.locator("article.item")).to_have_count(8)

    take_in(page, site, path)
    expect(page.get_by_text("Ingen ændringer").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Gennemfør")).to_have_count(0)


def test_the_arrow_keys_go_from_item_to_item_but_not_while_one_types(site: Site, page: Page) -> None:
    sign_in(page, site, "forum_member")
    page.goto(site.url("meetings:item", "sent"))
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    page.keyboard.press("ArrowRight")
    expect(heading).not_to_have_text(first)
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(first)
    page.keyboard.press("/")
    page.keyboard.type("budget")
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(first)
