"""A call of an address: what stands in it, what is sent to it. What is meant by a state of the access matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.world import NO_SUCH_ID, World

Arguments = Callable[[World], tuple[Any, ...]]
Data = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Call:
    """How a page is asked for: its arguments, and what is posted (None: it is read)."""

    arguments: Arguments = lambda world: ()
    posted: Data | None = None
    query: str = ""

    def url(self, url_name: str, world: World) -> str:
        return reverse(url_name, args=self.arguments(world)) + self.query


def get(arguments: Arguments = lambda world: (), query: str = "") -> Call:
    return Call(arguments, None, query)


def post(arguments: Arguments = lambda world: (), posted: Data = lambda world: {}) -> Call:
    return Call(arguments, posted)


NOTHING_THERE = get(lambda world: (NO_SUCH_ID,))
