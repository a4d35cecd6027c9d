"""What a test does on the leader's sheet."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

LEADER, CHIEF, FINANCE = "workplace_leader", "chief", "controller"
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")


def add(page: Page, category: str, what: str) -> None:
    page.get_by_label("Kategori").select_option(label=category)
    page.get_by_label("Hvad").fill(what)
    page.get_by_role("button", name="Tilføj").click()
    expect(page.get_by_role("link", name=f"{category}: {what}")).to_be_visible()


def cell(page: Page, row: str, month: str) -> Locator:
    return page.get_by_label(f"{row}, {month}", exact=True)


def total(page: Page, row: str) -> Locator:
    return page.get_by_role("row").filter(has_text=row).locator("[data-row-total]")


def saved(page: Page) -> None:
    """The server has everything that stands on the page."""
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    expect(page.locator(".is-unsaved")).to_have_count(0)
