"""The coordinator sees that two systems overlap, says so, reckons what giving one up would save, and decides it; a
colleague reads what was decided, without kroner."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in


def looks_right(page: Page, name: str) -> None:
    check_accessible(page)
    check_no_sideways_scroll(page)
    screenshot(page, name)


def register(page: Page, site: Site, name: str, task: str, number: int) -> None:
    page.goto(site.url("it_costs:system_new"))
    page.get_by_label("Navn", exact=True).fill(name)
    page.get_by_label("Hvad det bruges til").fill(f"Booking af haller og lokaler {name[-4:]}")
    page.get_by_label("Opgaver (KLE)").fill(task)
    page.get_by_label("Ansvarlig enhed").select_option(label="– – Nordskolen")
    page.get_by_label("Brugere, mindst").fill(str(number))
    page.get_by_label("Brugere, højst").fill(str(number + 20))
    page.get_by_role("button", name="Registrér system").press("Enter")
    expect(page.get_by_text(f"{name} er registreret.")).to_be_visible()


def fill_group(page: Page, title: str, *, likely: str, source: str) -> None:
    group = page.get_by_role("group", name=title)
    group.get_by_label("Sandsynligt").fill(likely)
    group.get_by_label("Hvor det er fra").fill(source)


def see_and_say(page: Page, site: Site, width: int, old: str, new: str, task: str) -> None:
    """From the clusters to a pair; said, undone and said again."""
    page.goto(site.url("it_portfolio:overlaps") + f"?ord={width}")
    expect(page.get_by_role("heading", name=f"{old} og {new}")).to_be_visible()
    looks_right(page, "it-overlaps")
    page.get_by_role("link", name="Par", exact=True).press("Enter")
    page.get_by_label("Søg", exact=True).fill(str(width))
    page.get_by_role("button", name="Vis", exact=True).press("Enter")
    expect(page.get_by_text(f"Løser samme KLE-opgave: {task}")).to_be_visible()
    looks_right(page, "it-overlap-pairs")
    page.get_by_role("link", name=f"{old} og {new}").press("Enter")
    page.get_by_role("button", name="Gem vurderingen").press("Enter")
    expect(page.get_by_text("Vælg en af mulighederne.").first).to_be_visible()
    page.get_by_label("Overlap. De kan det samme").check()
    page.get_by_label("Hvorfor?").fill("Begge booker haller.")
    page.get_by_role("button", name="Gem vurderingen").press("Enter")
    expect(page.get_by_text("Vurderingen er gemt.")).to_be_visible()
    page.get_by_role("button", name="Fortryd det sidste").press("Enter")
    expect(page.get_by_text("Ikke vurderet", exact=True)).to_be_visible()
    page.get_by_role("button", name="Fortryd det sidste").press("Enter")
    expect(page.get_by_text("Begge booker haller.").first).to_be_visible()
    looks_right(page, "it-overlap-pair")


def reckon(page: Page, width: int, old: str, new: str) -> None:
    """From the pair to a scenario with all its numbers."""
    page.get_by_role("link", name="Regn på at samle dem").press("Enter")
    page.get_by_label("Hvad det skal hedde").fill(f"Én booking {width}")
    page.get_by_role("group", name="Hvilket beholdes?").get_by_label(new).check()
    retired = page.get_by_role("group", name="Hvilke nedlægges?")
    retired.get_by_label(new).uncheck()
    retired.get_by_label(old).check()
    looks_right(page, "it-scenario-new")
    page.get_by_role("button", name="Gem, og se tallene").press("Enter")
    expect(page.get_by_text(f"Hvad {old} koster om året")).to_be_visible()
    looks_right(page, "it-scenario-lacking")

    page.get_by_role("link", name="Ret tallene").press("Enter")
    fill_group(page, f"Hvad {old} koster i drift om året, kr.", likely="100.000", source="Regningen")
    page.get_by_role("group", name=f"Hvor længe {old}").get_by_label("Intet binder").check()
    page.get_by_role("group", name=f"Hvor længe {old}").get_by_label("Hvor det står").fill("Mail")
    fill_group(page, f"Hvad {new} koster for én bruger mere om året, kr.", likely="500", source="Tilbud")
    fill_group(page, "Hvad flytningen koster, én gang, kr.", likely="50.000", source="")
    page.get_by_role("button", name="Gem som ny udgave").press("Enter")
    expect(page.get_by_text("Skriv, hvor tallet er fra").first).to_be_visible()
    fill_group(page, "Hvad flytningen koster, én gang, kr.", likely="50.000", source="Skøn")
    looks_right(page, "it-scenario-form")
    page.get_by_role("button", name="Gem som ny udgave").press("Enter")
    expect(page.get_by_role("heading", name="Det sparer 80.000 kr. i et helt år")).to_be_visible()
    looks_right(page, "it-scenario")


@pytest.mark.parametrize("width", WIDTHS)
def test_seen_said_reckoned_and_decided(site: Site, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    # Of another task at each width: the other's two are still there.
    old, new, task = f"Halbook {width}", f"Halbooking {width}", {1280: "18.20", 390: "82.07"}[width]
    sign_in(page, site, "it_manager")
    register(page, site, old, task, 10)
    register(page, site, new, task, 50)
    see_and_say(page, site, width, old, new, task)
    reckon(page, width, old, new)
    page.get_by_role("link", name="Skift status").press("Enter")
    page.get_by_label("Besluttet").check()
    page.get_by_label("Hvorfor?").fill("Kultur og skoler er enige.")
    page.get_by_role("button", name="Gem status").press("Enter")
    expect(page.get_by_text("Kultur og skoler er enige.")).to_be_visible()
    address = page.url
    page.goto(site.url("it_portfolio:scenarios"))
    looks_right(page, "it-scenarios")
    sign_in(page, site, "colleague")
    page.goto(address)
    expect(page.get_by_text("Kultur og skoler er enige.")).to_be_visible()
    expect(page.get_by_text("kr.", exact=False)).to_have_count(0)
    looks_right(page, "it-scenario-without-costs")
