"""What templates may call: Danish formats, icons, structured text, and the components of a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from chefforum.web import danish
from chefforum.web.blocks import blocks_to_html
from chefforum.web.breaking import kept_together
from chefforum.web.fields import styled
from chefforum.web.stacked import stacked

register = template.Library()
register.filter("dk_date", danish.date)
register.filter("dk_time", danish.time)
register.filter("dk_datetime", danish.moment)
register.filter("dk_date_weekday", danish.date_with_weekday)
register.filter("dk_number", danish.number)
register.filter("dk_money", danish.money)
register.filter("dk_millions", danish.millions)
register.filter("dk_minus", danish.minus)
register.filter("dk_size", danish.size)
register.filter("plural", danish.plural)
register.filter("counted", danish.counted)


@register.filter
def last_day(valid_to: dt.date | None) -> dt.date | None:
    """The last day of a period that ends before `valid_to`."""
    return valid_to - dt.timedelta(days=1) if valid_to else None


ALERT_WORDS = {"info": "Information", "success": "Gennemført", "warning": "Advarsel", "error": "Fejl"}


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of Det Fælles Designsystem; it says nothing to a screen reader, the words beside it do."""
    return format_html(
        '<svg class="icon-svg{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {classes}" if classes else "",
        static("vendor/dkfds/img/all-svg-icons.svg"),
        name,
    )


@register.simple_tag
def blocks(value: Any, heading_level: int = 3) -> SafeString:
    """Structured text as HTML, its headings from the level given."""
    return blocks_to_html(value, heading_level=heading_level)


@register.simple_tag
def badge(text: str, kind: str = "") -> SafeString:
    """A state in a word or two; `kind` (info, success, warning, error) only adds colour to it."""
    return format_html('<span class="badge{}">{}</span>', f" badge-{kind}" if kind else "", text)


@register.simple_tag
def crumbs(*steps: Any) -> SafeString:
    """Items of the breadcrumb: text and address (or the name of a URL) by turns, at last the page's own name."""
    *links, here = steps
    pairs = zip(links[::2], links[1::2], strict=True)
    items = format_html_join("", '<li><a href="{1}">{0}</a></li>', ((text, _address(to)) for text, to in pairs))
    return format_html('{}<li aria-current="page">{}</li>', items, here)


def _address(to: str) -> str:
    if to.startswith(("/", "#")):
        return to
    try:
        return reverse(to)
    except NoReverseMatch as error:
        raise template.TemplateSyntaxError(f"crumbs: {to!r} is neither an address nor the name of a URL") from error


@register.simple_tag
def steps(current: int, *names: str) -> SafeString:
    """Where one is in a job of several steps, counted from 1."""
    return mark_safe(  # noqa: S308 - a template of ours, which escapes
        render_to_string("web/steps.html", {"steps": list(enumerate(names, start=1)), "current": current})
    )


@register.simple_tag(takes_context=True)
def sort_header(context: Any, title: str, name: str, numeric: bool = False) -> SafeString:
    """A column head whose link sorts by the column, and the other way round when it already does."""
    query = context["request"].GET.copy()
    asked = query.get("sortering") or context.get("sorted_by", "")
    state = {name: "ascending", f"-{name}": "descending"}.get(asked)
    query["sortering"] = f"-{name}" if state == "ascending" else name
    query.pop("side", None)
    return mark_safe(  # noqa: S308 - a template of ours, which escapes
        render_to_string(
            "web/sort_header.html",
            {"title": title, "state": state, "query": query.urlencode(), "numeric": numeric},
        )
    )


@register.inclusion_tag("web/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form's field with label, help, error and input, tied together for those who hear the page."""
    return {"field": bound, "input": styled(bound)}


@register.inclusion_tag("web/filter_field.html")
def filter_field(bound: BoundField) -> dict[str, Any]:
    """A field among a list's filters: label above input, no help."""
    return {"field": bound, "input": styled(bound)}


@register.inclusion_tag("web/fact.html")
def fact(name: str, value: Any = None, url: str = "") -> dict[str, Any]:
    """A line among the facts; what is not known is said to be missing."""
    return {"name": name, "value": value, "url": url, "missing": danish.MISSING}


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def page_head(content: SafeString, title: str, state: str = "", kind: str = "", lead: str = "") -> SafeString:
    """The page's name, its state in words, and (between the tags) what one may do with it, the main act first."""
    return mark_safe(  # noqa: S308 - a template of ours, which escapes
        render_to_string(
            "web/page_head.html",
            {"title": title, "state": state, "kind": kind, "lead": lead, "acts": SafeString(content.strip())},
        )
    )


@register.simple_block_tag
def alert(content: SafeString, kind: str, heading: str = "") -> SafeString:
    """Something to notice; `kind` is info, success, warning or error, and is said in words as well."""
    return mark_safe(  # noqa: S308 - a template of ours, which escapes
        render_to_string(
            "web/alert.html", {"content": content, "kind": kind, "heading": heading, "word": ALERT_WORDS.get(kind, "")}
        )
    )


@register.simple_block_tag
def scroll(content: SafeString, label: str) -> SafeString:
    """A frame that a wide table scrolls in, also by keyboard."""
    return format_html(
        '<div class="table-box" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        mark_safe(kept_together(content)),  # noqa: S308 - a template of ours, which escapes
    )


@register.simple_block_tag(name="stacked")
def stacked_table(content: SafeString) -> SafeString:
    """A table whose rows stand one under another on a phone, each cell with the head of its column."""
    return mark_safe(kept_together(stacked(content)))  # noqa: S308 - a template of ours, which escapes


@register.simple_block_tag
def fold(content: SafeString, heading: str, note: str = "", open: bool = False, id: str = "") -> SafeString:
    """A section that opens; `note` stands beside its heading while it is closed and open."""
    return mark_safe(  # noqa: S308 - a template of ours, which escapes
        render_to_string(
            "web/fold.html", {"content": content, "heading": heading, "note": note, "open": open, "id": id}
        )
    )


@register.simple_block_tag
def callout(content: SafeString, heading: str, level: int = 2) -> SafeString:
    """What must stand out of a long text: a decision."""
    return format_html(
        '<section class="callout"><h{0} class="callout-heading">{1}</h{0}>{2}</section>', level, heading, content
    )


@register.simple_block_tag
def empty(content: SafeString, heading: str) -> SafeString:
    """A list with nothing in it, and how to begin."""
    return format_html('<div class="empty"><p class="empty-heading">{}</p>{}</div>', heading, content)
