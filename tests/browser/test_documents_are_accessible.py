"""A document written as HTML stands alone: accessible and no wider than the window, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from chefforum.kernel.documents.rendering.html import to_html
from tests.browser.looking import WIDTHS, check_accessible, check_no_sideways_scroll
from tests.kernel.documents.rendering_samples import minutes


@pytest.mark.parametrize("width", WIDTHS)
def test_minutes_as_html(width: int, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "referat.html"
    file.write_text(to_html(minutes()), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())
    check_no_sideways_scroll(page)
    check_accessible(page)
