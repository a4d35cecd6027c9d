"""The ways in, by job: parts of the house register theirs, and a person sees those that are theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

SECTIONS = ("Overblik", "Møder", "Økonomi", "It", "Job og praktik", "Ledelse", "Beredskab", "Organisation", "Drift")


class Allows(Protocol):
    """What decides whether somebody may: the kernel's rules fit, though the kit does not know the kernel."""

    def allows(self, actor: Any, /) -> bool: ...


@dataclass(frozen=True)
class NavigationItem:
    """A way in. With `under` it stands on the page of that way in (`ways_below`) instead of in the menu, with a line
    `about` what it is for: for what is seldom done, so that the menu of who does much is short too. With `tab` as well
    it stands in a row with the page above it (`tabs_for`), on each of them: for what is used together."""

    section: str
    title: str
    url_name: str
    rule: Allows
    order: int = 100
    under: str = ""
    about: str = ""
    tab: bool = False


@dataclass(frozen=True)
class Tab:
    """A page of a row of pages, as `web/tabs.html` takes it."""

    title: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Tabs:
    label: str
    tabs: tuple[Tab, ...]


@dataclass(frozen=True)
class WayBelow:
    """A way in as it stands on the page above it."""

    title: str
    url: str
    about: str


@dataclass(frozen=True)
class Link:
    """A way in as it stands on a page. `current` is "page" on the page itself, "true" on pages below it, else ""."""

    title: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class SectionLinks:
    """A section and its ways in; the section's own link is the first of them."""

    title: str
    links: tuple[Link, ...]

    @property
    def url(self) -> str:
        return self.links[0].url

    @property
    def current(self) -> str:
        """ "page" when the section's own link is the page shown, "true" when the page is somewhere in the section."""
        if self.links[0].current == "page":
            return "page"
        return "true" if any(link.current for link in self.links) else ""


@dataclass(frozen=True)
class HeadLink:
    """A link in the head of every page with a number: `count(actor)` costs one query at most, since every page asks."""

    title: str
    url_name: str
    icon: str
    rule: Allows
    count: Callable[[Any], int]
    nouns: str


@dataclass(frozen=True)
class CountedLink:
    title: str
    url: str
    icon: str
    count: int
    nouns: str


_items: list[NavigationItem] = []
_head_links: dict[str, HeadLink] = {}


def register_head_link(link: HeadLink) -> None:
    _head_links[link.url_name] = link


def head_links_for(actor: Any) -> list[CountedLink]:
    """The links of the page's head that are the actor's, with their numbers."""
    return [
        CountedLink(link.title, reverse(link.url_name), link.icon, link.count(actor), link.nouns)
        for link in _head_links.values()
        if link.rule.allows(actor)
    ]


def register_navigation(*items: NavigationItem) -> None:
    """Raises ValueError for a section that does not exist."""
    for item in items:
        if item.section not in SECTIONS:
            raise ValueError(f"no such section: {item.section}")
        if item not in _items:
            _items.append(item)


def navigation_for(actor: Any, *, path: str = "") -> list[SectionLinks]:
    """Sections in order, each with the ways in that the actor may use; empty sections are not shown. No queries.

    `path` is the address shown; the longest way in that it begins with is the current one. A way in with others under
    it is current on their pages too; where only one of them is the actor's, that one stands in its place. A tab stands
    in the menu itself where the page above it is not the actor's.
    """
    placed = [(item, url) for item in _allowed(actor) if (url := _address(item.url_name))]
    here = max((url for _, url in placed if _is_at_or_below(path, url)), key=len, default=None)
    above = {item.under for item in _items if item.under and not item.tab}
    names = {item.url_name for item, _ in placed}
    links: dict[str, list[Link]] = {section: [] for section in SECTIONS}
    for item, url in placed:
        inside = [(one, address) for one, address in placed if one.under == item.url_name]
        if (item.under in names if item.tab else item.under) or (item.url_name in above and not inside):
            continue
        is_alone = len(inside) == 1 and not inside[0][0].tab
        shown, address = inside[0] if is_alone else (item, url)
        is_here = here in (url, *(address for _, address in inside))
        links[item.section].append(
            Link(title=shown.title, url=address, current="page" if address == path else "true" if is_here else "")
        )
    return [SectionLinks(section, tuple(found)) for section, found in links.items() if found]


def tabs_for(actor: Any, *, path: str) -> Tabs | None:
    """The row of pages that the page shown is one of; None where it is none, or the actor has that page alone. No
    queries."""
    allowed = _allowed(actor)
    names = {item.url_name for item in allowed}
    here = next((item for item in allowed if path and _address(item.url_name) == path), None)
    top = here.under if here and here.tab else here.url_name if here else ""
    row = [item for item in allowed if item.url_name == top] + [
        item for item in allowed if item.tab and item.under == top
    ]
    if here is None or top not in names or len(row) < 2:
        return None
    tabs = tuple(Tab(item.title, url, url == path) for item in row if (url := _address(item.url_name)))
    return Tabs(label=row[0].title, tabs=tabs)


def ways_below(actor: Any, url_name: str) -> list[WayBelow]:
    """What stands on the page of a way in: those under it that the actor may use. No queries."""
    return [
        WayBelow(item.title, url, item.about)
        for item in _allowed(actor)
        if item.under == url_name and not item.tab and (url := _address(item.url_name))
    ]


def _allowed(actor: Any) -> list[NavigationItem]:
    return sorted((item for item in _items if item.rule.allows(actor)), key=lambda item: (item.order, item.title))


def _is_at_or_below(path: str, url: str) -> bool:
    # Everything is below the start page, so only the start page itself counts as there.
    return path == url or (url != "/" and path.startswith(url))


def _address(url_name: str) -> str | None:
    """A way in that leads nowhere is left out of the menu; check_navigation reports it before anybody meets it."""
    return _address_in(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), url_name)


@cache
def _address_in(addresses: str, prefix: str, url_name: str) -> str | None:
    """Worked out once for a set of addresses and where the server has put them, since every page asks for them all."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def check_navigation(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A system check: each way in leads to a page."""
    return [
        Warning(f"the menu's {item.title!r} leads to {item.url_name!r}, which no URL has", id="web.W001")
        for item in _items
        if _address(item.url_name) is None
    ]
