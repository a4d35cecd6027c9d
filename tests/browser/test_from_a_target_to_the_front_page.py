"""From a key and a round of targets to somebody placed, ended and with an outcome, and to the year's document."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in

COORDINATOR = "job_consultant"
DAY = dt.timedelta(days=1)
KEY = "Nøgle til året"


def looked_at(page: Page, name: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        check_accessible(page)
        screenshot(page, name)


def begun(page: Page, site: Site) -> int:
    """How many internships the front page says have begun this year."""
    page.goto(site.url("placements:overview"))
    found = re.search(r"Der er begyndt (\d+) virksomhedspraktik", page.get_by_role("main").inner_text())
    return int(found[1]) if found else 0


def set_targets(page: Page, site: Site) -> None:
    page.goto(site.url("placements:key_new"))
    page.get_by_label("Nøglens navn").fill(KEY)
    page.get_by_label("Ledelse og Udvikling").fill("126,5")
    page.get_by_label("Børn og Skole").fill("360,5")
    page.get_by_role("button", name="Gem nøglen").press("Enter")
    expect(page.get_by_text("100,00 %")).to_be_visible()
    page.goto(site.url("placements:target_new"))
    page.get_by_label("Årsværksnøgle").select_option(label=KEY)
    subsidy = page.get_by_role("group", name="Løntilskud")
    internship = page.get_by_role("group", name="Virksomhedspraktik")
    subsidy.get_by_label("Løbende").fill("15")
    internship.get_by_label("Tallet er").select_option(label="Pladser")
    internship.get_by_label("Løbende").fill("50")
    internship.get_by_label("Besættelse i procent").fill("75")
    internship.get_by_label("Uger pr. forløb").fill("4")
    page.get_by_label("Begrundelse").fill("Flere ledige, og reformen.")
    page.get_by_role("button", name="Fastlæg måltal …").press("Enter")
    page.get_by_role("button", name=re.compile("^Fastlæg måltal for|^Fastlæg måltal$")).press("Enter")
    expect(page.get_by_text("Genberegnet: passer.")).to_be_visible()


def register(page: Page, site: Site, first: dt.date, last: dt.date) -> str:
    page.goto(site.url("placements:placement_new"))
    page.get_by_label("Type", exact=True).select_option("Virksomhedspraktik")
    page.get_by_label("Arbejdssted").select_option("Nordskolen (1003402117)")
    page.get_by_label("Stillingstype").select_option("Pædagogmedhjælp")
    page.get_by_label("Starter").fill(first.isoformat())
    page.get_by_label("Slutter").fill(last.isoformat())
    page.get_by_role("button", name="Registrér forløb").press("Enter")
    return page.get_by_role("heading", level=1).inner_text()


def test_from_a_target_to_the_front_page(site: Site, page: Page) -> None:
    today = dt.date.today()
    sign_in(page, site, COORDINATOR)
    set_targets(page, site)
    before = begun(page, site)
    expect(page.get_by_role("main")).to_contain_text("487")

    first = max(today.replace(month=1, day=1), today - 200 * DAY)
    last = min(today, first + 60 * DAY)
    number = register(page, site, first, last)
    assert begun(page, site) == before + 1
    looked_at(page, "placements-front-page-after-one-more")

    page.goto(site.url("placements:placements"))
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Notér, hvordan det sluttede").click()
    page.get_by_label("Sidste dag").fill(last.isoformat())
    page.get_by_label("Hvordan sluttede det?").select_option("Ansat undervejs")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text(": ansat undervejs.")).to_be_visible()

    page.get_by_role("link", name=re.compile("Notér udfald")).first.click()
    page.get_by_label("Hvor er borgeren nu?").select_option("I job")
    page.get_by_label("Sagen lukket").fill(last.isoformat())
    page.get_by_label("Data fra").fill(today.isoformat())
    page.get_by_role("button", name="Gem udfaldet").click()
    expect(page.get_by_text("I job").first).to_be_visible()
    looked_at(page, "placements-one-with-an-outcome")
    assert begun(page, site) == before + 1
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hent status (PDF)").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")
