"""The way from a document's own page to the text that it is to be an attachment of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..registry import attaching_address

register = template.Library()


@register.simple_tag(takes_context=True)
def lay_with(context: Any, kind: str, **parameters: Any) -> SafeString:
    """A button "Læg ved et punkt" for a kind of document, with what is chosen on the page already; nothing for who
    writes no items."""
    address = attaching_address(kind, actor=context["actor"])
    if not address:
        return SafeString("")
    said = urlencode({name: value for name, value in parameters.items() if value not in (None, "")})
    return format_html(
        '<a class="button button-secondary" href="{}{}">Læg ved et punkt</a>', address, f"?{said}" if said else ""
    )
