"""A leader asks for a system, is sent back, writes more; the coordinator asks a colleague and approves; it is in the
register, and the leader takes it into use."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

LEADER, COORDINATOR, REVIEWER = "workplace_leader", "it_manager", "auditor"


def looks_right(page: Page, name: str) -> None:
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, name)


def ask(page: Page, site: Site, name: str) -> str:
    """The leader's request, sent; answers its address."""
    sign_in(page, site, LEADER)
    page.goto(site.url("it_costs:requests"))
    looks_right(page, "it-requests")
    page.get_by_role("link", name="Søg om noget nyt").first.press("Enter")
    page.get_by_label("Hvad hedder det?").fill(name)
    page.get_by_label("Hvad skal det bruges til?").fill("Matematik på mellemtrinnet")
    looks_right(page, "it-request-new")
    page.get_by_role("button", name="Gem som kladde, og fortsæt").press("Enter")
    expect(page.get_by_text("Kladden er gemt.").first).to_be_visible()

    # What we own that does it stands beside it, and follows what is written.
    checks = page.locator("#tjek")
    expect(checks.get_by_role("link", name="Regneøen", exact=True)).to_be_visible()
    page.get_by_label("Personoplysninger", exact=True).select_option(label="Følsomme personoplysninger")
    expect(checks.get_by_text("Konsekvensanalyse")).to_be_visible()
    page.get_by_label("Personoplysninger", exact=True).select_option(label="Almindelige personoplysninger")
    with page.expect_navigation():  # what lacks stood on the page already
        page.get_by_role("button", name="Gem og indsend").press("Enter")
    expect(page.get_by_text("Før du kan indsende").first).to_be_visible()
    looks_right(page, "it-request-lacks")
    page.get_by_label("Hvad kunne vi gøre i stedet?").fill("Regneøen, som ikke har ord.")
    page.get_by_label("Hvem skal bruge det?").fill("4. klasse")
    page.get_by_label("AI", exact=True).select_option(label="Bruger ikke AI")
    page.get_by_label("Går det ud over borgere").select_option(label="Nej")
    page.locator("#id_linje-0-item").fill("Licens")
    page.locator("#id_linje-0-quantity").fill("90")
    page.locator("#id_linje-0-amount").fill("36.000")
    page.get_by_label("Hvem betaler?").select_option(label="– – Nordskolen")
    page.get_by_role("button", name="Gem og indsend").press("Enter")
    expect(page.get_by_text("Ansøgningen er indsendt.")).to_be_visible()
    return page.url


def send_back_and_again(page: Page, site: Site, address: str) -> None:
    sign_in(page, site, COORDINATOR)
    page.goto(address)
    page.get_by_role("link", name="Send tilbage").press("Enter")
    page.get_by_label("Hvorfor?").fill("Skriv, hvad I får ud af det.")
    looks_right(page, "it-request-send-back")
    page.get_by_role("button", name="Send tilbage").press("Enter")
    expect(page.get_by_text("Ansøgningen er sendt tilbage.")).to_be_visible()

    sign_in(page, site, LEADER)
    page.goto(address)
    expect(page.get_by_text("Skriv, hvad I får ud af det.")).to_be_visible()
    page.get_by_role("link", name="Skriv videre").first.press("Enter")
    page.get_by_label("Hvad får vi ud af det?").fill("En time om ugen")
    page.get_by_role("button", name="Gem og indsend").press("Enter")
    expect(page.get_by_text("Ansøgningen er indsendt.")).to_be_visible()


def treat(page: Page, site: Site, address: str) -> None:
    sign_in(page, site, COORDINATOR)
    page.goto(address)
    page.get_by_role("link", name="Begynd behandlingen").press("Enter")
    looks_right(page, "it-request-begin")
    for what in ("sikkerhed", "databeskyttelse"):
        page.get_by_label(f"Spørg om: {what}").uncheck()
    page.get_by_label("Spørg om: jura og indkøb").check()
    page.get_by_role("button", name="Begynd behandlingen").press("Enter")
    expect(page.get_by_text("Behandlingen er begyndt.")).to_be_visible()
    expect(page.get_by_role("link", name="Godkend", exact=True)).to_have_count(0)

    sign_in(page, site, REVIEWER)
    page.goto(address)
    page.get_by_role("link", name=re.compile("^Svar.*Jura og indkøb")).press("Enter")
    page.get_by_label("I orden på vilkår").check()
    page.get_by_label("Vilkår eller begrundelse").fill("Indgå en databehandleraftale først.")
    looks_right(page, "it-request-answer")
    page.get_by_role("button", name="Gem svaret").press("Enter")
    expect(page.get_by_text("Dit svar er gemt.")).to_be_visible()


def decide(page: Page, site: Site, address: str, name: str) -> None:
    sign_in(page, site, COORDINATOR)
    page.goto(address)
    looks_right(page, "it-request")
    page.get_by_role("link", name="Godkend", exact=True).press("Enter")
    expect(page.get_by_role("complementary")).to_contain_text("Indføres")
    expect(page.get_by_label("Op til beløb i alt, kr.")).to_have_value("36.000")
    page.get_by_label("Vilkår").fill("Databehandleraftalen skal være indgået.")
    looks_right(page, "it-request-decide")
    page.get_by_role("button", name="Godkend").press("Enter")
    expect(page.get_by_text("Ansøgningen er godkendt.")).to_be_visible()
    page.get_by_role("link", name=name, exact=True).first.press("Enter")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Livscyklus", exact=True))
    expect(row).to_contain_text("Indføres")

    sign_in(page, site, LEADER)
    page.goto(address)
    page.get_by_role("button", name="Tag i brug").press("Enter")
    expect(page.get_by_text("Det er noteret, at det er taget i brug.")).to_be_visible()
    looks_right(page, "it-request-in-use")


@pytest.mark.parametrize("width", WIDTHS)
def test_asked_sent_back_approved_registered_and_taken_into_use(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    name = f"Ordblomsten {width}"
    address = ask(page, site, name)
    send_back_and_again(page, site, address)
    treat(page, site, address)
    decide(page, site, address, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_who_decides_what_is_read_by_all_and_set_by_the_coordinator(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, LEADER)
    page.goto(site.url("it_costs:approval_limits"))
    expect(page.get_by_text("Ingen afgør sin egen ansøgning.")).to_be_visible()
    expect(page.get_by_role("button", name="Gem grænserne")).to_have_count(0)
    sign_in(page, site, COORDINATOR)
    page.reload()
    looks_right(page, "it-approval-limits")
    page.get_by_label("Hvor er det besluttet?").fill(f"Chefforum, punkt {width}")
    page.get_by_role("button", name="Gem grænserne").press("Enter")
    expect(page.get_by_text(f"Chefforum, punkt {width}").first).to_be_visible()
