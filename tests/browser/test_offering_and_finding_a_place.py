"""A leader offers a place and says why it is empty; a consultant finds it; the leader takes the last back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

LEADER, CONSULTANT = "workplace_leader", "job_consultant"


def offer(page: Page, site: Site, tasks: str) -> None:
    page.goto(site.url("placements:places"))
    page.get_by_role("link", name="Tilbyd en plads").first.press("Enter")
    page.get_by_label("Type").select_option(label="Nytteindsats")
    page.get_by_label("Stilling").select_option(label="Køkken og kantine")
    page.get_by_label("Opgaver").fill(tasks)
    page.get_by_label("Sprog").fill("dansk, arabisk")
    page.get_by_label("I den fælles pulje").check()
    page.get_by_role("button", name="Tilbyd pladsen").press("Enter")
    expect(page.get_by_text("Pladsen er tilbudt. Den kan findes med det samme.")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_offered_explained_found_and_taken_back(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    tasks = f"Skrælle kartofler på {width}."
    sign_in(page, site, LEADER)
    offer(page, site, tasks)
    address = page.url
    page.go_back()
    page.get_by_role("button", name="Tilbyd pladsen").press("Enter")
    expect(page.get_by_text("Det er allerede gemt. Her er det.")).to_be_visible()
    assert page.url == address
    page.get_by_role("combobox", name="Hvorfor er den tom?").select_option(label="Ingen kandidat")
    page.get_by_label("Bemærkning").fill("Ingen har spurgt siden sommer.")
    page.get_by_role("button", name="Notér, hvorfor den er tom").press("Enter")
    expect(page.get_by_text("Det er noteret. Tryk på Fortryd, hvis det skal væk igen.")).to_be_visible()
    expect(page.get_by_role("rowheader", name=re.compile("Ingen kandidat"))).to_be_visible()
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "placements-why-empty")

    sign_in(page, site, CONSULTANT)
    page.goto(site.url("placements:places"))
    page.get_by_role("link", name="Find en plads").press("Enter")
    page.get_by_label("Type").select_option(label="Nytteindsats")
    page.get_by_label("Sprog").select_option(label="arabisk")
    page.get_by_role("button", name="Vis").press("Enter")
    expect(page.get_by_text("Sproget passer").first).to_be_visible()
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "placements-found")
    page.get_by_role("link", name=re.compile("Opret forløb")).first.press("Enter")
    expect(page.get_by_label("Type", exact=True)).to_have_value("utility")
    expect(page.get_by_label("Slutter")).not_to_have_value("")
    expect(page.get_by_label("Arbejdssted")).not_to_have_value("")
    page.get_by_label("Arbejdssted").select_option(label="Ikke valgt")
    plads = page.get_by_role("combobox", name="Plads (valgfrit)", exact=True)
    plads.select_option(index=0)
    plads.select_option(index=1)
    expect(page.get_by_label("Arbejdssted")).not_to_have_value("")
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, "placements-new-from-found")
    page.goto(address)
    expect(page.get_by_text(tasks)).to_be_visible()

    sign_in(page, site, LEADER)
    page.goto(address)
    page.get_by_role("button", name=re.compile("Fortryd det, du skrev")).press("Enter")
    expect(page.get_by_text("Det er fortrudt.")).to_be_visible()
    expect(page.get_by_role("rowheader", name=re.compile("Ingen kandidat"))).to_have_count(0)
    page.get_by_role("link", name="Luk pladsen").press("Enter")
    page.get_by_role("button", name="Luk pladsen").press("Enter")
    expect(page.get_by_text("Pladsen er lukket. Tryk på Fortryd, hvis den skal tilbage.")).to_be_visible()


def test_a_cpr_number_is_refused_and_nothing_is_lost_without_javascript(
    site: Site, page_without_javascript: Page
) -> None:
    page = page_without_javascript
    sign_in(page, site, LEADER)
    page.goto(site.url("placements:place_new"))
    page.get_by_label("Stilling").select_option(label="Køkken og kantine")
    page.get_by_label("Opgaver").fill("Spørg efter 010190-1234.")
    page.get_by_role("button", name="Tilbyd pladsen").click()
    expect(page.get_by_text(re.compile("ligner et CPR-nummer")).first).to_be_visible()
    expect(page.get_by_label("Opgaver")).to_have_value("Spørg efter 010190-1234.")


def test_employees_are_counted_and_the_ratio_answers(site: Site, page: Page) -> None:
    sign_in(page, site, LEADER)
    page.goto(site.url("placements:workplace", "the school's"))
    page.get_by_role("spinbutton", name="Personer").fill("9")
    page.get_by_role("button", name="Gem antallet").press("Enter")
    expect(page.get_by_text("Antallet er gemt.")).to_be_visible()
    expect(page.get_by_text("Der er ikke plads til flere: 1 er her, 1 må være her.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Fjern optællingen")).first.press("Enter")
    expect(page.get_by_text("Der er plads til 10 flere: 1 er her, 11 må være her.")).to_be_visible()
