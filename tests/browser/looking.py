"""What a test does and looks for on a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

if TYPE_CHECKING:
    from tests.browser.conftest import Site

RESULTS = Path(__file__).parents[2] / "test-results"
WIDTHS = (1280, 390)
WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# Rules that axe calls moderate and that we break on purpose: rule → reason.
ACCEPTED: dict[str, str] = {}
# Chromium's own words for an answer that the test itself asked for.
EXPECTED = "the server responded with a status of"


def danish_browser(chromium: Browser, **more: Any) -> BrowserContext:
    """Somebody's browser, in Danish and in Denmark, where nothing glides: what moves while it is pressed is missed."""
    return chromium.new_context(locale="da-DK", timezone_id="Europe/Copenhagen", reduced_motion="reduce", **more)


class Lookout:
    """Collects what the browser complains of: errors, broken content security policy, files that do not come."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._on_request_failed)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _on_request_failed(self, request: Request) -> None:
        # A download, and a page that one leaves, end their request so.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.troubles.append(f"{request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.troubles.append(f"{response.url}: {response.status}")

    def nothing_was_wrong(self) -> None:
        if self.troubles:
            pytest.fail("the browser complains:\n" + "\n".join(self.troubles), pytrace=False)


def sign_in(page: Page, site: Site, name: str) -> None:
    """Makes the page that person's, without going through the form."""
    page.context.clear_cookies()
    if name != "anonymous":
        page.context.add_cookies([{"name": "sessionid", "value": site.sessions[name], "url": site.address}])


def check_accessible(page: Page) -> None:
    """Fails on any rule of WCAG 2.1 AA that axe finds broken, but minor ones and those accepted with a reason."""
    options = {"runOnly": {"type": "tag", "values": WCAG_21_AA}, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    {node['target']} {node['html'][:200]}"
        for violation in violations
        if violation["impact"] != "minor" and violation["id"] not in ACCEPTED
        for node in violation["nodes"]
    ]
    if found:
        pytest.fail(f"{page.url} is not accessible:\n" + "\n".join(found), pytrace=False)


def check_no_sideways_scroll(page: Page) -> None:
    """The page itself is no wider than the window; tables scroll in frames of their own."""
    width = page.evaluate("document.documentElement.scrollWidth")
    room = page.evaluate("document.documentElement.clientWidth")
    widest = """Array.from(document.querySelectorAll("body *"))
        .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join("\\n")"""
    if width > room:
        pytest.fail(f"{page.url} is {width} wide in {room}:\n{page.evaluate(widest)}", pytrace=False)


def screenshot(page: Page, name: str) -> None:
    """test-results/NAME-WIDTH.png, the whole page."""
    RESULTS.mkdir(exist_ok=True)
    size = page.viewport_size
    page.screenshot(path=RESULTS / f"{name}-{size['width'] if size else 0}.png", full_page=True)


def file_name(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text).strip("-")
