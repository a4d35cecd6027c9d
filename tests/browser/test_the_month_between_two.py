"""A month goes between a leader and the one above: assessed, sent back with a reason, answered, approved."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chefforum.calc.periods import name_of, shifted
from chefforum.modules.forecast.rules.rhythm import month_before
from tests.browser.conftest import Site
from tests.browser.leaders_sheet import CHIEF, FINANCE, LEADER
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

ASK = "Hvad betyder det for december?"


def month_of(site: Site, back: int) -> tuple[str, int]:
    """The address of a month that no other test assesses, and which it is."""
    now = month_before(timezone.localdate())
    then = shifted(now, -back)
    return site.url("forecast:assess", "the school's").replace(str(now), str(then)), then


def explain(page: Page, text: str) -> None:
    for field in page.locator("textarea[required]:visible").all():
        field.fill(text)
    page.get_by_label("Bemærkning til måneden").fill(text)
    page.get_by_role("button", name="Jeg har vurderet måneden").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_assessed_sent_back_answered_and_approved(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    url, period = month_of(site, 1 if width == WIDTHS[0] else 2)
    name = name_of(period)
    sign_in(page, site, LEADER)
    page.goto(url)
    explain(page, "To langtidssyge.")
    expect(page.get_by_text("Du har vurderet måneden. Din leder kan nu godkende den.")).to_be_visible()
    expect(page.get_by_role("button", name="Godkend måneden")).to_have_count(0)

    sign_in(page, site, CHIEF)
    page.goto(site.address)
    page.get_by_role("link", name=f"Nordskolen har vurderet {name}").first.click()
    expect(page.get_by_role("button", name="Godkend måneden")).to_be_visible()
    expect(page.get_by_text("To langtidssyge.").first).to_be_visible()
    page.locator("summary", has_text="Send retur").press("Enter")
    page.get_by_label("Hvad er der galt?").select_option(label="Forklaringen skal uddybes")
    page.get_by_label("Hvad skal der ses på igen?").fill(ASK)
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "forecast-approve")
    page.get_by_role("button", name="Send retur").click()
    expect(page.get_by_text("Måneden er sendt retur, og lederen har fået besked.")).to_be_visible()

    sign_in(page, site, LEADER)
    page.goto(site.address)
    page.get_by_role("link", name=f"Din vurdering af {name} er sendt retur").first.click()
    expect(page.get_by_role("heading", name=re.compile("sendt retur"))).to_be_visible()
    expect(page.get_by_text(ASK).first).to_be_visible()
    check_accessible(page)
    screenshot(page, "forecast-sent-back")
    explain(page, "To langtidssyge. Den ene er tilbage, så december holder.")

    sign_in(page, site, CHIEF)
    page.goto(url)
    expect(page.get_by_text("så december holder.").first).to_be_visible()
    page.get_by_role("button", name="Godkend måneden").click()
    expect(page.get_by_text("Måneden er godkendt.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(": godkendt"))).to_be_visible()

    sign_in(page, site, FINANCE)
    page.goto(site.url("forecast:overview") + f"?maaned={period}")
    row = page.get_by_role("row").filter(has_text="Nordskolen")
    expect(row.get_by_role("link", name=re.compile("Godkendt"))).to_be_visible()


def test_who_has_not_is_reminded_by_finance(site: Site, page: Page) -> None:
    _, period = month_of(site, 3)
    sign_in(page, site, FINANCE)
    page.goto(site.url("forecast:overview") + f"?maaned={period}")
    page.get_by_role("link", name="Mind dem, der mangler").press("Enter")
    check_accessible(page)
    page.get_by_role("button", name=re.compile(r"Send besked til \d+ leder")).press("Enter")
    expect(page.get_by_text(re.compile("mindet om"))).to_be_visible()
    check_accessible(page)
    sign_in(page, site, LEADER)
    page.goto(site.address)
    expect(page.get_by_role("link", name=f"Husk at vurdere {name_of(period)} for Nordskolen").first).to_be_visible()


def test_the_month_goes_back_and_forth_without_javascript(site: Site, page_without_javascript: Page) -> None:
    page, (url, _) = page_without_javascript, month_of(site, 4)
    sign_in(page, site, LEADER)
    page.goto(url)
    explain(page, "Roligt.")
    sign_in(page, site, CHIEF)
    page.goto(url)
    page.locator("summary", has_text="Send retur").click()
    page.get_by_label("Hvad er der galt?").select_option(label="Forklaringen skal uddybes")
    page.get_by_label("Hvad skal der ses på igen?").fill(ASK)
    page.get_by_role("button", name="Send retur").click()
    sign_in(page, site, LEADER)
    page.goto(url)
    expect(page.get_by_text(ASK).first).to_be_visible()
    explain(page, "Set efter.")
    expect(page.get_by_role("heading", name=re.compile(": vurderet"))).to_be_visible()
