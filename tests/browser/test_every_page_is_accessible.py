"""Every page of the access matrix, as somebody who may see it, on a desk and on a phone: accessible by WCAG 2.1 AA,
with nothing wrong in the browser, and no wider than the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.access_matrix import CALLS, Row, read_matrix
from tests.browser.conftest import Site
from tests.browser.looking import (
    WIDTHS,
    check_accessible,
    check_no_sideways_scroll,
    file_name,
    screenshot,
    sign_in,
)

FILES = {
    "health",
    "forecast:presentation",
    "forecast:roll_outs_file",
    "forecast:area_export",
    "forecast:deviations_export",
    "forecast:sheet_export",
    "forecast:positions_export",
    "forecast:table_file",
    "meetings:export",
    "meetings:actions_export",
    "meetings:statistics_export",
    "meetings:themes_export",
    "meetings:schema",
    "meetings:bundle",
    "meetings:calendar",
    "meetings:calendar_meeting",
    "documents:personal_file",
    "documents:version",
    "documents:newest_version",
    "administration:organisation_export",
    "ledger:rejected",
    "ledger:rejected_of_import",
    "it_benchmark:benchmark_file",
    "it_benchmark:exchange_file",
    "it_benchmark:exchange_template",
    "it_benchmark:schema",
    "it_costs:average_export",
    "it_costs:contracts_file",
    "it_costs:cost_lines_export",
    "it_costs:costs_export",
    "it_costs:extract_file",
    "it_costs:request_paper",
    "it_costs:requests_file",
    "it_costs:rules_export",
    "it_costs:systems_file",
    "it_costs:volumes_file",
    "it_costs:why_export",
    "it_portfolio:competences_file",
    "it_portfolio:compliance_file",
    "it_portfolio:selection_file",
    "it_portfolio:steering_group_file",
    "it_portfolio:overlap_export",
    "it_portfolio:plan_file",
    "it_portfolio:readiness_file",
    "it_portfolio:readiness_schema",
    "it_portfolio:report_file",
    "it_portfolio:report_frozen_file",
    "placements:declaration",
    "placements:placements_file",
    "placements:places_file",
    "placements:status_export",
    "placements:workplaces_file",
    "placements:target_file",
    "public:export",
    "public:attachment",
    "public:sitemap",
    "public:robots",
}
ROWS = [row for row in read_matrix() if CALLS[row.url_name][row.state].posted is None and row.url_name not in FILES]
PAGES = [row for row in ROWS if 200 in row.expected.values()]
# One page of each kind of refusal.
REFUSED = [
    ("meetings:meeting", "draft", "colleague", 404),
    ("administration:trail", "", "colleague", 403),
]


def whom(row: Row) -> str:
    """The first who may see it: the secretariat where it may, since it has most to press on; nobody where all may."""
    return next(name for name, status in row.expected.items() if status == 200)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_page(row: Row, width: int, site: Site, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, whom(row))
    answer = page.goto(site.url(row.url_name, row.state))
    assert answer is not None
    assert answer.status == 200
    screenshot(page, file_name(str(row)))
    # What everybody may read is the municipality's, not the tool's.
    assert page.title().endswith(" – Chefforum") or row.url_name.startswith("public:")
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.locator("h1").count() == 1
    check_no_sideways_scroll(page)
    check_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("url_name", "state", "name", "status"), REFUSED)
def test_refusal(url_name: str, state: str, name: str, status: int, width: int, site: Site, page: Page) -> None:
    """Who is refused gets a page too, in Danish, with a way on."""
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, name)
    answer = page.goto(site.url(url_name, state))
    assert answer is not None
    assert answer.status == status
    screenshot(page, f"refused-{status}")
    assert page.locator("main a").count() >= 1
    check_no_sideways_scroll(page)
    check_accessible(page)
