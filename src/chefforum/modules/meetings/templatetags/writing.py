"""What the editor's templates may call."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def hidden_initial(bound: BoundField) -> SafeString:
    """What stood in the field when the page was made, so that a change is told from what somebody else has changed."""
    return bound.as_hidden(only_initial=True)
