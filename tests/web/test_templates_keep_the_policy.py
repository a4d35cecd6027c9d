"""The security policy refuses styles and scripts inside a page, and what comes from elsewhere: no template has any."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "chefforum"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
REFUSED = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a script without a file": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an htmx event attribute": re.compile(r"\shx-on", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "a file from elsewhere": re.compile(r"(?:src|<link[^>]*href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
}
# Documents that are opened alone, away from the server, carry their own style.
ALONE = SOURCE / "kernel" / "documents" / "rendering"


@pytest.mark.parametrize("path", [path for path in TEMPLATES if ALONE not in path.parents], ids=lambda path: path.name)
def test_a_template_has_nothing_that_the_policy_refuses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [name for name, pattern in REFUSED.items() if pattern.search(text)] == []


def test_the_patterns_find_what_they_are_for() -> None:
    bad = (
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>x()</script>",
        '<button onclick="x()">',
        '<a hx-on:click="x()">',
        '<a href="javascript:x()">',
        '<script src="https://elsewhere.example/x.js"></script>',
    )
    assert all(any(pattern.search(text) for pattern in REFUSED.values()) for text in bad)
    assert len(TEMPLATES) > 20
