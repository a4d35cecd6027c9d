"""Pages hold no style and no script of their own: the content security policy would refuse them."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import PACKAGE, at, files, refuse

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "another site's file": re.compile(r"<(script|link|img)\b[^>]*(src|href)\s*=\s*[\"']https?:", re.IGNORECASE),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    pages = [path for path in files() if path.suffix == ".html" and path.is_relative_to(PACKAGE)]
    assert pages
    found = []
    for path in pages:
        text = path.read_text(encoding="utf-8")
        found += [
            at(path, text[: hit.start()].count("\n") + 1, hit.group()[:80]) for hit in FORBIDDEN[what].finditer(text)
        ]
    refuse(found)
