"""What search engines are told."""

from __future__ import annotations

from collections.abc import Iterable


def robots(*, allowed: Iterable[str], sitemap: str) -> str:
    """The text of robots.txt: these addresses and what is below them may be visited, nothing else."""
    lines = ["User-agent: *", *(f"Allow: {address}" for address in allowed), "Disallow: /", "", f"Sitemap: {sitemap}"]
    return "\n".join(lines) + "\n"
