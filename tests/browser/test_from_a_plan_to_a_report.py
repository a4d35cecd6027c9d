"""An item goes into the plan, is late, is done by its owner; and the report that tells of it is taken home as a PDF."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


@pytest.mark.parametrize("width", WIDTHS)
def test_an_item_is_planned_late_and_done(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    title = f"Ryd op i aftaler {width}"
    today = dt.datetime.now(tz=dt.UTC).date()
    sign_in(page, site, "it_manager")
    page.goto(site.url("it_portfolio:plan"))
    page.get_by_role("link", name="Nyt punkt").press("Enter")
    page.get_by_label("Hvad").fill(title)
    page.get_by_label("Ansvarlig").select_option(label="Kaj Sund")
    page.get_by_label("Begynder").fill((today - dt.timedelta(days=20)).isoformat())
    page.get_by_label("Slutter").fill((today - dt.timedelta(days=40)).isoformat())
    page.get_by_role("button", name="Sæt i planen").press("Enter")
    expect(page.get_by_text("Den slutter, før den begynder.").first).to_be_visible()
    expect(page.get_by_label("Hvad")).to_have_value(title)  # nothing typed is lost
    check_accessible(page)
    page.get_by_label("Slutter").fill((today - dt.timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Sæt i planen").press("Enter")
    expect(page.get_by_text("Skulle være slut for 2 dage siden")).to_be_visible()
    check_accessible(page)
    page.goto(site.url("it_portfolio:plan"))
    expect(page.locator(".plan-late").get_by_role("link", name=title)).to_be_visible()
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "plan-with-a-late-item")

    sign_in(page, site, "colleague")
    page.goto(site.url("it_portfolio:plan"))
    page.locator(".plan-late").get_by_role("link", name=title).press("Enter")
    page.get_by_label("Status", exact=True).select_option(label="Gjort")
    page.get_by_label("Bemærkning til status").fill("Alle aftaler er set efter.")
    page.get_by_role("button", name="Gem status").press("Enter")
    expect(page.get_by_text("Noteret: Gjort.")).to_be_visible()
    expect(page.get_by_text("Skulle være slut")).to_have_count(0)
    check_accessible(page)
    screenshot(page, "plan-item-done")
    page.get_by_role("button", name="Fortryd din seneste ændring").press("Enter")
    expect(page.get_by_text("Det er fortrudt.")).to_be_visible()
    expect(page.locator(".plan-late").get_by_role("link", name=title)).to_be_visible()


def test_the_report_is_written_frozen_and_taken_home(site: Site, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    sign_in(page, site, "it_manager")
    page.goto(site.url("it_portfolio:report"))
    page.get_by_role("link", name=re.compile("Skriv teksten.*Vi anbefaler")).press("Enter")
    page.get_by_label("Tekst").fill("Sig de gamle aftaler op.")
    page.get_by_role("button", name="Gem som kladde").press("Enter")
    expect(page.get_by_text("Den står ikke i rapporten endnu.")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Sæt i rapporten").press("Enter")
    expect(page.get_by_text("Sig de gamle aftaler op.")).to_be_visible()
    check_accessible(page)
    page.get_by_role("link", name="Frys rapporten").press("Enter")
    page.get_by_label("Navn").fill("Til udvalget")
    page.get_by_role("button", name="Frys rapporten").press("Enter")
    expect(page.get_by_role("heading", name="Til udvalget")).to_be_visible()
    expect(page.get_by_text("Sig de gamle aftaler op.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Hent PDF").press("Enter")
    path = tmp_path / "rapport.pdf"
    waiting.value.save_as(path)
    file = pypdfium2.PdfDocument(path)
    text = " ".join(" ".join(one.get_textpage().get_text_bounded().split()) for one in file)
    file.close()
    assert "Sig de gamle aftaler op." in text
    assert "Det, vi ikke ved" in text
