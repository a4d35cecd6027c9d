"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .navigation import head_links_for, navigation_for, tabs_for


def page(request: HttpRequest) -> dict[str, Any]:
    """Municipality, who is signed in and their ways in. No queries, but what `head_links` costs where it is shown."""
    actor = getattr(request, "actor", None)
    signed_in = actor is not None and actor.is_signed_in
    navigation = navigation_for(actor, path=request.path) if signed_in else []
    return {
        "municipality": settings.MUNICIPALITY,
        "is_demo": settings.DEMO,
        "actor": actor if signed_in else None,
        "navigation": navigation,
        "tabs_of_page": tabs_for(actor, path=request.path) if signed_in else None,
        "head_links": (lambda: head_links_for(actor)) if signed_in else (),
        "section": next((section for section in navigation if section.current), None),
        "search_text": request.GET.get("q", ""),
    }
