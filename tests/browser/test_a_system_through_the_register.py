"""An IT manager registers a system, changes it, says it is right, answers a source, takes it out and puts it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

MANAGER, OWNER = "it_manager", "colleague"


def looks_right(page: Page, name: str) -> None:
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, name)


def row(page: Page, title: str):  # type: ignore[no-untyped-def]
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=title, exact=True))


@pytest.mark.parametrize("width", WIDTHS)
def test_registered_changed_validated_taken_out_and_put_back(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    name = f"Loggen {width}"
    sign_in(page, site, MANAGER)
    page.goto(site.url("it_costs:systems"))
    looks_right(page, "it-systems")
    page.get_by_role("link", name="Registrér system").first.press("Enter")
    page.get_by_label("Navn", exact=True).fill(name)
    page.get_by_label("Opgaver (KLE)").fill("17.1")
    page.get_by_role("button", name="Registrér system").press("Enter")
    expect(page.get_by_text("“17.1” er ikke et KLE-nummer").first).to_be_visible()
    expect(page.get_by_label("Navn", exact=True)).to_have_value(name)
    page.get_by_label("Opgaver (KLE)").fill("17.01")
    page.get_by_label("Ny leverandør").fill(f"Tinghøj {width}")
    page.get_by_label("Ansvarlig enhed").select_option(label="– – Nordskolen")
    looks_right(page, "it-system-new")
    page.get_by_role("button", name="Registrér system").press("Enter")
    expect(page.get_by_text(f"{name} er registreret.")).to_be_visible()
    expect(row(page, "Leverandør")).to_contain_text(f"Tinghøj {width}")
    expect(row(page, "Hvor det kører")).to_contain_text("mangler")
    expect(row(page, "Leverandør")).to_contain_text("Ida Toft")

    page.get_by_role("link", name="Ret", exact=True).press("Enter")
    page.get_by_label("Hvor det kører").select_option(label="Hos os selv")
    page.get_by_role("button", name="Gem").press("Enter")
    expect(page.get_by_text("Gemt: hvor det kører.")).to_be_visible()
    row(page, "Type").get_by_role("button", name="Det er rigtigt").press("Enter")
    expect(page.get_by_text("Noteret: Det er rigtigt.")).to_be_visible()
    expect(row(page, "Type").get_by_role("button")).to_have_count(0)
    page.get_by_label("Det har brug for").fill("Skolens wifi")
    page.get_by_label("Hvad der udveksles").fill("net")
    page.get_by_role("button", name="Tilføj").press("Enter")
    expect(page.get_by_text(f"Noteret: {name} har brug for Skolens wifi.")).to_be_visible()
    page.get_by_text("Historik").click()
    looks_right(page, "it-system")

    page.get_by_role("link", name="Tag ud af registret").press("Enter")
    page.get_by_role("button", name="Tag det ud").press("Enter")
    expect(page.get_by_text(f"{name} er taget ud af registret.")).to_be_visible()
    page.goto(site.url("it_costs:systems") + f"?ord=Loggen+{width}")
    expect(page.get_by_text("Her er ingen systemer med de valg.")).to_be_visible()
    page.goto(site.url("it_costs:systems") + f"?ord=Loggen+{width}&ude=on")
    page.get_by_role("link", name=name).press("Enter")
    page.get_by_role("button", name="Læg det tilbage").press("Enter")
    expect(page.get_by_text(f"{name} er lagt tilbage i registret.")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_source_is_answered_and_the_owner_says_whether_it_is_needed(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, MANAGER)
    page.goto(site.url("it_costs:system", "the school's"))
    if page.get_by_text("KITOS siger: Hos leverandør").count():  # the one that comes first answers
        looks_right(page, "it-system-disputed")
        page.get_by_role("button", name=re.compile("^Brug")).press("Enter")
        expect(page.get_by_text("Kildens oplysning er brugt: Hvor det kører.")).to_be_visible()
    expect(row(page, "Hvor det kører")).to_contain_text("Hos leverandør")
    sign_in(page, site, OWNER)
    page.reload()
    expect(page.get_by_role("button", name=re.compile("Det er rigtigt"))).to_have_count(0)
    page.get_by_role("link", name="Vurdér, om det er nødvendigt").press("Enter")
    page.get_by_label("Rart at have").check()
    page.get_by_label("Hvorfor?").fill(f"Bogen dækker det meste, {width}.")
    page.get_by_role("button", name="Gem vurderingen").press("Enter")
    expect(page.get_by_text("Vurderingen er gemt.")).to_be_visible()
    expect(page.get_by_role("complementary")).to_contain_text(f"Bogen dækker det meste, {width}.")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_contract_gets_its_system_and_two_vendors_become_one(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, MANAGER)
    page.goto(site.url("it_costs:contracts"))
    looks_right(page, "it-contracts")
    page.get_by_role("link", name="Registrér kontrakt").first.press("Enter")
    page.get_by_label("Navn", exact=True).fill(f"Aftale {width}")
    page.get_by_label("Ny leverandør").fill(f"Klitgård {width}")
    page.get_by_label("Slutter").fill("2030-12-31")
    page.get_by_label("Opsigelsesvarsel, måneder").fill("6")
    page.get_by_role("button", name="Gem kontrakten").press("Enter")
    expect(page.get_by_text("30. juni 2030")).to_be_visible()
    page.get_by_label("System", exact=True).fill("Regneøen")
    page.get_by_label("Andel af prisen, procent").fill("62,5")
    page.get_by_role("button", name="Tilføj").press("Enter")
    expect(page.get_by_text("Noteret: Den dækker Regneøen.")).to_be_visible()
    expect(page.get_by_role("cell", name="62,5 %")).to_be_visible()
    looks_right(page, "it-contract")

    page.get_by_role("link", name=f"Klitgård {width}").press("Enter")
    looks_right(page, "it-vendor")
    page.get_by_role("link", name="Læg ind under en anden").press("Enter")
    page.get_by_label("Den, der bliver").select_option(label="Bøgeskov Systemer, CVR 99000111")
    page.get_by_role("button", name="Se, hvad der flyttes").press("Enter")
    expect(page.get_by_text("0 systemer og 1 kontrakt flyttes")).to_be_visible()
    looks_right(page, "it-vendors-merged")
    page.get_by_role("button", name="Læg dem sammen").press("Enter")
    expect(page.get_by_role("link", name=f"Aftale {width}")).to_be_visible()
    page.get_by_role("link", name=f"Fortryd sammenlægningen med Klitgård {width}").press("Enter")
    looks_right(page, "it-vendors-put-apart")
    page.get_by_role("button", name="Skil dem ad igen").press("Enter")
    expect(page.get_by_text(f"Klitgård {width} er en leverandør for sig selv igen. 1 ting er flyttet")).to_be_visible()
