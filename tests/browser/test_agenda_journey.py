"""The secretariat plans a meeting, builds its agenda by keyboard and by hand, has it looked through, sends it out and
sends a supplement after it; a member sees what was sent and nothing before."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import check_accessible, check_no_sideways_scroll, screenshot, sign_in

FIRST, LAST = "Godkendelse af dagsorden og referat", "Temaer til kommende møder"
TITLES = ["Budget 2028", "Status for praktik", "Lederprogram"]


def titles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("[data-agenda-row] .agenda-words a").all_inner_texts()]


def add_standing_item(page: Page, site: Site) -> None:
    page.goto(site.url("meetings:standing_new"))
    page.get_by_label("Titel").fill(FIRST)
    page.get_by_label("Type").select_option(label="Formalia")
    page.get_by_label("Minutter").fill("5")
    page.get_by_label("Indstilling").fill("at dagsordenen godkendes\nat referat godkendes")
    page.get_by_label("Punktet godkender det seneste referat").check(force=True)
    page.get_by_role("button", name="Gem fast punkt").click()
    expect(page.get_by_text("Det faste punkt er gemt")).to_be_visible()


def plan_meeting(page: Page, site: Site) -> str:
    """The address of a meeting of two hours in 2028."""
    page.goto(site.url("meetings:plan"))
    page.get_by_label("Dato").fill("2028-01-26")
    page.get_by_label("Begynder").fill("09:00")
    page.get_by_label("Slutter").fill("11:00")
    page.get_by_label("Sted").fill("Lokale 915")
    page.get_by_label("Åbn for punkter med det samme").check(force=True)
    check_accessible(page)
    page.get_by_role("button", name="Planlæg").click()
    expect(page.get_by_text("onsdag den 26. januar 2028 er planlagt")).to_be_visible()
    return page.url


def test_from_planned_to_sent_out_with_a_supplement(site: Site, page: Page) -> None:
    sign_in(page, site, "secretariat")
    add_standing_item(page, site)
    meeting_url = plan_meeting(page, site)
    page.get_by_role("link", name="Byg dagsordenen").click()
    builder_url = page.url
    assert titles(page) == [FIRST, LAST]
    place_ready_items(page)
    order_by_keyboard(page)
    order_by_hand(page)
    plan_the_time(page)
    check_accessible(page)
    screenshot(page, "agenda-builder")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        check_no_sideways_scroll(page)
        screenshot(page, "agenda-builder")
    review(page, site, meeting_url)
    send_out(page, site, meeting_url)
    send_supplement(page, site, meeting_url, builder_url)


def place_ready_items(page: Page) -> None:
    for name in TITLES:
        page.get_by_role("button", name=f"Sæt på dagsordenen: {name}").click()
        expect(page.get_by_text("Punktet står på dagsordenen.")).to_be_visible()
    assert titles(page) == [FIRST, *TITLES, LAST]


def all_is_saved(page: Page) -> None:
    expect(page.locator(".builder-agenda")).to_have_attribute("aria-busy", "false")


def order_by_keyboard(page: Page) -> None:
    """Three presses in a row, faster than the answers come; the focus stays with the item."""
    page.get_by_role("link", name="Lederprogram").focus()
    for key in ("Alt+ArrowUp", "Alt+ArrowUp", "Alt+ArrowDown"):
        page.keyboard.press(key)
    all_is_saved(page)
    expect(page.locator("#agenda-status")).to_have_text("Dagsordenen er gemt.")
    assert titles(page) == [FIRST, "Budget 2028", "Lederprogram", "Status for praktik", LAST]
    expect(page.get_by_role("link", name="Lederprogram")).to_be_focused()
    page.get_by_role("button", name="Flyt punkt 3 op").press("Enter")
    all_is_saved(page)
    assert titles(page)[1] == "Lederprogram"
    page.reload()
    assert titles(page)[1] == "Lederprogram"


def order_by_hand(page: Page) -> None:
    """The last of the three is dragged above the first."""
    row = page.locator("[data-agenda-row]", has_text="Status for praktik")
    grip = row.locator("[data-agenda-grip]").bounding_box()
    above = page.locator("[data-agenda-row]", has_text="Lederprogram").bounding_box()
    assert grip
    assert above
    page.mouse.move(grip["x"] + 8, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, above["y"] + 40, steps=5)
    page.mouse.move(grip["x"] + 8, above["y"] + 4, steps=5)
    expect(page.locator(".is-dragged")).to_have_count(1)
    page.mouse.up()
    all_is_saved(page)
    assert titles(page)[1] == "Status for praktik"
    page.reload()
    assert titles(page) == [FIRST, "Status for praktik", "Lederprogram", "Budget 2028", LAST]


def plan_the_time(page: Page) -> None:
    for number, minutes in ((2, "60"), (3, "45"), (4, "25")):
        page.get_by_label(f"Minutter til punkt {number}").fill(minutes)
        page.keyboard.press("Tab")
    expect(page.get_by_text("25 min. efter mødets sluttidspunkt")).to_be_visible()
    expect(page.locator("[data-agenda-row]").nth(3)).to_contain_text("10.50")
    expect(page.locator("[data-agenda-row]").nth(4)).to_contain_text("11.15")
    page.get_by_label("Minutter til punkt 3").fill("21")
    page.keyboard.press("Tab")
    page.evaluate("((field) => (field.focus(), field.select()))(document.querySelectorAll('[data-agenda-minutes]')[2])")
    expect(page.get_by_text("1 min. efter mødets sluttidspunkt")).to_be_visible()
    page.keyboard.type("20")  # the field was marked while the agenda came back: what is typed replaces it
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tiden går lige op")).to_be_visible()


def review(page: Page, site: Site, meeting_url: str) -> None:
    page.goto(meeting_url)
    page.get_by_role("link", name="Gennemsyn").click()
    page.get_by_label("Andre").fill(site.emails["colleague"])
    page.get_by_label("Hvad skal de se efter?").fill("Hænger det sammen?")
    check_accessible(page)
    page.get_by_role("button", name="Send til gennemsyn").click()
    expect(page.get_by_text("Hænger det sammen?")).to_be_visible()
    sign_in(page, site, "colleague")
    page.goto(meeting_url)
    expect(page.get_by_role("heading", name="Status for praktik")).to_be_visible()
    sign_in(page, site, "forum_member")
    page.goto(meeting_url)
    expect(page.get_by_text("Dagsordenen er ikke sendt ud endnu")).to_be_visible()


def send_out(page: Page, site: Site, meeting_url: str) -> None:
    sign_in(page, site, "secretariat")
    page.goto(meeting_url)
    page.get_by_role("link", name="Se og udsend dagsorden").click()
    expect(page.get_by_text("Mette Eng, medlem")).to_be_visible()
    check_accessible(page)
    screenshot(page, "send-preview")
    page.get_by_role("button", name="Udsend dagsorden").click()
    expect(page.get_by_text("Version 1 er udsendt")).to_be_visible()
    sign_in(page, site, "forum_member")
    page.goto(meeting_url)
    expect(page.get_by_role("heading", name="Punkt 2: Status for praktik")).to_be_visible()
    expect(page.get_by_text("at referat fra", exact=False)).to_be_visible()


def send_supplement(page: Page, site: Site, meeting_url: str, builder_url: str) -> None:
    sign_in(page, site, "secretariat")
    page.goto(builder_url)
    offer = page.locator(".offer", has_text="Sen sag")
    offer.locator("summary", has_text="Sæt på som tillæg").click()
    offer.get_by_label("Formanden har sagt ja").check(force=True)
    offer.get_by_label("Hvorfor kommer punktet så sent?").fill("Fristen er på fredag")
    offer.get_by_role("button", name="Sæt på som tillæg").click()
    expect(page.locator("[data-agenda-row]").last).to_contain_text("Tillæg")
    check_accessible(page)
    page.get_by_role("link", name="Se og send ny version").click()
    expect(page.get_by_text("Teksten sendes til alle")).to_be_visible()
    page.get_by_label("Hvad er ændret?").fill("Et tillæg er kommet til")
    check_accessible(page)
    screenshot(page, "send-new-version")
    page.get_by_role("button", name="Send ny version").click()
    expect(page.get_by_text("Version 2 er udsendt")).to_be_visible()
    sign_in(page, site, "forum_member")
    page.goto(meeting_url)
    expect(page.get_by_role("heading", name=re.compile("Punkt 6: Sen sag"))).to_be_visible()
