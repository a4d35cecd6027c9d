"""How a page declares its rule. A page that declares none is refused to everybody: see middleware.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from chefforum.kernel.people.models import Person

from .rules import Actor, Rule


class Request(HttpRequest):
    """A request that has passed the gate (middleware.py), as views get it."""

    actor: Actor
    user: Person  # type: ignore[assignment]  # a view that declares PUBLIC may meet nobody
    htmx: HtmxDetails


View = TypeVar("View", bound=Callable[..., Any])


def access(rule: Rule) -> Callable[[View], View]:
    """Marks a view with the rule that must allow the actor before the view runs."""

    def mark(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return mark
