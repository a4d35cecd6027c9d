"""Two persons write on one sheet at the same time, and a new ledger file comes in the middle: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.leaders_sheet import CHIEF, FINANCE, LEADER, add, cell, saved, total
from tests.browser.ledger_files import HEADS, carry_out, choose_file, read_file
from tests.browser.looking import Lookout, check_accessible, danish_browser, screenshot, sign_in


@pytest.fixture
def other(chromium: Browser) -> Iterator[Page]:
    """Another person's browser."""
    context = danish_browser(chromium)
    made = context.new_page()
    lookout = Lookout(made)
    yield made
    lookout.nothing_was_wrong()
    context.close()


def test_leader_and_chief_write_at_once_and_both_stand(site: Site, sheet: str, page: Page, other: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "to på en gang")
    sign_in(other, site, CHIEF)
    other.goto(sheet)

    # In different cells: each is saved, and sees the other's when the page is fetched again.
    cell(page, "Vikarer: to på en gang", "marts").fill("10")
    cell(other, "Vikarer: to på en gang", "april").fill("20")
    saved(page)
    saved(other)
    page.reload()
    expect(cell(page, "Vikarer: to på en gang", "april")).to_have_value("20")
    expect(total(page, "to på en gang")).to_have_text("7.500")

    # In the same cell: the first stands, the second is kept beside it, with who wrote what.
    cell(page, "Vikarer: to på en gang", "maj").fill("30")
    saved(page)
    cell(other, "Vikarer: to på en gang", "maj").fill("31")
    expect(other.get_by_role("heading", name="To har skrevet samme sted")).to_be_visible()
    expect(other.get_by_text(site.names[LEADER]).first).to_be_visible()
    check_accessible(other)
    screenshot(other, "forecast-two-leaders")
    other.get_by_role("button", name="Brug “31”").click()
    expect(other.get_by_role("heading", name="To har skrevet samme sted")).to_have_count(0)
    page.reload()
    expect(cell(page, "Vikarer: to på en gang", "maj")).to_have_value("31")

    page.get_by_role("link", name="Hvem har ændret hvad").click()
    for value in ("30", "31"):
        expect(page.get_by_role("cell", name=value, exact=True).first).to_be_visible()


def test_a_ledger_file_comes_while_a_leader_writes(
    site: Site, sheet: str, page: Page, other: Page, tmp_path: Path
) -> None:
    today = timezone.localdate()
    sign_in(page, site, LEADER)
    page.goto(sheet)
    add(page, "Vikarer", "midt i det hele")
    cell(page, "Vikarer: midt i det hele", "januar").fill("8")
    saved(page)
    cell(page, "Vikarer: midt i det hele", "februar").press_sequentially("1")  # and is still writing

    file = tmp_path / "nyt.csv"
    lines = [f"9{number:05};1;{today:%d-%m-%Y};4020;4711;100,00;Midt i {number}\n" for number in range(20)]
    file.write_bytes((HEADS + "".join(lines)).encode("cp1252"))
    sign_in(other, site, FINANCE)
    choose_file(other, site, file)
    read_file(other)
    cell(page, "Vikarer: midt i det hele", "februar").press_sequentially("2")
    carry_out(other)

    cell(page, "Vikarer: midt i det hele", "marts").fill("13")
    saved(page)
    page.reload()
    for month, value in (("januar", "8"), ("februar", "12"), ("marts", "13")):
        expect(cell(page, "Vikarer: midt i det hele", month)).to_have_value(value)
    page.goto(site.url("ledger:postings") + f"?q=Midt+i+1&fra={today:%Y%m}&til={today:%Y%m}")
    expect(page.get_by_role("cell", name="Midt i 1", exact=True)).to_be_visible()
