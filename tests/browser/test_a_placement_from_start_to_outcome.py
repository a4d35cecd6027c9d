"""A consultant registers a placement, ends it and undoes that, notes its outcome, and brings a file with a fault."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll, screenshot, sign_in

CONSULTANT = "job_consultant"
DAY = dt.timedelta(days=1)


def look(page: Page, name: str) -> None:
    check_accessible(page)
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        screenshot(page, name)


def register(page: Page, site: Site, number: str, first: dt.date, last: dt.date) -> str:
    """By keyboard from the first field on; gives the number that was drawn."""
    page.goto(site.url("placements:placement_new"))
    page.get_by_label("Type", exact=True).select_option("Virksomhedspraktik")
    page.get_by_label("Målgruppe").select_option("Dagpenge")
    page.get_by_label("Nummer i fagsystemet").fill(number)
    page.get_by_label("Arbejdssted").select_option("Nordskolen (1003402117)")
    page.get_by_label("Stillingstype").select_option("Pædagogmedhjælp")
    page.get_by_label("Starter").fill(first.isoformat())
    page.get_by_label("Slutter").fill(last.isoformat())
    page.get_by_label("Timer om ugen").fill("18,5")
    page.get_by_role("button", name="Registrér forløb").press("Enter")
    return page.get_by_role("heading", level=1).inner_text()


def test_from_start_to_outcome(site: Site, page: Page, tmp_path: Path) -> None:
    today = dt.date.today()
    sign_in(page, site, CONSULTANT)
    register(page, site, "MOM-7001", today - 220 * DAY, today - 150 * DAY)
    expect(page.get_by_text("Forløbet varer 10,1 uger.")).to_be_visible()
    look(page, "placements-asked-before-saving")
    page.get_by_role("button", name="Gem alligevel").press("Enter")
    number = page.get_by_role("heading", level=1).inner_text()
    expect(page.get_by_text(f"har fået nummeret {number}")).to_be_visible()
    expect(page.get_by_text("Forløbet varer 10,1 uger.")).to_be_visible()
    register(page, site, "MOM-7001", today, today)
    expect(page.get_by_role("link", name="Se det forløb, der har nummeret")).to_be_visible()
    page.get_by_role("link", name="Se det forløb, der har nummeret").click()

    page.get_by_role("link", name="Notér, hvordan det sluttede").click()
    page.get_by_label("Sidste dag").fill((today - 160 * DAY).isoformat())
    page.get_by_label("Hvordan sluttede det?").select_option("Ansat undervejs")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text(": ansat undervejs.")).to_be_visible()
    look(page, "placements-placement-just-ended")
    page.get_by_role("button", name="Fortryd").press("Enter")
    expect(page.get_by_text("Det er fortrudt.")).to_be_visible()
    expect(page.get_by_text("Ingen har noteret, hvordan det sluttede.")).to_be_visible()

    page.goto(site.url("placements:outcomes_missing"))
    look(page, "placements-outcomes-to-fill-in")
    page.get_by_label(f"Udfald af {number}").select_option("Stadig på ydelse")
    page.get_by_label(f"Sagen lukket, {number}").fill((today - 100 * DAY).isoformat())
    page.get_by_role("button", name="Gem udfald").click()
    expect(page.get_by_text("Sagen er ikke lukket, når borgeren stadig er på ydelse.").first).to_be_visible()
    look(page, "placements-outcomes-with-a-fault")
    page.get_by_label(f"Udfald af {number}").select_option("I job")
    page.get_by_role("button", name="Gem udfald").click()
    expect(page.get_by_text("1 udfald er noteret.")).to_be_visible()

    file = tmp_path / "forloeb.csv"
    heads = "Nummer i fagsystemet;Type;Enhedskode;Starter;Slutter"
    lines = (
        f"MOM-7001;Virksomhedspraktik;3100;{today - 219 * DAY:%d-%m-%Y};",
        "MOM-7002;Løntilskud;3100;05-01-2026;01-05-2026",
        "MOM-7003;Skovtur;3100;05-01-2026;",
    )
    file.write_bytes("\r\n".join((heads, *lines)).encode("cp1252"))
    page.goto(site.url("imports:import_new", "placements"))
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_role("button", name="Se, hvad der bliver ændret").click()
    expect(page.get_by_role("button", name="Gennemfør")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("“Skovtur” i “Type” kendes ikke.")).to_be_visible()
    look(page, "placements-import-with-a-fault")
    page.get_by_role("button", name="Gennemfør").click()
    expect(page.get_by_role("heading", name="Kvittering")).to_be_visible(timeout=60_000)
    page.goto(site.url("placements:placements"))
    expect(page.get_by_text("MOM-7002")).to_be_visible()
    look(page, "placements-list")


def test_going_back_and_saving_again_makes_no_second_one(site: Site, page: Page) -> None:
    today = dt.date.today()
    sign_in(page, site, CONSULTANT)
    number = register(page, site, "", today, today + 20 * DAY)
    expect(page.get_by_text(f"har fået nummeret {number}")).to_be_visible()
    address = page.url
    page.go_back()
    page.get_by_role("button", name="Registrér forløb").click()
    expect(page.get_by_text("Det er allerede gemt. Her er det.")).to_be_visible()
    assert page.url == address
    look(page, "placements-already-saved")


def test_a_persons_number_is_refused(site: Site, page: Page) -> None:
    sign_in(page, site, CONSULTANT)
    page.goto(site.url("placements:placement_new"))
    page.get_by_label("Type", exact=True).select_option("Virksomhedspraktik")
    page.get_by_label("Nummer i fagsystemet").fill("010180-1234")
    page.get_by_label("Arbejdssted").select_option("Nordskolen (1003402117)")
    page.get_by_label("Starter").fill(dt.date.today().isoformat())
    page.get_by_role("button", name="Registrér forløb").click()
    expect(page.get_by_text("ligner et CPR-nummer").first).to_be_visible()
